"""One rate as it is written: the share it says, what its rounding leaves open, and its scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Final

from experimentos_core.reading.names.role_words import name_words
from experimentos_core.reading.numbers.cells import exact_number

# A rate a program divided and printed is off by more than its last digit: it was rounded twice.
_FLOAT_NOISE: Final = Fraction(1, 2**50)
_MOST_DIGITS: Final = 10


class RateScale(StrEnum):
    """What a rate of one means."""

    FRACTION = "fraction"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCell:
    """One rate with what rounding leaves open.

    Attributes:
        value: The share of users it says.
        slack: Half a unit of its last digit, as a share.
    """

    value: Fraction
    slack: Fraction

    def may_be(self, share: Fraction) -> bool:
        """Whether a share, rounded, may be printed as this rate."""
        return abs(share - self.value) <= self.slack

    def counts(self, users: int) -> range:
        """Return the whole numbers out of so many users that may be printed as this rate."""
        low = max(0, ceil((self.value - self.slack) * users))
        high = min(users, floor((self.value + self.slack) * users))
        return range(low, high + 1)


def settled_scale(name: str, chosen: str | None, *, has_sign: bool) -> RateScale | None:
    """Return what a column of rates counts in where that is said; None where only values tell.

    Cells that stood with a percent sign were read as fractions, so nothing is left to choose; else
    the choice counts, else a percent sign (or the word) in the header.
    """
    if has_sign:
        return RateScale.FRACTION
    if chosen is not None:
        return RateScale(chosen)
    return RateScale.PERCENT if "pct" in name_words(name) else None


def likely_scale(cells: Sequence[str]) -> RateScale:
    """Return what rates most likely count in: percent where any goes beyond one."""
    values = (exact_number(cell) for cell in cells)
    is_percent = any(value is not None and value > 1 for value in values)
    return RateScale.PERCENT if is_percent else RateScale.FRACTION


def read_rate(cell: str, scale: RateScale) -> RateCell | None:
    """Return a rate between none and all; None for a cell that is no such number."""
    text = cell.strip()
    if text.endswith("%"):
        text, scale = text[:-1].strip(), RateScale.PERCENT
    number = exact_number(text)
    if number is None:
        return None
    unit = 100 if scale is RateScale.PERCENT else 1
    exponent = number.as_tuple().exponent
    digits = exponent if isinstance(exponent, int) else 0
    value = Fraction(number) / unit
    slack = Fraction(10) ** digits / 2 / unit + abs(value) * _FLOAT_NOISE
    return RateCell(value=value, slack=slack) if 0 <= value <= 1 else None


def in_percent(share: Fraction, slack: Fraction | None = None) -> str:
    """Return a share in percent: with the digits it was given in, or with two."""
    digits = 2
    if slack is not None:
        fitting = (d for d in range(_MOST_DIGITS) if Fraction(5, 10 ** (d + 1)) <= slack * 100)
        digits = next(fitting, _MOST_DIGITS)
    value = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{value:.{digits}f}%"
