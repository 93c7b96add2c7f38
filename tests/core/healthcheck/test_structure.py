"""Columns that are missing, doubled, misnamed or unused, and ragged rows: said word for word."""

from dataclasses import replace

import pytest

from experimentos_core.charter import PrimaryPlan, SecondaryPlan
from experimentos_core.healthcheck import structure
from experimentos_core.healthcheck.findings import FindingCode as Code
from experimentos_core.healthcheck.findings import Place, blocked, note
from experimentos_core.reading.columns.measures import MeasureColumns
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Note, NoteCode
from tests.helpers.experiments import table_of

ROLES = ColumnRoles()
REVENUE = MeasureColumns(
    metric="revenue", total="revenue_sum", squares="revenue_sum_sq", size="users"
)
HALF = replace(REVENUE, metric="half", squares="")
PARTS = {
    "variant": "the variant names",
    "users": "the users of each variant",
    "conversions": "the conversions of each variant",
}


def missing(column: str, more: str = "") -> object:
    message = f"There is no column {column!r} for {PARTS[column]}."
    hint = f"Name the column {column!r}, or choose which column holds {PARTS[column]}.{more}"
    return blocked(Code.COLUMN_MISSING, message, hint, Place(column=column))


def columns(header: str, *measures: MeasureColumns, needed: bool = True, counted=()) -> object:
    table = table_of(f"{header}\n")
    return structure.check_columns(table, ROLES, counted, measures, needs_conversions=needed)


def test_each_required_column_that_is_missing_is_named() -> None:
    assert columns("x,y,z") == [missing("variant"), missing("users"), missing("conversions")]
    assert columns("x,y,z", needed=False) == [missing("variant"), missing("users")]
    assert columns("variant,users,conversions") == []


def test_a_whole_mean_is_offered_instead_of_missing_conversions() -> None:
    offered = missing("conversions", " Or let 'revenue' be the primary metric.")
    assert columns("variant,users", HALF, REVENUE) == [offered]
    assert columns("variant,users", HALF) == [missing("conversions")]
    assert columns("conversions", REVENUE) == [missing("variant"), missing("users")]


def test_a_column_that_stands_twice_is_named() -> None:
    found = columns("variant,users,users,conversions,refunds,refunds", counted=("refunds",))
    hint = "Rename or remove the column that is not meant."
    assert found == [
        blocked(
            Code.COLUMN_DUPLICATE, f"The column {name!r} occurs 2 times.", hint, Place(column=name)
        )
        for name in ("users", "refunds")
    ]


def named(metric: str) -> object:
    table = table_of("variant,users,conversions,signups,revenue_sum,revenue_sum_sq\n")
    return structure.check_primary_name(table, ROLES, PrimaryPlan(metric=metric), (REVENUE,))


def test_a_primary_metric_with_a_name_of_its_own_is_noted() -> None:
    message = "The primary metric 'orders' is read from the column 'conversions'."
    place = Place(column="conversions")
    assert named("orders") == [note(Code.PRIMARY_NAMED, message, place=place)]
    assert named("") == []
    assert named("Conversions") == []


@pytest.mark.parametrize(("metric", "kind"), [("signups", "column"), ("revenue", "metric")])
def test_a_primary_metric_with_the_name_of_another_blocks(metric, kind) -> None:
    message = (
        f"The primary metric is called {metric!r}, but it is read from 'conversions' and "
        f"{metric!r} is another {kind}."
    )
    hint = f"Choose {metric!r} as the conversions, or give the primary metric another name."
    place = Place(column=metric)
    assert named(metric) == [blocked(Code.PRIMARY_IS_ANOTHER_COLUMN, message, hint, place)]


def test_a_mean_that_should_decide_and_is_not_there_is_told_with_those_that_are() -> None:
    hint = "Add margin_sum and margin_sum_sq to the export, or plan another primary metric."
    start = "The primary metric 'margin' is not in the data; "
    for measures, there in (
        ((REVENUE, HALF, replace(REVENUE, metric="cost")), "there are: revenue, cost."),
        ((HALF,), "there is no continuous metric."),
    ):
        found = blocked(Code.PRIMARY_MISSING, start + there, hint, Place(column="margin"))
        assert structure.primary_missing("margin", measures) == found


def test_secondary_metrics_that_are_not_there_are_noted() -> None:
    plans = (SecondaryPlan(name="revenue"), SecondaryPlan(name="cost"))
    table = table_of("variant,users,conversions,revenue_sum,revenue_sum_sq\n")
    message = (
        "The planned secondary metric 'cost' is no continuous metric of this data, so nothing is "
        "told of it."
    )
    found = note(Code.SECONDARY_MISSING, message, place=Place(column="cost"))
    assert structure.note_missing_secondary(table, (REVENUE,), plans) == [found]


@pytest.mark.parametrize(
    ("row", "cells", "hint"),
    [
        ("b,500", 2, "Fill in the missing cells of that row."),
        ("b,5,00,50", 4, "Put numbers with a comma in quotation marks, or remove the comma."),
    ],
)
def test_a_row_of_another_width_than_the_header_is_told(row, cells, hint) -> None:
    table = table_of(f"variant,users,conversions\ncontrol,500,50\n{row}\n")
    message = f"Row 3 has {cells} cells, the header has 3."
    assert structure.check_rows(table) == [blocked(Code.ROW_LENGTH, message, hint, Place(row=3))]


def unused(*codes: NoteCode) -> list[str | None]:
    """Columns said to be unused of a file whose reading went by them."""
    text = "day,variant,users,conversions,refunds,,text\n1,a,500,50,7,x,x\n1,b,500,50,8,x,x\n"
    notes = [Note(code=code, message="Read.", column="day") for code in codes]
    notes.append(Note(code=NoteCode.DAYS_ADDED, message="Of no column."))
    table = replace(table_of(text), notes=tuple(notes))
    return [one.place.column for one in structure.note_unused_columns(table, ROLES, ("text",))]


@pytest.mark.parametrize(
    "code", [NoteCode.DAYS_ADDED, NoteCode.SEGMENTS_ADDED, NoteCode.SEGMENT_CHOSEN]
)
def test_a_column_that_told_rows_apart_was_used(code) -> None:
    assert unused(code) == ["refunds", ""]


@pytest.mark.parametrize("code", [NoteCode.DAYS_INCOMPLETE, NoteCode.NUMBERS_READ])
def test_a_column_that_was_only_spoken_of_was_not_used(code) -> None:
    assert unused(code) == ["day", "refunds", ""]


def test_why_a_column_was_not_used_is_told() -> None:
    text = "variant,users,conversions,,refunds\na,500,50,x,7\nb,500,50,x,8\n"
    found = structure.note_unused_columns(table_of(text), ROLES, ())
    assert [one.message for one in found] == [
        "The column 'without a name' was not used: it has no name.",
        "The column 'refunds' was not used: it was not chosen as a guardrail.",
    ]
