"""Numbers as a person types them into the plan: with a point in every locale; no Qt."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+\-\u2212]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_LONGEST = 40


def parse_number(text: str) -> Decimal | None:
    """Read '0.30', '-1' or '.5' exactly; None for anything else.

    A comma is refused, never guessed: '0,30' may be meant as 0.30, '1,000' as a thousand.
    """
    plain = text.strip()
    if len(plain) > _LONGEST or not _NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace("\u2212", "-"))


def number_text(value: float, decimals: int = 0) -> str:
    """Write a number so that it reads back exactly, with at least so many decimals."""
    return decimal_text(Decimal(repr(value)), decimals)


def decimal_text(value: Decimal, decimals: int = 0) -> str:
    """Write an exact number without exponent, with at least so many decimals."""
    text = f"{value.normalize():f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.ljust(decimals, "0")
    return f"{whole}.{fraction}" if fraction else whole


def points_text(rate: float) -> str:
    """Write a share as percentage points: 0.003 as '0.30'."""
    return decimal_text(Decimal(repr(rate)) * 100, 2)


def rate_of(points: Decimal) -> float:
    """Return percentage points as a share: 0.30 is 0.003."""
    return float(points / 100)


def trouble_with(text: str, example: str) -> str:
    """Say why a text is no number."""
    if not text.strip():
        return f"A number is missing here, for instance {example}."
    if "," in text:
        return f"Write the decimal point as a point, not a comma: {example}."
    return f"This is not a number. Write it in digits, for instance {example}."
