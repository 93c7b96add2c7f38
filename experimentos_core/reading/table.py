"""The table of text cells every file becomes, and where each cell stood."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a table came from and how it was read.

    Attributes:
        name: File name without folders.
        sha256: Digest of the file's bytes, in hexadecimal.
        encoding: Character encoding that was read.
        separator: Name of the separator: comma, semicolon or tab.
    """

    name: str
    sha256: str
    encoding: str
    separator: str

    @property
    def dialect(self) -> str:
        """How the file was read, in words."""
        return f"{self.encoding} \u00b7 {self.separator}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells as they stood in the file.

    Attributes:
        header: Column names, stripped of outer white space.
        rows: Cells of each data row, as wide as the file had them.
        row_numbers: The row of the file each data row stood in; the first row is 1.
        source: Where it came from.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    source: Source

    def positions(self, column: str) -> tuple[int, ...]:
        """Return where a column stands; several when its name occurs more than once."""
        return _positions_by_key(self.header).get(column_key(column), ())

    def cell(self, row: int, position: int) -> str:
        """Return a cell, blank where the row is too short to have it."""
        cells = self.rows[row]
        return cells[position].strip() if position < len(cells) else ""

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
