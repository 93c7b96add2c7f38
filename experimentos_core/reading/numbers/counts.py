"""A text cell as an exact whole number, or the reason why it is none."""

import re
from decimal import Decimal
from enum import StrEnum

LARGEST_COUNT = 10**12
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_INFINITE = re.compile(r"[+-]?(inf|infinity|\u221e|1\.#inf|#div/0!)", re.IGNORECASE)


class CellProblem(StrEnum):
    """Why a cell is not a count."""

    BLANK = "blank"
    NOT_A_NUMBER = "not a number"
    INFINITE = "infinite"
    NEGATIVE = "negative"
    FRACTIONAL = "fractional"
    TOO_LARGE = "too large"


def parse_count(cell: str) -> int | CellProblem:
    """Read a count exactly: '1000', '1000.0' and '1e3' are 1000.

    Only plain numbers are read; a separator of thousands is a problem, never a guess.
    """
    text = cell.strip()
    if not text:
        return CellProblem.BLANK
    if _INFINITE.fullmatch(text):
        return CellProblem.INFINITE
    if not _NUMBER.fullmatch(text):
        return CellProblem.NOT_A_NUMBER
    return _whole(Decimal(text))


def _whole(value: Decimal) -> int | CellProblem:
    if value < 0:
        return CellProblem.NEGATIVE
    if value > LARGEST_COUNT:
        return CellProblem.TOO_LARGE
    return int(value) if value == value.to_integral_value() else CellProblem.FRACTIONAL
