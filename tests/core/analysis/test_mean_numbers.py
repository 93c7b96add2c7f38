"""The numbers of means, as primary metric, as guardrails and beside: as the kernel says."""

from dataclasses import replace
from decimal import Decimal

import pytest

from experimentos_core.analysis.guardrails import analyse_guardrails
from experimentos_core.analysis.means import (
    analyse_continuous,
    compare_primary_means,
    overall_means,
)
from experimentos_core.analysis.primary import analyse_primary
from experimentos_core.analysis.results import ArmMean
from experimentos_core.charter import Charter, GuardrailPlan, SecondaryPlan
from experimentos_core.dataset import CountMetric, Dataset, MeanMetric
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS as USUAL
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailStatus,
    MarginScale,
)
from experimentos_core.stats.continuous_analysis import (
    ContinuousAnalysis,
    analyze_continuous_from_sufficient_stats,
)
from experimentos_core.stats.exact_variance import variance_of_sums
from experimentos_core.stats.proportions import pooled_z_test
from experimentos_core.stats.welch_anova import welch_anova

REVENUE = MeanMetric(
    name="Revenue",
    per="orders",
    sizes=(90, 160, 120, 1),
    sums=(Decimal(450), Decimal("940.5"), Decimal("590.5"), Decimal(5)),
    squares=(Decimal("2600.25"), Decimal("6000.125"), Decimal("3300.25"), Decimal(25)),
)
LOSS = replace(REVENUE, name="loss", sums=(Decimal(-450), *REVENUE.sums[1:]))
DATA = Dataset(
    variants=("control", "b", "c", "d"),
    users=(900, 1200, 1000, 40),
    primary=CountMetric(name="orders", counts=(90, 160, 120, 3)),
    means=(REVENUE, LOSS),
)


def kernel(metric: MeanMetric, arm: int, alpha: float) -> ContinuousAnalysis:
    return analyze_continuous_from_sufficient_stats(
        *metric.arm(0), *metric.arm(arm), alpha, most_left_open=USUAL.most_left_open
    )


@pytest.mark.parametrize("arm", [1, 2, 3])
def test_a_primary_mean_is_what_the_kernel_says(arm: int) -> None:
    charter = Charter(alpha=0.09, correction=Correction.BONFERRONI)
    found = compare_primary_means(DATA, REVENUE, charter, USUAL)[arm - 1]
    expected = kernel(REVENUE, arm, 0.03)
    assert found.variant == DATA.variants[arm]
    assert found.control == ArmMean(n=90, mean=5.0)
    assert found.treatment == ArmMean(n=REVENUE.sizes[arm], mean=expected.treatment_mean)
    assert (found.absolute_lift, found.relative_lift) == (
        expected.absolute_lift,
        expected.relative_lift,
    )
    assert found.relative_ci == (expected.relative_low, expected.relative_high)
    assert (found.relative_reason, found.reason) == (expected.relative_reason, expected.reason)
    assert (found.t, found.df, found.p_value) == (expected.t, expected.df, expected.p_value)
    assert found.confidence == pytest.approx(0.97, rel=1e-15)
    if expected.p_value is None:
        assert (found.ci, found.p_corrected, found.is_significant) == (None, None, False)
        assert found.reason is not None
    else:
        assert found.ci == (expected.absolute_low, expected.absolute_high)
        assert found.p_corrected == pytest.approx(min(1.0, 3 * expected.p_value), rel=1e-14)
        assert found.is_significant is (3 * expected.p_value < 0.09)


def test_one_arm_of_these_is_significant_and_one_is_not() -> None:
    charter = Charter(alpha=0.09, correction=Correction.BONFERRONI)
    found = compare_primary_means(DATA, REVENUE, charter, USUAL)
    assert [one.is_significant for one in found] == [True, False, False]


def test_an_arm_that_cannot_be_tested_is_the_last_of_those_corrected_for() -> None:
    sums = (*REVENUE.sums[:2], Decimal("626.5"), REVENUE.sums[3])
    nearer = replace(REVENUE, sums=sums)
    found = compare_primary_means(DATA, nearer, Charter(correction=Correction.HOLM), USUAL)
    p_values = [kernel(nearer, arm, 0.05).p_value for arm in (1, 2)]
    assert p_values[0] < p_values[1] < 0.5
    corrected = [3 * p_values[0], max(3 * p_values[0], 2 * p_values[1])]
    assert [one.p_corrected for one in found[:2]] == pytest.approx(corrected, rel=1e-14)
    assert found[2].p_corrected is None


