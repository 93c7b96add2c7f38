"""Means from which sums were worked out were used: nothing is said of their columns."""

from dataclasses import replace

import pytest

from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.table import Table
from tests.helpers.experiments import csv_of, report_of, table_of

HEADER = "variant,users,conversions,revenue_mean,revenue_sd,revenue_n,cost_mean,cost_sd"


def unused(table: Table) -> list[str | None]:
    issues = report_of(table).health.issues
    return [one.place.column for one in issues if one.code == "COLUMN_UNUSED"]


ROWS = (
    ("control", 900, 90, 5, 2, 700, 1, 2, 4500, 24000.5),
    ("b", 900, 90, 5, 2, 700, 1, 2, 4600, 24500.5),
)


@pytest.mark.parametrize(
    ("codes", "columns"),
    [
        ((NoteCode.SUMS_FROM_MEAN, NoteCode.NUMBERS_READ), ["cost_mean", "cost_sd"]),
        (
            (NoteCode.MEAN_TOO_ROUGH,),
            ["revenue_mean", "revenue_sd", "cost_mean", "cost_sd"],
        ),
        ((), ["revenue_mean", "revenue_sd", "cost_mean", "cost_sd"]),
    ],
)
def test_means_beside_sums_of_their_own_were_not_used(codes, columns) -> None:
    table = table_of(csv_of(*ROWS, header=f"{HEADER},revenue_sum,revenue_sum_sq"))
    notes = tuple(Note(code=code, message="Read.", hint="Mend.") for code in codes)
    assert unused(replace(table, notes=notes)) == columns


def test_an_n_that_was_not_chosen_was_not_used() -> None:
    table = table_of(csv_of(*ROWS, header=f"{HEADER},revenue_sum,revenue_sum_sq"))
    note = Note(code=NoteCode.SUMS_FROM_MEAN, message="Read.")
    chosen = replace(table, notes=(note,), choices=("n:revenue=users",))
    assert unused(chosen) == ["revenue_n", "cost_mean", "cost_sd"]


@pytest.mark.parametrize("half", ["cost_sum", "cost_sum_sq"])
def test_a_half_of_a_metric_is_told_as_that_alone(half: str) -> None:
    rows = (("control", 900, 90, 7), ("b", 900, 90, 8))
    assert unused(table_of(csv_of(*rows, header=f"variant,users,conversions,{half}"))) == []
