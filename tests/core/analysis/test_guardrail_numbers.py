"""The numbers of rates, as primary metric and as guardrails: each arm against the kernels."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from experimentos_core.analysis.guardrail_changes import Change, changes_of
from experimentos_core.analysis.guardrail_result import GuardrailResult
from experimentos_core.analysis.guardrails import NOT_IN_DATA, analyse_guardrails, users_to_settle
from experimentos_core.analysis.primary import analyse_primary
from experimentos_core.analysis.results import ArmRate
from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.dataset import CountMetric, Dataset, MeanMetric
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS as USUAL
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailStatus,
    MarginScale,
    MetricKind,
)
from experimentos_core.stats.exact import fisher_p
from experimentos_core.stats.proportions import (
    difference_interval,
    overall_chi_square,
    pooled_z_test,
    relative_interval,
)

USERS = (900, 1200, 40)
REFUNDS = CountMetric(name="refunds", counts=(45, 70, 1))
DATA = Dataset(
    variants=("control", "b", "c"),
    users=USERS,
    primary=CountMetric(name="orders", counts=(90, 160, 3)),
    guardrails=(REFUNDS,),
)
SUMS = MeanMetric(
    name="revenue",
    per="orders",
    sizes=(90, 160, 1),
    sums=(Decimal(450), Decimal("900.5"), Decimal(5)),
    squares=(Decimal("2600.25"), Decimal("6000.125"), Decimal(25)),
)


def table(counts: tuple[int, ...], arm: int) -> tuple[int, int, int, int]:
    return counts[0], USERS[0], counts[arm], USERS[arm]


def close(pair: object) -> object:
    low, high = pair  # type: ignore[misc]
    return pytest.approx((float(low), float(high)), rel=1e-12)


@pytest.mark.parametrize("arm", [1, 2])
def test_a_guardrail_that_is_a_rate_changes_as_the_kernels_say(arm: int) -> None:
    found = changes_of(DATA, REFUNDS, Charter(alpha=0.1), USUAL)[arm - 1]
    cells = table(REFUNDS.counts, arm)
    before, after = Fraction(cells[0], cells[1]), Fraction(cells[2], cells[3])
    assert found.control == float(before)
    assert found.treatment == float(after)
    assert found.delta == pytest.approx(float(after - before), rel=1e-14)
    assert found.relative_delta == pytest.approx(float(after / before - 1), rel=1e-14)
    assert found.ci == close(difference_interval(*cells, 0.1))
    assert found.relative_ci == close(relative_interval(*cells, 0.1))
    assert found.p_value == pytest.approx(float(pooled_z_test(*cells).p_value), rel=1e-12)
    assert found.fisher_p == (fisher_p(*cells) if arm == 2 else None)
    assert found.reason == ""


def test_a_guardrail_that_is_a_mean_says_why_it_cannot_be_tested() -> None:
    tested, untested = changes_of(DATA, SUMS, Charter(), USUAL)
    assert (tested.control, tested.treatment) == (5, pytest.approx(900.5 / 160))
    assert tested.delta == pytest.approx(900.5 / 160 - 5, rel=1e-12)
    assert tested.relative_delta == pytest.approx(900.5 / 800 - 1, rel=1e-12)
    assert tested.ci is not None
    assert tested.ci[0] < tested.delta < tested.ci[1]
    assert tested.relative_ci[0] < tested.relative_delta < tested.relative_ci[1]
    assert tested.reason == ""
    assert (untested.ci, untested.p_value) == (None, None)
    assert untested.reason == "a variant has fewer than two values"


def only(plan: GuardrailPlan, metric: CountMetric | MeanMetric = REFUNDS) -> GuardrailResult:
    of_metric = replace(DATA, guardrails=(metric,))
    return analyse_guardrails(of_metric, Charter(guardrails=(plan,)), USUAL)[0]


def test_a_judged_rate_carries_its_change_and_its_margins() -> None:
    plan = GuardrailPlan(
        name="Refunds", direction=Direction.UP, worsened_margin=0.01, severe_margin=0.02
    )
    found = only(plan)
    change: Change = changes_of(DATA, REFUNDS, Charter(), USUAL)[0]
    assert (found.name, found.variant, found.direction) == ("Refunds", "b", Direction.UP)
    assert (found.kind, found.per) == (MetricKind.RATE, "")
    assert (found.control_rate, found.treatment_rate) == (change.control, change.treatment)
    assert (found.control_mean, found.treatment_mean) == (None, None)
    assert (found.delta, found.ci) == (change.delta, change.ci)
    assert (found.relative_delta, found.relative_ci) == (change.relative_delta, change.relative_ci)
    assert (found.p_value, found.fisher_p) == (change.p_value, change.fisher_p)
    assert (found.worsened_margin, found.severe_margin) == (0.01, 0.02)
    assert (found.margin_scale, found.is_relative) == (MarginScale.ABSOLUTE, False)
    assert (found.harm, found.harm_ci) == (found.delta, found.ci)
    assert found.status is GuardrailStatus.INCONCLUSIVE
    needed = users_to_settle(found.delta, found.ci[1], 0.02, USERS[0] + USERS[1])
    assert found.users_to_settle == needed
    assert f"about {needed:,} users in both arms" in found.reason


def test_a_judged_mean_carries_its_means() -> None:
    found = only(GuardrailPlan(name="revenue", direction=Direction.DOWN), SUMS)
    change = changes_of(DATA, SUMS, Charter(), USUAL)[0]
    assert (found.kind, found.per) == (MetricKind.MEAN, "orders")
    assert (found.control_rate, found.treatment_rate) == (None, None)
    assert (found.control_mean, found.treatment_mean) == (change.control, change.treatment)
    assert (found.margin_scale, found.is_relative) == (MarginScale.RELATIVE, True)
    assert found.harm == -change.relative_delta
    assert found.harm_ci == (-change.relative_ci[1], -change.relative_ci[0])
    assert found.fisher_p is None


@pytest.mark.parametrize(
    ("kind", "scale", "delta_unit", "unit"),
    [
        (MetricKind.RATE, MarginScale.ABSOLUTE, ChangeUnit.POINTS, ChangeUnit.POINTS),
        (MetricKind.RATE, MarginScale.RELATIVE, ChangeUnit.POINTS, ChangeUnit.PERCENT),
        (MetricKind.MEAN, MarginScale.ABSOLUTE, ChangeUnit.AMOUNT, ChangeUnit.AMOUNT),
        (MetricKind.MEAN, MarginScale.RELATIVE, ChangeUnit.AMOUNT, ChangeUnit.PERCENT),
    ],
)
def test_the_units_of_a_guardrail(kind, scale, delta_unit, unit) -> None:
    found = replace(
        only(GuardrailPlan(name="refunds")),
        kind=kind,
        margin_scale=scale,
    )
    assert found.delta_unit is delta_unit
    assert found.unit is unit


def test_harm_is_turned_with_its_interval_and_open_ends_stay_open() -> None:
    up = replace(only(GuardrailPlan(name="refunds")), direction=Direction.UP, delta=0.5, ci=(0, 1))
    down = replace(up, direction=Direction.DOWN)
    relative = {"margin_scale": MarginScale.RELATIVE, "relative_delta": 0.25}
    assert (up.harm, up.harm_ci) == (0.5, (0, 1))
    assert (down.harm, down.harm_ci) == (-0.5, (-1, 0))
    assert replace(up, relative_ci=(0.1, None), **relative).harm_ci == (0.1, None)
    assert replace(down, relative_ci=(0.1, None), **relative).harm_ci == (None, -0.1)
    assert replace(down, relative_ci=(None, 0.1), **relative).harm_ci == (-0.1, None)
    for turned in (up, down):
        assert replace(turned, ci=None).harm_ci is None
        assert replace(turned, delta=None).harm_ci is None
        assert replace(turned, delta=None).harm is None


def test_what_is_not_in_the_data_has_no_numbers_and_counts_as_worsened() -> None:
    plan = GuardrailPlan(name="latency", worsened_margin=0.1, severe_margin=0.2)
    [found, other] = analyse_guardrails(DATA, Charter(guardrails=(plan,)), USUAL)
    assert (found.variant, other.variant) == ("b", "c")
    assert (found.name, found.status, found.reason) == (
        "latency",
        GuardrailStatus.WORSENED,
        NOT_IN_DATA,
    )
    assert (found.worsened_margin, found.severe_margin) == (0.1, 0.2)
    assert (found.margin_scale, found.kind) == (MarginScale.ABSOLUTE, plan.likely_kind)
    assert found.relative_ci == (None, None)
    numbers = (found.control_rate, found.treatment_rate, found.control_mean, found.treatment_mean)
    assert numbers == (None, None, None, None)
    more = (found.delta, found.ci, found.relative_delta, found.p_value, found.fisher_p)
    assert more == (None, None, None, None, None)
    assert (found.users_to_settle, found.per, found.direction) == (None, "", plan.direction)


def test_treatments_come_in_order_and_guardrails_as_planned() -> None:
    errors = CountMetric(name="errors", counts=(9, 9, 2))
    of_two = replace(DATA, guardrails=(REFUNDS, errors))
    plans = (GuardrailPlan(name="ERRORS"), GuardrailPlan(name="refunds"))
    found = analyse_guardrails(of_two, Charter(guardrails=plans), USUAL)
    names = [(one.variant, one.name) for one in found]
    assert names == [("b", "ERRORS"), ("b", "refunds"), ("c", "ERRORS"), ("c", "refunds")]
    assert [one.treatment_rate for one in found] == [9 / 1200, 70 / 1200, 2 / 40, 1 / 40]
    assert analyse_guardrails(of_two, Charter(guardrails=()), USUAL) == ()


@pytest.mark.parametrize(
    ("harm", "upper", "severe", "users", "needed"),
    [
        (0.0, 0.04, 0.02, 1000, 4000),
        (0.01, 0.04, 0.02, 1000, 9000),
        (-0.01, 0.04, 0.02, 1234, 3500),
        (0.0, 0.0201, 0.02, 100_000, 110_000),
        (0.02, 0.04, 0.02, 1000, None),
        (0.03, 0.04, 0.02, 1000, None),
        (0.0, float("inf"), 0.02, 1000, None),
        (0.0, 1.0, 1e-6, 1000, None),
        (0.0, 1.0, 1e-6, 999, 1_000_000_000_000_000),
    ],
)
def test_users_at_which_severe_harm_would_be_ruled_out(harm, upper, severe, users, needed) -> None:
    assert users_to_settle(harm, upper, severe, users) == needed


@pytest.mark.parametrize("arm", [1, 2])
def test_a_primary_rate_is_what_the_kernels_say(arm: int) -> None:
    charter = Charter(alpha=0.1, correction=Correction.BONFERRONI)
    result = analyse_primary(DATA, charter, USUAL)
    found = result.comparisons[arm - 1]
    counts = DATA.primary.counts
    cells = table(counts, arm)
    p = float(pooled_z_test(*cells).p_value)
    assert found.variant == DATA.variants[arm]
    assert found.control == ArmRate(users=900, conversions=90, rate=0.1)
    rate = counts[arm] / USERS[arm]
    assert found.treatment == ArmRate(users=USERS[arm], conversions=counts[arm], rate=rate)
    assert found.absolute_lift == pytest.approx(rate - 0.1, rel=1e-13)
    assert found.relative_lift == pytest.approx(rate / 0.1 - 1, rel=1e-13)
    assert found.ci == close(difference_interval(*cells, 0.05))
    assert found.relative_ci == close(relative_interval(*cells, 0.05))
    assert found.relative_reason is None
    assert found.z == pytest.approx(float(pooled_z_test(*cells).z), rel=1e-13)
    assert found.p_value == pytest.approx(p, rel=1e-12)
    assert found.p_corrected == pytest.approx(min(1, 2 * p), rel=1e-12)
    assert found.is_significant is (2 * p < 0.1)
    assert found.confidence == pytest.approx(0.95)
    assert found.fisher_p == (fisher_p(*cells) if arm == 2 else None)


def test_a_primary_rate_says_what_it_is_and_tests_several_arms_together() -> None:
    charter = Charter(primary=PrimaryPlan(metric="orders", direction=Direction.DOWN))
    result = analyse_primary(DATA, charter, USUAL)
    assert (result.metric, result.kind, result.per) == ("orders", MetricKind.RATE, "")
    assert (result.direction, result.unit) == (Direction.DOWN, ChangeUnit.POINTS)
    together = overall_chi_square(DATA.primary.counts, USERS)
    assert result.overall.chi2 == pytest.approx(float(together.chi2))
    assert (result.overall.df, result.overall.p_value) == (2, pytest.approx(together.p_value))


def test_two_arms_alone_are_not_tested_together() -> None:
    of_two = Dataset(
        variants=("control", "b"),
        users=(900, 1200),
        primary=CountMetric(name="orders", counts=(0, 160)),
    )
    result = analyse_primary(of_two, Charter(), USUAL)
    assert result.overall is None
    [found] = result.comparisons
    assert (found.relative_lift, found.relative_reason) == (None, "CONTROL_RATE_ZERO")
    assert found.relative_ci[1] is None


def test_a_primary_mean_says_what_it_is_and_tests_several_arms_together() -> None:
    three = replace(
        SUMS,
        sizes=(90, 160, 90),
        sums=(*SUMS.sums[:2], Decimal(460)),
        squares=(*SUMS.squares[:2], Decimal("2700.25")),
    )
    result = analyse_primary(replace(DATA, primary=three), Charter(), USUAL)
    assert (result.metric, result.kind, result.per) == ("revenue", MetricKind.MEAN, "orders")
    assert (result.direction, result.unit) == (Direction.UP, ChangeUnit.AMOUNT)
    assert result.overall is not None
    assert result.overall.df_between == 2
    assert [one.variant for one in result.comparisons] == ["b", "c"]
    assert result.comparisons[1].treatment.n == 90
    two = Dataset(
        variants=("control", "b"),
        users=(900, 1200),
        primary=replace(SUMS, sizes=(90, 160), sums=SUMS.sums[:2], squares=SUMS.squares[:2]),
    )
    assert analyse_primary(two, Charter(), USUAL).overall is None
