"""Rows of cells to a table: the header found, title lines, footnotes and repeated headers told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.formats import limits
from experimentos_core.reading.formats.header_row import (
    filled_cells,
    filled_width,
    find_header_row,
    has_number,
)
from experimentos_core.reading.grid import Grid
from experimentos_core.reading.notes import Answer, Chip, Note, NoteCode
from experimentos_core.reading.table import Table, column_key

_QUOTED_CHARACTERS = 60
_QUOTED_LINES = 3
_OFFERED_ROWS = 8
_OFFERED_BELOW = 3
_WORDS_OF_A_SENTENCE = 5
_WHOLE = re.compile(r"[0-9]{1,9}")
_FOOTNOTE = re.compile(
    r"[*\u2020\u2021\u00a9\u00b9\u00b2\u00b3]|"
    r"(?:sources?|notes?|exported|generated|created|downloaded|filters?|filtered|as of|data from|"
    r"quelle|hinweis|stand|exportiert|erstellt|fuente|nota|fonte|remarque|bron)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headed:
    """A table with its header, and what stood around it.

    Attributes:
        table: Every row below the header, those of `repeated` and `footnotes` among them.
        header_row: The row of the file the header stood in.
        repeated: Rows of the file that repeat the header.
        footnotes: Rows of the file below the table that are only a remark.
        notes: What was left out above the header.
        chips: The decision.
    """

    table: Table
    header_row: int
    repeated: tuple[int, ...] = ()
    footnotes: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    chips: tuple[Chip, ...] = ()


def find_header(
    grid: Grid,
    choices: Choices = Choices(),  # noqa: B008 - a frozen record
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> Headed:
    """Make a table of rows of cells: everything below the header.

    Rows that a person wants used are neither repeated headers nor footnotes.

    Raises:
        ReadingError: For a chosen header that is no row with cells, or a table that is no
            aggregate.
    """
    index = _index(grid, choices)
    header = tuple(cell.strip() for cell in grid.rows[index][: filled_width(grid.rows[index])])
    name = grid.source.name
    if len(header) > thresholds.max_columns:
        raise limits.too_many_columns(name, len(header), thresholds.max_columns)
    rows = tuple(_fit(row, len(header)) for row in grid.rows[index + 1 :])
    if len(rows) > thresholds.max_rows:
        raise limits.too_many_rows(name, thresholds.max_rows, header)
    numbers = grid.row_numbers[index + 1 :]
    header_row = grid.row_numbers[index]
    source = grid.source
    if header_row > 1:
        source = replace(source, details=(*source.details, _chip_text(header_row)))
    used = {c.subject for c in choices.about(ChoiceKey.ROW) if c.value == "use"}
    repeated = _repeated(header, rows, numbers)
    footnotes = _footnotes(len(header), rows, numbers)
    return Headed(
        table=Table(header=header, rows=rows, row_numbers=numbers, source=source),
        header_row=header_row,
        repeated=tuple(number for number in repeated if str(number) not in used),
        footnotes=tuple(number for number in footnotes if str(number) not in used),
        notes=_title_notes(grid, index),
        chips=(_chip(grid, index),),
    )


def _index(grid: Grid, choices: Choices) -> int:
    chosen = choices.get(ChoiceKey.HEADER)
    if chosen is None:
        return find_header_row(grid.rows)
    number = int(chosen) if _WHOLE.fullmatch(chosen) else None
    if number not in grid.row_numbers:
        message = f"{grid.source.name} has no row {chosen!r} with cells that could be its header."
        first, last = grid.row_numbers[0], grid.row_numbers[-1]
        raise ReadingError(message, f"Name a row between {first:,} and {last:,} by its number.")
    return grid.row_numbers.index(number)


def _fit(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Drop blank cells beyond the header; spreadsheets append them."""
    return row[: max(width, filled_width(row))]


def _title_notes(grid: Grid, index: int) -> tuple[Note, ...]:
    if index == 0:
        return ()
    lines = [_quoted(row) for row in grid.rows[: min(index, _QUOTED_LINES)]]
    more = f" and {index - len(lines)} more" if index > len(lines) else ""
    lies = "line above the header was" if index == 1 else "lines above the header were"
    return (
        Note(
            code=NoteCode.TITLE_LINES,
            message=f"{index} {lies} read as a title: {', '.join(lines)}{more}.",
            row=grid.row_numbers[0],
            value=grid.rows[0][0].strip() or None,
            undo=Choice(key=ChoiceKey.HEADER, value=str(grid.row_numbers[0])),
        ),
    )


def _quoted(row: Sequence[str]) -> str:
    return f"'{make_visible(', '.join(filled_cells(row)), _QUOTED_CHARACTERS)}'"


def _chip_text(row: int) -> str:
    return f"header in row {row}"


def _chip(grid: Grid, index: int) -> Chip:
    last = min(index + _OFFERED_BELOW, len(grid.rows) - 1)
    offered = range(max(0, last - _OFFERED_ROWS + 1), last + 1)
    answers = tuple(
        Answer(
            label=f"row {grid.row_numbers[i]}: {_quoted(grid.rows[i])}",
            choice=Choice(key=ChoiceKey.HEADER, value=str(grid.row_numbers[i])),
        )
        for i in offered
    )
    return Chip(
        text=_chip_text(grid.row_numbers[index]), answers=answers, taken=offered.index(index)
    )


def _repeated(
    header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numbers: tuple[int, ...]
) -> list[int]:
    names = [column_key(name) for name in header]
    return [
        number
        for row, number in zip(rows, numbers, strict=True)
        if len(row) >= len(names) and [column_key(cell) for cell in row] == names
    ]


def _footnotes(
    width: int, rows: tuple[tuple[str, ...], ...], numbers: tuple[int, ...]
) -> tuple[int, ...]:
    """The remarks at the end; a label that only lacks its numbers is no remark.

    They begin with a row that reads like a remark or stands below a blank row, and hold no number.
    """
    start = len(rows)
    while start > 1 and _could_be_remark(rows[start - 1], width):
        start -= 1
    for index in range(start, len(rows)):
        stands_apart = numbers[index] > numbers[index - 1] + 1
        if stands_apart or _reads_like_remark(rows[index]):
            return numbers[index:]
    return ()


def _could_be_remark(row: tuple[str, ...], width: int) -> bool:
    cells = filled_cells(row)
    is_split = _reads_like_remark(row) and filled_width(row) < width
    return width > 1 and bool(row[0].strip()) and (len(cells) == 1 or is_split) and _no_number(row)


def _no_number(row: tuple[str, ...]) -> bool:
    return not has_number(row)


def _reads_like_remark(row: tuple[str, ...]) -> bool:
    text = row[0].strip()
    words = len(text.split())
    return (
        bool(_FOOTNOTE.match(text))
        or ": " in text
        or words >= _WORDS_OF_A_SENTENCE
        or (words > 1 and text.endswith("."))
    )
