"""Rates beside counts: checked and left out, or turned into the counts they must come from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.columns.role_words import adds_up, name_key, name_words
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.numbers.cells import exact_number
from experimentos_core.reading.numbers.counts import parse_count
from experimentos_core.reading.table import Table

# A rate a program divided and printed is off by more than its last digit: it was rounded twice.
_FLOAT_NOISE: Final = Fraction(1, 2**50)
_SURPRISINGLY_HIGH: Final = Fraction(1, 10)
_MOST_DIGITS: Final = 10


class RateScale(StrEnum):
    """What a rate of one means."""

    FRACTION = "fraction"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCell:
    """One rate with what rounding leaves open.

    Attributes:
        value: The share of users it says.
        slack: Half a unit of its last digit, as a share.
    """

    value: Fraction
    slack: Fraction

    def may_be(self, share: Fraction) -> bool:
        """Whether a share, rounded, may be printed as this rate."""
        return abs(share - self.value) <= self.slack

    def counts(self, users: int) -> range:
        """Return the whole numbers out of so many users that may be printed as this rate."""
        low = max(0, ceil((self.value - self.slack) * users))
        high = min(users, floor((self.value + self.slack) * users))
        return range(low, high + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsFromRate:
    """What became of a rate that stands in for the conversions.

    Attributes:
        table: With the column of counts, where every rate says exactly one.
        notes: What was done, or why it could not be.
    """

    table: Table
    notes: tuple[Note, ...]


def scale_of(name: str, cells: Sequence[str], *, has_sign: bool) -> RateScale:
    """Decide what a column of rates counts in.

    Cells that stood with a percent sign were read as fractions; else a percent sign in the
    header, or any value above one, means percent.
    """
    if has_sign:
        return RateScale.FRACTION
    values = [value for value in map(exact_number, cells) if value is not None]
    is_percent = "pct" in name_words(name) or any(value > 1 for value in values)
    return RateScale.PERCENT if is_percent else RateScale.FRACTION


def read_rate(cell: str, scale: RateScale) -> RateCell | None:
    """Return a rate between none and all; None for a cell that is no such number."""
    text = cell.strip()
    if text.endswith("%"):
        text, scale = text[:-1].strip(), RateScale.PERCENT
    number = exact_number(text)
    if number is None:
        return None
    unit = 100 if scale is RateScale.PERCENT else 1
    exponent = number.as_tuple().exponent
    digits = exponent if isinstance(exponent, int) else 0
    value = Fraction(number) / unit
    slack = Fraction(10) ** digits / 2 / unit + abs(value) * _FLOAT_NOISE
    return RateCell(value=value, slack=slack) if 0 <= value <= 1 else None


def check_rate(table: Table, roles: ColumnRoles, position: int, *, has_sign: bool) -> Note | None:
    """Return the note on a rate that stands beside the counts; None when nothing can be said.

    A rate that agrees with the conversions, or with any other count out of any other, in every
    row is only derived. One that does not is named with its row, unless it is of clicks, which
    may be counted out of something that is not in the file.
    """
    users, conversions = table.positions(roles.users), table.positions(roles.conversions)
    if len(users) != 1 or len(conversions) != 1:
        return None
    name = table.header[position]
    pair = (conversions[0], users[0])
    decided = scale_of(name, table.column(position), has_sign=has_sign)
    scales = (decided, *(scale for scale in RateScale if scale is not decided))
    if any(_agrees(table, position, pair, scale) for scale in scales):
        return _derived(name, roles.conversions, roles.users)
    for other in _count_pairs(table, position):
        if any(_agrees(table, position, other, scale, is_whole=True) for scale in scales):
            return _derived(name, table.header[other[0]], table.header[other[1]])
    if name_key(name) in ("ctr", "clickthroughrate", "clickrate", "klickrate"):
        return None
    return _mismatch(table, roles, position, pair, decided)


def counts_from_rate(
    table: Table, roles: ColumnRoles, position: int, *, has_sign: bool
) -> CountsFromRate:
    """Append the conversions a rate and the users come to, where each rate says exactly one.

    A row whose rate or users are no number gets the text that stands there, so that the health
    check names it. Where a rate leaves several counts open, or none, nothing is appended.
    """
    name = table.header[position]
    users = table.positions(roles.users)[0]
    scale = scale_of(name, table.column(position), has_sign=has_sign)
    cells: list[str] = []
    troubles: list[Note] = []
    first: tuple[int, int, int] | None = None
    for row in range(len(table.rows)):
        rate = read_rate(table.cell(row, position), scale)
        n = parse_count(table.cell(row, users))
        if rate is None or not isinstance(n, int):
            cells.append(table.cell(row, position) if rate is None else table.cell(row, users))
            continue
        counts = rate.counts(n)
        if len(counts) == 1:
            cells.append(str(counts[0]))
            first = first or (row, counts[0], n)
        else:
            troubles.append(_too_rough(table, position, row, rate, n))
    if troubles or first is None:
        return CountsFromRate(table=table, notes=tuple(troubles[:1]))
    rows = tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True))
    counted = replace(table, header=(*table.header, roles.conversions), rows=rows)
    note = _counted(table, position, scale, first, is_said=has_sign)
    return CountsFromRate(table=counted, notes=(note,))


def _count_pairs(table: Table, rate: int) -> list[tuple[int, int]]:
    """Return the pairs of columns of counts a rate may have been divided from."""
    counts = [
        p
        for p, name in enumerate(table.header)
        if p != rate and adds_up(name) and isinstance(parse_count(table.cell(0, p)), int)
    ]
    return [(part, whole) for part in counts for whole in counts if part != whole]


def _agrees(
    table: Table,
    position: int,
    pair: tuple[int, int],
    scale: RateScale,
    *,
    is_whole: bool = False,
) -> bool:
    """Whether every rate that can be checked is the quotient; at least one must be.

    Where `is_whole`, every rate must be one that can be checked.
    """
    is_checked = False
    for row in range(len(table.rows)):
        rate = read_rate(table.cell(row, position), scale)
        share = None if rate is None else _share(table, row, pair)
        if rate is None or share is None:
            if is_whole:
                return False
            continue
        if not rate.may_be(share):
            return False
        is_checked = True
    return is_checked


def _share(table: Table, row: int, pair: tuple[int, int]) -> Fraction | None:
    part, whole = (parse_count(table.cell(row, position)) for position in pair)
    if not isinstance(part, int) or not isinstance(whole, int) or whole == 0:
        return None
    return Fraction(part, whole)


def _derived(name: str, part: str, whole: str) -> Note:
    return Note(
        code=NoteCode.COLUMN_DERIVED,
        message=f"The column {name!r} was left out: it is {part} divided by {whole}.",
        column=name,
        undo=Choice(key=ChoiceKey.COLUMN, subject=name, value="use"),
    )


def _mismatch(
    table: Table, roles: ColumnRoles, position: int, pair: tuple[int, int], scale: RateScale
) -> Note | None:
    name = table.header[position]
    for row, number in enumerate(table.row_numbers):
        cell = table.cell(row, position)
        rate = read_rate(cell, scale)
        share = _share(table, row, pair)
        if rate is None or share is None or rate.may_be(share):
            continue
        part, whole = (table.cell(row, p) for p in pair)
        message = (
            f"In row {number} the column {name!r} says {_percent(rate.value, rate.slack)}, but "
            f"{part} {roles.conversions} of {whole} {roles.users} are {_percent(share)}; the "
            "counts are used."
        )
        return Note(
            code=NoteCode.RATE_MISMATCH,
            severity=Severity.WARNING,
            message=message,
            hint="Check that the counts are those the rate was made of.",
            row=number,
            column=name,
            value=cell,
            undo=Choice(key=ChoiceKey.COLUMN, subject=name, value="use"),
        )
    return None


def _too_rough(table: Table, position: int, row: int, rate: RateCell, users: int) -> Note:
    name, number, cell = table.header[position], table.row_numbers[row], table.cell(row, position)
    counts = rate.counts(users)
    if counts:
        which = f"may be {counts[0]:,} to {counts[-1]:,} conversions"
    else:
        which = "is no whole number of conversions"
    message = f"In row {number}, {_percent(rate.value, rate.slack)} of {users:,} users {which}."
    return Note(
        code=NoteCode.RATE_TOO_ROUGH,
        severity=Severity.BLOCKED,
        message=message,
        hint="Export the counts themselves, or the rate with more digits.",
        row=number,
        column=name,
        value=cell,
    )


def _counted(
    table: Table,
    position: int,
    scale: RateScale,
    first: tuple[int, int, int],
    *,
    is_said: bool,
) -> Note:
    """Say which counts were worked out; warn where 0.55 could as well mean 0.55%."""
    row, count, users = first
    name, cell = table.header[position], table.cell(row, position)
    rates = [read_rate(each, scale) for each in table.column(position)]
    is_high = any(rate is not None and rate.value >= _SURPRISINGLY_HIGH for rate in rates)
    is_open = scale is RateScale.FRACTION and not is_said and is_high
    rate = read_rate(cell, scale)
    shown = cell if rate is None else _percent(rate.value, rate.slack)
    hint = "Write a percent sign behind the rates if they are percentages." if is_open else ""
    return Note(
        code=NoteCode.COUNTS_FROM_RATE,
        severity=Severity.WARNING if is_open else Severity.NOTE,
        message=(
            f"The conversions were worked out from {name!r}: {shown} of {users:,} users in row "
            f"{table.row_numbers[row]} are {count:,}."
        ),
        hint=hint,
        row=table.row_numbers[row],
        column=name,
        value=cell,
        undo=Choice(key=ChoiceKey.COLUMN, subject=name, value="skip"),
    )


def _percent(share: Fraction, slack: Fraction | None = None) -> str:
    """Return a share in percent: with the digits it was given in, or with two."""
    digits = 2
    if slack is not None:
        fitting = (d for d in range(_MOST_DIGITS) if Fraction(5, 10 ** (d + 1)) <= slack * 100)
        digits = next(fitting, _MOST_DIGITS)
    value = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{value:.{digits}f}%"
