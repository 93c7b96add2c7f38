"""Intervals that other programs print, where they say nothing: nan, and no division by 0."""

from statistics import NormalDist

import numpy as np
import pytest

from experimentos_core.stats.comparison_intervals import delta_lift_interval, log_lift_interval
from experimentos_core.stats.comparison_intervals_of_means import delta_mean_lift_interval


@pytest.mark.parametrize(
    "arms",
    [
        (50, 0.0, 4.0, 60, 11.0, 4.0),
        (50, -1.0, 4.0, 60, 11.0, 4.0),
        (50, 10.0, 0.0, 60, 11.0, 0.0),
        (1, 10.0, np.nan, 60, 11.0, 4.0),
        (50, 10.0, 4.0, 1, 11.0, np.nan),
        (0, np.nan, np.nan, 60, 11.0, 4.0),
        (0, 10.0, 4.0, 60, 11.0, 4.0),
        (50, 10.0, 4.0, 0, 11.0, 4.0),
        (50, 10.0, 4.0, 0, np.nan, np.nan),
        (50, 10.0, np.nan, 60, 11.0, 4.0),
    ],
)
@pytest.mark.parametrize("quantile_of_t", [False, True])
def test_no_lift_of_a_mean_without_a_positive_control_and_a_test(arms, quantile_of_t) -> None:
    assert np.isnan(delta_mean_lift_interval(*arms, 0.05, quantile_of_t=quantile_of_t)).all()


def test_one_arm_may_be_without_variance() -> None:
    low, high = delta_mean_lift_interval(50, 10.0, 0.0, 60, 11.0, 4.0, 0.05)
    reach = NormalDist().inv_cdf(0.975) * (4.0 / 60) ** 0.5 / 10.0  # normal where nothing is said
    assert (float(low), float(high)) == pytest.approx((0.1 - reach, 0.1 + reach), rel=1e-12)
    low, high = delta_mean_lift_interval(50, 10.0, 4.0, 60, 11.0, 0.0, 0.05)
    reach = NormalDist().inv_cdf(0.975) * 1.1 * (4.0 / 50) ** 0.5 / 10.0
    assert (float(low), float(high)) == pytest.approx((0.1 - reach, 0.1 + reach), rel=1e-12)


@pytest.mark.parametrize("interval", [log_lift_interval, delta_lift_interval])
def test_no_lift_of_a_rate_over_nothing(interval) -> None:
    low, high = interval([0, 1, 2], 9, 4, 9, 0.05)
    np.testing.assert_array_equal(np.isnan(low), [True, False, False])
    np.testing.assert_array_equal(np.isnan(high), [True, False, False])


def test_a_single_success_counts_as_one() -> None:
    low, high = delta_lift_interval(1, 10, 3, 10, 0.05)
    # lift 2, ratio 3; variances 0.3 * 0.7 / 10 and 0.1 * 0.9 / 10 over a rate of 0.1
    reach = NormalDist().inv_cdf(0.975) * (0.021 + 9 * 0.009) ** 0.5 / 0.1
    assert (float(low), float(high)) == pytest.approx((2 - reach, 2 + reach), rel=1e-12)
