"""A look at the beginning of each sheet: does it hold anything, a table, a table of variants?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.formats.workbook_book import Sheet
from experimentos_core.reading.formats.workbook_cells import small_number
from experimentos_core.reading.formats.workbook_package import EnoughReadError, WorkbookPackage
from experimentos_core.reading.formats.workbook_strings import read_strings
from experimentos_core.reading.names.header_names import (
    names_all_roles,
    names_metrics,
    names_roles,
)

_LEAST: Final = 2  # rows and columns of a table
_MOST_ROWS: Final = 12
_MOST_CELLS: Final = 40
_LONGEST_TEXT: Final = 100
_LONG_GLANCE: Final = 250_000
_SHORT_GLANCE: Final = 30_000
_LONG_GLANCES: Final = 12


class Likeness(IntEnum):
    """How much a sheet is like a table of variants, the least first."""

    NOTHING = 0
    TABLE = 1
    SOME_ROLES = 2
    ALL_ROLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What the beginning of a sheet shows.

    Attributes:
        sheet: The sheet.
        has_cells: Whether any cell holds something.
        likeness: How much it is like a table of variants.
    """

    sheet: Sheet
    has_cells: bool
    likeness: Likeness


def glance_at(
    package: WorkbookPackage, sheets: Sequence[Sheet], strings: str | None
) -> list[Glance]:
    """Look at the first rows of the first sheets; of the others, and of hidden ones, for any cell.

    Args:
        package: The workbook.
        sheets: Its sheets.
        strings: Name of the part of shared texts; None where there is none.

    Raises:
        ReadingError: When a sheet is damaged.
    """
    beginnings: list[_Beginning] = []
    for number, sheet in enumerate(sheets):
        is_early = number < _LONG_GLANCES or not any(b.is_table for b in beginnings)
        target = _Beginning(needs_rows=is_early and not sheet.is_hidden)
        most = _LONG_GLANCE if number < _LONG_GLANCES else _SHORT_GLANCE
        package.read(sheet.part, target, most=most)
        beginnings.append(target)
    tables = [target for target in beginnings if target.is_table][:_LONG_GLANCES]
    texts = _texts(package, strings, tables) if len(tables) > 1 else {}
    return [
        Glance(
            sheet=sheet,
            has_cells=target.cells > 0,
            likeness=_likeness(target, texts if target in tables else None),
        )
        for sheet, target in zip(sheets, beginnings, strict=True)
    ]


def _texts(
    package: WorkbookPackage, strings: str | None, tables: Sequence["_Beginning"]
) -> dict[int, str]:
    """Return the shared texts of the first rows; none where a sheet that may not be read lies."""
    wanted = frozenset(
        cell for table in tables for row in table.rows for cell in row if isinstance(cell, int)
    )
    try:
        return read_strings(package, strings, wanted)
    except ReadingError:
        return {}


def _likeness(target: "_Beginning", texts: dict[int, str] | None) -> Likeness:
    if not target.is_table:
        return Likeness.NOTHING
    if texts is None:
        return Likeness.TABLE
    rows = [
        [texts.get(cell, "") if isinstance(cell, int) else cell for cell in row]
        for row in target.rows
    ]
    firsts = [row[0] for row in rows if len(row) >= _LEAST]
    if any(names_all_roles(row) for row in rows) or names_metrics(firsts):
        return Likeness.ALL_ROLES
    return Likeness.SOME_ROLES if any(names_roles(row) for row in rows) else Likeness.TABLE


class _Beginning:
    """Keeps the texts of the first rows that hold something, or sees one cell where that is all."""

    def __init__(self, *, needs_rows: bool) -> None:
        self.cells = 0
        self.rows: list[list[str | int]] = []
        self._needs_rows = needs_rows
        self._row: list[str | int] = []
        self._cell: str | int | None = None
        self._is_shared = False
        self._pieces: list[str] | None = None

    @property
    def is_table(self) -> bool:
        """Whether there are two rows of two cells."""
        return sum(len(row) >= _LEAST for row in self.rows) >= _LEAST

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        element = tag.rpartition("}")[2]
        if element == "row":
            self._row = []
        elif element == "c":
            self._is_shared = attrs.get("t") == "s"
            self._cell = None
        self._pieces = [] if element in ("v", "t", "f") else None

    def end(self, tag: str) -> None:
        element = tag.rpartition("}")[2]
        if element in ("v", "t", "f") and self._pieces is not None:
            self._end_text("".join(self._pieces).strip(), is_value=element != "f")
        elif element == "c":
            self._end_cell()
        elif element == "row":
            self._end_row()
        self._pieces = None

    def data(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text[:_LONGEST_TEXT])

    def close(self) -> None:
        """A table of which only the beginning was read has no more to tell."""

    def _end_text(self, text: str, *, is_value: bool) -> None:
        if not text:
            return
        self.cells += 1
        if not self._needs_rows:
            raise EnoughReadError
        if is_value:
            index = small_number(text) if self._is_shared else None
            self._cell = text if index is None else index
        elif self._cell is None:
            self._cell = ""  # a formula, its value unknown

    def _end_cell(self) -> None:
        if self._cell is not None and len(self._row) < _MOST_CELLS:
            self._row.append(self._cell)
        self._cell = None

    def _end_row(self) -> None:
        if self._row:
            self.rows.append(self._row)
        self._row = []
        if len(self.rows) >= _MOST_ROWS:
            raise EnoughReadError
