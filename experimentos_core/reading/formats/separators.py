"""Which character separates the cells: the one that makes a steady table with a header of words."""

import csv
import io
import itertools
import re
from dataclasses import dataclass
from typing import Final

from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.formats.header_row import (
    count_fitting,
    filled_cells,
    filled_width,
    find_header_row,
    has_number,
)
from experimentos_core.reading.notes import Answer, Chip

SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_SAMPLE_RECORDS = 250
_SAMPLE_CELLS = 500
_DECLARED = re.compile(r'"?sep=([^\w\s".\-+]|\t)"?[ ,;\t|]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_LEFT_OVER = re.compile(r'"[,;\t|]"')
_CUT_NUMBER = re.compile(r"\d[,;\t|]|[,;\t|]\d")
_WORDS_COUNT = 4
type Rank = tuple[bool, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Separator:
    """What stands between two cells.

    Attributes:
        name: Its name: comma, semicolon, tab or bar; another character that the file declares is
            named by itself.
        symbol: The character.
        chip: The decision.
        skip_lines: Lines at the beginning that only declare it; a spreadsheet does not show them.
    """

    name: str
    symbol: str
    chip: Chip
    skip_lines: int = 0


def find_separator(
    text: str,
    choices: Choices = Choices(),  # noqa: B008 - a frozen record
    *,
    is_copied: bool = False,
) -> Separator:
    """Find the separator from the first lines of a file.

    A choice wins, then a first line such as `sep=;`, then the candidate that separates most cells
    in rows as wide as a header of words. The header decides, because decimal commas occur only
    below it. Where nothing separates anything it is the comma.

    Args:
        text: The first lines.
        choices: What was chosen so far.
        is_copied: Whether the text is a range copied from a spreadsheet, which has tabs.
    """
    declared = _DECLARED.match(text)
    skip_lines = 1 if declared else 0
    chosen = choices.get(ChoiceKey.SEPARATOR)
    if chosen is not None:
        return _separator(chosen, tuple(SEPARATORS), skip_lines=skip_lines)
    if declared:
        name = _name(declared[1])
        return _separator(name, (name,), skip_lines=skip_lines)
    ranks = {name: _rank(text, symbol) for name, symbol in SEPARATORS.items()}
    possible = {name: rank for name, rank in ranks.items() if rank is not None}
    if is_copied and "tab" in possible:
        return _separator("tab", ("tab",))
    if not possible:
        name = _most_frequent(text)
        return _separator(name, (name,))
    best = max(possible, key=lambda name: possible[name])
    rivals = tuple(name for name, rank in possible.items() if rank[:2] == possible[best][:2])
    return _separator(best, rivals, is_guess=len(rivals) > 1)


def _separator(
    name: str, offered: tuple[str, ...], *, skip_lines: int = 0, is_guess: bool = False
) -> Separator:
    answers: tuple[Answer, ...] = ()
    if len(offered) > 1:
        answers = tuple(
            Answer(label=other, choice=Choice(key=ChoiceKey.SEPARATOR, value=other))
            for other in offered
        )
    return Separator(
        name=name,
        symbol=SEPARATORS.get(name, name),
        chip=Chip(text=name, is_guess=is_guess, answers=answers, taken=offered.index(name)),
        skip_lines=skip_lines,
    )


def _name(symbol: str) -> str:
    return next((name for name, known in SEPARATORS.items() if known == symbol), symbol)


def _rank(text: str, symbol: str) -> Rank | None:
    """How well a separator makes a table: no quotes left over, separators in place, its width.

    Places count four times below a header of words: below a header with numbers they may be the
    decimal commas of a row. None where no row has two cells.
    """
    rows = _sample(text, symbol)
    if not rows:
        return None
    index = find_header_row(rows)
    header = rows[index]
    if len(filled_cells(header)) < 2:  # noqa: PLR2004 - one cell is not separated
        return None
    width = filled_width(header)
    is_clean = not any(_LEFT_OVER.search(cell) for cells in rows for cell in cells)
    is_cut = any(_CUT_NUMBER.search(cell) for cell in header)
    weight = 1 if has_number(header) or is_cut else _WORDS_COUNT
    return (is_clean, weight * (1 + count_fitting(rows, index)) * (width - 1), width)


def _sample(text: str, symbol: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=symbol)
    try:
        return [
            cells[:_SAMPLE_CELLS]
            for cells in itertools.islice(reader, _SAMPLE_RECORDS)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error:
        return []


def _most_frequent(text: str) -> str:
    """The separator the first line has most of outside quotes; a header may be all there is."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=lambda name: unquoted.count(SEPARATORS[name]))
