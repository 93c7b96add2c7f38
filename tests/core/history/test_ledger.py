"""Every act is kept whole, in order, once, and comes back as it was."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import amend, lock
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.finding import row_of
from experimentos_core.history.ledger import keep_analysis, keep_draft, keep_versions, new_uid
from experimentos_core.history.opening import (
    read_experiment,
    read_file,
    read_memo,
    read_report,
)
from experimentos_core.history.records import Draft, EventKind
from tests.helpers.histories import FLAT, LAUNCHING, clock, file_of, kept, made_report


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "data" / "history.sqlite3")


def test_nothing_is_made_by_looking(database: Database):
    assert row_of(database, "anything") is None
    assert not database.path.parent.exists()


def test_an_experiment_comes_back_with_everything_it_had(database: Database):
    uid = kept(database)
    found = read_experiment(database, uid)
    assert found.row.name == "Button"
    assert found.row.verdict is Verdict.LAUNCH
    assert found.row.line.startswith("+2.00 pp conversions (+20.0%), 95% interval +1.")
    assert found.draft == Draft(file_name="export.csv", charter=Charter(name="Button", owner="Ada"))
    assert read_report(database, uid, 1) == made_report()
    assert read_memo(database, uid, 1) == "# Memo"
    assert read_file(database, found.draft_file, "export.csv") == file_of(LAUNCHING)
    assert [event.kind for event in found.events] == [EventKind.BEGUN, EventKind.ANALYSED]


def test_the_same_report_again_is_no_other_one(database: Database):
    uid = kept(database)
    again = keep_analysis(database, uid, made_report(), file=None, memo="", now=clock())
    assert again == 1
    assert len(read_experiment(database, uid).analyses) == 1


def test_new_data_is_another_look_and_another_plan_is_not(database: Database):
    uid = kept(database)
    stricter = replace(made_report().charter, alpha=0.01)
    same_data = replace(made_report(), charter=stricter)
    keep_analysis(database, uid, same_data, file=None, memo="")
    keep_analysis(database, uid, made_report(FLAT), file=file_of(FLAT), memo="")
    entries = read_experiment(database, uid).analyses
    assert [(entry.number, entry.look) for entry in entries] == [(1, 1), (2, 1), (3, 2)]
    row = row_of(database, uid)
    assert row is not None
    assert (row.looks, row.verdict) == (2, Verdict.HOLD)


def test_a_file_is_kept_once(database: Database):
    for _ in range(3):
        kept(database)
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM files").fetchone() == (1,)


def test_locked_versions_are_added_and_never_replaced(database: Database):
    uid = new_uid()
    chain = lock(Charter(name="Plan"), clock())
    keep_versions(database, uid, chain)
    longer = amend(chain, Charter(name="Plan", alpha=0.01), "stricter", clock())
    keep_versions(database, uid, longer)
    found = read_experiment(database, uid)
    assert found.chain == longer
    assert found.row.versions == 2
    other = amend(chain, Charter(name="Plan", alpha=0.02), "elsewhere", clock())
    with pytest.raises(HistoryError, match="amended elsewhere"):
        keep_versions(database, uid, other)
    with pytest.raises(HistoryError, match="amended elsewhere"):
        keep_versions(database, uid, chain)
    assert read_experiment(database, uid).chain == longer


def test_one_changed_byte_of_a_locked_plan_is_named(database: Database):
    uid = new_uid()
    keep_versions(database, uid, lock(Charter(name="Plan", owner="Ada"), clock()))
    with database.writing() as connection:
        connection.execute("UPDATE charter_versions SET content = replace(content, 'Ada', 'Eva')")
    with pytest.raises(HistoryError, match="Version 1 of the charter was changed after it was"):
        read_experiment(database, uid)


def test_a_changed_event_is_found(database: Database):
    uid = kept(database)
    with database.writing() as connection:
        connection.execute("UPDATE events SET at = '2020-01-01T00:00:00Z' WHERE kind = 'begun'")
    with pytest.raises(HistoryError, match="was changed at 2020-01-01"):
        read_experiment(database, uid)


def test_a_removed_event_is_found(database: Database):
    uid = kept(database)
    with database.writing() as connection:
        connection.execute("DELETE FROM events WHERE kind = 'begun'")
    with pytest.raises(HistoryError, match="what happened to this experiment was changed"):
        read_experiment(database, uid)


def test_a_changed_report_is_found(database: Database):
    uid = kept(database)
    other = kept(database, FLAT)
    with database.writing() as connection:
        connection.execute(
            "UPDATE analyses SET report = (SELECT report FROM analyses WHERE experiment = 2) "
            "WHERE experiment = 1"
        )
    with pytest.raises(HistoryError, match="damaged"):
        read_report(database, uid, 1)
    assert read_report(database, other, 1) == made_report(FLAT)


def test_a_clock_set_back_changes_no_order(database: Database):
    first = kept(database, at="2026-03-01T09:30:00")
    second = kept(database, at="2025-03-01T09:30:00")
    rows = [row_of(database, uid) for uid in (first, second)]
    assert rows[0] is not None and rows[1] is not None  # noqa: PT018 - for the types
    assert rows[0].changed < rows[1].changed


def test_half_a_character_is_a_sentence(database: Database):
    draft = Draft(charter=Charter(), typed="half \ud83d")
    with pytest.raises(HistoryError, match="half of a character"):
        keep_draft(database, new_uid(), draft, None)
    assert row_of(database, "anything") is None


@given(text=st.text(max_size=30))
def test_any_text_can_be_kept(tmp_path_factory: pytest.TempPathFactory, text: str):
    database = Database(tmp_path_factory.mktemp("history") / "h.sqlite3")
    uid = new_uid()
    draft = Draft(charter=Charter(name=text, owner=text), typed=text, file_name=text)
    keep_draft(database, uid, draft, None)
    assert read_experiment(database, uid).draft == draft
