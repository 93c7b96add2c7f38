"""What the interval chart shows, as data, and the same in words."""

from dataclasses import dataclass
from enum import StrEnum

from experimentos_core.analysis import Comparison, GuardrailResult
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import count, points, points_interval
from experimentos_core.foundation.values import Direction, GuardrailStatus
from experimentos_core.memo.wording import deciding_arm, name, reading_of

MOST_PRIMARY_ROWS = 24
MOST_GUARDRAIL_ROWS = 12


class Tone(StrEnum):
    """How a row reads at a glance."""

    GOOD = "good"
    BAD = "bad"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """One interval; positions are changes of a rate, positive for better.

    Attributes:
        label: What changed.
        value: The change seen.
        low: The worse end of its interval.
        high: The better end.
        numbers: The change and its interval in words, with their true signs.
        word: What it shows, in a word.
        tone: The same as a colour.
        margins: For a guardrail, the worsened and the severe margin, as positions.
    """

    label: str
    value: float
    low: float
    high: float
    numbers: str
    word: str
    tone: Tone
    margins: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPanel:
    """Rows on one axis.

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


def chart_panels(report: Report) -> tuple[ChartPanel, ...]:
    """Return the primary per treatment, and the guardrails of the treatment that decided.

    Empty where the data is unusable. A guardrail that could not be computed has no row.
    """
    arm = deciding_arm(report)
    if report.primary is None or arm is None:
        return ()
    good = report.primary.direction
    comparisons = report.primary.comparisons
    primary = ChartPanel(
        title=name(report.primary.metric),
        rows=tuple(
            _primary_row(comparison, good) for comparison in comparisons[:MOST_PRIMARY_ROWS]
        ),
        better=good.sign,
        left_out=max(0, len(comparisons) - MOST_PRIMARY_ROWS),
    )
    guardrails = _guardrail_panel(report, _told_arm(report, arm.variant))
    return (primary,) if guardrails is None else (primary, guardrails)


def _told_arm(report: Report, deciding: str) -> str:
    """The treatment whose guardrails are drawn: the launched one, else the one they hurt most."""
    if report.decision.variant is not None or not report.guardrails:
        return report.decision.variant or deciding
    order = tuple(GuardrailStatus)
    worst = max(order.index(guardrail.status) for guardrail in report.guardrails)
    hurt = [g.variant for g in report.guardrails if order.index(g.status) == worst]
    return deciding if deciding in hurt else hurt[0]


def _guardrail_panel(report: Report, variant: str) -> ChartPanel | None:
    mine = [guardrail for guardrail in report.guardrails if guardrail.variant == variant]
    rows = [_guardrail_row(guardrail) for guardrail in mine]
    known = tuple(row for row in rows if row is not None)
    if not known:
        return None
    directions = {-guardrail.direction.sign for guardrail in mine}
    is_only_arm = len({guardrail.variant for guardrail in report.guardrails}) == 1
    return ChartPanel(
        title="Guardrails" if is_only_arm else f"Guardrails of {name(variant)}",
        rows=known[:MOST_GUARDRAIL_ROWS],
        better=directions.pop() if len(directions) == 1 else 0,
        left_out=max(0, len(known) - MOST_GUARDRAIL_ROWS),
    )


def interval_chart_text(report: Report) -> str:
    """Return the chart in words, for those who cannot see it; empty where there is none."""
    return " ".join(_panel_text(panel) for panel in chart_panels(report))


def _panel_text(panel: ChartPanel) -> str:
    rows = "; ".join(f"{row.label} {row.numbers}, {row.word}" for row in panel.rows)
    more = f"; {count(panel.left_out)} more not drawn" if panel.left_out else ""
    return f"{panel.title}, change with interval: {rows}{more}."


def _primary_row(comparison: Comparison, good: Direction) -> ChartRow:
    word = reading_of(comparison, good)
    tones = {"better": Tone.GOOD, "worse": Tone.BAD}
    low, high = _oriented(comparison.ci, good.sign)
    return ChartRow(
        label=name(comparison.variant),
        value=good.sign * comparison.absolute_lift,
        low=low,
        high=high,
        numbers=_numbers(comparison.absolute_lift, comparison.ci),
        word=word,
        tone=tones.get(word, Tone.UNCLEAR),
    )


def _guardrail_row(guardrail: GuardrailResult) -> ChartRow | None:
    if guardrail.delta is None or guardrail.ci is None:
        return None
    better = -guardrail.direction.sign
    low, high = _oriented(guardrail.ci, better)
    tones = {GuardrailStatus.OK: Tone.GOOD, GuardrailStatus.INCONCLUSIVE: Tone.UNCLEAR}
    return ChartRow(
        label=name(guardrail.name),
        value=better * guardrail.delta,
        low=low,
        high=high,
        numbers=_numbers(guardrail.delta, guardrail.ci),
        word=guardrail.status.value,
        tone=tones.get(guardrail.status, Tone.BAD),
        margins=(-guardrail.worsened_margin, -guardrail.severe_margin),
    )


def _numbers(change: float, interval: tuple[float | None, float | None]) -> str:
    return f"{points(change)} ({points_interval(interval)})"


def _oriented(interval: tuple[float | None, float | None], sign: int) -> tuple[float, float]:
    """Return the ends with better to the right; a difference of rates ends at -1 and 1."""
    low = -1.0 if interval[0] is None else interval[0]
    high = 1.0 if interval[1] is None else interval[1]
    return (low, high) if sign > 0 else (-high, -low)
