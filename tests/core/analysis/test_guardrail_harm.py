"""By which change and which limits a guardrail is judged, and what is left where there is none."""

from dataclasses import replace
from decimal import Decimal

import pytest

from experimentos_core.analysis.guardrails import analyse_guardrails
from experimentos_core.analysis.means import overall_means
from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.dataset import CountMetric, Dataset, MeanMetric, Metric
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS as USUAL
from experimentos_core.foundation.values import (
    Direction,
    GuardrailRule,
    GuardrailStatus,
    MarginScale,
)

DATA = Dataset(
    variants=("control", "b"),
    users=(10_000, 10_000),
    primary=CountMetric(name="orders", counts=(900, 900)),
)


def judged(metric: Metric, scale: MarginScale, **plan: object):
    wanted = GuardrailPlan(
        name=metric.name, worsened_margin=0.1, severe_margin=0.3, scale=scale, **plan
    )
    charter = Charter(guardrails=(wanted,), guardrail_rule=GuardrailRule.POINT)
    [found] = analyse_guardrails(replace(DATA, guardrails=(metric,)), charter, USUAL)
    return found


def test_no_guardrails_are_judged_where_none_are_planned() -> None:
    assert analyse_guardrails(DATA, Charter(guardrails=None), USUAL) == ()


@pytest.mark.parametrize(
    ("counts", "absolute", "relative"),
    [
        ((1000, 1000), GuardrailStatus.OK, GuardrailStatus.OK),
        ((1000, 1090), GuardrailStatus.OK, GuardrailStatus.OK),
        ((1000, 1110), GuardrailStatus.OK, GuardrailStatus.WORSENED),
        ((1000, 1310), GuardrailStatus.OK, GuardrailStatus.SEVERE),
        ((1000, 2100), GuardrailStatus.WORSENED, GuardrailStatus.SEVERE),
    ],
)
def test_harm_is_measured_as_its_margins_are(counts, absolute, relative) -> None:
    metric = CountMetric(name="refunds", counts=counts)
    assert judged(metric, MarginScale.ABSOLUTE, direction=Direction.UP).status is absolute
    assert judged(metric, MarginScale.RELATIVE, direction=Direction.UP).status is relative


def evidence(metric: Metric, direction: Direction) -> GuardrailStatus:
    plan = GuardrailPlan(
        name=metric.name,
        direction=direction,
        worsened_margin=0.1,
        severe_margin=0.3,
        scale=MarginScale.RELATIVE,
    )
    data = replace(DATA, guardrails=(metric,))
    [found] = analyse_guardrails(data, Charter(guardrails=(plan,)), USUAL)
    return found.status


def test_relative_harm_is_proven_and_ruled_out_by_relative_limits() -> None:
    close = CountMetric(name="refunds", counts=(1000, 1000))
    rare = CountMetric(name="refunds", counts=(20, 20))
    assert evidence(close, Direction.UP) is GuardrailStatus.OK
    assert evidence(rare, Direction.UP) is GuardrailStatus.INCONCLUSIVE
    assert evidence(rare, Direction.DOWN) is GuardrailStatus.INCONCLUSIVE


def test_a_mean_whose_relative_change_has_no_lower_end_rules_no_harm_out() -> None:
    """The control's mean is hardly above 0 and the treatment's below: there is no worst case."""
    metric = MeanMetric(
        name="revenue",
        per="orders",
        sizes=(400, 400),
        sums=(Decimal("4.5"), Decimal("-600.5")),
        squares=(Decimal("1600.25"), Decimal("2500.25")),
    )
    found = judged(metric, MarginScale.RELATIVE, direction=Direction.DOWN)
    assert found.relative_ci[0] is None
    assert evidence(metric, Direction.UP) is GuardrailStatus.OK
    assert evidence(metric, Direction.DOWN) in {GuardrailStatus.SEVERE, GuardrailStatus.WORSENED}
    assert found.harm_ci is not None
    assert found.harm_ci[1] is None


@pytest.mark.parametrize("direction", list(Direction))
def test_a_mean_whose_relative_change_has_no_end_at_all_is_unclear(direction: Direction) -> None:
    metric = MeanMetric(
        name="revenue",
        per="orders",
        sizes=(400, 400),
        sums=(Decimal("4.5"), Decimal("4.5")),
        squares=(Decimal("1600.25"), Decimal("2500.25")),
    )
    found = judged(metric, MarginScale.RELATIVE, direction=direction)
    assert (found.relative_delta, found.relative_ci) == (0.0, (None, None))
    assert evidence(metric, direction) is GuardrailStatus.INCONCLUSIVE


def test_arms_whose_values_hardly_differ_from_each_other_are_not_tested_together() -> None:
    tiny = MeanMetric(
        name="revenue",
        per="orders",
        sizes=(2, 2, 2),
        sums=(Decimal(0),) * 3,
        squares=(Decimal("1E-320"),) * 3,
    )
    assert overall_means(replace(DATA, variants=("control", "b", "c")), tiny) is None
