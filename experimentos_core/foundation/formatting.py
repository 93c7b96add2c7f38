"""Numbers in words, once for the window, the memo and the command line."""

import re
from decimal import ROUND_HALF_EVEN, Decimal

MINUS = "\u2212"
NOT_AVAILABLE = "N/A"
_SMALLEST_PLAIN_P = 0.001
_MOST_DECIMALS = 12
_VISIBLY_EQUAL = 0.005
_NEARLY_ALL = 0.99999
_BEYOND_DIGITS = 1e-9
_MARGIN_NOISE = 1e-12
_MOST_DIGITS = 15
_MOST_WHOLE_DIGITS = 100
_PLAIN_NUMBER = re.compile(r"([+-]?)([0-9]+)(\.[0-9]*)?")
_LARGEST_LEVEL = 0.1  # levels people test at lie below

type Bounds = tuple[float | None, float | None]


def count(value: int) -> str:
    """1234567 -> '1,234,567'."""
    return f"{value:,}"


def in_groups(number: str) -> str:
    """A plain number with its thousands set apart: '-25600.50' -> '-25,600.50'.

    Any other text, one with an exponent or absurdly long among them, stays as it is.
    """
    match = _PLAIN_NUMBER.fullmatch(number)
    if match is None or len(match[2]) > _MOST_WHOLE_DIGITS:
        return number
    return f"{match[1]}{int(match[2]):,}{match[3] or ''}"


def percent(rate: float, digits: int = 2) -> str:
    """A share as a percentage: 0.1234 -> '12.34%'; more digits where the rate is tiny.

    0% and 100% are said only of none and of all: 0.99999 -> '99.999%'.
    """
    digits = _digits_for(rate * 100, digits)
    while rate < 1 and digits < _MOST_DECIMALS and _fixed(rate * 100, digits).startswith("100"):
        digits += 1
    return f"{_fixed(rate * 100, digits)}%"


def percent_pair(before: float, after: float) -> tuple[str, str]:
    """Two shares with digits enough to tell them apart where they differ."""
    digits = 2
    while digits < _MOST_DECIMALS and before != after:
        if percent(before, digits) != percent(after, digits):
            break
        digits += 1
    return percent(before, digits), percent(after, digits)


def level(share: float) -> str:
    """Return a share with no more digits than it needs: 95%, 97.5%, 98.33%; never a false 100%."""
    if 1 - _BEYOND_DIGITS < share < 1:
        return f"over {percent(_NEARLY_ALL, 3)}"
    digits = 0
    while abs(_as_number(percent(share, digits)) - share * 100) >= _VISIBLY_EQUAL:
        digits += 1
    return percent(share, digits)


def points(difference: float, digits: int = 2) -> str:
    """A difference of two shares in percentage points, signed: 0.003 -> '+0.30 pp'."""
    scaled = difference * 100
    return f"{_signed(scaled, _digits_for(scaled, digits))} pp"


def points_size(difference: float, digits: int = 2) -> str:
    """The size of a difference in percentage points, without sign: -0.003 -> '0.30 pp'."""
    return points(abs(difference), digits).removeprefix("+")


def points_beside(difference: float, margin: float) -> str:
    """The size of a difference with digits enough to stand on its own side of a margin.

    0.0029964 beside 0.003 -> '0.2996 pp', where two decimals would read as the margin itself.
    """
    size, digits = abs(difference), 2
    while digits < _MOST_DECIMALS and _side(_shown_points(size, digits), margin) != _side(
        size, margin
    ):
        digits += 1
    return points_size(size, digits)


def signed_percent(change: float | None, digits: int = 1) -> str:
    """A relative change, signed: 0.1 -> '+10.0%'; None -> 'undefined'."""
    if change is None:
        return "undefined"
    scaled = change * 100
    return f"{_signed(scaled, _digits_for(scaled, digits))}%"


def percent_beside(change: float, margin: float) -> str:
    """The size of a relative change, with digits enough to stand on its own side of a margin."""
    size, digits = abs(change), 1
    while digits < _MOST_DECIMALS and _side(_shown_percent(size, digits), margin) != _side(
        size, margin
    ):
        digits += 1
    return signed_percent(size, digits).removeprefix("+")


