"""What the cells of a column tell about the decimal mark of whoever wrote them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from experimentos_core.reading.numbers.text import (
    DecimalMark,
    NumberText,
    Unit,
    as_share,
    read_number,
)
from experimentos_core.reading.table import Table

LARGEST_SHARE: Final = Decimal(100)
ROWS_BETWEEN_CHECKPOINTS: Final = 4096
_SHORT: Final = 3
_PADDED: Final = re.compile(r"0\d", re.ASCII)

type IsStoredNumber = Callable[[int, int], bool]


class ColumnKind(StrEnum):
    """What the numbers of a column are; an extra one may be a count, if it holds numbers."""

    COUNT = "count"
    MEASURE = "measure"
    RATE = "rate"
    EXTRA = "extra"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCell:
    """A number and where it stands.

    Attributes:
        index: Its row in the table, the first being 0.
        row: Its row in the file, the first being 1.
        column: Name of its column.
        text: The cell as it stands, without outer white space.
        number: What it says.
    """

    index: int
    row: int
    column: str
    text: str
    number: NumberText


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnEvidence:
    """What one column tells.

    Attributes:
        position: Where the column stands.
        name: Its name.
        kind: What its numbers are.
        certain: The first cell that allows one decimal mark only, for each mark that occurs.
        votes: How many cells allow one decimal mark only.
        doubtful: The first cell whose '.' or ',' may be either mark, for each that occurs.
        long: The first number of four digits or more written without thousands '.' or ','.
        is_plain: Whether all of its numbers are plain if '.' stands before the fraction.
    """

    position: int
    name: str
    kind: ColumnKind
    certain: Mapping[DecimalMark, NumberCell]
    votes: Mapping[DecimalMark, int]
    doubtful: Mapping[str, NumberCell]
    long: NumberCell | None
    is_plain: bool

    @property
    def first_doubtful(self) -> NumberCell | None:
        """The first cell that can be read two ways, or None."""
        return min(self.doubtful.values(), key=lambda cell: cell.index, default=None)

    def has_doubtful_fraction(self, mark: DecimalMark) -> bool:
        """Whether a doubtful cell becomes a fraction under a decimal mark."""
        return mark.character in self.doubtful


def certain_mark(number: NumberText, kind: ColumnKind) -> DecimalMark | None:
    """Return the only decimal mark a cell allows, or None; a share is never in the thousands."""
    is_share = kind is ColumnKind.RATE and _is_usable(number.unit, kind)
    if not is_share or number.doubtful_mark is None:
        return number.certain_mark
    possible = [
        mark
        for mark in DecimalMark
        if 0 <= Decimal(number.reading(mark) or "NaN").copy_abs() <= LARGEST_SHARE
    ]
    return possible[0] if len(possible) == 1 else None


def plain_reading(number: NumberText, mark: DecimalMark, kind: ColumnKind) -> str | None:
    """Return a number as plain text under one decimal mark, or None where its column has no use.

    A share in percent is divided by a hundred. A percentage is no count and no amount, an amount
    of money is no count and no share; neither is ever made into one.
    """
    reading = number.reading(mark)
    contradicts = certain_mark(number, kind) not in (None, mark)
    if reading is None or contradicts or not _is_usable(number.unit, kind):
        return None
    return as_share(reading) if number.unit is Unit.PERCENT else reading


def gather(
    table: Table,
    position: int,
    kind: ColumnKind,
    is_stored: IsStoredNumber,
    checkpoint: Callable[[], None],
) -> ColumnEvidence:
    """Look through one column; numbers a workbook stored as such say nothing about its writer."""
    certain: dict[DecimalMark, NumberCell] = {}
    votes = dict.fromkeys(DecimalMark, 0)
    doubtful: dict[str, NumberCell] = {}
    long: NumberCell | None = None
    is_plain = True
    for cell in number_cells(table, position, is_stored, checkpoint):
        is_plain = is_plain and cell.text == cell.number.as_point
        mark = certain_mark(cell.number, kind)
        doubt = cell.number.doubtful_mark
        if mark is not None:
            certain.setdefault(mark, cell)
            votes[mark] += 1
        elif doubt is not None and _is_usable(cell.number.unit, kind):
            doubtful.setdefault(doubt, cell)
        elif long is None and cell.number.is_long_without_marks:
            long = cell
    return ColumnEvidence(
        position=position,
        name=table.header[position],
        kind=kind,
        certain=certain,
        votes=votes,
        doubtful=doubtful,
        long=long,
        is_plain=is_plain,
    )


def number_cells(
    table: Table, position: int, is_stored: IsStoredNumber, checkpoint: Callable[[], None]
) -> Iterator[NumberCell]:
    """Yield the numbers of a column that may be written in more than one way, top to bottom."""
    name = table.header[position]
    for index, row in enumerate(table.row_numbers):
        if index % ROWS_BETWEEN_CHECKPOINTS == 0:
            checkpoint()
        text = table.cell(index, position)
        if len(text) <= _SHORT and text.isascii() and text.isdigit():
            continue
        number = None if is_stored(row, position) else read_number(text)
        if number is not None:
            yield NumberCell(index=index, row=row, column=name, text=text, number=number)


def holds_numbers(table: Table, position: int) -> bool:
    """Whether at least half of the cells that are not blank are numbers, none of them a day.

    A whole part that starts with 0, as in '01.03', is the day of a date or a time, no number.
    """
    cells = [cell for cell in table.column(position) if cell]
    if any(_PADDED.match(cell) for cell in cells):
        return False
    return 2 * sum(read_number(cell) is not None for cell in cells) >= len(cells) > 0


def _is_usable(unit: Unit, kind: ColumnKind) -> bool:
    if unit is Unit.PERCENT:
        return kind is ColumnKind.RATE
    return unit is Unit.NONE or kind is ColumnKind.MEASURE
