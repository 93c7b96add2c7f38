"""One figure: as it was printed elsewhere, as it came out here, and whether they agree."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from experimentos_core.verification.cases import damaged

type Value = float | str
"""What a method computes: a number, or a word for what is none."""

type Figures = dict[str, Value]
"""All a method computes, by the names the cases use."""

UNDEFINED = "undefined"
UNBOUNDED = "unbounded"

_WORD = re.compile(r"[A-Za-z][A-Za-z_ ]*")
_FARTHEST = 400
"""Powers of ten beyond which no float lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFigure:
    """One row of the verification.

    Attributes:
        name: Which figure of the case.
        expected: As printed by the source, or a word.
        got: As computed here, to the last digit a float holds, or a word.
        difference: got - expected; None where either is a word.
        tolerance: Half a unit of the last digit expected; None for a word.
        agrees: Whether the difference is within the tolerance, or the words are the same.
    """

    name: str
    expected: str
    got: str
    difference: float | None
    tolerance: float | None
    agrees: bool


def check_figure(name: str, expected: str, value: Value) -> CheckedFigure:
    """Compare a computed value with the text it should be; exact in decimals.

    Raises:
        VerificationError: When the expected text is neither a number nor a word.
    """
    got = _as_text(value)
    if _WORD.fullmatch(expected):
        return CheckedFigure(
            name=name, expected=expected, got=got, difference=None, tolerance=None,
            agrees=got == expected,
        )  # fmt: skip
    wanted = _as_number(name, expected)
    tolerance = Decimal(5).scaleb(int(wanted.as_tuple().exponent) - 1)
    difference = None if _WORD.fullmatch(got) else Decimal(value) - wanted
    return CheckedFigure(
        name=name,
        expected=expected,
        got=got,
        difference=None if difference is None else float(difference),
        tolerance=float(tolerance),
        agrees=difference is not None and abs(difference) <= tolerance,
    )


def _as_text(value: Value) -> str:
    """All digits of a number; what is not finite has a word, as it has no place in a report."""
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return UNDEFINED
    return UNBOUNDED if math.isinf(value) else repr(value)


def _as_number(name: str, expected: str) -> Decimal:
    try:
        number = Decimal(expected)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > _FARTHEST:
        raise damaged(f"{expected[:40]!r} is no figure to compare {name!r} with")
    return number
