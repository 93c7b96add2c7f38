"""The cells of one sheet as they are stored, read in one pass without holding the sheet."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn

from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.formats.limits import (
    MOST_CELLS,
    ROWS_AROUND_TABLE,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)
from experimentos_core.reading.formats.workbook_package import WorkbookPackage

_SMALL_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NAMED_RANGES: Final = 3
_MOST_RANGES: Final = 1_000
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_TRUE: Final = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell that holds something.

    Attributes:
        kind: 'n' a number, 's' the index of a shared text, 'str' and 'inlineStr' a text, 'b' a
            truth value, 'e' an error, 'd' a day as text.
        style: Index of its style.
        stored: What is stored as its value; blank where a formula was never calculated.
        formula: The formula without '='; None where there is none.
    """

    kind: str
    style: int
    stored: str
    formula: str | None


type KeepRow = Callable[[int, dict[int, Cell]], None]


@dataclass(slots=True, kw_only=True)
class SheetLayout:
    """What a sheet says of its rows and columns.

    Attributes:
        merged: The first ranges of merged cells, 'A1:D1'.
        merges: How many ranges there are.
        hidden_rows: Numbers of hidden rows that hold something.
        hidden_columns: Ranges of hidden columns.
    """

    merged: list[str] = field(default_factory=list)
    merges: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)


def read_cells(
    package: WorkbookPackage,
    part: str,
    sheet: str,
    thresholds: Thresholds,
    keep: KeepRow,
    *,
    header: Callable[[], Sequence[str]] = tuple,
) -> SheetLayout:
    """Hand every row of a sheet that holds something to `keep`, as it is read.

    Args:
        package: The workbook.
        part: Name of the sheet's part.
        sheet: Name of the sheet, fit to be shown.
        thresholds: The limits beyond which a sheet is no aggregate.
        keep: Gets the number of a row, and its cells by number of their column, blank ones left
            out; both count from 1.
        header: Returns the columns of what was kept so far, for the sentence that refuses it.

    Raises:
        ReadingError: When the sheet is damaged, or too large for an aggregate.
    """
    target = _SheetTarget(package, sheet, thresholds, keep, header=header)
    package.read(part, target, ends_early=True)
    return target.layout


