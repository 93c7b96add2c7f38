"""What the charts of beliefs show, as data, and the same in words.

A chart is a row an arm: rows stay apart where curves would coincide, or one would be a spike.
"""

from dataclasses import dataclass, replace

import numpy as np

from experimentos_core.bayesian import ArmBelief, BayesianComparison, BayesianView, MetricBelief
from experimentos_core.experiment import Report
from experimentos_core.foundation.amounts import amount_pair
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.formatting import count, level, percent_pair
from experimentos_core.foundation.values import Direction, MetricKind
from experimentos_core.memo.bayesian_words import belief_unit, chance_to_be_better, lift_interval
from experimentos_core.memo.chart_rows import told_arm
from experimentos_core.memo.wording import name
from experimentos_core.reading.table import column_key
from experimentos_core.stats.bayesian import lift_curve
from experimentos_core.stats.counts import Floats

MOST_ARMS = 6
MOST_TREATMENTS = 4
_FEW_ARMS = 4
UNKNOWN = "too little data"
_POINTS = 97
_BEYOND = 1.75
"""A curve reaches this many times as far from its middle as the credible interval does."""
_LEAST = 5e-4
"""And never further than what leaves out this much on either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefRow:
    """One curve; places are in the metric's unit, for lifts positive for better.

    Attributes:
        label: The arm.
        headline: The chance that a treatment is better, in words; empty for a single arm.
        numbers: The credible interval in words, or why there is none.
        low: The left end of the credible interval; None where nothing is known.
        high: The right end; None where nothing is known.
        x: Places from left to right; empty where nothing is known.
        density: The density at them.
    """

    label: str
    headline: str
    numbers: str
    low: float | None
    high: float | None
    x: Floats
    density: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefChart:
    """Rows on one axis.

    Attributes:
        title: What they are.
        interval: What their intervals are, with the level: '95% credible interval'.
        unit: What the axis is measured in.
        rows: From top to bottom; the control first where it is one.
        is_lift: Whether they are differences, so that zero means no change.
        better: 1 where a rise is better, -1 where a fall is; 1 where nobody said.
        is_judged: Whether anybody said.
        left_out: How many more there are.
    """

    title: str
    interval: str
    unit: ChangeUnit
    rows: tuple[BeliefRow, ...]
    is_lift: bool
    better: int
    is_judged: bool
    left_out: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of any row."""
        return all(row.low is None for row in self.rows)


def posterior_chart(
    report: Report, metric: str | None = None, most: int = MOST_ARMS
) -> BeliefChart | None:
    """Return what is believed of each arm on a metric, the primary one for None.

    None where nothing is known. Beyond `most` arms the first are shown, and the one that decided.
    """
    view, belief = report.bayesian, _belief_of(report, metric)
    if view is None or belief is None:
        return None
    arms = _chosen(report, belief, most)
    chart = BeliefChart(
        title=name(belief.metric),
        interval=_interval_name(view),
        unit=ChangeUnit.PERCENT if belief.kind is MetricKind.RATE else ChangeUnit.AMOUNT,
        rows=_posterior_rows(replace(belief, arms=arms), view.confidence),
        is_lift=False,
        better=1,
        is_judged=False,
        left_out=len(belief.arms) - len(arms),
    )
    return None if chart.is_empty else chart


def lift_chart(
    report: Report, metric: str | None = None, most: int = MOST_TREATMENTS
) -> BeliefChart | None:
    """Return how far each treatment is believed to be from the control; None as above."""
    view, belief = report.bayesian, _belief_of(report, metric)
    if view is None or belief is None:
        return None
    control, *arms = _chosen(report, belief, most + 1)
    is_judged = _is_judged(report, belief)
    told = {one.variant: one for one in (*view.conversion, *view.continuous) if _is_of(one, belief)}
    chart = BeliefChart(
        title=f"{name(belief.metric)}: difference from {name(control.variant)}",
        interval=_interval_name(view),
        unit=belief_unit(belief),
        rows=tuple(
            _lift_row(replace(belief, arms=(control, arm)), told[arm.variant], is_judged=is_judged)
            for arm in arms
        ),
        is_lift=True,
        better=belief.better.sign,
        is_judged=is_judged,
        left_out=len(belief.arms) - 1 - len(arms),
    )
    return None if chart.is_empty else chart


def belief_figure(report: Report) -> tuple[BeliefChart, BeliefChart] | None:
    """Return both charts of the primary metric with few arms, for little room; None as above."""
    arms = posterior_chart(report, most=_FEW_ARMS)
    lifts = lift_chart(report, most=_FEW_ARMS - 1)
    if arms is None or lifts is None:
        return None
    return arms, replace(lifts, title=f"Difference from {arms.rows[0].label}")


