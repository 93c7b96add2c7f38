"""What the interval chart shows: every metric as rows, and the same in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from experimentos_core.analysis import (
    Comparison,
    GuardrailResult,
    PrimaryResult,
    RateComparison,
)
from experimentos_core.analysis.comparison_words import not_testable
from experimentos_core.experiment import Report
from experimentos_core.foundation.changes import ChangeUnit, change_interval, signed_change
from experimentos_core.foundation.formatting import Bounds
from experimentos_core.foundation.values import Direction, GuardrailStatus
from experimentos_core.memo.chart_records import (
    ChartPanel,
    ChartRow,
    ChartSection,
    Tone,
    panels_text,
    share_axes,
)
from experimentos_core.memo.wording import (
    as_comparison,
    deciding_arm,
    guardrails_of,
    metric_title,
    name,
    reading_of,
    side_of,
)

MOST_PRIMARY_ROWS = 24
MOST_GUARDRAIL_ROWS = 12
MOST_CONTINUOUS_ROWS = 12
_SAID_BY_THE_WORD = ", so it counts as worsened."
_UNIT_NAMES = {
    ChangeUnit.POINTS: "in percentage points",
    ChangeUnit.PERCENT: "relative to control",
    ChangeUnit.AMOUNT: "in their own unit",
}


class _Look(NamedTuple):
    """What a row is called, what it shows in a word, and how that reads at a glance."""

    label: str
    word: str
    tone: Tone


def chart_panels(report: Report) -> tuple[ChartPanel, ...]:
    """Return the primary metric per treatment, then all others of the treatment that is told.

    Those are the guardrails and the continuous metrics that are none. Rows that share a unit
    share an axis: percentage points, or per cent of the control; a mean whose relative change is
    unknown has an axis of its own. Empty where the data is unusable.
    """
    arm = told_arm(report)
    if report.primary is None or arm is None:
        return ()
    return share_axes(
        (
            _primary_panel(report.primary),
            *_guardrail_panels(report, arm),
            *_continuous_panels(report, arm),
        )
    )


def interval_chart_text(report: Report) -> str:
    """Return the chart in words, for those who cannot see it; empty where there is none."""
    return panels_text(chart_panels(report))


def told_arm(report: Report) -> str | None:
    """Return the treatment whose guardrails are drawn: the launched one, else the one they hurt.

    None where nothing was analysed.
    """
    deciding = deciding_arm(report)
    if deciding is None or report.decision.variant is not None or not report.guardrails:
        return deciding.variant if deciding else None
    order = tuple(GuardrailStatus)
    worst = max(order.index(guardrail.status) for guardrail in report.guardrails)
    hurt = [g.variant for g in report.guardrails if order.index(g.status) == worst]
    return deciding.variant if deciding.variant in hurt else hurt[0]


def _primary_panel(primary: PrimaryResult) -> ChartPanel:
    comparisons, good = primary.comparisons, primary.direction
    unit = _unit_of_lifts(comparisons)
    section = ChartSection(
        title=metric_title(primary.metric, primary.per),
        rows=tuple(_primary_row(one, good, unit) for one in comparisons[:MOST_PRIMARY_ROWS]),
        better=good.sign,
        left_out=max(0, len(comparisons) - MOST_PRIMARY_ROWS),
    )
    return ChartPanel(unit=unit, is_judged=True, sections=(section,))


def _guardrail_panels(report: Report, variant: str) -> tuple[ChartPanel, ...]:
    """One panel a unit, one a metric where that is the metric's own."""
    mine = guardrails_of(report, variant)
    title = _title("Guardrails", report, variant)
    has_one_unit = len({guardrail.unit for guardrail in mine}) == 1
    drawn = mine[:MOST_GUARDRAIL_ROWS]
    panels: list[ChartPanel] = []
    for alike in _alike([(guardrail.unit, guardrail.name) for guardrail in drawn]):
        of_unit = [drawn[i] for i in alike]
        signs = {-guardrail.direction.sign for guardrail in of_unit}
        section = ChartSection(
            title=title if has_one_unit else f"{title}, {_UNIT_NAMES[of_unit[0].unit]}",
            rows=tuple(_guardrail_row(guardrail) for guardrail in of_unit),
            better=signs.pop() if len(signs) == 1 else 0,
            left_out=0 if panels else len(mine) - len(drawn),
        )
        panels.append(ChartPanel(unit=of_unit[0].unit, is_judged=True, sections=(section,)))
    return tuple(panels)


