"""Columns that say which rows belong together: days, and texts such as a country."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from experimentos_core.reading.columns.role_words import DATE_WORDS, SEGMENT_WORDS, name_words
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.numbers.cells import looks_numeric
from experimentos_core.reading.numbers.dates import Days, parse_days
from experimentos_core.reading.table import Table, column_key

_ENOUGH: Final = 1000  # different cells tell what a column holds


@dataclass(frozen=True, slots=True, kw_only=True)
class DayColumn:
    """A column of days.

    Attributes:
        position: Where it stands.
        days: The day of each row.
    """

    position: int
    days: Days


def is_ragged(table: Table) -> bool:
    """Whether a row is not as wide as the header; such a table is left to the health check."""
    return any(len(cells) != len(table.header) for cells in table.rows)


def role_positions(table: Table, roles: ColumnRoles) -> frozenset[int]:
    """Return where the columns of the required roles stand."""
    return frozenset(p for name in roles.required for p in table.positions(name))


def find_days(
    table: Table, roles: ColumnRoles, rows: Sequence[int] | None = None
) -> DayColumn | None:
    """Return the first column that holds a day in every row; None where there is none.

    Bare digits such as 20260301 are days only under a name that says so.

    Args:
        table: The table.
        roles: The columns that are none of days.
        rows: The rows that count; all of them when None.
    """
    taken = role_positions(table, roles)
    for position, name in enumerate(table.header):
        if position in taken:
            continue
        cells = table.column(position)
        chosen = cells if rows is None else tuple(cells[row] for row in rows)
        if not _may_be_days(name, chosen):
            continue
        days = parse_days(chosen)
        if days is not None:
            return DayColumn(position=position, days=days)
    return None


def _may_be_days(name: str, cells: Sequence[str]) -> bool:
    if not cells or not all(any(c in "0123456789" for c in cell) for cell in cells):
        return False
    if all(looks_numeric(cell) for cell in cells):
        return not DATE_WORDS.isdisjoint(name_words(name)) or any("-" in cell for cell in cells)
    return True


def breakdown_columns(table: Table, taken: Iterable[int]) -> tuple[int, ...]:
    """Return the columns that may break the rows down: those of text, then those of numbers.

    Numbers break down only under a name that says so: a week, an hour, an age.
    """
    left = set(range(len(table.header))) - set(taken)
    texts: list[int] = []
    numbers: list[int] = []
    for position in sorted(left):
        cells = [cell for cell in table.column(position) if cell]
        if not cells:
            continue
        if not any(looks_numeric(cell) for cell in cells):
            texts.append(position)
        elif _mostly_text(cells) or _is_named_breakdown(table.header[position]):
            numbers.append(position)
    return (*texts, *numbers)


def _mostly_text(cells: Sequence[str]) -> bool:
    sample = list(dict.fromkeys(cells))[:_ENOUGH]
    return 2 * sum(not looks_numeric(cell) for cell in sample) > len(sample)


def _is_named_breakdown(name: str) -> bool:
    words = name_words(name)
    return bool(words) and not SEGMENT_WORDS.isdisjoint((words[0], words[-1]))


def same_column(one: str, other: str) -> bool:
    """Whether two names mean the same column."""
    return column_key(one) == column_key(other)
