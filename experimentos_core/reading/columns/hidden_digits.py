"""Counts written with an exponent, as spreadsheets shorten them: 1.02E+04 may be 10,234."""

import re
from collections.abc import Callable
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.columns.roles import ColumnRoles, reason_against_name
from experimentos_core.reading.names.role_words import is_rate_name
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.numbers.counts import parse_count
from experimentos_core.reading.table import Table, column_key

_SHORTENED: Final = re.compile(r"([0-9](?:\.[0-9]*)?)[eE]\+?[0-9]{1,3}")


def note_hidden_digits(
    table: Table,
    roles: ColumnRoles,
    is_stored: Callable[[int, int], bool] = lambda _row, _position: False,
) -> tuple[Note, ...]:
    """Warn of every column of counts in which an exponent hides digits, naming its first cell.

    It does where the digits written are fewer than those of the number: 1.02E+04 stands for
    five digits and shows three. 1.0234E+04 hides none, and neither does a number that a workbook
    stores.

    Args:
        table: Cells as they stood.
        roles: Which columns are counts for sure; others are by their names.
        is_stored: Whether the cell of a row of the file and a position is stored as a number.
    """
    required = {column_key(name) for name in (roles.users, roles.conversions)}
    notes: list[Note] = []
    for position, name in enumerate(table.header):
        is_count = column_key(name) in required or (
            reason_against_name(name) is None and not is_rate_name(name)
        )
        row = _first_shortened(table, position) if is_count else None
        if row is not None and not is_stored(table.row_numbers[row], position):
            notes.append(_note(table, position, row))
    return tuple(notes)


def _first_shortened(table: Table, position: int) -> int | None:
    for row in range(len(table.rows)):
        cell = table.cell(row, position)
        if "e" not in cell and "E" not in cell:
            continue
        found = _SHORTENED.fullmatch(cell)
        count = parse_count(cell) if found else None
        if found and isinstance(count, int) and len(str(count)) > len(found[1].replace(".", "")):
            return row
    return None


def _note(table: Table, position: int, row: int) -> Note:
    name, cell, number = table.header[position], table.cell(row, position), table.row_numbers[row]
    message = (
        f"{name} {cell} in {table.source.line(number)} was read as {parse_count(cell):,}, but the "
        "exponent hides digits: the count itself may be a little more or less."
    )
    return Note(
        code=NoteCode.DIGITS_HIDDEN,
        severity=Severity.WARNING,
        message=message,
        hint="Show the column as whole numbers in the spreadsheet and export it again.",
        row=number,
        column=name,
        value=cell,
    )
