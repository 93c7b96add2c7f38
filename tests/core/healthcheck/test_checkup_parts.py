"""What the health check puts together: notes it repeats, their order, whom the split is of."""

from dataclasses import replace

import pytest

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.foundation.values import MetricKind, Severity
from experimentos_core.healthcheck.checkup import run_health_check
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.notes import Note, NoteCode
from tests.helpers.experiments import codes_of, content_of, csv_of, report_of, table_of

ROWS = (("control", 10_000, 1000, 51_234.5, 612_345.5), ("b", 10_000, 1010, 52_345.5, 623_456.5))
TABLE = table_of(csv_of(*ROWS, header="variant,users,conversions,revenue_sum,revenue_sum_sq"))
MEAN = Charter(primary=PrimaryPlan(metric="revenue", kind=MetricKind.MEAN))


def recognised(column: str | None) -> Note:
    return Note(code=NoteCode.COLUMN_RECOGNISED, message=f"Taken: {column}.", column=column)


@pytest.mark.parametrize(
    ("charter", "repeated"),
    [
        (Charter(), ["Taken: conversions.", "Taken: users.", "Read."]),
        (MEAN, ["Taken: users.", "Read."]),
    ],
)
def test_what_was_taken_as_conversions_is_repeated_where_they_decide(charter, repeated) -> None:
    read = Note(code=NoteCode.NUMBERS_READ, message="Read.", column="conversions")
    table = replace(TABLE, notes=(recognised("conversions"), recognised("users"), read))
    issues = report_of(table, charter).health.issues
    assert [one.message for one in issues if one.code != "COLUMN_UNUSED"] == repeated


def test_a_mean_that_is_asked_for_as_one_decides() -> None:
    report = report_of(TABLE, MEAN)
    assert "PRIMARY_MISSING" not in codes_of(report)
    assert report.primary is not None
    assert report.primary.kind is MetricKind.MEAN


def test_a_planned_mean_that_is_not_there_asks_for_no_conversions_as_well() -> None:
    header = "variant,users,revenue_sum,revenue_sum_sq"
    rows = [(row[0], row[1], *row[3:]) for row in ROWS]
    charter = Charter(primary=PrimaryPlan(metric="margin", kind=MetricKind.MEAN))
    assert codes_of(report_of(csv_of(*rows, header=header), charter)) == ["PRIMARY_MISSING"]


def test_what_blocks_comes_first_and_what_is_only_noted_last() -> None:
    made = [
        Note(code=NoteCode.NUMBERS_READ, message=severity.value, severity=severity, hint="Mend.")
        for severity in (Severity.NOTE, Severity.WARNING, Severity.BLOCKED, Severity.WARNING)
    ]
    issues = report_of(replace(TABLE, notes=tuple(made))).health.issues
    severities = [issue.severity.value for issue in issues]
    assert severities[:3] == ["Blocked", "Warning", "Warning"]
    assert set(severities[3:]) == {"Note"}


def test_columns_are_taken_by_their_usual_names_unless_told() -> None:
    assert run_health_check(TABLE, Charter()) == run_health_check(TABLE, Charter(), ColumnRoles())


@pytest.mark.parametrize(
    ("rows", "is_tested"),
    [
        ((("control", 500, 50), ("b", 500, 50)), True),
        ((("control", 1, 0), ("b", 0, 0)), True),
        ((("control", 0, 0), ("b", 0, 0)), False),
        ((("control", 500, 50),), False),
        ((("control", 500, 50), ("b", 500, 50), (" B ", 500, 50)), False),
        ((("control", 500, 50), ("b", 500, 50), ("c", "?", 50)), False),
    ],
)
def test_the_split_is_tested_where_every_variant_is_known(rows, is_tested) -> None:
    assert (report_of(csv_of(*rows)).health.srm is not None) is is_tested


def unused(text: str, charter: Charter | None = None) -> list[str | None]:
    reading = interpret_content(content_of(text))
    assert reading.table is not None
    issues = report_of(reading.table, charter).health.issues
    return [issue.place.column for issue in issues if issue.code == "COLUMN_UNUSED"]


@pytest.mark.parametrize("half", ["revenue_sum", "revenue_sum_sq"])
def test_half_a_mean_is_not_called_unused_beside_what_is_said_of_it(half) -> None:
    rows = (("control", 1000, 100, 5000), ("b", 1000, 110, 5100))
    assert unused(csv_of(*rows, header=f"variant,users,conversions,{half}")) == []


def test_what_sums_were_worked_out_from_is_used_and_other_means_are_not() -> None:
    header = "variant,users,conversions,revenue_mean,revenue_sd,latency_mean"
    rows = (("control", 1000, 100, 5.25, 1.5, 7.5), ("b", 1000, 110, 5.5, 1.25, 7.25))
    assert unused(csv_of(*rows, header=header)) == ["latency_mean"]


def test_conversions_that_do_not_decide_are_a_column_like_others() -> None:
    header = "variant,users,conversions,revenue_sum,revenue_sum_sq"
    assert unused(csv_of(*ROWS, header=header)) == []
    assert unused(csv_of(*ROWS, header=header), replace(MEAN, guardrails=())) == ["conversions"]


def test_an_n_that_another_was_chosen_for_is_not_used() -> None:
    header = "variant,users,conversions,revenue_mean,revenue_sd,revenue_n,orders"
    rows = (("control", 1000, 100, 5.25, 1.5, 900, 900), ("b", 1000, 110, 5.5, 1.25, 900, 900))
    table = interpret_content(content_of(csv_of(*rows, header=header))).table
    assert table is not None
    chosen = replace(table, choices=("n:revenue=orders",))
    issues = report_of(chosen, Charter(guardrails=())).health.issues
    unused = [issue.place.column for issue in issues if issue.code == "COLUMN_UNUSED"]
    assert unused == ["revenue_n"]