def column_letters(column: int) -> str:
    """Return the letters of a column, the first being 'A'."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, 'A' being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def small_number(text: str) -> int | None:
    """Return a whole number of at most nine digits, None for anything else."""
    return int(text) if _SMALL_NUMBER.fullmatch(text) else None


class _SheetTarget:
    """Is told of the elements of a sheet and keeps its cells."""

    def __init__(
        self,
        package: WorkbookPackage,
        sheet: str,
        thresholds: Thresholds,
        keep: KeepRow,
        *,
        header: Callable[[], Sequence[str]],
    ) -> None:
        self.layout = SheetLayout()
        self._header = header
        self._keep = keep
        self._package = package
        self._sheet = sheet
        self._thresholds = thresholds
        self._row = 0
        self._row_cells: dict[int, Cell] = {}
        self._row_is_hidden = False
        self._column = 0
        self._area = 0
        self._rows = 0
        self._kind = "n"
        self._style = 0
        self._stored: list[str] = []
        self._formula: list[str] | None = None
        self._pieces: list[str] | None = None
        self._shared: dict[str, str] = {}
        self._is_phonetic = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "t": self._start_value,
            "f": self._start_formula,
            "rPh": self._start_phonetic,
            "mergeCell": self._start_merge,
            "col": self._start_columns,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_text,
            "t": self._end_text,
            "f": self._end_text,
            "rPh": self._end_phonetic,
        }

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        handler = self._starts.get(tag.rpartition("}")[2])
        if handler is not None:
            handler(attrs)

    def end(self, tag: str) -> None:
        handler = self._ends.get(tag.rpartition("}")[2])
        if handler is not None:
            handler()

    def data(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def close(self) -> None:
        """Nothing is left to do."""

    def _start_row(self, attrs: dict[str, str]) -> None:
        number = small_number(attrs["r"]) if "r" in attrs else self._row + 1
        if number is None or not self._row < number <= _LAST_ROW:
            self._damaged(f"row {attrs.get('r', self._row + 1)} stands where it cannot")
        self._row = number
        self._row_cells = {}
        self._row_is_hidden = attrs.get("hidden", "0") in _TRUE
        self._column = 0

    def _start_cell(self, attrs: dict[str, str]) -> None:
        self._column = self._place(attrs["r"]) if "r" in attrs else self._column + 1
        if self._column in self._row_cells or not 1 <= self._column <= _LAST_COLUMN:
            where = f"{column_letters(self._column)}{self._row}"
            self._damaged(f"cell {where} stands twice or where it cannot")
        self._kind = attrs.get("t", "n")
        self._style = small_number(attrs.get("s", "0")) or 0
        self._stored = []
        self._formula = None

    def _place(self, reference: str) -> int:
        match = _REFERENCE.fullmatch(reference)
        if match is None or int(match.group(2)) != self._row:
            self._damaged(f"a cell of row {self._row} has the place {reference[:20]!r}")
        return column_number(match.group(1))

    def _start_value(self, _: dict[str, str]) -> None:
        if not self._is_phonetic:
            self._pieces = self._stored

    def _start_formula(self, attrs: dict[str, str]) -> None:
        self._formula = []
        self._pieces = self._formula
        shared = attrs.get("si") if attrs.get("t") == "shared" else None
        if shared is not None and "ref" not in attrs:
            self._formula.append(self._shared.get(shared, ""))
        elif shared is not None:
            here = f"{column_letters(self._column)}{self._row}"
            self._shared[shared] = f"the formula of {here}, copied"

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self._is_phonetic = True

    def _start_merge(self, attrs: dict[str, str]) -> None:
        self.layout.merges += 1
        if len(self.layout.merged) < _NAMED_RANGES:
            self.layout.merged.append(attrs.get("ref", ""))

    def _start_columns(self, attrs: dict[str, str]) -> None:
        first, last = (small_number(attrs.get(name, "")) for name in ("min", "max"))
        is_hidden = attrs.get("hidden", "0") in _TRUE
        has_room = len(self.layout.hidden_columns) < _MOST_RANGES
        if is_hidden and has_room and first is not None and last is not None:
            self.layout.hidden_columns.append(range(first, last + 1))

    def _end_text(self) -> None:
        self._pieces = None

    def _end_phonetic(self) -> None:
        self._is_phonetic = False

    def _end_cell(self) -> None:
        stored = "".join(self._stored)
        if not stored.strip() and self._formula is None:
            return
        if self._column > self._thresholds.max_columns:
            limit = self._thresholds.max_columns
            raise too_many_columns(self._package.name, self._column, limit)
        if len(stored) > self._thresholds.max_cell_characters:
            raise too_long(self._package.name, self._row, len(stored))
        formula = None if self._formula is None else "".join(self._formula)
        self._row_cells[self._column] = Cell(
            kind=self._kind, style=self._style, stored=stored, formula=formula
        )

    def _end_row(self) -> None:
        if not self._row_cells:
            return
        self._rows += 1
        if self._rows > self._thresholds.max_rows + ROWS_AROUND_TABLE:
            raise too_many_rows(self._package.name, self._thresholds.max_rows, self._header())
        self._area += max(self._row_cells)
        if self._area > MOST_CELLS:
            raise too_many_cells(self._package.name)
        if self._row_is_hidden:
            self.layout.hidden_rows.add(self._row)
        self._keep(self._row, self._row_cells)

    def _damaged(self, reason: str) -> NoReturn:
        self._package.damaged(f"in sheet {self._sheet}, {reason}")


def too_long(name: str, row: int, length: int) -> ReadingError:
    """Return the refusal of a cell that is no number, label or name."""
    message = f"A cell in row {row} of {name} has {length:,} characters."
    return ReadingError(message, "Shorten it, or leave its column out.")
