"""Counts a spreadsheet shortened with an exponent are not passed off as exact."""

import pytest

from experimentos_core.reading.columns.hidden_digits import note_hidden_digits
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.interpret import interpret_content
from tests.helpers.experiments import content_of
from tests.helpers.tables import rows_of

TEXT = "variant,users,conversions,{}\ncontrol,{},512,{}\nb,{},561,{}"


def test_an_exponent_that_hides_digits_is_warned_of_once_a_column() -> None:
    table = rows_of(TEXT.format("errors", "10234", "1.1E+03", "1.02E+04", "1.2E+03"))
    users, errors = note_hidden_digits(table, ColumnRoles())
    assert (users.code, users.severity) == ("DIGITS_HIDDEN", "Warning")
    assert (users.row, users.column, users.value) == (3, "users", "1.02E+04")
    assert "1.02E+04 in row 3 was read as 10,200" in users.message
    assert (errors.row, errors.column) == (2, "errors")
    assert note_hidden_digits(table, ColumnRoles(), lambda _row, _position: True) == ()


@pytest.mark.parametrize("cell", ["1.0234E+04", "10234", "1.02345E+04", "5E0", "one", "1E99", ""])
def test_what_hides_no_digits_needs_no_word(cell: str) -> None:
    assert note_hidden_digits(rows_of(TEXT.format("x", cell, "1", cell, "1")), ColumnRoles()) == ()


def test_columns_that_are_no_counts_are_passed_over() -> None:
    table = rows_of(TEXT.format("p75_ms", "10", "1.02E+04", "10", "1.02E+04"))
    assert note_hidden_digits(table, ColumnRoles()) == ()


def test_the_reading_says_it() -> None:
    text = TEXT.format("x", "1.02E+04", "1", "1.01E+04", "2")
    reading = interpret_content(content_of(text + "\n"))
    assert [note.column for note in reading.notes if note.code == "DIGITS_HIDDEN"] == ["users"]
