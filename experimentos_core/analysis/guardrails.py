"""Guardrails: every one for every treatment, judged by the charter's rule."""

import math
from dataclasses import dataclass

from experimentos_core.analysis.guardrail_changes import Change, changes_of
from experimentos_core.analysis.guardrail_result import GuardrailResult, not_computable
from experimentos_core.analysis.guardrail_rules import (
    StatusLevel,
    judge_guardrails,
    margin_noise,
    toward_harm,
)
from experimentos_core.analysis.guardrail_wording import Judged, explain_status
from experimentos_core.charter import Charter, GuardrailPlan, Margins
from experimentos_core.dataset import Dataset, MeanMetric, Metric
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.values import (
    Direction,
    GuardrailRule,
    GuardrailStatus,
    MarginScale,
    MetricKind,
)
from experimentos_core.reading.table import column_key

_MOST_USERS = 1e15  # beyond it no number of users says anything
NOT_IN_DATA = "It is not in the data, so it counts as worsened."


def analyse_guardrails(
    dataset: Dataset, charter: Charter, thresholds: Thresholds
) -> tuple[GuardrailResult, ...]:
    """Judge every guardrail of the charter for every treatment.

    One that is planned but not in the data is Worsened: it never passes for want of data.
    """
    metrics = {column_key(metric.name): metric for metric in dataset.guardrails}
    judged = [
        _judge_all(dataset, metrics.get(column_key(plan.name)), plan, charter, thresholds)
        for plan in charter.guardrails or ()
    ]
    return tuple(of_plan[index] for index in range(len(dataset.treatments)) for of_plan in judged)


def _judge_all(
    dataset: Dataset,
    metric: Metric | None,
    plan: GuardrailPlan,
    charter: Charter,
    thresholds: Thresholds,
) -> tuple[GuardrailResult, ...]:
    """Judge one guardrail for all treatments."""
    kind = plan.likely_kind if metric is None else metric.kind
    margins = plan.margins(kind)
    if metric is None:
        return tuple(
            not_computable(plan, margins, kind, variant, NOT_IN_DATA)
            for variant in dataset.treatments
        )
    per = metric.per if isinstance(metric, MeanMetric) else ""
    changes = changes_of(dataset, metric, charter, thresholds)
    return tuple(
        _judge(
            _Subject(
                plan=plan,
                margins=margins,
                kind=kind,
                per=per,
                variant=variant,
                users=dataset.users[0] + users,
            ),
            change,
            charter.guardrail_rule,
            thresholds,
        )
        for variant, users, change in zip(
            dataset.treatments, dataset.users[1:], changes, strict=True
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """What is judged: one guardrail of one treatment; users are those of both arms."""

    plan: GuardrailPlan
    margins: Margins
    kind: MetricKind
    per: str
    variant: str
    users: int

    @property
    def unit(self) -> ChangeUnit:
        if self.margins.scale is MarginScale.RELATIVE:
            return ChangeUnit.PERCENT
        return ChangeUnit.POINTS if self.kind is MetricKind.RATE else ChangeUnit.AMOUNT


def _judge(
    subject: _Subject, change: Change, rule: GuardrailRule, thresholds: Thresholds
) -> GuardrailResult:
    plan, margins = subject.plan, subject.margins
    lacking = _why_not_judged(change, margins)
    status, reason, needed = GuardrailStatus.WORSENED, lacking, None
    if not lacking:
        harm, ends = _harm(change, margins, plan.direction)
        status = _status(harm, ends, margins, rule, thresholds)
        if status is GuardrailStatus.INCONCLUSIVE:
            needed = users_to_settle(harm, ends[1], margins.severe, subject.users)
        told = Judged(
            status=status, harm=harm, interval=ends, margins=margins, unit=subject.unit, rule=rule
        )
        reason = explain_status(told, users_needed=needed)
    is_mean = subject.kind is MetricKind.MEAN
    return GuardrailResult(
        name=plan.name,
        variant=subject.variant,
        direction=plan.direction,
        kind=subject.kind,
        per=subject.per,
        control_rate=None if is_mean else change.control,
        treatment_rate=None if is_mean else change.treatment,
        control_mean=change.control if is_mean else None,
        treatment_mean=change.treatment if is_mean else None,
        delta=change.delta,
        ci=change.ci,
        relative_delta=change.relative_delta,
        relative_ci=change.relative_ci,
        p_value=change.p_value,
        margin_scale=margins.scale,
        worsened_margin=margins.worsened,
        severe_margin=margins.severe,
        status=status,
        reason=reason,
        users_to_settle=needed,
        fisher_p=change.fisher_p,
    )


def _why_not_judged(change: Change, margins: Margins) -> str:
    """Say why there is nothing to judge by; empty where there is."""
    if change.ci is None:
        return f"It cannot be tested, because {change.reason}, so it counts as worsened."
    if margins.scale is MarginScale.RELATIVE and change.relative_delta is None:
        return (
            "It has no relative change, because the control's value is not above 0, so it counts "
            "as worsened; margins in its own unit could judge it."
        )
    return ""


def _harm(
    change: Change, margins: Margins, direction: Direction
) -> tuple[float, tuple[float, float]]:
    """Return the change in the harmful direction with its interval; open ends are infinite."""
    is_relative = margins.scale is MarginScale.RELATIVE
    value = (change.relative_delta if is_relative else change.delta) or 0.0
    low, high = change.relative_ci if is_relative else change.ci or (None, None)
    ends = (-math.inf if low is None else low, math.inf if high is None else high)
    harm, *turned = (float(x) for x in toward_harm(value, *ends, direction))
    return harm, (turned[0], turned[1])


def _status(
    harm: float,
    ends: tuple[float, float],
    margins: Margins,
    rule: GuardrailRule,
    thresholds: Thresholds,
) -> GuardrailStatus:
    level = judge_guardrails(
        harm,
        *ends,
        worsened_margin=margins.worsened,
        severe_margin=margins.severe,
        rule=rule,
        tolerance=margin_noise(margins.severe, thresholds),
    )
    return StatusLevel(int(level)).status


def users_to_settle(harm: float, upper: float, severe_margin: float, users: int) -> int | None:
    """Total users at which the upper limit would fall to the severe margin, values unchanged.

    The distance of the limit from the estimate shrinks with the square root of the users
    (the normal approximation of any interval). Rounded up to two significant digits; None where
    the estimate itself has reached the margin, which no number of users settles, and where the
    limit is unbounded.
    """
    room = severe_margin - harm
    if room <= 0 or math.isinf(upper):
        return None
    needed = users * ((upper - harm) / room) ** 2
    if not needed < _MOST_USERS:
        return None
    unit: float = 10.0 ** (math.floor(math.log10(needed)) - 1)
    return int(math.ceil(needed / unit) * unit)