def test_a_p_value_of_exactly_the_level_is_not_significant() -> None:
    p = kernel(REVENUE, 1, 0.05).p_value
    two = Dataset(variants=("control", "b"), users=(900, 1200), primary=DATA.primary)
    for alpha, is_significant in ((p, False), (p * 1.0001, True)):
        [found] = compare_primary_means(two, REVENUE, Charter(alpha=alpha), USUAL)
        assert found.is_significant is is_significant
    counts = CountMetric(name="orders", counts=(90, 160))
    of_two = replace(two, primary=counts)
    p = float(pooled_z_test(90, 900, 160, 1200).p_value)
    for alpha, is_significant in ((p, False), (p * 1.0001, True)):
        [rate] = analyse_primary(of_two, Charter(alpha=alpha), USUAL).comparisons
        assert rate.is_significant is is_significant


def test_all_arms_are_tested_together_by_name_whatever_their_order() -> None:
    three = replace(DATA, variants=("x", "b", "c"))
    means = [float(total) / n for n, total in zip(REVENUE.sizes, REVENUE.sums, strict=True)]
    variances = [variance_of_sums(*REVENUE.arm(arm)).variance for arm in range(3)]
    plain = welch_anova(REVENUE.sizes[:3], means[:3], variances)
    found = overall_means(three, REVENUE)
    assert found is not None
    assert found.f == pytest.approx(float(plain.f), rel=1e-10)
    assert (found.df_between, found.df_within) == (2, pytest.approx(float(plain.df_within)))
    assert found.p_value == pytest.approx(float(plain.p_value), rel=1e-10)
    turned = replace(
        REVENUE,
        sizes=(90, 120, 160),
        sums=tuple(REVENUE.sums[i] for i in (0, 2, 1)),
        squares=tuple(REVENUE.squares[i] for i in (0, 2, 1)),
    )
    assert overall_means(replace(three, variants=("x", "c", "b")), turned) == found


def test_arms_far_from_zero_lose_no_digits_when_tested_together() -> None:
    """Means of 1e9 that differ by their standard error: plain differences keep no digit of it."""
    sizes, shifts = (1000, 1000, 1000), (0, 1, 3)
    sums = tuple(Decimal(n) * (10**12) + shift for n, shift in zip(sizes, shifts, strict=True))
    squares = tuple(
        n * Decimal(10**12) ** 2 + 2 * 10**12 * shift + n
        for n, shift in zip(sizes, shifts, strict=True)
    )
    far = replace(REVENUE, sizes=sizes, sums=sums, squares=squares)
    near = replace(far, sums=tuple(map(Decimal, shifts)), squares=(Decimal(1000),) * 3)
    three = replace(DATA, variants=("x", "b", "c"))
    far_out, close_by = overall_means(three, far), overall_means(three, near)
    assert far_out is not None
    assert close_by is not None
    assert far_out.f == pytest.approx(close_by.f, rel=1e-9)


def test_arms_are_not_tested_together_where_one_cannot_be() -> None:
    assert overall_means(DATA, REVENUE) is None
    equal = replace(
        REVENUE,
        sizes=(90, 160, 10),
        sums=(*REVENUE.sums[:2], Decimal(50)),
        squares=(*REVENUE.squares[:2], Decimal(250)),
    )
    assert overall_means(replace(DATA, variants=("x", "b", "c")), equal) is None


PLANS = (GuardrailPlan(name="other"), GuardrailPlan(name="REVENUE", direction=Direction.DOWN))


