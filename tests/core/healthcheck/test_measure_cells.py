"""Continuous columns that cannot be used: every finding word for word, with its place."""

import pytest

from experimentos_core.foundation.values import Severity
from experimentos_core.healthcheck.findings import Finding, Place
from tests.helpers.experiments import csv_of, report_of

HEADER = "variant,users,conversions,revenue_sum,revenue_sum_sq,revenue_n"
CONTROL = ("control", 1000, 100, 5000, 34_000, 1000)


def found(code: str, *rows: tuple[object, ...], header: str = HEADER) -> list[Finding]:
    issues = report_of(csv_of(*rows, header=header)).health.issues
    chosen = [one for one in issues if one.code == code]
    assert all(one.severity is Severity.BLOCKED for one in chosen)
    return chosen


@pytest.mark.parametrize(
    ("there", "lacking", "what"),
    [
        ("revenue_sum", "revenue_sum_sq", "the sum of the squared values"),
        ("revenue_sum_sq", "revenue_sum", "the sum of the values"),
    ],
)
def test_half_a_pair_of_sums(there: str, lacking: str, what: str) -> None:
    header = f"variant,users,conversions,{there}"
    rows = (("control", 1000, 100, 5000), ("b", 1000, 110, 5100))
    (finding,) = found("MEASURE_INCOMPLETE", *rows, header=header)
    assert finding.message == (
        f"The column {there!r} has no {lacking!r} beside it, {what}: without it nobody can tell "
        "how sure a change of the mean is."
    )
    assert finding.hint == f"Add {lacking!r} to the export, or leave {there!r} out."
    assert finding.place == Place(column=there)


@pytest.mark.parametrize("name", ["revenue_sum", "revenue_sum_sq"])
@pytest.mark.parametrize("times", [2, 3])
def test_a_column_of_sums_that_stands_more_than_once(name: str, times: int) -> None:
    header = HEADER + f",{name}" * (times - 1)
    rows = [
        (*CONTROL, *[7] * (times - 1)),
        ("b", 1000, 100, 5000, 34_000, 1000, *[7] * (times - 1)),
    ]
    findings = found("COLUMN_DUPLICATE", *rows, header=header)
    assert f"The column {name!r} occurs {times} times." in [one.message for one in findings]
    mine = next(one for one in findings if one.message.startswith(f"The column {name!r} occurs"))
    assert mine.hint == "Rename or remove the column that is not meant."
    assert mine.place == Place(column=name)


@pytest.mark.parametrize(
    ("cell", "code", "words", "hint"),
    [
        (
            "",
            "CELL_BLANK",
            " is blank",
            "Fill in the sum, 0 if there were no values; every variant needs one.",
        ),
        (
            "many",
            "CELL_NOT_A_NUMBER",
            " 'many' is not a plain number",
            "Write the sum in digits only, without separators or units.",
        ),
        (
            "inf",
            "CELL_INFINITE",
            " 'inf' is not a finite number",
            "Look for a division by zero in the export and write the sum itself.",
        ),
    ],
)
@pytest.mark.parametrize("column", ["revenue_sum", "revenue_sum_sq"])
def test_a_cell_that_is_no_sum(column: str, cell: str, code: str, words: str, hint: str) -> None:
    row = {"revenue_sum": 5000, "revenue_sum_sq": 34_000, column: cell}
    (finding,) = found(code, CONTROL, ("b", 1000, 100, *row.values(), 1000))
    assert finding.message == f"{column}{words} (row 3, variant 'b')."
    assert finding.hint == hint
    assert finding.place == Place(row=3, column=column, variant="b", value=cell)


@pytest.mark.parametrize("length", [40, 41, 200, 201])
def test_a_long_cell_is_shown_in_part_and_kept_longer(length: int) -> None:
    cell = "".join(chr(ord("a") + i % 26) for i in range(length))
    (finding,) = found("CELL_NOT_A_NUMBER", CONTROL, ("b", 1000, 100, cell, 34_000, 1000))
    assert finding.message.startswith(f"revenue_sum '{cell[:40]}' is not")
    assert finding.place.value == cell[:200]


