"""Guardrails: every one for every treatment, judged by the charter's rule."""

import math
from dataclasses import dataclass

import numpy as np

from experimentos_core.analysis.guardrail_rules import StatusLevel, judge_guardrails
from experimentos_core.analysis.guardrail_wording import explain_status
from experimentos_core.analysis.numbers import Bounds, bounds
from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.dataset import CountMetric, Dataset
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.values import Direction, GuardrailStatus
from experimentos_core.reading.table import column_key
from experimentos_core.stats.exact import fisher_p
from experimentos_core.stats.proportions import compare_proportions, is_sparse

NOT_IN_DATA = "It is not in the data, so it counts as worsened."


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailResult:
    """One guardrail of one treatment; numbers are None where it could not be computed.

    Attributes:
        name: The guardrail.
        variant: The treatment.
        direction: The direction of harm.
        control_rate: Share of the control's users.
        treatment_rate: Share of the treatment's users.
        delta: Treatment minus control.
        ci: Score interval of `delta` at the charter's level; None where not computable.
        p_value: Two-sided p-value of the pooled z test.
        worsened_margin: Harmful change from which it is worsened.
        severe_margin: Harmful change from which it is severe.
        status: OK, Inconclusive, Worsened or Severe.
        reason: Why, in a sentence.
        users_to_settle: For an inconclusive one, total users of both arms at which, with the
            rates seen, harm of the severe margin would be ruled out; else None.
        fisher_p: Fisher's exact p-value on sparse tables, else None.
    """

    name: str
    variant: str
    direction: Direction
    control_rate: float | None
    treatment_rate: float | None
    delta: float | None
    ci: Bounds | None
    p_value: float | None
    worsened_margin: float
    severe_margin: float
    status: GuardrailStatus
    reason: str
    users_to_settle: int | None
    fisher_p: float | None

    @property
    def harm(self) -> float | None:
        """The change in the harmful direction."""
        return None if self.delta is None else self.direction.sign * self.delta

    @property
    def harm_ci(self) -> Bounds | None:
        """The interval of the harm, lower end first."""
        if self.ci is None or self.direction is Direction.UP:
            return self.ci
        low, high = self.ci
        return (None if high is None else -high, None if low is None else -low)


def analyse_guardrails(
    dataset: Dataset, charter: Charter, thresholds: Thresholds
) -> tuple[GuardrailResult, ...]:
    """Judge every guardrail of the charter for every treatment.

    One that is planned but not in the data is Worsened: it never passes for want of data.
    """
    metrics = {column_key(metric.name): metric for metric in dataset.guardrails}
    plans = charter.guardrails or ()
    judged = {
        plan.name: _judge(dataset, metrics[column_key(plan.name)], plan, charter, thresholds)
        for plan in plans
        if column_key(plan.name) in metrics
    }
    return tuple(
        judged[plan.name][index] if plan.name in judged else _not_computable(plan, variant)
        for index, variant in enumerate(dataset.treatments)
        for plan in plans
    )


def _not_computable(plan: GuardrailPlan, variant: str) -> GuardrailResult:
    return GuardrailResult(
        name=plan.name,
        variant=variant,
        direction=plan.direction,
        control_rate=None,
        treatment_rate=None,
        delta=None,
        ci=None,
        p_value=None,
        worsened_margin=plan.worsened_margin,
        severe_margin=plan.severe_margin,
        status=GuardrailStatus.WORSENED,
        reason=NOT_IN_DATA,
        users_to_settle=None,
        fisher_p=None,
    )


def _judge(
    dataset: Dataset,
    metric: CountMetric,
    plan: GuardrailPlan,
    charter: Charter,
    thresholds: Thresholds,
) -> tuple[GuardrailResult, ...]:
    """Judge one guardrail for all treatments at once."""
    users = np.array(dataset.users, dtype=np.int64)
    counts = np.array(metric.counts, dtype=np.int64)
    test = compare_proportions(counts[0], users[0], counts[1:], users[1:], charter.alpha)
    sign = plan.direction.sign
    ends = np.sort(sign * np.stack([test.difference_low, test.difference_high]), axis=0)
    harm = sign * test.difference
    levels = judge_guardrails(
        harm,
        ends[0],
        ends[1],
        worsened_margin=plan.worsened_margin,
        severe_margin=plan.severe_margin,
        rule=charter.guardrail_rule,
        tolerance=thresholds.margin_tolerance,
    )
    sparse = is_sparse(counts[0], users[0], counts[1:], users[1:])
    results: list[GuardrailResult] = []
    for i, variant in enumerate(dataset.treatments):
        status = StatusLevel(int(levels[i])).status
        harm_i, ends_i = float(harm[i]), (float(ends[0, i]), float(ends[1, i]))
        needed = None
        if status is GuardrailStatus.INCONCLUSIVE:
            both_arms = dataset.users[0] + dataset.users[i + 1]
            needed = users_to_settle(harm_i, ends_i[1], plan.severe_margin, both_arms)
        cells = (metric.counts[0], dataset.users[0], metric.counts[i + 1], dataset.users[i + 1])
        results.append(
            GuardrailResult(
                name=metric.name,
                variant=variant,
                direction=plan.direction,
                control_rate=cells[0] / cells[1],
                treatment_rate=cells[2] / cells[3],
                delta=float(test.difference[i]),
                ci=bounds(test.difference_low[i], test.difference_high[i]),
                p_value=float(test.p_value[i]),
                worsened_margin=plan.worsened_margin,
                severe_margin=plan.severe_margin,
                status=status,
                reason=explain_status(
                    status,
                    harm_i,
                    ends_i,
                    plan,
                    rule=charter.guardrail_rule,
                    users_needed=needed,
                ),
                users_to_settle=needed,
                fisher_p=fisher_p(*cells) if bool(sparse[i]) else None,
            )
        )
    return tuple(results)


def users_to_settle(harm: float, upper: float, severe_margin: float, users: int) -> int | None:
    """Total users at which the upper limit would fall to the severe margin, rates unchanged.

    The distance of the limit from the estimate shrinks with the square root of the users
    (the normal approximation of any interval). Rounded up to two significant digits; None where
    the estimate itself has reached the margin, which no number of users settles.
    """
    room = severe_margin - harm
    if room <= 0:
        return None
    needed = users * ((upper - harm) / room) ** 2
    unit: float = 10.0 ** (math.floor(math.log10(needed)) - 1)
    return int(np.ceil(needed / unit) * unit)