@pytest.mark.parametrize(
    ("charter", "guarding", "promised"),
    [
        (Charter(), False, (None, None)),
        (Charter(guardrails=PLANS), True, (Direction.UP, None)),
        (Charter(guardrails=PLANS), False, (None, None)),
        (
            Charter(secondary=(SecondaryPlan(name="LOSS", direction=Direction.DOWN),)),
            False,
            (None, Direction.DOWN),
        ),
        (
            Charter(guardrails=PLANS, secondary=(SecondaryPlan(name="loss"),)),
            True,
            (Direction.UP, Direction.UP),
        ),
    ],
)
def test_continuous_metrics_are_told_side_by_side(charter, guarding, promised) -> None:
    data = replace(DATA, guardrails=(replace(REVENUE, name="Revenue"),) if guarding else ())
    results = analyse_continuous(data, charter, USUAL)
    assert [(one.metric, one.variant) for one in results] == [
        (name, variant) for name in ("Revenue", "loss") for variant in ("b", "c", "d")
    ]
    assert [one.better for one in results] == [promised[0]] * 3 + [promised[1]] * 3
    assert [one.guardrail for one in results] == ["Revenue" if guarding else None] * 3 + [None] * 3
    for index, found in enumerate(results):
        metric, arm = (REVENUE, LOSS)[index // 3], index % 3 + 1
        expected = kernel(metric, arm, charter.alpha)
        assert found.per == "orders"
        assert (found.n_control, found.n_treatment) == (90, REVENUE.sizes[arm])
        assert found.control_mean == expected.control_mean
        assert found.treatment_mean == expected.treatment_mean
        assert found.absolute_lift == expected.absolute_lift
        assert found.relative_lift == expected.relative_lift
        assert found.relative_ci == (expected.relative_low, expected.relative_high)
        assert found.relative_reason == expected.relative_reason
        assert (found.t, found.df, found.p_value) == (expected.t, expected.df, expected.p_value)
        assert (found.is_significant, found.reason) == (expected.is_significant, expected.reason)
        limits = (expected.absolute_low, expected.absolute_high)
        assert found.ci == (None if expected.p_value is None else limits)


def guardrail(metric: MeanMetric, scale: MarginScale, arm: int = 1):
    plan = GuardrailPlan(
        name=metric.name,
        direction=Direction.DOWN,
        worsened_margin=0.1,
        severe_margin=0.5,
        scale=scale,
    )
    data = replace(DATA, guardrails=(metric,))
    return analyse_guardrails(data, Charter(guardrails=(plan,)), USUAL)[arm - 1]


def test_a_guardrail_without_a_test_counts_as_worsened_and_says_why() -> None:
    found = guardrail(REVENUE, MarginScale.RELATIVE, 3)
    assert found.status is GuardrailStatus.WORSENED
    assert found.reason == (
        "It cannot be tested, because a variant has fewer than two values, so it counts as "
        "worsened."
    )
    assert found.users_to_settle is None


def test_a_guardrail_of_a_loss_has_no_relative_change_and_one_in_its_own_unit() -> None:
    found = guardrail(LOSS, MarginScale.RELATIVE)
    assert found.status is GuardrailStatus.WORSENED
    assert found.reason == (
        "It has no relative change, because the control's value is not above 0, so it counts as "
        "worsened; margins in its own unit could judge it."
    )
    own = guardrail(LOSS, MarginScale.ABSOLUTE)
    assert own.status is GuardrailStatus.OK
    assert own.reason.startswith("No worse: the interval ends at \u2212")


def test_a_guardrail_is_judged_in_its_own_unit_and_by_its_own_limits() -> None:
    relative = guardrail(REVENUE, MarginScale.RELATIVE)
    absolute = guardrail(REVENUE, MarginScale.ABSOLUTE)
    assert relative.status is absolute.status is GuardrailStatus.OK
    assert "%" in relative.reason
    assert "%" not in absolute.reason
    assert "pp" not in absolute.reason + relative.reason
    assert relative.users_to_settle is absolute.users_to_settle is None
    # A control's mean hardly above 0: the harm has a lower end and no upper one.
    unsure = replace(
        REVENUE,
        sizes=(90, 160),
        sums=(Decimal("0.5"), Decimal("940.5")),
        squares=REVENUE.squares[:2],
    )
    data = Dataset(
        variants=("control", "b"), users=(900, 1200), primary=DATA.primary, guardrails=(unsure,)
    )
    plan = GuardrailPlan(
        name="revenue", worsened_margin=0.1, severe_margin=0.5, scale=MarginScale.RELATIVE
    )
    for direction in Direction:
        charter = Charter(guardrails=(replace(plan, direction=direction),))
        [found] = analyse_guardrails(data, charter, USUAL)
        assert found.relative_ci[1] is None
        if direction is Direction.UP:
            assert "without limit at worst" in found.reason or "proven" in found.reason
        else:
            assert found.harm_ci is not None
            assert found.harm_ci[0] is None
            assert found.users_to_settle is None or found.users_to_settle > 0


def test_an_arm_that_cannot_be_tested_counts_as_a_p_value_of_one() -> None:
    found = compare_primary_means(DATA, REVENUE, Charter(correction=Correction.FDR_BH), USUAL)
    p = kernel(REVENUE, 2, 0.05).p_value
    assert p == found[1].p_value
    assert 2 / 3 < p < 1
    assert found[1].p_corrected == 1.0
