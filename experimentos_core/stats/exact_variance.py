"""Mean and variance from a count, a sum and a sum of squares: exact in rationals, rounded once.

The textbook formula in floats loses every digit where the mean is large against the spread (mean
1e9, standard deviation 1e-3). Here whole-number arithmetic carries all digits the sums were given
with, and Python's division of whole numbers rounds correctly.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

type Exact = int | Decimal | Fraction

_FEWEST = 2
"""Two values are the fewest that can differ."""

_TOLERANCE_INVERSE = 10**9
"""sum_sq may fall short of sum**2 / n by one part in this many before it is inconsistent."""

_DECISIVE_INVERSE = 100
"""Digits decide a variance when their half unit moves it by at most one part in this many."""

_LARGEST_WHOLE = 2**53
"""Beyond it a program that counts in float64 has rounded."""

_LARGEST_MEAN_SQUARED = 100
"""Of whole numbers that are believed to be exact, in variances: others may as well be rounded."""


class VarianceState(StrEnum):
    """What the sums say about the variance."""

    KNOWN = "KNOWN"
    """It is positive."""
    ZERO = "ZERO"
    """All values are equal, to within the tolerance."""
    TOO_FEW_VALUES = "TOO_FEW_VALUES"
    """Fewer than two values vary in no way that could be measured."""
    INCONSISTENT = "INCONSISTENT"
    """No values have these sums: sum_sq lies below sum**2 / n by more than the tolerance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Mean and variance of one arm.

    Attributes:
        n: Number of values.
        mean: In the metric's unit; None without values, or where the sums are inconsistent.
        variance: Unbiased (divisor n - 1), in the unit squared; None unless KNOWN or ZERO.
        state: Whether the variance could be had, and if not why.
    """

    n: int
    mean: float | None
    variance: float | None
    state: VarianceState


def variance_of_sums(n: int, total: Exact, total_sq: Exact) -> Moments:
    """Mean and (total_sq - total**2 / n) / (n - 1), exact and rounded once to the nearest float.

    A total_sq below total**2 / n by at most 1e-9 of itself gives variance 0 (sums that were
    rounded), by more INCONSISTENT, whatever n. Raises ValueError for a negative n, for nan or
    infinite sums, and for a mean or variance beyond the range of a float.
    """
    if n < 0:
        raise ValueError("The number of values must be at least 0.")
    top, bottom = _ratio(total)
    top_sq, bottom_sq = _ratio(total_sq)
    spread, common = _spread(n, top, bottom, top_sq, bottom_sq)
    # One value has no spread, and none has no sums.
    excess = abs(spread) if n < _FEWEST else -spread
    if n == 0:
        excess, common = top * top + top_sq * top_sq, 1
    if excess * _TOLERANCE_INVERSE > n * top_sq * bottom * bottom:
        return Moments(n=n, mean=None, variance=None, state=VarianceState.INCONSISTENT)
    mean = _rounded(top, bottom * n) if n else None
    if n < _FEWEST:
        return Moments(n=n, mean=mean, variance=None, state=VarianceState.TOO_FEW_VALUES)
    variance = _rounded(max(spread, 0), common * n * (n - 1))
    state = VarianceState.KNOWN if variance > 0 else VarianceState.ZERO
    return Moments(n=n, mean=mean, variance=variance, state=state)


def difference_of_means(n_c: int, total_c: Exact, n_t: int, total_t: Exact) -> float:
    """Treatment's mean minus control's, exact and rounded once; both n at least 1.

    The difference of two rounded means keeps no digit where they agree in the first sixteen.
    Raises ValueError for n below 1 and as `variance_of_sums` does.
    """
    if min(n_c, n_t) < 1:
        raise ValueError("The number of values must be at least 1.")
    (top_c, bottom_c), (top_t, bottom_t) = _ratio(total_c), _ratio(total_t)
    bottom_c, bottom_t = bottom_c * n_c, bottom_t * n_t
    return _rounded(top_t * bottom_c - top_c * bottom_t, bottom_t * bottom_c)


def digits_decide_variance(n: int, total: Exact, total_sq: Exact) -> bool:
    """Whether half a unit of the last digit given moves the variance by at most 1 %.

    Takes the worse of both sums moving up or down together. A sum that is an int or a Fraction
    counts as exact; a Decimal is as sharp as it is written (Decimal("5.00") sharper than
    Decimal("5")). A variance of 0 is decided by exact sums only. For n below 2 there is no
    variance to decide: True.
    """
    if n < _FEWEST:
        return True
    spread, common = _spread(n, *_ratio(total), *_ratio(total_sq))  # refuses what is no number
    moved, scale = _moved(n, total, total_sq, _half_unit(total))
    return moved * common * _DECISIVE_INVERSE <= max(spread, 0) * scale


def mean_left_open(n: int, total: Exact) -> float:
    """By how much half a unit of the last digit given may move the mean, in its own unit.

    0 for a total that is exact by type, or written without decimals and exponent; 0 without values.
    """
    if n < 1 or _decimals(total) == 0:
        return 0.0
    half, halves = _half_unit(total)
    return _rounded(half, halves * n)


def variance_left_open(n: int, total: Exact, total_sq: Exact) -> float:
    """By how much half a unit of the last digits given may move the variance, in its own unit.

    More trusting than `digits_decide_variance`. Sums are taken as exact where they read like those
    of numbers with some decimals: squares have twice as many, and both sums, in their last unit,
    are of one parity as x and x**2 are. Without decimals that is weak evidence, so such sums must
    also be short enough for a float64 and vary by a tenth of their mean or more. A total without
    decimals beside a sum of squares that has some is taken as exact too. 0 for n below 2, where
    there is no variance.
    """
    is_short = -_LARGEST_WHOLE <= total <= _LARGEST_WHOLE
    if n < _FEWEST or _read_as_exact(n, total, total_sq):
        return 0.0
    is_whole = is_short and _decimals(total) == 0 < _decimals(total_sq)
    moved, scale = _moved(n, total, total_sq, (0, 1) if is_whole else _half_unit(total))
    return _rounded(moved, scale * n * (n - 1))


def _read_as_exact(n: int, total: Exact, total_sq: Exact) -> bool:
    decimals = _decimals(total)
    if decimals < 0 or _decimals(total_sq) != 2 * decimals:
        return False
    in_units, sq_in_units = Fraction(total) * 10**decimals, Fraction(total_sq) * 100**decimals
    if (int(in_units) - int(sq_in_units)) % 2:
        return False
    if decimals > 0:
        return True
    spread = n * sq_in_units - in_units**2
    is_short = max(abs(in_units), sq_in_units) <= _LARGEST_WHOLE
    return is_short and bool(in_units**2 <= _LARGEST_MEAN_SQUARED * spread)


def _decimals(value: Exact) -> int:
    """Decimals a number was written with, negative for one in tens; 0 for exact types."""
    return -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0


def _moved(
    n: int, total: Exact, total_sq: Exact, half_of_total: tuple[int, int]
) -> tuple[int, int]:
    """By how much n * total_sq - total**2 may move, as a ratio."""
    (top, bottom), (half, halves) = _ratio(total), half_of_total
    half_sq, halves_sq = _half_unit(total_sq)
    # n * half_sq + (2 * |total| + half) * half
    square = bottom * halves * halves
    moved_by_total = (2 * abs(top) * halves + half * bottom) * half
    return n * half_sq * square + moved_by_total * halves_sq, square * halves_sq


def _spread(n: int, top: int, bottom: int, top_sq: int, bottom_sq: int) -> tuple[int, int]:
    """Numerator and positive denominator of n * total_sq - total**2, not reduced."""
    square = bottom * bottom
    return n * top_sq * square - top * top * bottom_sq, bottom_sq * square


def _ratio(value: Exact) -> tuple[int, int]:
    try:
        return value.as_integer_ratio()
    except (ValueError, OverflowError) as error:
        raise ValueError("A sum must be a finite number.") from error


def _rounded(numerator: int, denominator: int) -> float:
    try:
        return numerator / denominator
    except OverflowError as error:
        raise ValueError("The sums are too large to be computed with.") from error


def _half_unit(value: Exact) -> tuple[int, int]:
    """Half a unit of the last digit given, as a ratio; 0 for numbers that are exact by type."""
    if not isinstance(value, Decimal):
        return 0, 1
    exponent = int(value.as_tuple().exponent)
    return (10**exponent, 2) if exponent >= 0 else (1, 2 * 10**-exponent)
