"""The text a cell of a workbook becomes: the digits that were meant, nothing rounded."""

import re
from decimal import Decimal
from typing import Final

from experimentos_core.reading.formats.workbook_book import Shown
from experimentos_core.reading.formats.workbook_dates import date_text, duration_text

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_EXACT_DIGITS: Final = 15
_MOST_CHARACTERS: Final = 400
_LARGEST_EXPONENT: Final = 330  # of a double, with room
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PRINTABLE_FROM: Final = 0x20
_SURROGATES: Final = range(0xD800, 0xE000)


def stored_number(stored: str) -> Decimal | None:
    """Return the number a cell stores, None where it stores none.

    Excel stores the nearest double in 17 digits: '5.5100000000000003E-2' was entered as 0.0551.
    The shortest decimal that gives the same double is taken; whole numbers keep every digit.
    """
    if len(stored) > _MOST_CHARACTERS or not _NUMBER.fullmatch(stored):
        return None
    number = Decimal(stored)
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    digits = number.as_tuple().digits
    if len(digits) > _EXACT_DIGITS and not _is_whole(number):
        shortest = Decimal(repr(float(number)))
        return shortest if shortest.is_finite() else number
    return number


def plain_text(number: Decimal) -> str:
    """Return a number without exponent, and without zeros that say nothing.

    >>> plain_text(Decimal("1E+6")), plain_text(Decimal("10234.0")), plain_text(Decimal("-0.50"))
    ('1000000', '10234', '-0.5')
    """
    text = format(number, "f").removeprefix("+")
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text == "-0" else text


def number_text(stored: str, shown: Shown, *, from_1904: bool) -> tuple[str, bool]:
    """Return the text of a stored number, and whether it became a day or a time.

    A percentage becomes a hundred times the number with its sign, so that what is read is what
    was shown. What is no number stays as it stood.

    Args:
        stored: The stored text.
        shown: How its cell shows numbers.
        from_1904: Whether the workbook counts days from 1904.
    """
    number = stored_number(stored)
    if number is None:
        return stored, False
    if shown is Shown.PERCENT:
        return f"{plain_text(_hundredfold(number))}%", False
    if shown is Shown.PERCENT_SIGN:
        return f"{plain_text(number)}%", False
    if shown is Shown.DURATION:
        return duration_text(number), True
    if shown is Shown.DATE:
        day = date_text(number, from_1904=from_1904)
        if day is not None:
            return day, True
    return plain_text(number), False


def unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold, '_x000D_', written back.

    Characters that no text file holds either stay written out.
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _hundredfold(number: Decimal) -> Decimal:
    """A hundred times the number; arithmetic would round after 28 digits."""
    sign, digits, exponent = number.as_tuple()
    return Decimal((sign, digits, int(exponent) + 2))


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    is_text = (code >= _PRINTABLE_FROM or chr(code) in "\t\n\r") and code not in _SURROGATES
    return chr(code) if is_text else match.group()
