"""Rows of intervals on axes they share: the interval chart as records, and as words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from statistics import median_low

from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.formatting import count

_FURTHEST_MARGIN = 2.0
"""A margin further out than this many widths of the rows is not drawn."""
_FURTHEST_END = 10.0
"""An interval that reaches this many times as far as most others do is cut off."""
_MOST_UNLIKE = 8.0
"""Rows whose axis would be this many times as wide on another's do not share it."""


class Tone(StrEnum):
    """How a row reads at a glance."""

    GOOD = "good"
    BAD = "bad"
    UNCLEAR = "unclear"
    NEUTRAL = "neutral"
    """It changed, and nobody said which way is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """One interval; positions are changes, positive for better where that is known.

    Attributes:
        label: What changed.
        value: The change seen; None where there is none to draw.
        low: The left end of its interval; None for an open end.
        high: The right end; None for an open end.
        numbers: The change and its interval in words, with their true signs; or why there is none.
        word: What it shows, in a word.
        tone: The same as a colour.
        margins: For a guardrail, the worsened and the severe margin, as positions.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None
    numbers: str
    word: str
    tone: Tone
    margins: tuple[float, float] | None = None

    @property
    def reach(self) -> float:
        """How far from no change it goes, as far as that is known."""
        return max(abs(end) for end in (self.low or 0.0, self.high or 0.0, self.value or 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSection:
    """Rows under one title.

    Attributes:
        title: What they are.
        rows: From top to bottom.
        better: 1 where a rise is better in every row, -1 where a fall is, 0 where they differ.
        left_out: How many more there are.
    """

    title: str
    rows: tuple[ChartRow, ...]
    better: int
    left_out: int = 0

    @property
    def limits(self) -> tuple[float, float] | None:
        """What an axis has to hold: no change, intervals, near margins; None for nothing."""
        rows = [row for row in self.rows if row.value is not None]
        if not rows:
            return None
        reaches = [row.reach for row in rows]
        furthest = _FURTHEST_END * median_low(reaches) or max(reaches)
        ends = [end for row in rows for end in (row.low, row.high, row.value) if end is not None]
        known = [max(-furthest, min(end, furthest)) for end in ends]
        low, high = min(0.0, *known), max(0.0, *known)
        nearest = low - _FURTHEST_MARGIN * (high - low)
        low = min(
            [low, *(margin for row in rows for margin in row.margins or () if margin >= nearest)]
        )
        return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPanel:
    """Sections on one axis.

    Attributes:
        unit: What their changes are measured in.
        is_judged: Whether better is to the right; else higher is.
        sections: From top to bottom.
    """

    unit: ChangeUnit
    is_judged: bool
    sections: tuple[ChartSection, ...]

    @property
    def rows(self) -> tuple[ChartRow, ...]:
        """All rows, whatever their title."""
        return tuple(chain.from_iterable(section.rows for section in self.sections))

    @property
    def better(self) -> int:
        """1 where a rise is better in every row, -1 where a fall is, 0 where they differ."""
        signs = {section.better for section in self.sections}
        return signs.pop() if len(signs) == 1 else 0

    @property
    def limits(self) -> tuple[float, float] | None:
        """What the axis has to hold; None with nothing to draw."""
        found = [section.limits for section in self.sections]
        ends = [limits for limits in found if limits is not None]
        if not ends:
            return None
        return min(low for low, _ in ends), max(high for _, high in ends)

    def can_take(self, other: "ChartPanel") -> bool:
        """Whether the rows of another panel are as legible on this axis as on their own."""
        if (self.unit, self.is_judged) != (other.unit, other.is_judged):
            return False
        if self.unit is ChangeUnit.AMOUNT:
            return False
        mine, others = self.limits, other.limits
        if mine is None or others is None:
            return True
        both = max(mine[1], others[1]) - min(mine[0], others[0])
        return _MOST_UNLIKE * min(mine[1] - mine[0], others[1] - others[0]) >= both


def share_axes(panels: Iterable[ChartPanel]) -> tuple[ChartPanel, ...]:
    """Join panels whose changes share a unit, where none of them becomes illegible by it."""
    joined: list[ChartPanel] = []
    for panel in panels:
        place = next((i for i, other in enumerate(joined) if other.can_take(panel)), None)
        if place is None:
            joined.append(panel)
        else:
            sections = (*joined[place].sections, *panel.sections)
            joined[place] = replace(joined[place], sections=sections)
    return tuple(joined)


def panels_text(panels: Sequence[ChartPanel]) -> str:
    """Return a chart in words; empty where there is none."""
    return " ".join(_section_text(section) for panel in panels for section in panel.sections)


def _section_text(section: ChartSection) -> str:
    rows = "; ".join(f"{row.label} {row.numbers}, {row.word}" for row in section.rows)
    more = f"; {count(section.left_out)} more not drawn" if section.left_out else ""
    return f"{section.title}, change with interval: {rows}{more}."