@pytest.mark.parametrize("length", [40, 41])
def test_squares_that_add_up_to_less_than_nothing(length: int) -> None:
    cell = ("-" + "1234567890" * 5)[:length]
    (finding,) = found("CELL_NEGATIVE", CONTROL, ("b", 1000, 100, 5000, cell, 1000))
    assert finding.message == (
        f"revenue_sum_sq '{cell[:40]}' is negative (row 3, variant 'b'): a sum of squares cannot "
        "be."
    )
    assert finding.hint == "Square every value first, then add them up."
    assert finding.place == Place(row=3, column="revenue_sum_sq", variant="b", value=cell[:200])


def test_a_sum_of_values_may_be_negative_and_squares_may_be_none() -> None:
    rows = (CONTROL, ("b", 1000, 100, -5000, 34_000, 1000), ("c", 1000, 100, 0, 0, 1000))
    assert found("CELL_NEGATIVE", *rows) == []


def test_sums_that_no_values_can_have() -> None:
    rows = (CONTROL, ("b", 1200, 100, 6000, 29_999, 1200), ("c", 1000, 100, 5000, 25_000, 1000))
    (finding,) = found("SUMS_INCONSISTENT", *rows)
    assert finding.message == (
        "No 1,200 values can have the revenue_sum and revenue_sum_sq of 'b' (row 3): the sum of "
        "squares is at least the squared sum divided by n."
    )
    assert finding.hint == (
        "Check that 'revenue_sum_sq' adds up squared single values, and that 'revenue_n' counts "
        "the same values."
    )
    assert finding.place == Place(row=3, column="revenue_sum_sq", variant="b", value="29999")


def test_sums_that_cannot_be_are_found_behind_cells_that_cannot_be_read() -> None:
    rows = (
        ("control", 1000, 100, "?", 34_000, 1000),
        ("b", 1000, 100, 5000, 34_000, "?"),
        ("c", 1000, 100, 5000, "?", 1000),
        ("d", 1000, 100, 5000, 24_999, 1000),
    )
    (finding,) = found("SUMS_INCONSISTENT", *rows)
    assert finding.place.variant == "d"


def test_sizes_that_stand_twice() -> None:
    rows = ((*CONTROL, 1000), ("b", 1000, 100, 5000, 34_000, 1000, 1000))
    findings = found("COLUMN_DUPLICATE", *rows, header=f"{HEADER},revenue_n")
    mine = next(one for one in findings if "revenue_n" in one.message)
    assert mine.message == "The column 'revenue_n' occurs 2 times."


def blocking(*rows: tuple[object, ...], header: str) -> list[str]:
    issues = report_of(csv_of(*rows, header=header)).health.issues
    return [one.code.value for one in issues if one.severity is Severity.BLOCKED]


def test_of_half_a_pair_no_cell_is_read() -> None:
    rows = (("control", 1000, 100, "?"), ("b", 1000, 110, 5100))
    header = "variant,users,conversions,revenue_sum"
    assert blocking(*rows, header=header) == ["MEASURE_INCOMPLETE"]


def test_of_a_column_that_stands_twice_no_cell_is_read() -> None:
    rows = ((*CONTROL, "?"), ("b", 1000, 100, "?", 34_000, 1000, "?"))
    codes = blocking(*rows, header=f"{HEADER},revenue_sum")
    assert set(codes) == {"COLUMN_DUPLICATE"}


def test_trouble_with_the_n_of_several_metrics_is_said_once() -> None:
    header = "variant,users,conversions,a_sum,a_sum_sq,b_sum,b_sum_sq"
    rows = (("control", 1000, 100, 5, 25, 5, 25), ("b", "?", 100, 5, 25, 5, 25))
    assert blocking(*rows, header=header) == ["CELL_NOT_A_NUMBER"]
