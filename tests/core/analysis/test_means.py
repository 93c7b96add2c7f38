"""Continuous metrics as primary, guardrail and secondary: the report tells one story."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    GuardrailStatus,
    MarginScale,
)
from tests.helpers.experiments import csv_of, report_of

HEADER = "variant,users,conversions,revenue_sum,revenue_sum_sq"
REVENUE = PrimaryPlan(metric="revenue")


def sums(n: int, mean: float, sd: float) -> tuple[str, str]:
    total = n * mean
    return f"{total:.6f}", f"{(n - 1) * sd * sd + total * total / n:.6f}"


def experiment(*arms: tuple[int, float, float], **charter: object) -> Report:
    """Arms of n, mean and standard deviation; half of the users convert in each."""
    names = ("control", "b", "c", "d")
    rows = [
        (name, n, n // 2, *sums(n, mean, sd))
        for name, (n, mean, sd) in zip(names, arms, strict=False)
    ]
    return report_of(csv_of(*rows, header=HEADER), Charter(**charter))


# Two arms of 1,000, mean 10 and 11, sd 5: t = 1 / sqrt(2 * 25 / 1000), df = 1998.
def test_a_mean_decides_by_welchs_t() -> None:
    report = experiment((1000, 10, 5), (1000, 11, 5), primary=REVENUE, guardrails=())
    (c,) = report.primary.comparisons
    assert c.t == pytest.approx(1 / 0.05**0.5, rel=1e-6)
    assert c.df == pytest.approx(1998, rel=1e-6)
    assert c.ci == pytest.approx((1 - 0.43853, 1 + 0.43853), abs=1e-4)  # qt(.975, 1998) = 1.96115
    assert (c.relative_lift, c.absolute_lift) == (pytest.approx(0.1), pytest.approx(1))
    assert (report.decision.decision, report.decision.variant) == ("Launch", "b")
    assert report.decision.reason.startswith("Revenue per user went from 10.00 to 11.00 with b")
    plain = json.loads(to_json(report))["primary"]["comparisons"][0]
    assert set(plain["control"]) == {"n", "mean"}
    assert "z" not in plain


@pytest.mark.parametrize(
    ("means", "direction", "verdict", "rule"),
    [
        ((10, 11), Direction.UP, "Launch", "LAUNCH"),
        ((10, 9), Direction.UP, "Rollback", "PRIMARY_HARM"),
        ((10, 9), Direction.DOWN, "Launch", "LAUNCH"),
        ((10, 11), Direction.DOWN, "Rollback", "PRIMARY_HARM"),
        ((10, 10.1), Direction.UP, "Hold", "NOT_SIGNIFICANT"),
    ],
)
def test_the_verdict_follows_the_good_direction(means, direction, verdict, rule) -> None:
    primary = PrimaryPlan(metric="revenue", direction=direction)
    report = experiment(*((1000, m, 5) for m in means), primary=primary, guardrails=())
    assert (report.decision.decision, report.decision.rule) == (verdict, rule)


def test_a_mean_that_cannot_be_tested_holds_and_says_why() -> None:
    report = experiment((1000, 10, 0), (1000, 11, 0), primary=REVENUE, guardrails=())
    assert (report.decision.decision, report.decision.rule) == ("Hold", "NOT_SIGNIFICANT")
    assert "cannot be tested for b, because all values are equal" in report.decision.reason
    (c,) = report.primary.comparisons
    assert (c.p_value, c.p_corrected, c.ci, c.is_significant) == (None, None, None, False)


def test_conversions_guard_where_a_mean_decides() -> None:
    report = experiment((1000, 10, 5), (1000, 11, 5), primary=REVENUE)
    (guardrail,) = report.guardrails
    assert (guardrail.name, guardrail.direction) == ("conversions", Direction.DOWN)


def test_several_arms_are_corrected_and_the_untestable_counts_among_them() -> None:
    arms = ((1000, 10, 5), (1000, 10.5, 5), (1000, 10.5, 5), (1000, 10, 5))
    plain = experiment(*arms[:2], primary=REVENUE, guardrails=()).primary.comparisons[0]
    three = experiment(*arms, primary=REVENUE, guardrails=())
    for c in three.primary.comparisons[:2]:
        assert c.p_value == pytest.approx(plain.p_value, rel=1e-9)
        assert c.p_corrected == pytest.approx(3 * plain.p_value, rel=1e-9)
        assert c.confidence == pytest.approx(1 - 0.05 / 3)
    overall = three.primary.overall
    assert (overall.df_between, overall.p_value < 0.05) == (3, True)
    rows = [("control", 1000, 500, *sums(1000, 10, 0)), ("b", 1000, 500, *sums(1000, 10.5, 5))]
    rows.append(("c", 1000, 500, *sums(1000, 10, 0)))
    mixed = report_of(csv_of(*rows, header=HEADER), Charter(primary=REVENUE, guardrails=()))
    b, c = mixed.primary.comparisons
    assert b.p_corrected == pytest.approx(2 * b.p_value, rel=1e-9)
    assert c.p_corrected is None
    assert mixed.primary.overall is None


# sd 5 and 10,000 an arm: the interval of the difference is about +- 0.139, of 10 about 1.4 %.
@pytest.mark.parametrize(
    ("mean", "status"),
    [(9.6, "Severe"), (9.85, "Worsened"), (9.95, "OK"), (10.2, "OK")],
)
def test_a_mean_guards_by_its_relative_change(mean: float, status: str) -> None:
    plan = GuardrailPlan(name="revenue", direction=Direction.DOWN)
    report = experiment((10_000, 10, 5), (10_000, mean, 5), guardrails=(plan,))
    (g,) = report.guardrails
    assert g.status == status
    assert (g.margin_scale, g.worsened_margin, g.severe_margin) == ("relative", 0.01, 0.03)
    assert g.harm == pytest.approx(1 - mean / 10)
    assert (g.control_mean, g.control_rate) == (pytest.approx(10), None)
    (c,) = report.continuous
    assert (c.ci, c.p_value) == (g.ci, g.p_value)


# 0.2 less on 10,000 an arm: the interval of the harm is 0.061 to 0.339.
@pytest.mark.parametrize(
    ("margins", "status"),
    [
        ((0.10, 0.20), "Severe"),
        ((0.20, 0.21), "Worsened"),
        ((0.30, 0.33), "Inconclusive"),
        ((0.30, 0.35), "OK"),
    ],
)
def test_a_mean_guards_by_margins_in_its_own_unit(margins, status: str) -> None:
    plan = GuardrailPlan(
        name="revenue",
        direction=Direction.DOWN,
        worsened_margin=margins[0],
        severe_margin=margins[1],
        scale=MarginScale.ABSOLUTE,
    )
    report = experiment((10_000, 10, 5), (10_000, 9.8, 5), guardrails=(plan,))
    (g,) = report.guardrails
    assert g.harm == pytest.approx(0.2)
    assert g.harm_ci == pytest.approx((0.0614, 0.3386), abs=1e-3)
    assert g.status == status


def test_a_mean_that_cannot_be_computed_never_passes() -> None:
    for rule in GuardrailRule:
        plan = GuardrailPlan(name="revenue", direction=Direction.DOWN)
        report = experiment((1000, 10, 0), (1000, 10, 0), guardrails=(plan,), guardrail_rule=rule)
        (g,) = report.guardrails
        assert (g.status, g.harm) == (GuardrailStatus.WORSENED, pytest.approx(0.0))
        assert "cannot be tested" in g.reason


def test_a_relative_margin_of_a_loss_never_passes() -> None:
    plan = GuardrailPlan(name="revenue", direction=Direction.DOWN)
    report = experiment((1000, -10, 5), (1000, -5, 5), guardrails=(plan,))
    (g,) = report.guardrails
    assert (g.status, g.harm, g.harm_ci) == (GuardrailStatus.WORSENED, None, None)
    assert "own unit" in g.reason


def test_an_open_end_is_inconclusive_not_uncomputable() -> None:
    plan = GuardrailPlan(name="revenue", direction=Direction.DOWN)
    report = experiment((20, 0.5, 5), (20, 0.6, 5), guardrails=(plan,))
    (g,) = report.guardrails
    assert g.relative_ci == (None, None)
    assert g.status is GuardrailStatus.INCONCLUSIVE
    assert "without limit at worst" in g.reason
    assert g.users_to_settle is None


arm = st.tuples(
    st.integers(2, 3000),
    st.floats(-50, 200).map(lambda x: round(x, 3)),
    st.floats(0, 80).map(lambda x: round(x, 3)),
)


@settings(max_examples=150, deadline=None)
@given(
    arms=st.lists(arm, min_size=2, max_size=4),
    alpha=st.sampled_from([0.2, 0.05, 0.01]),
    correction=st.sampled_from(Correction),
    rule=st.sampled_from(GuardrailRule),
    is_primary=st.booleans(),
)
def test_test_interval_and_verdict_never_contradict(arms, alpha, correction, rule, is_primary):
    plan = GuardrailPlan(name="revenue", direction=Direction.DOWN)
    setting = {"primary": REVENUE} if is_primary else {"guardrails": (plan,)}
    report = experiment(
        *arms,
        alpha=alpha,
        correction=correction,
        guardrail_rule=rule,
        split={n: float(a[0]) for n, a in zip(("control", "b", "c", "d"), arms, strict=False)},
        **setting,
    )
    assert from_json(Report, to_json(report)) == report
    compared = report.primary.comparisons if is_primary else report.continuous
    for c in compared:
        p = c.p_corrected if is_primary else c.p_value
        assert (p is None) == (c.ci is None) == (c.reason is not None)
        assert c.is_significant == (p is not None and p < alpha)
        if c.ci is not None:
            assert (c.ci[0] > 0 or c.ci[1] < 0) == c.is_significant
        if c.ci is not None and c.relative_lift is not None:
            low, high = c.relative_ci
            above, below = low is not None and low > 0, high is not None and high < 0
            assert (above or below) == c.is_significant
    if is_primary and report.decision.decision == "Launch":
        (chosen,) = [c for c in compared if c.variant == report.decision.variant]
        assert chosen.is_significant
        assert chosen.absolute_lift > 0
    for g in report.guardrails:
        if g.harm_ci is None and g.kind == "mean":
            assert g.status is GuardrailStatus.WORSENED