def _continuous_panels(report: Report, variant: str) -> tuple[ChartPanel, ...]:
    """The same for continuous metrics nobody promised a direction for."""
    mine = [
        (result.metric, as_comparison(result, report.charter.alpha))
        for result in report.continuous
        if result.variant == variant and result.guardrail is None
    ]
    title = _title("Continuous metrics", report, variant)
    drawn = mine[:MOST_CONTINUOUS_ROWS]
    panels: list[ChartPanel] = []
    units = [_unit_of_lifts([comparison]) for _, comparison in drawn]
    keys = [(unit, metric) for unit, (metric, _) in zip(units, drawn, strict=True)]
    for alike in _alike(keys):
        unit = units[alike[0]]
        section = ChartSection(
            title=title,
            rows=tuple(_continuous_row(*drawn[i], unit) for i in alike),
            better=1,
            left_out=0 if panels else len(mine) - len(drawn),
        )
        panels.append(ChartPanel(unit=unit, is_judged=False, sections=(section,)))
    return tuple(panels)


def _title(what: str, report: Report, variant: str) -> str:
    is_only_arm = len(report.decision.arms) == 1
    return what if is_only_arm else f"{what} of {name(variant)}"


def _alike(keys: Sequence[tuple[ChangeUnit, str]]) -> Iterable[list[int]]:
    """Positions that can share an axis: those of one unit, or of one metric in its own unit."""
    groups: dict[tuple[ChangeUnit, str], list[int]] = {}
    for position, (unit, metric) in enumerate(keys):
        group = (unit, metric if unit is ChangeUnit.AMOUNT else "")
        groups.setdefault(group, []).append(position)
    return groups.values()


def _unit_of_lifts(comparisons: Sequence[Comparison]) -> ChangeUnit:
    """Percentage points for rates; for means per cent, if that is known of all that was tested."""
    if any(isinstance(comparison, RateComparison) for comparison in comparisons):
        return ChangeUnit.POINTS
    is_known = all(
        comparison.relative_lift is not None and comparison.relative_ci != (None, None)
        for comparison in comparisons
        if not not_testable(comparison)
    )
    return ChangeUnit.PERCENT if is_known else ChangeUnit.AMOUNT


def _primary_row(comparison: Comparison, good: Direction, unit: ChangeUnit) -> ChartRow:
    word = reading_of(comparison, good)
    tones = {"better": Tone.GOOD, "worse": Tone.BAD}
    look = _Look(name(comparison.variant), word, tones.get(word, Tone.UNCLEAR))
    return _lift_row(comparison, look, good.sign, unit)


def _continuous_row(metric: str, comparison: Comparison, unit: ChangeUnit) -> ChartRow:
    tone = Tone.NEUTRAL if comparison.is_significant else Tone.UNCLEAR
    return _lift_row(comparison, _Look(name(metric), side_of(comparison), tone), 1, unit)


def _lift_row(comparison: Comparison, look: _Look, better: int, unit: ChangeUnit) -> ChartRow:
    """The relative change where the unit is per cent, else the change itself."""
    is_relative = unit is ChangeUnit.PERCENT
    change = comparison.relative_lift if is_relative else comparison.absolute_lift
    interval = comparison.relative_ci if is_relative else comparison.ci
    clause = not_testable(comparison)
    if clause or change is None or interval is None:
        return _undrawn(look, clause)
    return _drawn(look, (change, interval, unit), better)


def _guardrail_row(guardrail: GuardrailResult) -> ChartRow:
    tones = {GuardrailStatus.OK: Tone.GOOD, GuardrailStatus.INCONCLUSIVE: Tone.UNCLEAR}
    status = guardrail.status
    look = _Look(name(guardrail.name), status.value, tones.get(status, Tone.BAD))
    change = guardrail.relative_delta if guardrail.is_relative else guardrail.delta
    interval = guardrail.relative_ci if guardrail.is_relative else guardrail.ci
    if guardrail.ci is None or change is None or interval is None:
        return _undrawn(look, guardrail.reason.removesuffix(_SAID_BY_THE_WORD))
    row = _drawn(look, (change, interval, guardrail.unit), -guardrail.direction.sign)
    return replace(row, margins=(-guardrail.worsened_margin, -guardrail.severe_margin))


def _drawn(look: _Look, change: tuple[float, Bounds, ChangeUnit], better: int) -> ChartRow:
    value, interval, unit = change
    low, high = interval
    if better < 0:
        low, high = _negative(high), _negative(low)
    numbers = f"{signed_change(value, unit)} ({change_interval(interval, unit)})"
    return _row(look, numbers, better * value, (low, high))


def _undrawn(look: _Look, why: str) -> ChartRow:
    return _row(look, why, None, (None, None))


def _row(look: _Look, numbers: str, value: float | None, interval: Bounds) -> ChartRow:
    return ChartRow(
        label=look.label,
        value=value,
        low=interval[0],
        high=interval[1],
        numbers=numbers,
        word=look.word,
        tone=look.tone,
    )


def _negative(end: float | None) -> float | None:
    return None if end is None else -end
