"""Reports of this format and the one before, and a sentence for everything else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experimentos_core.experiment import SCHEMA_VERSION
from experimentos_core.foundation.codec import to_json, to_plain
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.input_record import digest_of
from experimentos_core.memo.embedded import embedded_reports
from experimentos_core.memo_check import compare_reports, recompute
from experimentos_core.plan_files import Source, read_plan_file
from experimentos_core.report_files import parse_report, read_report
from experimentos_core.report_migrations import without_later
from tests.helpers.memos import CANONICAL, canonical_report

FORMAT_1 = Path(__file__).parents[1] / "data" / "schema_1"
NAMES = ("game_gate", "locked_and_kept")


def old(name: str, suffix: str = "json") -> str:
    return (FORMAT_1 / f"{name}.{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CANONICAL)
def test_what_is_written_is_read_back(name) -> None:
    report = canonical_report(name)
    stored = parse_report(to_json(report))
    assert stored.report == report
    assert stored.stored_version == SCHEMA_VERSION == 2
    assert not stored.is_migrated


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_format_1_is_made_over_and_nothing_of_it_is_lost(name) -> None:
    stored = parse_report(old(name))
    assert (stored.stored_version, stored.is_migrated) == (1, True)
    report, before = stored.report, json.loads(old(name))
    assert report.schema_version == 2
    assert report.taken is None
    assert report.input.table_sha256 == digest_of(report.input)
    kept = to_plain(report)
    del kept["taken"], kept["schema_version"], before["schema_version"]
    for added in ("written", "is_turned", "margin", "table_sha256"):
        del kept["input"][added]
    assert kept["thresholds"].pop("values_per_squared_skewness") == 0  # it was not asked then
    if kept["promise"] is not None:
        assert kept["promise"].pop("first_day") == ""  # it was not written down then
    assert kept == before


def test_a_report_of_format_1_reads_as_one_made_today() -> None:
    today, report = canonical_report("game_gate"), read_report(old("game_gate"))
    thresholds = replace(
        report.thresholds, values_per_squared_spread=50.0, values_per_squared_skewness=25.0
    )
    same = {"app_version": today.app_version, "libraries": today.libraries}
    assert replace(report, **same, thresholds=thresholds) == today


def test_a_locked_report_of_format_1_is_computed_today_as_it_was_then() -> None:
    report = read_report(old("locked_and_kept"))
    assert report.promise is not None
    again = without_later(recompute(report), 1)
    made = compare_reports(report, again)
    assert (made.differences, made.reworded) == ((), ("Promise, reason",))
    assert made.figures > 40


@pytest.mark.parametrize("name", NAMES)
def test_the_memo_of_format_1_holds_that_report(name) -> None:
    (embedded,) = embedded_reports(old(name, "html"))
    assert read_report(embedded) == read_report(old(name))


@pytest.mark.parametrize("suffix", ["json", "html"])
def test_the_plan_of_format_1_is_found(suffix) -> None:
    found = read_plan_file(FORMAT_1 / f"locked_and_kept.{suffix}")
    assert found.source is Source.PAST
    assert found.charter.name == "Shorter form"


def changed(**changes: object) -> str:
    return json.dumps({**json.loads(old("game_gate")), **changes})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON"),
        ("{}", "This is no report."),
        ("[1]", "This is no report."),
        ("[" * 200_000, "not valid JSON"),
        ('{"a":' * 900 + "1" + "}" * 900, "This is no report."),
        ('{"schema_version": 2, "schema_version": 2}', "stands twice"),
        (changed(alpha=float("nan")), "NaN is not allowed"),
        (changed(alpha=float("-inf")), "-Infinity is not allowed"),
        (changed(schema_version=0), "names no format"),
        (changed(schema_version=True), "names no format"),
        (changed(schema_version="1"), "names no format"),
        (changed(schema_version=3), "written by a newer ExperimentOS"),
        (changed(schema_version=10**300), "written by a newer ExperimentOS"),
        (changed(schema_version=2), "could not be read"),
        (changed(taken=None), "format 1 has no field 'taken'"),
        (changed(input=7), "something is missing"),
        (changed(input={"written": []}), "format 1 has no field 'written'"),
        (changed(extra=1), "unknown field 'extra'"),
        (changed(charter={"alpha": 7}), "holds something impossible"),
        ('{"schema_version": 1}', "something is missing"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(text, said) -> None:
    with pytest.raises(ReadingError) as told:
        read_report(text)
    assert said in told.value.message
    assert len(told.value.message) < 700
    assert told.value.message.endswith(".")
    assert told.value.hint.endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYS = sorted(json.loads(old("game_gate")))


@given(key=st.sampled_from(KEYS), value=JSON)
@settings(max_examples=200)
def test_no_value_in_any_place_leads_to_anything_but_a_report_or_a_sentence(key, value) -> None:
    try:
        report = read_report(changed(**{key: value}))
    except ReadingError as error:
        said = error.message
    else:
        said = "." if to_plain(report)[key] is not None or value is None else ""
    assert said.endswith(".")
