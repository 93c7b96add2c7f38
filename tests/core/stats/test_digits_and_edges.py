"""Where digits leave a test open, and the fewest values a test takes: borders from both sides."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from experimentos_core.stats.continuous_analysis import (
    NotTestable,
    RelativeReason,
    analyze_continuous_from_sufficient_stats,
)
from experimentos_core.stats.margin_power import MarginPlan, chance_of_safety, margin_for_safety
from experimentos_core.stats.scorecard import compare_means_of_sums
from experimentos_core.stats.welch_anova import welch_anova


def test_reasons_have_stable_names() -> None:
    assert [str(reason) for reason in NotTestable] == [
        "NOT_TESTABLE_INCONSISTENT_SUMS",
        "NOT_TESTABLE_TOO_FEW_VALUES",
        "NOT_TESTABLE_ZERO_VARIANCE",
        "NOT_TESTABLE_TOO_FEW_DIGITS",
        "NOT_TESTABLE_OUT_OF_RANGE",
    ]
    assert [str(reason) for reason in RelativeReason] == ["CONTROL_MEAN_NOT_POSITIVE", "UNBOUNDED"]


# Each arm: 4 values, total 0.0, squares 0.30: a variance of 0.1, a squared error of 0.025, 0.05 of
# both. Half a unit moves each variance by (4 * 0.005 + 0.05**2) / 12, each mean by 0.05 / 4.
ARM = (4, Decimal("0.0"), Decimal("0.30"))
OPEN_OF_ERROR = 2 * float((4 * Fraction(5, 1000) + Fraction(25, 10_000)) / 12) / 4
OPEN_OF_MEANS = (2 * 0.05 / 4) ** 2
SHARE = max(OPEN_OF_ERROR, OPEN_OF_MEANS) / 0.05


def analysed(control, treatment, most: float = math.inf, alpha: float = 0.05):
    return analyze_continuous_from_sufficient_stats(
        *control, *treatment, alpha, most_left_open=most
    )


@pytest.mark.parametrize(("most", "is_open"), [(SHARE * 0.99, True), (SHARE * 1.01, False)])
def test_digits_that_leave_too_much_of_the_error_open_end_the_test(most, is_open) -> None:
    other = (4, Decimal("0.0"), Decimal("0.31"))  # of another parity: not read as exact
    share = SHARE * 0.05 / ((0.3 + 0.31) / 3 / 4)
    found = analysed(other, other, most * share / SHARE * (0.3 + 0.31) / 0.62)
    assert (found.reason is NotTestable.TOO_FEW_DIGITS) is is_open
    assert (found.p_value is None) is is_open
    assert (found.df is None) is is_open


def test_exact_sums_leave_nothing_open_and_two_variances_of_0_are_no_question_of_digits() -> None:
    assert analysed((4, 0, 3), (5, 1, 4), 0.0).p_value is not None
    equal = (4, Decimal("2.0"), Decimal("1.0"))
    assert analysed(equal, equal, 0.1).reason is NotTestable.ZERO_VARIANCE


@pytest.mark.parametrize(("total", "is_open"), [("1E+1", True), ("0", False), ("1E+2", True)])
def test_means_that_the_digits_leave_open_end_the_test(total: str, is_open: bool) -> None:
    """100 values of variance about 1: a squared error of 0.02 beside (0.05 or more) squared."""
    arm = (100, Decimal(total), Decimal("99.25") + Decimal(total) ** 2 / 100)
    found = analysed((100, 0, 99), arm, 0.1)
    assert (found.reason is NotTestable.TOO_FEW_DIGITS) is is_open


def test_no_values_leave_nothing_open() -> None:
    found = analysed((0, 0, 0), ARM, 0.1)
    assert found.reason is NotTestable.TOO_FEW_VALUES
    assert (found.control_mean, found.treatment_mean) == (None, 0.0)


def test_a_relative_interval_open_below_says_so() -> None:
    control = (400, Decimal("4.5"), Decimal("1600.25"))
    treatment = (400, Decimal("-600.5"), Decimal("2500.25"))
    found = analysed(control, treatment)
    assert (found.relative_low, found.relative_reason) == (None, RelativeReason.UNBOUNDED)
    assert found.relative_high is not None


@pytest.mark.parametrize(
    ("size", "mean", "variance", "is_tested"),
    [
        (2, 1.0, 1.0, True),
        (3, 1.0, 0.5, True),
        (1, 1.0, 1.0, False),
        (5, 1.0, 0.0, False),
        (5, 1.0, -0.5, False),
        (5, math.nan, 1.0, False),
        (5, math.inf, 1.0, False),
    ],
)
def test_what_welchs_analysis_of_variance_takes(size, mean, variance, is_tested) -> None:
    found = welch_anova([9, 9, size], [1.0, 1.5, mean], [1.0, 2.0, variance])
    assert bool(np.isfinite(found.p_value)) is is_tested
    assert bool(np.isfinite(found.f)) is is_tested


def scored(n, total, squares, other=(50, 100.0, 300.0)):
    return compare_means_of_sums(n, total, squares, *other, 0.05)


@pytest.mark.parametrize(
    ("n", "total", "squares", "suffice"),
    [
        (2, 3.0, 5.0, True),
        (1, 0.3, 0.1, True),
        (0, 0.0, 0.0, True),
        (2, 2e8 + 0.5, 2e16 + 1e8 + 4, False),
        (1000, 1000.5, 1002.5, True),
        (1000, 1e9, 1e15 + 10.0, True),
        (1000, 1e9 + 0.1, 1e15 + 200_000_000.0, True),
        (1000, 1e9 + 0.1, 1e15 + 200_000.25, False),
        (1000, -1e9 - 0.1, 1e15 + 200_000.25, False),
    ],
)
def test_floats_that_are_sharp_enough(n, total, squares, suffice) -> None:
    assert bool(scored(n, total, squares).digits_suffice) is suffice
    assert bool(scored(50, 100.0, 300.0, (n, total, squares)).digits_suffice) is suffice


def test_sums_that_are_no_numbers_are_refused_wherever_they_stand() -> None:
    for bad in (math.nan, math.inf):
        for sums in (([1.0, bad], [3.0, 3.0]), ([1.0, 1.0], [3.0, bad])):
            with pytest.raises(ValueError, match="must be a finite number"):
                scored(3, *sums)
    with pytest.raises(ValueError, match="number of values"):
        scored(2.5, 1.0, 3.0)


PLAN = MarginPlan(
    level=0.1,
    sd=None,
    n_control=4000.0,
    n_treatment=5000.0,
    alpha=0.05,
    harm_is_up=True,
    is_relative=False,
)


@pytest.mark.parametrize("is_relative", [False, True])
@pytest.mark.parametrize("sd", [None, 3.0])
@pytest.mark.parametrize("chance", [0.5, 0.8, 0.95])
def test_the_margin_for_a_chance_has_that_chance(is_relative, sd, chance) -> None:
    plan = MarginPlan(
        level=0.1 if sd is None else 5.0,
        sd=sd,
        n_control=4000.0,
        n_treatment=5000.0,
        alpha=0.05,
        harm_is_up=True,
        is_relative=is_relative,
    )
    margin = margin_for_safety(plan, chance)
    assert margin is not None
    assert chance_of_safety(plan, margin) == pytest.approx(chance, rel=1e-9)


def test_the_largest_margins_that_are_looked_at() -> None:
    fields = {name: getattr(PLAN, name) for name in MarginPlan.__dataclass_fields__}
    assert PLAN.largest == 1.0
    assert MarginPlan(**{**fields, "sd": 3.0}).largest == 3e6
    assert MarginPlan(**{**fields, "is_relative": True}).largest == 1e6
    assert MarginPlan(**{**fields, "is_relative": True, "sd": 3.0}).largest == 1e6
    few = MarginPlan(**{**fields, "n_control": 1.0, "n_treatment": 1.0})
    assert margin_for_safety(few, 0.999999) is None
