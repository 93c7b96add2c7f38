"""Computing a stored report anew says equal, or what differs and why."""

from dataclasses import replace
from pathlib import Path

import pytest

from experimentos_core.charter import Charter
from experimentos_core.experiment import run_experiment
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history import rereading
from experimentos_core.history.database import Database
from experimentos_core.history.ledger import keep_analysis, keep_versions, new_uid
from experimentos_core.history.packing import digest_of_text, pack_text
from experimentos_core.history.rerun import rerun
from experimentos_core.history.rerun_records import CauseKind, FileOutcome, Rerun
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.interpret import interpret_content
from tests.helpers.experiments import content_of
from tests.helpers.histories import FLAT, LAUNCHING, clock, file_of, full_experiment, kept
from tests.helpers.memos import CANONICAL, canonical_report

SCHEMA_1 = Path(__file__).parents[2] / "data" / "schema_1"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def kept_report(database: Database, report, file=None) -> str:
    uid = new_uid()
    keep_analysis(database, uid, report, file=file, memo="# Memo", now=clock())
    return uid


def read(text: str, options: tuple[str, ...] = (), thresholds=DEFAULT_THRESHOLDS):
    reading = interpret_content(content_of(text, "export.csv"), Choices.parse(options))
    assert reading.is_ready
    return run_experiment(reading.table, Charter(name="x"), reading.roles, thresholds)


@pytest.mark.parametrize("name", CANONICAL)
def test_every_kind_of_report_comes_out_equal(database: Database, name: str):
    found = rerun(database, kept_report(database, canonical_report(name)))
    assert found.is_equal
    assert (found.differences, found.changed) == ((), ())
    assert found.figures > 10
    assert found.file is FileOutcome.NOT_KEPT
    assert from_json(Rerun, to_json(found)) == found


def test_the_stored_file_is_read_again_by_what_was_chosen(database: Database):
    text = "variant;users;conversions\ncontrol;1.000;100\nb;1.000;120\n"
    options = ("separator=semicolon", "decimal:users=comma")
    report = read(text, options)
    assert report.input.rows == (("control", "1000", "100"), ("b", "1000", "120"))
    found = rerun(database, kept_report(database, report, file_of(text)))
    assert (found.file, found.is_equal) == (FileOutcome.EQUAL, True)


def test_the_latest_report_is_computed_unless_another_is_named(database: Database):
    uid = full_experiment(database)
    assert rerun(database, uid).number == 2
    assert rerun(database, uid, 1).number == 1
    with pytest.raises(HistoryError, match="no analysis 3"):
        rerun(database, uid, 3)


def test_a_plan_without_data_is_a_sentence(database: Database):
    from experimentos_core.charter.chain import lock

    uid = new_uid()
    keep_versions(database, uid, lock(Charter(name="Plan"), clock()))
    with pytest.raises(HistoryError, match="no report so far"):
        rerun(database, uid)


def test_changed_thresholds_are_named_as_the_cause(database: Database):
    unequal = "variant,users,conversions\ncontrol,10000,1000\nb,9800,1200\n"
    blocking = replace(DEFAULT_THRESHOLDS, srm_warning_p=0.4, srm_blocked_p=0.3)
    found = rerun(database, kept_report(database, read(unequal, thresholds=blocking)))
    assert not found.is_equal
    assert [(one.name, one.then, one.now) for one in found.changed] == [
        ("srm warning p", "0.4", f"{DEFAULT_THRESHOLDS.srm_warning_p:g}"),
        ("srm blocked p", "0.3", f"{DEFAULT_THRESHOLDS.srm_blocked_p:g}"),
    ]
    assert {one.causes for one in found.differences} == {(CauseKind.THRESHOLD,)}
    assert any("Blocked" in one.sentence for one in found.differences)


def test_thresholds_that_moved_no_figure_are_told_and_the_report_is_equal(database: Database):
    larger = replace(DEFAULT_THRESHOLDS, max_rows=DEFAULT_THRESHOLDS.max_rows + 1)
    found = rerun(database, kept_report(database, read(FLAT, thresholds=larger)))
    assert found.is_equal
    assert [one.kind for one in found.changed] == [CauseKind.THRESHOLD]


def test_an_older_program_and_library_are_named_as_causes(database: Database):
    report = read(LAUNCHING)
    assert report.primary is not None
    first = report.primary.comparisons[0]
    moved = replace(first, p_value=first.p_value * 1.01)
    old = replace(
        report,
        app_version="0.0.1",
        libraries={**report.libraries, "numpy": "1.0"},
        primary=replace(report.primary, comparisons=(moved,)),
    )
    found = rerun(database, kept_report(database, old))
    assert [one.kind for one in found.changed] == [CauseKind.PROGRAM, CauseKind.LIBRARY]
    (difference,) = found.differences
    assert difference.causes == (CauseKind.PROGRAM, CauseKind.LIBRARY)
    assert "p-value" in difference.where


def test_what_nothing_accounts_for_is_said_to_be_unknown(database: Database):
    report = read(LAUNCHING)
    found = rerun(
        database,
        kept_report(database, replace(report, overrides=()), file_of(LAUNCHING)),
    )
    assert found.is_equal
    reason = replace(report.decision, reason="Another reason.")
    found = rerun(database, kept_report(database, replace(report, decision=reason)))
    assert [one.causes for one in found.differences] == [(CauseKind.UNKNOWN,)]


def test_a_report_of_an_earlier_format_names_its_format(database: Database):
    """Kept by an earlier program: the text stands in the history as that program wrote it."""
    uid = kept(database)
    text = (SCHEMA_1 / "game_gate.json").read_text(encoding="utf-8")
    _replace_report(database, text)
    found = rerun(database, uid)
    assert found.is_equal
    assert found.changed[-1].kind is CauseKind.FORMAT
    assert (found.changed[-1].then, found.changed[-1].now) == ("1", "2")


def _replace_report(database: Database, text: str) -> None:
    """Put a report in the place of the first, sealed as the program of that time sealed it."""
    import json

    from experimentos_core.history.events import _START, _seal
    from experimentos_core.history.sealing import seal_row

    report = json.loads(text)
    with database.writing() as connection:
        connection.execute(
            "UPDATE analyses SET report = ?, sha256 = ?, file = ?, file_name = ?, app_version = ?",
            (
                pack_text(text), digest_of_text(text), report["input"]["sha256"],
                report["input"]["name"], report["app_version"],
            ),
        )  # fmt: skip
        previous = _START
        rows = connection.execute("SELECT number, at, kind, detail FROM events ORDER BY number")
        for number, at, kind, written in rows.fetchall():
            detail = json.loads(written)
            if kind == "analysed":
                detail["sha256"] = digest_of_text(text)
                detail["file"] = report["input"]["sha256"]
                detail["file_name"] = report["input"]["name"]
                detail["app_version"] = report["app_version"]
            told = json.dumps(detail)
            previous = _seal(previous, kind, at, told)
            connection.execute(
                "UPDATE events SET detail = ?, sha256 = ? WHERE number = ?",
                (told, previous, number),
            )
        seal_row(connection, 1)


def test_a_file_that_is_read_otherwise_now_is_named(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    uid = kept_report(database, read(LAUNCHING), file_of(LAUNCHING))
    other = content_of(FLAT, "export.csv")
    monkeypatch.setattr(
        rereading, "interpret_content", lambda content, choices: interpret_content(other, choices)
    )
    found = rerun(database, uid)
    assert found.file is FileOutcome.DIFFERENT
    rows = next(one for one in found.differences if one.where == "File, rows")
    assert "1200" in rows.then
    assert "1010" in rows.now
