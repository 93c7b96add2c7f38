"""Fieller's limits against their quadratic in 50 digits: open sets, far scales, no critical value.

The set of lifts d with (D - d m)**2 <= c**2 (e + 2 d e_c + d**2 e_c); see stats/fieller.py.
"""

import math

import pytest
from mpmath import mp, mpf, sqrt

from experimentos_core.stats.means import compare_means
from experimentos_core.stats.welch import critical_t

N = 100


def roots(mean_c, variance_c, mean_t, variance_t, df):
    """Both roots of the quadratic in rising order, and the sign of its leading term."""
    square = mpf(float(critical_t(df, 0.05))) ** 2
    error_c, error_t = mpf(variance_c) / N, mpf(variance_t) / N
    change = mpf(mean_t) - mpf(mean_c)
    a = mpf(mean_c) ** 2 - square * error_c
    b = change * mpf(mean_c) + square * error_c
    c = change**2 - square * (error_c + error_t)
    root = sqrt(b * b - a * c)
    return sorted(((b - root) / a, (b + root) / a)), a > 0


def compared(mean_c, variance_c, mean_t, variance_t, alpha=0.05):
    return compare_means(N, mean_c, variance_c, N, mean_t, variance_t, alpha)


def close(value):
    return pytest.approx(float(value), rel=1e-11, abs=0)


@pytest.mark.parametrize(
    "arms",
    [
        (10.0, 9.0, 12.0, 16.0),
        (10.0, 9.0, 9.5, 1.0),
        (10.0, 9.0, -3.0, 16.0),
        (1.0, 1.0, 1e60, 1e100),
        (1.0, 1.0, -1e60, 1e100),
        (1e60, 1e100, 1.0, 1e-40),
        (1e95, 1e185, 1.2e95, 4e185),
        (1e-95, 1e-195, 1.2e-95, 4e-195),
    ],
)
def test_both_limits_where_the_set_is_an_interval(arms):
    result = compared(*arms)
    with mp.workdps(50):
        (low, high), is_interval = roots(*arms, result.df)
        assert is_interval
        assert (result.relative_low, result.relative_high) == (close(low), close(high))


@pytest.mark.parametrize("mean_t", [-2.5, -5.0, -40.0])
def test_a_sure_loss_from_an_unsure_mean_is_open_below(mean_t):
    result = compared(1.0, 100.0, mean_t, 1.0)
    assert result.p_value < 0.05
    with mp.workdps(50):
        (nearer, farther), is_interval = roots(1.0, 100.0, mean_t, 1.0, result.df)
        assert not is_interval
        assert nearer < 0 < farther
        assert (result.relative_low, result.relative_high) == (-math.inf, close(nearer))


@pytest.mark.parametrize("mean_t", [4.0, 6.0, 40.0])
def test_a_sure_gain_on_an_unsure_mean_is_open_above(mean_t):
    result = compared(1.0, 100.0, mean_t, 1.0)
    assert result.p_value < 0.05
    with mp.workdps(50):
        (nearer, farther), is_interval = roots(1.0, 100.0, mean_t, 1.0, result.df)
        assert not is_interval
        assert nearer < 0 < farther
        assert (result.relative_low, result.relative_high) == (close(farther), math.inf)


def test_neither_sure_is_open_at_both_ends():
    result = compared(1.0, 100.0, 1.5, 1.0)
    assert (result.relative_low, result.relative_high) == (-math.inf, math.inf)


def test_a_level_without_a_critical_value_leaves_everything_open():
    result = compared(10.0, 9.0, 10.5, 16.0, alpha=1e-120)
    assert (result.difference_low, result.difference_high) == (-math.inf, math.inf)
    assert (result.relative_low, result.relative_high) == (-math.inf, math.inf)
    assert math.isfinite(result.relative_lift)
