"""Rows of the same variant added up, exactly, to one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from typing import Final

from experimentos_core.reading.columns.roles import ColumnRoles, propose_columns
from experimentos_core.reading.names.role_words import (
    DATE_WORDS,
    SEGMENT_WORDS,
    adds_up,
    name_words,
)
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.numbers.cells import exact_number, plain_text
from experimentos_core.reading.numbers.counts import parse_count
from experimentos_core.reading.table import Table, column_key

# Digits enough for any sum of cells `exact_number` reads: nothing is ever rounded.
_EXACT: Final = Context(prec=400)
_MOST_NAMED: Final = 5
_WHEN: Final = (DATE_WORDS | SEGMENT_WORDS) - {"data"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddingPlan:
    """Which columns are added up, and how.

    Attributes:
        kept: Positions of the columns of the sum, the variant's among them, in file order.
        variant: Position of the variant's column.
        counts: Positions of those of `kept` in which only whole numbers may be added.
        dropped: Names of the columns of numbers that cannot be added up.
    """

    kept: tuple[int, ...]
    variant: int
    counts: frozenset[int]
    dropped: tuple[str, ...]


def plan_adding(table: Table, roles: ColumnRoles, without: Sequence[int]) -> AddingPlan:
    """Decide which columns can be added up.

    Args:
        table: The rows, as plain numbers.
        roles: Which column plays which part; users and conversions are always added up.
        without: Positions of the columns the rows are told apart by.
    """
    variant = table.positions(roles.variant)[0]
    required = {p for name in (roles.users, roles.conversions) for p in table.positions(name)}
    proposed = {column_key(use.name) for use in propose_columns(table, roles) if use.is_guardrail}
    kept: list[int] = []
    counts: set[int] = set()
    dropped: list[str] = []
    for position, name in enumerate(table.header):
        is_count = position in required or column_key(name) in proposed
        if position == variant or position in required or _is_addable(table, position, without):
            kept.append(position)
            if is_count:
                counts.add(position)
        elif position not in without and any(table.column(position)):
            dropped.append(name)
    return AddingPlan(
        kept=tuple(kept), variant=variant, counts=frozenset(counts), dropped=tuple(dropped)
    )


def add_rows(table: Table, plan: AddingPlan, groups: Sequence[Sequence[int]]) -> Table:
    """Return a table with one row per group: its first label, and the sums of its cells.

    A cell that is no number cannot be added: it stands in the sum as it stood, and the row then
    bears the number of the row it stood in, so that the health check names the very cell.
    """
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    with localcontext(_EXACT):
        for group in groups:
            cells, broken = _add(table, plan, group)
            rows.append(cells)
            numbers.append(table.row_numbers[group[0] if broken is None else broken])
    header = tuple(table.header[position] for position in plan.kept)
    return replace(table, header=header, rows=tuple(rows), row_numbers=tuple(numbers))


def dropped_note(plan: AddingPlan) -> tuple[Note, ...]:
    """Say which columns were left out of the sum; nothing where none was."""
    if not plan.dropped:
        return ()
    names = ", ".join(repr(name) for name in plan.dropped[:_MOST_NAMED])
    more = len(plan.dropped) - _MOST_NAMED
    if more > 0:
        names = f"{names} and {more} more"
    what = "The column" if len(plan.dropped) == 1 else "The columns"
    were = "was" if len(plan.dropped) == 1 else "were"
    message = f"{what} {names} {were} left out: what they hold cannot be added up over rows."
    if len(plan.dropped) == 1:
        message = f"{what} {names} {were} left out: what it holds cannot be added up over rows."
    column = plan.dropped[0] if len(plan.dropped) == 1 else None
    return (Note(code=NoteCode.COLUMN_DERIVED, message=message, column=column),)


def _is_addable(table: Table, position: int, without: Sequence[int]) -> bool:
    name = table.header[position]
    if position in without or not adds_up(name) or _counts_time(name):
        return False
    return any(exact_number(cell) is not None for cell in table.column(position))


def _counts_time(name: str) -> bool:
    """Whether a name says when or where: the number of a week, an hour, an age is no amount."""
    words = name_words(name)
    return bool(words) and words[-1] in _WHEN


def _add(
    table: Table, plan: AddingPlan, group: Sequence[int]
) -> tuple[tuple[str, ...], int | None]:
    cells: list[str] = []
    broken: int | None = None
    for position in plan.kept:
        if position == plan.variant:
            cells.append(table.rows[group[0]][position])
            continue
        column = [(row, table.cell(row, position)) for row in group]
        total, bad = _sum(column, must_be_counts=position in plan.counts)
        cells.append(total)
        if broken is None:
            broken = bad
    return tuple(cells), broken


def _sum(column: Sequence[tuple[int, str]], *, must_be_counts: bool) -> tuple[str, int | None]:
    """Return the sum, or the first broken cell and its row; a single cell stays as it stood."""
    total = Decimal(0)
    for row, cell in column:
        value = exact_number(cell)
        if value is None or (must_be_counts and not isinstance(parse_count(cell), int)):
            return cell, row
        total += value
    if len(column) == 1:
        return column[0][1], None
    return str(int(total)) if must_be_counts else plain_text(total), None
