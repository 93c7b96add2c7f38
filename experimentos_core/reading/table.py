"""The table of text cells every file becomes, and where each cell stood."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experimentos_core.reading.notes import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a table came from and how it was read.

    Attributes:
        name: File name without folders.
        sha256: Digest of the file's bytes, in hexadecimal.
        encoding: Character encoding that was read; for a workbook, its format.
        separator: Name of the separator: comma, semicolon, tab or bar; for a workbook, the sheet.
        details: Further decisions in words, those of a tidy file left out.
        is_turned: Whether each row of the table stood in a column of the file.
        margin: How many blank columns of the file stand before the first one of the table.
    """

    name: str
    sha256: str
    encoding: str
    separator: str
    details: tuple[str, ...] = ()
    is_turned: bool = False
    margin: int = 0

    @property
    def dialect(self) -> str:
        """How the file was read, in words."""
        return " \u00b7 ".join((self.encoding, self.separator, *self.details))

    def line(self, number: int) -> str:
        """Return where a row of this number stood: 'row 4', or 'column 2 of the file' if turned."""
        return f"column {number + self.margin} of the file" if self.is_turned else f"row {number}"

    def line_first(self, number: int) -> str:
        """Return the same to begin a sentence with."""
        return self.line(number).capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyRows:
    """Rows of one day and variant each, as plain numbers, in the columns of their table.

    Attributes:
        column: Name of the column of days.
        days: The day of each row, as ISO 8601 text.
        rows: Its cells.
        row_numbers: The row of the file each stood in.
    """

    column: str
    days: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells as they stood in the file.

    Attributes:
        header: Column names, stripped of outer white space.
        rows: Cells of each data row, as wide as the file had them.
        row_numbers: The row of the file each data row stood in; the first row is 1.
        source: Where it came from.
        choices: What a person chose about the reading, as written after `--map`.
        notes: What the reading did to get here, for the health check to repeat.
        confirmed_rows: Numbers of rows a person wants used although they read like totals.
        days: The rows by day that were added up to these; None where the file had no days.
        rewritten: Plain number and text of the file for each cell that did not stand as a plain
            number, by the number of its row and the key of its column.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    source: Source
    choices: tuple[str, ...] = ()
    notes: "tuple[Note, ...]" = ()
    confirmed_rows: tuple[int, ...] = ()
    days: "DailyRows | None" = None
    rewritten: Mapping[tuple[int, str], tuple[str, str]] = field(
        default_factory=dict, hash=False, repr=False
    )

    def positions(self, column: str) -> tuple[int, ...]:
        """Return where a column stands; several when its name occurs more than once."""
        return _positions_by_key(self.header).get(column_key(column), ())

    def cell(self, row: int, position: int) -> str:
        """Return a cell, blank where the row is too short to have it."""
        cells = self.rows[row]
        return cells[position].strip() if position < len(cells) else ""

    def as_written(self, row: int, position: int) -> str:
        """Return the text that stood in the file for a cell; a sum of cells stands for itself."""
        cell = self.cell(row, position)
        key = (self.row_numbers[row], column_key(self.header[position]))
        plain, written = self.rewritten.get(key, (cell, cell))
        return written if plain == cell else cell

    def column(self, position: int) -> tuple[str, ...]:
        """Return all cells of a column."""
        return tuple(self.cell(row, position) for row in range(len(self.rows)))


@lru_cache(maxsize=8)
def _positions_by_key(header: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Where each column stands; asked for once per column, so wide tables stay fast."""
    positions: dict[str, tuple[int, ...]] = {}
    for position, name in enumerate(header):
        key = column_key(name)
        positions[key] = (*positions.get(key, ()), position)
    return positions


def column_key(name: str) -> str:
    """Return a column name as it is compared: normalised, without case and outer white space."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()
