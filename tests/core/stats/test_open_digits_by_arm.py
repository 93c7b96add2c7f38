"""One arm's digits, one arm's variance: what the control gives is not taken for the treatment's."""

import math
from decimal import Decimal

import pytest

from experimentos_core.stats.continuous_analysis import (
    NotTestable,
    analyze_continuous_from_sufficient_stats,
)
from experimentos_core.stats.means import compare_means

# 1,000 values, their sum given in thousands: half a unit moves the mean by 0.5, the variance of 1
# by a quarter of one in a million.
IN_THOUSANDS = (1000, Decimal("0E+3"), 1000)
IN_HUNDREDS = (1000, Decimal("0E+2"), 1000)
SHARP = (1000, 0, 1000)
ALL_EQUAL = (10, 0, 0)


def reason(control, treatment, most):
    return analyze_continuous_from_sufficient_stats(
        *control, *treatment, 0.05, most_left_open=most
    ).reason


@pytest.mark.parametrize("arms", [(IN_THOUSANDS, SHARP), (SHARP, IN_THOUSANDS)])
def test_the_mean_of_either_arm_may_be_what_is_open(arms) -> None:
    # 0.5**2 beside a squared error of 2 * (1000 / 999) / 1000
    assert reason(*arms, 124.0) is NotTestable.TOO_FEW_DIGITS
    assert reason(*arms, 126.0) is None


@pytest.mark.parametrize("arms", [(IN_HUNDREDS, ALL_EQUAL), (ALL_EQUAL, IN_HUNDREDS)])
def test_an_arm_without_variance_adds_nothing_to_the_error(arms) -> None:
    # 0.05**2 beside 1 / 999
    assert reason(*arms, 2.4) is NotTestable.TOO_FEW_DIGITS
    assert reason(*arms, 2.6) is None


def test_each_arm_keeps_its_own_size() -> None:
    found = analyze_continuous_from_sufficient_stats(10, 20, 90, 30, 90, 400, 0.05)
    assert (found.n_control, found.n_treatment) == (10, 30)
    assert (found.control_mean, found.treatment_mean) == (2.0, 3.0)


def test_a_relative_interval_far_beyond_its_control_stays_finite() -> None:
    """The square of the treatment's reach leaves the floats; the limits do not."""
    found = compare_means(1000, 1.0, 0.0, 2, 1.0, 1e200, 1e-60)
    reach = 2.0 / (math.pi * 1e-60) * math.sqrt(5e199)  # Cauchy's quantile: one degree of freedom
    assert reach > 1e155
    assert float(found.relative_high) == pytest.approx(reach, rel=1e-6)
    assert float(found.relative_low) == pytest.approx(-reach, rel=1e-6)
