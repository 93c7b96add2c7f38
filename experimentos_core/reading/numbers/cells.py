"""Cells as numbers before and after their style is decided: a rough look, and the exact value."""

import re
from decimal import Decimal
from typing import Final

_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MARKS: Final = re.compile(
    r"[\s\u00a0\u2007\u2009\u202f%()+\-\u2212\u2013$\u20ac\u00a3\u00a5'\u2019]"
    r"|\b(?:EUR|USD|GBP|CHF|kr|z\u0142)\b",
    re.IGNORECASE,
)
_LONGEST: Final = 100  # characters; whatever is longer is no number anyone wrote
_DIGITS: Final = re.compile(r"[0-9.,]*[0-9][0-9.,]*(?:[eE][0-9]{1,4})?")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}([., '\u2019])[0-9]{3}(?:\1[0-9]{3})*(?:[.,]0+)?")
_WHOLE: Final = re.compile(r"[0-9]+(?:[.,]0{1,2})?")
_PLAIN: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?([0-9]{1,4}))?")
_LARGEST_EXPONENT: Final = 40
_MOST_DIGITS: Final = 100
_NOT_DIGITS: Final = re.compile(r"[^0-9]")


def looks_numeric(cell: str) -> bool:
    """Whether a cell may be meant as a number, in any style: '1.234,5', '5 %', '$ 10'."""
    return len(cell) <= _LONGEST and _DIGITS.fullmatch(_MARKS.sub("", cell)) is not None


def rough_count(cell: str) -> int | None:
    """Return the count a cell most likely means, whatever parts its thousands; None if it is none.

    Only good for comparing columns with each other: '10.234' is 10234 here.
    """
    text = _SPACES.sub(" ", cell.strip())
    grouped = _GROUPED.fullmatch(text)
    if grouped is not None:
        groups = text.split(grouped.group(1))
        whole = [part for part in groups if len(_NOT_DIGITS.split(part)[0]) > 0]
        return int("".join(_NOT_DIGITS.split(part)[0] for part in whole)[:_MOST_DIGITS])
    if _WHOLE.fullmatch(text):
        return int(_NOT_DIGITS.split(text)[0][:_MOST_DIGITS])
    value = exact_number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def exact_number(cell: str) -> Decimal | None:
    """Return the exact value of a plain number; None for anything else, or one absurdly long."""
    text = cell.strip()
    found = _PLAIN.fullmatch(text) if len(text) <= _MOST_DIGITS else None
    if found is None or int(found.group(1) or 0) > _LARGEST_EXPONENT:
        return None
    return Decimal(text)


def plain_text(value: Decimal) -> str:
    """Return a number in digits, without an exponent: Decimal('1E+3') -> '1000'."""
    return format(value, "f")
