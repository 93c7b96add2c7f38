"""A horizontal axis: where a number stands, and which ticks it has."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.formatting import MINUS
from experimentos_core.memo.charts.lettering import text_width

_MOST_TICKS = 7
_STEPS = (1.0, 2.0, 5.0, 10.0)
_NEARLY = 1e-9
_LARGEST_PLAIN, _SMALLEST_PLAIN = 1e9, 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Places between two ends.

    Attributes:
        low: The number at the left end.
        high: The number at the right end; more than `low`.
        left: Where that end is, in points.
        right: Where the other is.
    """

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Return where a number stands; beyond the ends it stands at the end."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def holds(self, value: float) -> bool:
        """Whether a number lies between the ends."""
        return self.low <= value <= self.high

    def ticks(
        self, size: float, write: Callable[[float, float], str]
    ) -> tuple[tuple[float, str], ...]:
        """Return round numbers on it with their words, few enough not to touch.

        Args:
            size: Of the text.
            write: Makes words of a number and the step from one tick to the next.
        """
        room, spare = self.right - self.left, 1.5 * size
        found: list[tuple[float, str]] = []
        for most in range(_MOST_TICKS, 0, -1):
            step = _round_step((self.high - self.low) / most)
            first, last = math.ceil(self.low / step), math.floor(self.high / step)
            found = [(i * step, write(i * step, step)) for i in range(first, last + 1)]
            widest = max((text_width(words, size) for _, words in found), default=0.0)
            if widest + spare <= room * step / (self.high - self.low):
                break
        return tuple(found)


def axis_over(low: float, high: float, left: float, right: float, air: float) -> Axis:
    """Return an axis over a range with `air`, a share of it, on either side; never of no length."""
    width = (high - low) or abs(high) * 0.01 or 0.01
    margin = air * width
    return Axis(low=low - margin, high=high + margin, left=left, right=right)


def _round_step(least: float) -> float:
    """The smallest round number that is no smaller."""
    unit = 10.0 ** math.floor(math.log10(least))
    return next(step * unit for step in _STEPS if step * unit >= least * (1.0 - _NEARLY))


def tick_words(value: float, step: float, unit: ChangeUnit, *, signed: bool) -> str:
    """A tick in as many digits as the step needs: '+0.5', '12%', '1,000'."""
    scale = 1.0 if unit is ChangeUnit.AMOUNT else 100.0
    scaled, fine = value * scale, step * scale
    mark = "%" if unit is ChangeUnit.PERCENT else ""
    if value == 0:
        return f"0{mark}"
    sign = MINUS if scaled < 0 else "+" if signed else ""
    if fine < _SMALLEST_PLAIN or (abs(scaled) >= _LARGEST_PLAIN and fine >= 1):
        return f"{sign}{abs(scaled):.3g}{mark}"
    decimals = max(0, -math.floor(math.log10(fine) + _NEARLY))
    return f"{sign}{abs(scaled):,.{decimals}f}{mark}"
