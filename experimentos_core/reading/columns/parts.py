"""Columns that say which rows belong together: days, and texts such as a country."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.names.role_words import DATE_WORDS, SEGMENT_WORDS, name_words
from experimentos_core.reading.numbers.cells import looks_numeric
from experimentos_core.reading.numbers.dates import Days, parse_days
from experimentos_core.reading.table import Table, column_key

_ENOUGH: Final = 50  # different cells tell what a column holds
_PROBED: Final = 6  # cells tell whether it is worth while to look at all of them
_MOST_BREAKDOWNS: Final = 50  # nobody breaks rows down by more columns
_ODD_SHARE: Final = 2  # of this many rows, one at most may hold no day
_STORED: Final = re.compile(r"[0-9]{5}")
_STORED_START: Final = date(1899, 12, 30)
_STORED_DAYS: Final = range(36526, 73051)  # 2000 to 2099


@dataclass(frozen=True, slots=True, kw_only=True)
class DayColumn:
    """A column of days.

    Attributes:
        position: Where it stands.
        days: The day of each row.
    """

    position: int
    days: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class OddDays:
    """A column of days in which a few cells are none.

    Attributes:
        position: Where it stands.
        good: Indices of the rows with a day.
        odd: Indices of the rows without one.
    """

    position: int
    good: tuple[int, ...]
    odd: tuple[int, ...]


def is_ragged(table: Table) -> bool:
    """Whether a row is not as wide as the header; such a table is left to the health check."""
    return any(len(cells) != len(table.header) for cells in table.rows)


def role_positions(table: Table, roles: ColumnRoles) -> frozenset[int]:
    """Return where the columns of the required roles stand."""
    return frozenset(p for name in roles.required for p in table.positions(name))


def find_days(
    table: Table, roles: ColumnRoles, rows: Sequence[int] | None = None
) -> DayColumn | None:
    """Return the column that holds a day in every row; None where there is none.

    Of several, the first is meant in which some variant has two days: a date that is the same
    everywhere is the start of the experiment. Bare digits such as 20260301 or the 46082 of a
    spreadsheet are days only under a name that says so.

    Args:
        table: The table.
        roles: The columns that are none of days.
        rows: The rows that count; all of them when None.
    """
    taken = role_positions(table, roles)
    wanted = range(len(table.rows)) if rows is None else rows
    first: DayColumn | None = None
    for position, name in enumerate(table.header):
        # A day in every row is one in the first.
        if position in taken or not wanted or not _is_day(name, table.cell(wanted[0], position)):
            continue
        cells = [table.cell(row, position) for row in wanted]
        if not _may_be_days(name, cells):
            continue
        days = parse_days(cells) or _stored_days(name, cells)
        if days is None:
            continue
        found = DayColumn(position=position, days=days)
        if is_varied(table, roles, position, wanted):
            return found
        first = first or found
    return first


def is_varied(table: Table, roles: ColumnRoles, position: int, rows: Sequence[int]) -> bool:
    """Whether some variant has two values in a column; True where no column names variants."""
    variants = table.positions(roles.variant)
    if len(variants) != 1:
        return True
    seen: dict[str, str] = {}
    for row in rows:
        cell = table.cell(row, position)
        if seen.setdefault(label_key(table.cell(row, variants[0])), cell) != cell:
            return True
    return False


def find_odd_days(table: Table, roles: ColumnRoles, rows: Sequence[int]) -> OddDays | None:
    """Return the first column of days but for a few cells; None where there is none.

    Args:
        table: The table, which holds no column of days throughout.
        roles: The columns that are none of days.
        rows: The rows that count.
    """
    taken = role_positions(table, roles)
    probed = rows[:: max(1, len(rows) // _PROBED)]
    for position, name in enumerate(table.header):
        if position in taken:
            continue
        probes = [_is_day(name, table.cell(row, position)) for row in probed]
        if sum(probes) * _ODD_SHARE * 2 < len(probes):
            continue
        cells = [table.cell(row, position) for row in rows]
        fits = {cell: _is_day(name, cell) for cell in set(cells)}
        good = [row for row, cell in zip(rows, cells, strict=True) if fits[cell]]
        odd = [row for row, cell in zip(rows, cells, strict=True) if not fits[cell]]
        if not odd or len(odd) * _ODD_SHARE > len(cells):
            continue
        kept = [cell for cell in cells if fits[cell]]
        is_column = parse_days(kept) is not None or _stored_days(name, kept) is not None
        if is_column and is_varied(table, roles, position, good):
            return OddDays(position=position, good=tuple(good), odd=tuple(odd))
    return None


def _is_day(name: str, cell: str) -> bool:
    if not _may_be_days(name, (cell,)):
        return False
    return parse_days((cell,)) is not None or _stored_days(name, (cell,)) is not None


def _stored_days(name: str, cells: Sequence[str]) -> Days | None:
    """Read the numbers spreadsheets store days as: 46082 is 2026-03-01."""
    words = name_words(name)
    if not words or DATE_WORDS.isdisjoint(words):
        return None
    numbers = {cell: int(cell) for cell in set(cells) if _STORED.fullmatch(cell)}
    if not all(numbers.get(cell) in _STORED_DAYS for cell in cells):
        return None
    days = tuple(_STORED_START + timedelta(days=numbers[cell]) for cell in cells)
    return Days(days=days, is_ambiguous=False)


def _may_be_days(name: str, cells: Sequence[str]) -> bool:
    if not cells or not all(_has_digit(cell) for cell in cells):
        return False
    is_named = not DATE_WORDS.isdisjoint(name_words(name))
    if not is_named and looks_numeric(cells[0]) and not any("-" in cell for cell in cells):
        return False
    if all(looks_numeric(cell) for cell in cells):
        return is_named or any("-" in cell for cell in cells)
    return True


def _has_digit(cell: str) -> bool:
    return any(character in "0123456789" for character in cell)


def breakdown_columns(table: Table, taken: Iterable[int]) -> tuple[int, ...]:
    """Return the columns that may break the rows down: those of text, then those of numbers.

    Numbers break down only under a name that says so: a week, an hour, an age. Of very many
    columns the first are returned.
    """
    left = set(range(len(table.header))) - set(taken)
    texts: list[int] = []
    numbers: list[int] = []
    for position in sorted(left):
        if len(texts) + len(numbers) == _MOST_BREAKDOWNS:
            break
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
