"""Delimited text to rows of text cells, without ever holding the text as a whole."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats import limits
from experimentos_core.reading.formats.encodings import decode
from experimentos_core.reading.formats.header_row import filled_width, find_header_row, is_number
from experimentos_core.reading.formats.separators import find_separator
from experimentos_core.reading.grid import Grid
from experimentos_core.reading.table import Source

_HEAD_CHARACTERS = 1 << 18
_PIECE = 1 << 21
_ROWS_PER_CHECKPOINT = 4096
_CELLS_OF_A_ROW = 3
_NUMBERS_OF_A_ROW = 2


def read_delimited(
    content: Content,
    choices: Choices = Choices(),  # noqa: B008 - a frozen record
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    checkpoint: Callable[[], None] = lambda: None,
) -> Grid:
    """Read delimited text; cells stay text, blank rows are passed over.

    Rows are numbered the way a spreadsheet shows them: a cell with line breaks is in one row, a
    first line that only names the separator is none. Blank cells at the end of a row are left off
    where no row above is as wide.

    Args:
        content: A text file, or a copied range.
        choices: What was chosen so far: encoding and separator.
        thresholds: The limits beyond which a table is no aggregate.
        checkpoint: Called now and then; it may raise ReadingCancelled.

    Raises:
        ReadingError: For an empty file, bytes that are no text, a quotation mark that is never
            closed, or a table that is no aggregate.
    """
    _refuse_endless(content)
    copied = content.kind is ContentKind.CLIPBOARD
    decoded = decode(content.data, content.name, Choices() if copied else choices, checkpoint)
    head = decoded.head(_HEAD_CHARACTERS)
    separator = find_separator(head, choices, is_copied=copied)
    lines = _Lines(stream=decoded.open(), name=content.name)
    for _ in range(separator.skip_lines):
        lines.skip()
    records = _Records(name=content.name, separator=separator.symbol, thresholds=thresholds)
    records.read(lines, checkpoint, skips_spaces=_has_spaces_before_quotes(head, separator.symbol))
    if not records.rows:
        message = f"{content.name} is empty."
        raise ReadingError(message, "Export it again with a header row and one row per variant.")
    return Grid(
        rows=tuple(records.rows),
        row_numbers=tuple(records.numbers),
        source=Source(
            name=content.name,
            sha256=content.sha256,
            encoding=decoded.encoding,
            separator=separator.name,
        ),
        notes=decoded.notes,
        chips=(decoded.chip, separator.chip),
    )


def _refuse_endless(content: Content) -> None:
    """Millions of blank lines hold few rows but take long to pass over.

    They are counted piece by piece: other threads wait while a piece is looked through.
    """
    size = len(content.data)
    for feed in (b"\n", b"\r"):
        pieces = range(0, size, _PIECE)
        count = sum(content.data.count(feed, start, start + _PIECE) for start in pieces)
        if count > limits.MOST_FILE_ROWS:
            raise limits.too_many_rows(content.name, limits.MOST_FILE_ROWS)


@dataclass(slots=True, kw_only=True)
class _Lines:
    """The lines of a text, counted by the row they belong to; none may be endless.

    Attributes:
        stream: The text.
        name: File name, for sentences.
        row: The row the last line belongs to.
        is_open: Whether the next line belongs to it too; whoever has the whole row says it does
            not.
    """

    stream: io.TextIOWrapper
    name: str
    row: int = 0
    is_open: bool = False
    _characters: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.stream.readline(limits.LONGEST_ROW + 1)
        if not self.is_open:
            self.row += 1
            self._characters = 0
        elif not line:
            message = f"A quotation mark opened in row {self.row:,} of {self.name} is never closed."
            raise ReadingError(message, "Add the missing quotation mark in that row.")
        self._characters += len(line)
        if self._characters > limits.LONGEST_ROW:
            raise limits.row_too_long(self.name, self.row)
        if not line:
            raise StopIteration
        self.is_open = True
        return line

    def skip(self) -> None:
        """Pass over a line that counts as no row."""
        self.stream.readline(limits.LONGEST_ROW + 1)


@dataclass(slots=True, kw_only=True)
class _Records:
    """The rows read so far, refused as soon as they are too many."""

    name: str
    separator: str
    thresholds: Thresholds
    rows: list[tuple[str, ...]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    _widest: int = 0
    _cells: int = 0

    def read(self, lines: _Lines, checkpoint: Callable[[], None], *, skips_spaces: bool) -> None:
        """Read every row.

        Raises:
            ReadingError: When there are too many rows, columns or cells, or quotes do not match.
        """
        reader = csv.reader(
            lines, delimiter=self.separator, skipinitialspace=skips_spaces, strict=True
        )
        try:
            for cells in reader:
                lines.is_open = False
                if lines.row % _ROWS_PER_CHECKPOINT == 0:
                    checkpoint()
                width = filled_width(cells) if any(cells) else 0
                if width:
                    self._add(cells, width, lines.row)
        except csv.Error as error:
            raise self._split_error(lines.row, error) from error

    def _add(self, cells: list[str], width: int, row: int) -> None:
        thresholds = self.thresholds
        if width > thresholds.max_columns:
            raise limits.too_many_columns(self.name, width, thresholds.max_columns)
        longest = max(map(len, cells))
        if longest > thresholds.max_cell_characters:
            raise limits.cell_too_long(self.name, row, longest)
        self._refuse_swallowed_row(cells, row)
        if len(self.rows) > thresholds.max_rows + limits.ROWS_AROUND_TABLE:
            raise limits.too_many_rows(self.name, thresholds.max_rows, self._header())
        self._widest = max(self._widest, width)
        self._cells += min(len(cells), self._widest)
        if self._cells > limits.MOST_CELLS:
            raise limits.too_many_cells(self.name)
        self.rows.append(tuple(cells[: self._widest]))
        self.numbers.append(row)

    def _header(self) -> tuple[str, ...]:
        return tuple(cell.strip() for cell in self.rows[find_header_row(self.rows)])

    def _refuse_swallowed_row(self, cells: list[str], row: int) -> None:
        """A quotation mark too many makes one cell of whole rows: the row must not get lost."""
        for cell in cells:
            if "\n" not in cell and "\r" not in cell:
                continue
            for line in cell.splitlines():
                parts = line.split(self.separator)
                numbers = sum(is_number(part) for part in parts)
                if len(parts) >= _CELLS_OF_A_ROW and numbers >= _NUMBERS_OF_A_ROW:
                    message = f"A cell in row {row:,} of {self.name} holds a further row of data."
                    hint = "A quotation mark in that row is missing or one too many."
                    raise ReadingError(message, hint)

    def _split_error(self, row: int, error: csv.Error) -> ReadingError:
        if "field limit" in str(error):
            return limits.cell_too_long(self.name, row, csv.field_size_limit())
        message = f"Row {row:,} of {self.name} has a quotation mark in the middle of a cell."
        return ReadingError(message, "Double it inside a quoted cell, or remove it.")


def _has_spaces_before_quotes(head: str, separator: str) -> bool:
    """Whether quoted cells stand after a space, '"a", "b"', and would be taken for unquoted."""
    opening = re.compile(rf"{re.escape(separator)} +$")
    outside = (part for line in head.splitlines() for part in line.split('"')[:-1:2])
    return any(opening.search(part) for part in outside)
