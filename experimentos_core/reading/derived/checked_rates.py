"""Rates that stand beside the counts: left out where they agree, named where they do not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Final

from experimentos_core.foundation.formatting import in_groups
from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.derived.rates import RateCell, RateScale, in_percent, read_rate
from experimentos_core.reading.names.role_words import adds_up, name_key
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.numbers.counts import parse_count
from experimentos_core.reading.table import Table

# What else a rate may be of is only looked for so far: a file may have any number of columns.
_MOST_RATES: Final = 5
_MOST_LOOKED_AT: Final = 100
_MOST_COUNTS: Final = 20
_MOST_COMPARED: Final = 20_000
_CLICK_RATES: Final = ("ctr", "clickthroughrate", "clickrate", "klickrate")


@dataclass(frozen=True, slots=True, kw_only=True)
class RateColumn:
    """A column of rates.

    Attributes:
        position: Where it stands.
        scale: What it counts in, going by its name, its values or a choice.
    """

    position: int
    scale: RateScale

    @property
    def scales(self) -> tuple[RateScale, RateScale]:
        """Its scale and the other one."""
        is_percent = self.scale is RateScale.PERCENT
        return self.scale, RateScale.FRACTION if is_percent else RateScale.PERCENT


@dataclass(frozen=True, slots=True)
class _Counts:
    """A column of counts: where it stands and what it holds, row by row."""

    position: int
    values: tuple[int, ...]


def check_rates(table: Table, roles: ColumnRoles, rates: Sequence[RateColumn]) -> tuple[Note, ...]:
    """Return a note on each rate that stands beside the counts and of which something can be said.

    A rate that agrees with the conversions, or with any other count out of any other, in every
    row is only derived. One that does not is named with its row, unless it is of clicks, which
    may be counted out of something that is not in the file. Other counts are looked for among the
    first columns only.
    """
    users, conversions = table.positions(roles.users), table.positions(roles.conversions)
    if len(users) != 1 or len(conversions) != 1:
        return ()
    pair = (conversions[0], users[0])
    notes: dict[int, Note] = {}
    others: list[RateColumn] = []
    for rate in rates:
        if any(_agrees(table, rate.position, pair, scale) for scale in rate.scales):
            notes[rate.position] = _derived(table, rate, pair)
        else:
            others.append(rate)
    taken = {rate.position for rate in rates}
    counts = _count_columns(table, taken) if others else ()
    for place, rate in enumerate(others):
        found = _quotient(table, rate, counts) if place < _MOST_RATES else None
        if found is not None:
            notes[rate.position] = _derived(table, rate, found)
        elif name_key(table.header[rate.position]) not in _CLICK_RATES:
            note = _mismatch(table, roles, rate, pair)
            if note is not None:
                notes[rate.position] = note
    return tuple(notes[position] for position in sorted(notes))


def _count_columns(table: Table, without: set[int]) -> tuple[_Counts, ...]:
    """Return the columns of counts, of those alike only the first."""
    found: dict[tuple[int, ...], int] = {}
    looked_at = 0
    for position, name in enumerate(table.header):
        if position in without or not isinstance(parse_count(table.cell(0, position)), int):
            continue
        if not adds_up(name):
            continue
        looked_at += 1
        values = tuple(_counts_of(table, position))
        if len(values) == len(table.rows):
            found.setdefault(values, position)
        if looked_at == _MOST_LOOKED_AT or len(found) == _MOST_COUNTS:
            break
    return tuple(_Counts(position, values) for values, position in found.items())


def _counts_of(table: Table, position: int) -> Iterator[int]:
    """Yield the counts of a column up to the first cell that is none."""
    for row in range(len(table.rows)):
        value = parse_count(table.cell(row, position))
        if not isinstance(value, int):
            return
        yield value


def _quotient(table: Table, rate: RateColumn, counts: Sequence[_Counts]) -> tuple[int, int] | None:
    """Return two columns of counts whose quotient every rate is, the first that are."""
    cells = table.column(rate.position)
    scales: list[list[RateCell]] = []
    for scale in rate.scales:
        read = [value for value in (read_rate(cell, scale) for cell in cells) if value is not None]
        if len(read) == len(cells):
            scales.append(read)
    left = _MOST_COMPARED
    for part, whole in permutations(counts, 2):
        for rates in scales:
            for printed, x, n in zip(rates, part.values, whole.values, strict=True):
                left -= 1
                if n == 0 or not printed.may_be(Fraction(x, n)):
                    break
            else:
                return part.position, whole.position
            if left <= 0:
                return None
    return None


def _agrees(
    table: Table,
    position: int,
    pair: tuple[int, int],
    scale: RateScale,
) -> bool:
    """Whether every rate that can be checked is the quotient; at least one must be."""
    is_checked = False
    for row in range(len(table.rows)):
        rate = read_rate(table.cell(row, position), scale)
        share = None if rate is None else _share(table, row, pair)
        if rate is None or share is None:
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


def _derived(table: Table, rate: RateColumn, pair: tuple[int, int]) -> Note:
    name, part, whole = (table.header[position] for position in (rate.position, *pair))
    return Note(
        code=NoteCode.COLUMN_DERIVED,
        message=f"The column {name!r} was left out: it is {part} divided by {whole}.",
        column=name,
        undo=Choice(key=ChoiceKey.COLUMN, subject=name, value="use"),
    )


def _mismatch(
    table: Table, roles: ColumnRoles, column: RateColumn, pair: tuple[int, int]
) -> Note | None:
    position, scale = column.position, column.scale
    name = table.header[position]
    for row, number in enumerate(table.row_numbers):
        cell = table.cell(row, position)
        rate = read_rate(cell, scale)
        share = _share(table, row, pair)
        if rate is None or share is None or rate.may_be(share):
            continue
        part, whole = (in_groups(table.cell(row, p)) for p in pair)
        message = (
            f"In {table.source.line(number)} the column {name!r} says "
            f"{in_percent(rate.value, rate.slack)}, but {part} {roles.conversions} of {whole} "
            f"{roles.users} are {in_percent(share)}; the counts are used."
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