def posterior_chart_text(report: Report, metric: str | None = None) -> str:
    """Return the chart of the arms in words; empty where there is none."""
    chart = posterior_chart(report, metric)
    return "" if chart is None else _chart_text(chart)


def lift_chart_text(report: Report, metric: str | None = None) -> str:
    """Return the chart of the lifts in words; empty where there is none."""
    chart = lift_chart(report, metric)
    return "" if chart is None else _chart_text(chart)


def belief_figure_text(report: Report) -> str:
    """Return both charts of the primary metric in words; empty where there are none."""
    return " ".join(_chart_text(chart) for chart in belief_figure(report) or ())


def _chart_text(chart: BeliefChart) -> str:
    rows = "; ".join(
        ", ".join(part for part in (f"{row.label} {row.numbers}", row.headline) if part)
        for row in chart.rows
    )
    return f"{chart.title}, {chart.interval}: {rows}{_more(chart)}."


def _more(chart: BeliefChart) -> str:
    return f"; {count(chart.left_out)} more not drawn" if chart.left_out else ""


def _interval_name(view: BayesianView) -> str:
    return f"{level(view.confidence)} credible interval"


def _belief_of(report: Report, metric: str | None) -> MetricBelief | None:
    beliefs = report.bayesian.beliefs if report.bayesian else ()
    if metric is None:
        return beliefs[0] if beliefs else None
    wanted = column_key(metric)
    return next((belief for belief in beliefs if column_key(belief.metric) == wanted), None)


def _is_of(comparison: BayesianComparison, belief: MetricBelief) -> bool:
    return comparison.metric == belief.metric


def _is_judged(report: Report, belief: MetricBelief) -> bool:
    """Whether a direction was promised: for the primary metric and for guardrails."""
    plans = {column_key(plan.name) for plan in report.charter.guardrails or ()}
    is_primary = report.bayesian is not None and belief == report.bayesian.beliefs[0]
    return is_primary or column_key(belief.metric) in plans


def _chosen(report: Report, belief: MetricBelief, most: int) -> tuple[ArmBelief, ...]:
    arms, told = belief.arms, told_arm(report)
    kept = list(arms[:most])
    others = [arm for arm in arms[most:] if arm.variant == told]
    return (*kept[: most - len(others)], *others)


def _posterior_rows(belief: MetricBelief, confidence: float) -> tuple[BeliefRow, ...]:
    posterior = belief.posterior
    below, above = posterior.quantiles(0.5 * (1.0 - confidence))
    furthest = posterior.quantiles(_LEAST)
    left = np.fmax(*_reach(below, above, furthest[0]))
    right = np.fmin(*_reach(above, below, furthest[1]))
    grid = left[:, np.newaxis] + (right - left)[:, np.newaxis] * np.linspace(0.0, 1.0, _POINTS)
    density = posterior.density(grid)
    write = percent_pair if belief.kind is MetricKind.RATE else amount_pair
    rows: list[BeliefRow] = []
    for i, arm in enumerate(belief.arms):
        low, high = float(below[i]) + posterior.origin, float(above[i]) + posterior.origin
        if np.isnan(low):
            rows.append(_unknown(name(arm.variant)))
            continue
        rows.append(
            BeliefRow(
                label=name(arm.variant),
                headline="",
                numbers=" to ".join(write(low, high)),
                low=low,
                high=high,
                x=posterior.origin + grid[i],
                density=density[i],
            )
        )
    return tuple(rows)


def _reach(near: Floats, far: Floats, furthest: Floats) -> tuple[Floats, Floats]:
    """Where a curve ends on the side of `near`: beyond the interval, within what is possible."""
    return near + 0.5 * (_BEYOND - 1.0) * (near - far), furthest


def _lift_row(belief: MetricBelief, told: BayesianComparison, *, is_judged: bool) -> BeliefRow:
    low, high = told.lift_ci
    label = name(told.variant)
    if low is None or high is None:
        return _unknown(label)
    air = 0.5 * (_BEYOND - 1.0) * (high - low)
    at = np.linspace(low - air, high + air, _POINTS)
    density = lift_curve(belief.posterior, at)
    if belief.better is Direction.DOWN:
        low, high, at, density = -high, -low, -at[::-1], density[::-1]
    word = "better" if is_judged else "higher"
    return BeliefRow(
        label=label,
        headline=f"P({word}) {chance_to_be_better(told)}",
        numbers=lift_interval(told, belief_unit(belief)),
        low=low,
        high=high,
        x=at,
        density=density,
    )


def _unknown(label: str) -> BeliefRow:
    nothing = np.empty(0)
    return BeliefRow(
        label=label, headline="", numbers=UNKNOWN, low=None, high=None, x=nothing, density=nothing
    )
