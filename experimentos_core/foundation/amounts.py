"""Means and their changes in words: a metric's own unit, however large or small."""

import math
from decimal import ROUND_HALF_EVEN, Decimal

from experimentos_core.foundation.formatting import MINUS, Bounds

_USUAL_DECIMALS = 2
_MOST_DECIMALS = 12
_MOST_DIGITS = 15
_LARGEST_PLAIN = 1e15
_SMALLEST_PLAIN = 1e-9
_LARGE = 100_000.0
_NOISE = 1e-9  # share of a margin that is float noise


def amount(value: float, *beside: float) -> str:
    """A mean with two decimals, fewer where it is large, more where it or its neighbours are small.

    12.3456 -> '12.35', 0.001234 -> '0.0012', 1234567.8 -> '1,234,568', 1e20 -> '1.00e+20'.
    """
    return _written(value, _decimals(value, *beside))


def amount_pair(before: float, after: float) -> tuple[str, str]:
    """Two means with digits enough to show two of their difference."""
    decimals = max(_decimals(before), _decimals(after))
    gap = abs(after - before)
    if gap > 0:
        decimals = min(max(decimals, 1 - _exponent(gap)), _MOST_DIGITS)
    return _written(before, decimals), _written(after, decimals)


def signed_amount(change: float) -> str:
    """A change of a mean, signed: 0.5 -> '+0.50'."""
    return _signed(change, _decimals(change))


def amount_size(change: float) -> str:
    """The size of a change, without sign."""
    return amount(abs(change))


def amount_beside(change: float, margin: float) -> str:
    """The size of a change with digits enough to stand on its own side of a margin."""
    size, decimals = abs(change), _decimals(change)
    while decimals < _MOST_DIGITS and _side(_read(_written(size, decimals)), margin) != _side(
        size, margin
    ):
        decimals += 1
    return _written(size, decimals)


def amount_interval(interval: Bounds) -> str:
    """An interval of a change: '-0.12 to +0.72'; both ends get the same decimals."""
    ends = [end for end in interval if end is not None]
    decimals = max((_decimals(end) for end in ends), default=_USUAL_DECIMALS)
    if len(ends) > 1 and ends[1] > ends[0]:
        decimals = min(max(decimals, 1 - _exponent(ends[1] - ends[0])), _MOST_DECIMALS)
    low, high = interval
    low_text = "no lower limit" if low is None else _signed(low, decimals)
    high_text = "no upper limit" if high is None else _signed(high, decimals)
    return f"{low_text} to {high_text}"


def _decimals(*values: float) -> int:
    """Decimals that leave two digits of the smallest value that is not 0."""
    sizes = [abs(value) for value in values if value]
    if not sizes:
        return _USUAL_DECIMALS
    if min(sizes) >= _LARGE:
        return 0
    return min(max(_USUAL_DECIMALS, 1 - _exponent(min(sizes))), _MOST_DECIMALS)


def _exponent(size: float) -> int:
    return math.floor(math.log10(size))


def _signed(value: float, decimals: int) -> str:
    text = _written(value, decimals)
    return text if text.startswith(MINUS) or value == 0 else f"+{text}"


def _written(value: float, decimals: int) -> str:
    size = abs(value)
    if size and not _SMALLEST_PLAIN <= size < _LARGEST_PLAIN:
        text = f"{size:.2e}"
    else:
        quantum = Decimal(1).scaleb(-decimals)
        text = f"{Decimal(repr(size)).quantize(quantum, rounding=ROUND_HALF_EVEN):,f}"
    is_zero = not text.strip("0.,")
    return f"{MINUS}{text}" if value < 0 and not is_zero else text


def _read(text: str) -> float:
    return float(text.replace(",", ""))


def _side(size: float, margin: float) -> int:
    """-1 below the margin, 1 above, 0 on it but for float noise."""
    gap = size - margin
    return 0 if abs(gap) <= _NOISE * margin else (1 if gap > 0 else -1)