def points_interval(interval: Bounds) -> str:
    """An interval of a difference: '-0.12 to +0.72 pp'; both ends get the same digits."""
    low, high = interval
    digits = _common_digits(low, high, 2)
    return f"{_end(low, digits, low_end=True)} to {_end(high, digits, low_end=False)} pp"


def percent_interval(interval: Bounds | None) -> str:
    """An interval of a relative change: '-1.2% to +7.2%'; open ends are said in words."""
    if interval is None:
        return "undefined"
    low, high = interval
    digits = _common_digits(low, high, 1)
    low_text = _end(low, digits, low_end=True)
    high_text = _end(high, digits, low_end=False)
    low_unit = "%" if low is not None else ""
    high_unit = "%" if high is not None else ""
    return f"{low_text}{low_unit} to {high_text}{high_unit}"


def p_value(p: float, *levels: float) -> str:
    """A p-value that never reads as zero, nor on the other side of a level than it lies.

    0.0312 -> '0.031', 1.8e-06 -> '1.8e-06', 0.0496 -> '0.0496' (never '0.050'). Round values up
    to 0.1 are always told apart; `levels` are the thresholds this p-value was compared with.
    """
    if p <= 0.0:
        return "< 1e-300"
    digits = 2
    while _misleads(p, _p_text(p, digits), levels) and digits < _MOST_DIGITS:
        digits += 1
    return _p_text(p, digits)


def p_equals(p: float, *levels: float) -> str:
    """A p-value with its sign of relation: 'p = 0.031', 'p < 1e-300'."""
    text = p_value(p, *levels)
    return f"p {text}" if text[0] in "<>" else f"p = {text}"


def threshold(value: float) -> str:
    """A level or threshold as it was set, never rounded: 0.0125, 1e-05."""
    return repr(float(value))


def statistic(value: float) -> str:
    """A test statistic with two decimals and a true minus sign: -3.16."""
    return _fixed(value, 2)


def _p_text(p: float, digits: int) -> str:
    return f"{p:.{digits - 1}e}" if p < _SMALLEST_PLAIN_P else f"{p:.{digits}g}"


def _misleads(p: float, text: str, levels: tuple[float, ...]) -> bool:
    shown = float(text)
    crosses = any((shown < level) != (p < level) for level in levels)
    reads_as_round = shown <= _LARGEST_LEVEL and shown == float(f"{p:.1g}") and shown != p
    return crosses or reads_as_round


def _as_number(text: str) -> float:
    return float(text.rstrip("%").replace(",", ""))


def _shown_points(size: float, digits: int) -> float:
    return float(points_size(size, digits).removesuffix(" pp").replace(",", "")) / 100


def _shown_percent(size: float, digits: int) -> float:
    return _as_number(signed_percent(size, digits).removeprefix("+")) / 100


def _side(size: float, margin: float) -> int:
    """-1 below the margin, 1 above, 0 on it but for float noise."""
    gap = size - margin
    return 0 if abs(gap) <= _MARGIN_NOISE else (1 if gap > 0 else -1)


def _digits_for(scaled: float, digits: int) -> int:
    """Keep two significant digits of a small value visible, without endless tails."""
    magnitude = abs(scaled)
    while digits < _MOST_DECIMALS and 0 < magnitude < 10 ** (1 - digits):
        digits += 1
    return digits


def _common_digits(low: float | None, high: float | None, digits: int) -> int:
    """Decimals for both ends: none that is not zero may read as zero."""
    ends = [abs(end) * 100 for end in (low, high) if end is not None and end != 0]
    if not ends:
        return digits
    digits = _digits_for(max(ends), digits)
    while digits < _MOST_DECIMALS and any(end < 0.5 * 10**-digits for end in ends):
        digits += 1
    return digits


def _end(value: float | None, digits: int, *, low_end: bool) -> str:
    if value is None:
        return "no lower limit" if low_end else "no upper limit"
    return _signed(value * 100, digits)


def _signed(value: float, digits: int) -> str:
    text = _fixed(value, digits)
    return text if text.startswith(MINUS) or _is_zero(text) else f"+{text}"


def _fixed(value: float, digits: int) -> str:
    quantum = Decimal(1).scaleb(-digits)
    rounded = Decimal(repr(value)).quantize(quantum, rounding=ROUND_HALF_EVEN)
    text = f"{abs(rounded):,f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def _is_zero(text: str) -> bool:
    return not text.strip("0.,")
