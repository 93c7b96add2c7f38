"""From drawn data to what the rules look at, by the product's own tests and guardrail rules."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experimentos_core.analysis.guardrail_rules import (
    judge_by_sides,
    judge_guardrails,
    margin_noise,
    open_from,
    toward_harm,
)
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.values import Direction, GuardrailRule, MetricKind
from experimentos_core.operating_characteristics.drawing import Floats, Sample
from experimentos_core.operating_characteristics.plan import PlannedDecision, PlannedGuardrail
from experimentos_core.stats.margin_side import proportion_change, proportion_margin_side
from experimentos_core.stats.means import MeanComparison, compare_means
from experimentos_core.stats.multiplicity import adjust_p_values
from experimentos_core.stats.proportions import compare_proportions

type Levels = NDArray[np.int8]
type LevelsByRule = dict[GuardrailRule, Levels]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The primary metric of many experiments: one row an experiment, one column a treatment.

    Attributes:
        lift: Treatment minus control.
        p_value: Two-sided, not corrected; nan where nothing can be tested.
    """

    lift: Floats
    p_value: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the primary metric came to.

    Attributes:
        significant: Whether it changed significantly, corrected for all treatments.
        gains: Its change in the good direction.
    """

    significant: NDArray[np.bool_]
    gains: Floats


def compare_primary(plan: PlannedDecision, control: Sample, treated: Sample) -> Change:
    """Test every treatment against the control."""
    if plan.baseline.kind is MetricKind.MEAN:
        means = _compare_means(control, treated, plan.alpha)
        return Change(lift=means.difference, p_value=means.p_value)
    rates = proportion_change(control.values, control.users, treated.values, treated.users)
    return Change(lift=rates.difference, p_value=rates.p_value)


def correct(plan: PlannedDecision, changes: Sequence[Change]) -> Outcome:
    """Correct for the number of treatments; the i-th of them is taken from the i-th of changes."""
    p_values = np.stack([change.p_value[:, i] for i, change in enumerate(changes)], axis=-1)
    lifts = np.stack([change.lift[:, i] for i, change in enumerate(changes)], axis=-1)
    corrected = adjust_p_values(p_values, plan.correction)
    return Outcome(significant=corrected < plan.alpha, gains=lifts * plan.direction.sign)


def judge(
    plan: PlannedDecision,
    guardrail: PlannedGuardrail,
    control: Sample,
    treated: Sample,
    thresholds: Thresholds,
) -> LevelsByRule:
    """Judge a guardrail in every treatment, by each of the three rules."""
    is_rate = guardrail.baseline.kind is MetricKind.RATE
    if is_rate and not guardrail.is_relative:
        return _judge_rates(guardrail, control, treated, plan.alpha, thresholds)
    if is_rate:
        rates = compare_proportions(
            control.values, control.users, treated.values, treated.users, plan.alpha
        )
        change = (rates.relative_lift, rates.relative_low, rates.relative_high)
    else:
        change = _mean_change(guardrail, _compare_means(control, treated, plan.alpha))
    harm, low, high = toward_harm(*change, guardrail.direction)
    margins = guardrail.margins
    return {
        rule: judge_guardrails(
            harm,
            low,
            high,
            worsened_margin=margins.worsened,
            severe_margin=margins.severe,
            rule=rule,
            tolerance=margin_noise(margins.severe, thresholds),
        )
        for rule in GuardrailRule
    }


def _judge_rates(
    guardrail: PlannedGuardrail,
    control: Sample,
    treated: Sample,
    alpha: float,
    thresholds: Thresholds,
) -> LevelsByRule:
    """Judge by the sides of the limits alone; where harm is down, the arms change places.

    Exchanging the arms mirrors difference and interval bit for bit, and the lower limit is above
    0 exactly where a rise is significant.
    """
    margins = guardrail.margins
    tolerance = margin_noise(margins.severe, thresholds)
    before, after = control, treated
    if guardrail.direction is Direction.DOWN:
        before, after = treated, control
    harm, p_value, is_open = proportion_margin_side(
        before.values,
        before.users,
        after.values,
        after.users,
        alpha=alpha,
        margin=open_from(margins.severe, tolerance),
    )
    return {
        rule: judge_by_sides(
            harm,
            is_proven=(p_value < alpha) & (harm > 0),
            is_open=is_open,
            worsened_margin=margins.worsened,
            severe_margin=margins.severe,
            rule=rule,
            tolerance=tolerance,
        )
        for rule in GuardrailRule
    }


def _mean_change(
    guardrail: PlannedGuardrail, found: MeanComparison
) -> tuple[Floats, Floats, Floats]:
    if guardrail.is_relative:
        return found.relative_lift, found.relative_low, found.relative_high
    return found.difference, found.difference_low, found.difference_high


def _compare_means(control: Sample, treated: Sample, alpha: float) -> MeanComparison:
    return compare_means(
        control.users,
        control.values,
        control.variances,
        treated.users,
        treated.values,
        treated.variances,
        alpha,
    )
