"""Where the table begins in rows of cells: the header, below any title lines."""

import re
from collections.abc import Sequence

from experimentos_core.reading.names.header_names import names_roles

_ROWS_ABOVE = 50
_ROWS_BELOW = 200
_ROWS_NAMED = 20
_LEAST_NAMED = 2
_MOST_NAMED = 60  # cells; looking at the names of more takes too long
_SPACES = "\u00a0\u202f\u2009 "
_NUMBER = re.compile(
    r"[(+\-\u2212]?(?:[$\u20ac\u00a3\u00a5\u20b9]|[A-Z]{3})?[ \u00a0\u202f]?[+\-\u2212]?"
    r"[0-9.,][0-9.,'\u2019 \u00a0\u202f\u2009]*(?:[eE][+\-\u2212]?[0-9]+)?"
    r"[ \u00a0\u202f]?(?:[%$\u20ac\u00a3\u00a5\u20b9]|[A-Z]{3})?\)?"
)


def find_header_row(rows: Sequence[Sequence[str]]) -> int:
    """Return the index of the header: 0 where nothing tells otherwise.

    It is the first row of several cells, none a number alone, as wide as most rows below it. Title
    lines are narrower than the table, or wider where they hold the separator. A row of nothing but
    numbers is never a header; one with a number in it is, where the data would begin with it.
    The first row that names users and variants or an outcome goes before any other.
    """
    named = next((i for i, row in enumerate(rows[:_ROWS_NAMED]) if _is_named_header(row)), None)
    if named is not None:
        return named
    plausible: list[int] = []
    for index in (i for i, row in enumerate(rows[:_ROWS_ABOVE]) if _could_be_header(row)):
        is_steady = is_steady_from(rows, index)
        is_text = not has_number(rows[index])
        if is_steady and is_text:
            return index
        plausible.append(index)
        if is_steady:
            break
    texts = [index for index in plausible if not has_number(rows[index])]
    return max(texts or plausible[:1] or [0], key=lambda index: count_fitting(rows, index))


def is_steady_from(rows: Sequence[Sequence[str]], index: int) -> bool:
    """Whether at least half of the rows below are as wide; False where none are."""
    below = min(len(rows) - index - 1, _ROWS_BELOW)
    return below > 0 and 2 * count_fitting(rows, index) >= below


def count_fitting(rows: Sequence[Sequence[str]], index: int) -> int:
    """Return how many of the next rows are as wide as this one, blank cells at the end aside."""
    width = filled_width(rows[index])
    below = rows[index + 1 : index + 1 + _ROWS_BELOW]
    return sum(filled_width(row) <= width <= len(row) for row in below)


def filled_width(row: Sequence[str]) -> int:
    """Return how many cells a row has up to its last one that is not blank."""
    return next((i for i in range(len(row), 0, -1) if row[i - 1].strip()), 0)


def filled_cells(row: Sequence[str]) -> list[str]:
    """Return the cells of a row that are not blank, without outer white space."""
    return [cell.strip() for cell in row if cell.strip()]


def has_number(row: Sequence[str]) -> bool:
    """Whether any cell is a number alone."""
    return any(is_number(cell) for cell in row)


def is_number(cell: str) -> bool:
    """Whether a cell is a number alone, in whatever style: '1.234,50 EUR', '(5)', '5 %'."""
    text = cell.strip(_SPACES)
    return bool(_NUMBER.fullmatch(text)) and any(mark in "0123456789" for mark in text)


def _is_named_header(row: Sequence[str]) -> bool:
    cells = filled_cells(row)
    return _LEAST_NAMED <= len(cells) <= _MOST_NAMED and not has_number(row) and names_roles(cells)


def _could_be_header(row: Sequence[str]) -> bool:
    cells = filled_cells(row)
    return len(cells) > 1 and not all(is_number(cell) for cell in cells)
