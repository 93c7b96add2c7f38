"""Rows without a day beside rows with one: totals of the days, or cells to mend."""

from dataclasses import replace
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.columns.parts import OddDays, breakdown_columns, role_positions
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.shapes.rollup import RowParts, value_sums
from experimentos_core.reading.table import Table

_MOST_NAMED: Final = 3
_FEW_OF: Final = 4
_FEWEST_METRICS: Final = 2


def are_day_totals(table: Table, roles: ColumnRoles, odd: OddDays) -> bool:
    """Whether the rows without a day are the sum of the days, for every variant.

    A rollup by day leaves the day blank. A cell with digits is a day misspelt, never a total.
    """
    cells = {table.cell(row, odd.position) for row in odd.odd}
    if len(cells) > 1 or any(_has_digit(cell) for cell in cells):
        return False
    metrics = [p for name in (roles.users, roles.conversions) for p in table.positions(name)]
    if len(metrics) < _FEWEST_METRICS:
        return False
    variant = table.positions(roles.variant)[0]
    texts = breakdown_columns(table, {*role_positions(table, roles), odd.position})
    plain = RowParts(must=(variant,), segments=(), metrics=tuple(metrics))
    return _sums_up(table, odd, plain) or _sums_up(table, odd, replace(plain, segments=texts))


def _sums_up(table: Table, odd: OddDays, parts: RowParts) -> bool:
    """Whether the rows without a day sum up the days of their place; every variant has one."""
    whole = value_sums(table, odd.position, odd.odd, parts).whole
    days = value_sums(table, odd.position, odd.good, parts).whole
    if {place[0] for place in whole} != {place[0] for place in days}:
        return False
    return all(None not in own and days.get(place) == own for place, own in whole.items())


def is_day_like(odd: OddDays) -> bool:
    """Whether so few rows lack a day that the column must be one of days."""
    return len(odd.odd) * _FEW_OF <= len(odd.odd) + len(odd.good)


def odd_day_notes(table: Table, odd: OddDays) -> tuple[Note, ...]:
    """Name the first cells that are no day, which keep the days from being added up."""
    column = table.header[odd.position]
    notes = [_odd_note(table, odd.position, row) for row in odd.odd[:_MOST_NAMED]]
    more = len(odd.odd) - _MOST_NAMED
    if more > 0:
        message = f"{more} more cells of the column {column!r} hold no day."
        notes.append(
            Note(
                code=NoteCode.DAYS_INCOMPLETE,
                severity=Severity.BLOCKED,
                message=message,
                hint="Check how the column was exported.",
                column=column,
            )
        )
    return tuple(notes)


def day_total_notes(table: Table, odd: OddDays) -> tuple[Note, ...]:
    """Say which rows were left out because they sum up the days."""
    column = table.header[odd.position]
    numbers = [table.row_numbers[row] for row in odd.odd]
    return tuple(
        Note(
            code=NoteCode.TOTALS_ROW,
            message=f"Row {number} has no {column} and is the sum of the days: it was left out.",
            row=number,
            column=column,
        )
        for number in numbers
    )


def _odd_note(table: Table, position: int, row: int) -> Note:
    column, cell = table.header[position], table.cell(row, position)
    held = f"{cell!r} is no day" if cell else "the cell is blank"
    return Note(
        code=NoteCode.DAYS_INCOMPLETE,
        severity=Severity.BLOCKED,
        message=f"Row {table.row_numbers[row]}, column {column!r}: {held}, so the days cannot be "
        "added up.",
        hint="Correct the date, or leave the row out.",
        row=table.row_numbers[row],
        column=column,
        value=cell,
    )


def _has_digit(cell: str) -> bool:
    return any(character.isdigit() for character in cell)
