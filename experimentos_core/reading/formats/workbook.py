"""An Excel workbook to a grid of text cells: what is stored, as it was meant, and what is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.values import Severity
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content
from experimentos_core.reading.formats.header_row import find_header_row
from experimentos_core.reading.formats.limits import MOST_CELLS
from experimentos_core.reading.formats.workbook_book import Book, read_book
from experimentos_core.reading.formats.workbook_cells import (
    Cell,
    SheetLayout,
    column_letters,
    read_cells,
    small_number,
    too_long,
)
from experimentos_core.reading.formats.workbook_package import WorkbookPackage
from experimentos_core.reading.formats.workbook_sheets import choose_sheet, visible_name
from experimentos_core.reading.formats.workbook_strings import read_strings
from experimentos_core.reading.formats.workbook_values import number_text, unescaped
from experimentos_core.reading.grid import Grid
from experimentos_core.reading.notes import Chip, Note, NoteCode
from experimentos_core.reading.table import Source

FORMAT_NAME: Final = "Excel workbook"
_SHOWN_CHARACTERS: Final = 60
_ROWS_FOR_HEADER: Final = 100
_NO_TEXT: Final = "a cell points to no shared text"
_CALCULATE: Final = "Open the file in Excel, save it once, and open it again here."
type Rows = dict[int, tuple[str, ...]]


def read_workbook(
    content: Content,
    choices: Choices,
    thresholds: Thresholds,
    checkpoint: Callable[[], None],
) -> Grid:
    """Read one sheet as text cells with the row numbers of Excel.

    Blank rows are passed over, and blank columns before the first one that holds something.
    Hidden rows and columns are read like the others, and that is said. Formulas come with the
    value that was saved; one that was never calculated stands as its formula.

    Args:
        content: The workbook.
        choices: What a person chose; here only the sheet.
        thresholds: The limits beyond which a sheet is no aggregate.
        checkpoint: Called now and then; raises ReadingCancelled when nobody waits any longer.

    Raises:
        ReadingError: When it is no workbook, is damaged, protected or too large, or when no sheet
            holds anything.
        ReadingCancelled: When `checkpoint` says so.
    """
    package = WorkbookPackage(content, checkpoint)
    book = read_book(package)
    chosen = choose_sheet(package, book.sheets, choices, book.strings)
    name = visible_name(chosen.sheet)
    reading = _SheetReading(package=package, book=book)
    layout = read_cells(
        package, chosen.sheet.part, name, thresholds, reading.keep, header=reading.header
    )
    rows = reading.rows_in_words()
    _check_lengths(package.name, rows, thresholds)
    hidden = _hidden(layout, rows)
    margin = _margin(rows)
    return Grid(
        rows=_even(rows, margin),
        row_numbers=tuple(rows),
        source=Source(
            name=content.name,
            sha256=content.sha256,
            encoding=FORMAT_NAME,
            separator=f"sheet {name}",
            margin=margin,
        ),
        notes=(*chosen.notes, *reading.notes(name), *_merged(layout, name), *hidden),
        chips=(Chip(text=FORMAT_NAME), chosen.chip),
        stored_numbers={
            number: frozenset(column - 1 - margin for column in columns)
            for number, columns in reading.numbers.items()
        },
    )


@dataclass(slots=True, kw_only=True)
class _SheetReading:
    """Turns stored cells into text, and remembers what has to be said about them."""

    package: WorkbookPackage
    book: Book
    rows: dict[int, tuple[str | int, ...]] = field(default_factory=dict)
    days: dict[int, tuple[int, str]] = field(default_factory=dict)
    uncalculated: list[tuple[int, int, str]] = field(default_factory=list)
    doubtful: list[tuple[int, int, str]] = field(default_factory=list)
    numbers: dict[int, list[int]] = field(default_factory=dict)

    def keep(self, number: int, cells: dict[int, Cell]) -> None:
        """Keep a row from column A to its last cell; a shared text stands as its index."""
        self.rows[number] = tuple(
            self._text(number, column, cells[column]) if column in cells else ""
            for column in range(1, max(cells) + 1)
        )

    def header(self) -> tuple[str, ...]:
        """The columns of the rows kept so far."""
        first = dict(islice(self.rows.items(), _ROWS_FOR_HEADER))
        rows = list(self._in_words(first).values())
        return tuple(cell.strip() for cell in rows[find_header_row(rows)] if cell.strip())

    def rows_in_words(self) -> Rows:
        """Every row with its shared texts, those of blank texts left out."""
        return self._in_words(self.rows)

    def _in_words(self, kept: Mapping[int, tuple[str | int, ...]]) -> Rows:
        wanted = frozenset(c for row in kept.values() for c in row if isinstance(c, int))
        strings = read_strings(self.package, self.book.strings, wanted)
        rows = {
            number: tuple(strings[cell] if isinstance(cell, int) else cell for cell in row)
            for number, row in kept.items()
        }
        return {number: row for number, row in rows.items() if any(text.strip() for text in row)}

    def notes(self, sheet: str) -> tuple[Note, ...]:
        """What was read otherwise than it stands in the sheet, or may never have been right."""
        notes = [_days_note(column, *self.days[column]) for column in sorted(self.days)]
        if self.uncalculated:
            notes.append(_uncalculated_note(self.uncalculated, sheet))
        if self.doubtful:
            notes.append(_doubtful_note(self.doubtful, sheet))
        return tuple(notes)

    def _text(self, row: int, column: int, cell: Cell) -> str | int:
        if cell.formula is not None and not cell.stored.strip() and cell.kind != "str":
            text = f"={cell.formula}"
            self.uncalculated.append((row, column, text))
            return text
        if cell.formula is not None and cell.stored == "0" and self.book.calculates_on_open:
            self.doubtful.append((row, column, f"={cell.formula}"))
        if cell.kind == "s":
            index = small_number(cell.stored.strip())
            return index if index is not None else self.package.damaged(_NO_TEXT)
        if cell.kind in ("str", "inlineStr"):
            return unescaped(cell.stored)
        return self._value(row, column, cell)

    def _value(self, row: int, column: int, cell: Cell) -> str:
        stored = cell.stored.strip()
        if cell.kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(stored, stored)
        if cell.kind == "d":
            text, is_day = stored.removesuffix("T00:00:00"), True
        elif cell.kind == "n":
            shown = self.book.shown(cell.style)
            text, is_day = number_text(stored, shown, from_1904=self.book.counts_from_1904)
        else:
            text, is_day = stored, False
        if is_day:
            self.days.setdefault(column, (row, text))
        elif cell.kind == "n":
            self.numbers.setdefault(row, []).append(column)
        return text


def _check_lengths(name: str, rows: Rows, thresholds: Thresholds) -> None:
    for number, row in rows.items():
        longest = max(len(text) for text in row)
        if longest > thresholds.max_cell_characters:
            raise too_long(name, number, longest)


def _even(rows: Rows, margin: int) -> tuple[tuple[str, ...], ...]:
    """The rows without the margin, as wide as each other: a sheet has no cell that is not there.

    A sheet so wide and sparse that its blank cells would fill the memory stays uneven.
    """
    width = max((len(row) for row in rows.values()), default=0)
    if len(rows) * width > MOST_CELLS:
        return tuple(row[margin:] for row in rows.values())
    return tuple(row[margin:] + ("",) * (width - len(row)) for row in rows.values())


def _margin(rows: Rows) -> int:
    """How many blank columns stand before the first one in use."""
    return min((_first_used(row) for row in rows.values()), default=0)


def _first_used(row: tuple[str, ...]) -> int:
    return next(position for position, text in enumerate(row) if text.strip())


def _hidden(layout: SheetLayout, rows: Rows) -> tuple[Note, ...]:
    """Say that hidden rows and columns are read: a filter in Excel does not take them away."""
    width = max((len(row) for row in rows.values()), default=0)
    columns = sum(
        any(column in hidden for hidden in layout.hidden_columns)
        and any(row[column - 1].strip() for row in rows.values() if len(row) >= column)
        for column in range(1, width + 1)
    )
    hidden_rows = sorted(layout.hidden_rows & rows.keys())
    counts = ((len(hidden_rows), "hidden row"), (columns, "hidden column"))
    said = [f"{count:,} {what}{'s' if count > 1 else ''}" for count, what in counts if count]
    if not said:
        return ()
    return (
        Note(
            code=NoteCode.HIDDEN_CELLS,
            severity=Severity.WARNING if hidden_rows else Severity.NOTE,
            message=f"The sheet has {' and '.join(said)}; they were read like the others.",
            hint="Delete what is not meant in Excel, or leave a row out.",
            row=hidden_rows[0] if hidden_rows else None,
        ),
    )


def _merged(layout: SheetLayout, sheet: str) -> tuple[Note, ...]:
    if not layout.merged:
        return ()
    named = ", ".join(make_visible(ref, _SHOWN_CHARACTERS) for ref in layout.merged)
    more = layout.merges - len(layout.merged)
    ranges = named + (f" and {more:,} more" if more > 0 else "")
    note = Note(
        code=NoteCode.MERGED_CELLS,
        message=(
            f"Sheet {sheet} has merged cells ({ranges}): the value stands in the first cell of "
            "each, the others are blank."
        ),
        hint="If a row lost its value, unmerge the cells in Excel and fill it in.",
    )
    return (note,)


def _days_note(column: int, row: int, text: str) -> Note:
    place = f"{column_letters(column)}{row}"
    return Note(
        code=NoteCode.DATE_CELLS,
        message=(
            f"Column {column_letters(column)} holds dates or times: they are read as text, "
            f"cell {place} (row {row}) as {text}."
        ),
        hint="If they are numbers, give the column the number format 'General' in Excel.",
        row=row,
        value=text,
    )


def _uncalculated_note(cells: list[tuple[int, int, str]], sheet: str) -> Note:
    row, column, text = cells[0]
    return Note(
        code=NoteCode.FORMULA_WITHOUT_VALUE,
        severity=Severity.WARNING,
        message=(
            f"In sheet {sheet} {_formulas(len(cells))} without a calculated value, the first in "
            f"cell {column_letters(column)}{row} (row {row}): "
            f"{make_visible(text, _SHOWN_CHARACTERS)}."
        ),
        hint=_CALCULATE,
        row=row,
        value=text,
    )


def _doubtful_note(cells: list[tuple[int, int, str]], sheet: str) -> Note:
    row, column, text = cells[0]
    return Note(
        code=NoteCode.FORMULA_WITHOUT_VALUE,
        severity=Severity.WARNING,
        message=(
            f"In sheet {sheet} {_formulas(len(cells))} with the value 0 that may never have been "
            f"calculated, the first in cell {column_letters(column)}{row} (row {row}): "
            f"{make_visible(text, _SHOWN_CHARACTERS)}. The program that wrote the file left the "
            "calculating to Excel."
        ),
        hint=_CALCULATE,
        row=row,
        value=text,
    )


def _formulas(count: int) -> str:
    return "is a formula" if count == 1 else f"are {count:,} formulas"
