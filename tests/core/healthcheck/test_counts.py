"""Cells that are no count, counts that cannot be: every finding word for word, with its place."""

import pytest

from experimentos_core.foundation.values import Severity
from experimentos_core.healthcheck.findings import Place
from tests.helpers.experiments import csv_of, report_of

DIGITS = "Write the count in digits only, without separators, signs or units."


@pytest.mark.parametrize(
    ("cell", "code", "words", "hint"),
    [
        ("", "CELL_BLANK", " is blank", "Fill in the count, 0 if there were none."),
        ("many", "CELL_NOT_A_NUMBER", " 'many' is not a plain number", DIGITS),
        (
            "inf",
            "CELL_INFINITE",
            " 'inf' is not a finite number",
            "Look for a division by zero in the export and write the count itself.",
        ),
        (
            "-1",
            "CELL_NEGATIVE",
            " '-1' is negative",
            "A count cannot be below zero: check the export.",
        ),
        (
            "1.5",
            "CELL_FRACTIONAL",
            " '1.5' is not a whole number",
            "Export the count itself, not a rate or an average.",
        ),
        (
            "1000000000001",
            "CELL_TOO_LARGE",
            " '1000000000001' is more than a trillion",
            "Check the unit: this column counts people.",
        ),
    ],
)
def test_a_cell_that_is_no_count(cell: str, code: str, words: str, hint: str) -> None:
    report = report_of(csv_of(("control", 1000, 100), ("b", 1000, cell)))
    (finding,) = (one for one in report.health.issues if one.code == code)
    assert finding.message == f"conversions{words} (row 3, variant 'b')."
    assert finding.hint == hint
    assert finding.severity is Severity.BLOCKED
    assert finding.place == Place(row=3, column="conversions", variant="b", value=cell)
    assert finding.where == "row 3, column conversions, variant b"


@pytest.mark.parametrize("length", [40, 41, 200, 201])
def test_a_long_cell_is_shown_in_part_and_kept_longer(length: int) -> None:
    cell = "".join(chr(ord("a") + i % 26) for i in range(length))
    report = report_of(csv_of(("control", 1000, 100), ("b", 1000, cell)))
    (finding,) = (one for one in report.health.issues if one.code == "CELL_NOT_A_NUMBER")
    shown, kept = cell[: min(length, 40)], cell[: min(length, 200)]
    assert finding.message.startswith(f"conversions '{shown}' is not")
    assert finding.place.value == kept


def test_a_variant_nobody_saw() -> None:
    report = report_of(csv_of(("control", 1000, 100), ("b", 0, 0)))
    (finding,) = (one for one in report.health.issues if one.code == "USERS_ZERO")
    assert finding.message == "The variant 'b' has no users (row 3)."
    assert finding.hint == "Remove the variant, or check the export: it lost its users."
    assert finding.severity is Severity.BLOCKED
    assert finding.place == Place(row=3, column="users", variant="b", value="0")


def test_more_than_there_are_users() -> None:
    header = "variant,users,conversions,errors"
    rows = (("control", 1000, 1000, 1000), ("b", 1200, 1201, 1300))
    issues = report_of(csv_of(*rows, header=header)).health.issues
    found = {one.code.value: one for one in issues if "EXCEED" in one.code}
    assert {code: one.message for code, one in found.items()} == {
        "CONVERSIONS_EXCEED_USERS": "conversions is 1,201 for 'b' (row 3), more than its 1,200 "
        "users.",
        "GUARDRAIL_EXCEEDS_USERS": "errors is 1,300 for 'b' (row 3), more than its 1,200 users.",
    }
    for column, value, one in zip(
        ("conversions", "errors"), ("1201", "1300"), found.values(), strict=True
    ):
        assert one.place == Place(row=3, column=column, variant="b", value=value)
        assert one.hint == (
            "Count users, not events; or leave the column out if it is not a count of users."
        )
