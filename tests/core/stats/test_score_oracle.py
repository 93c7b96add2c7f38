"""Limits against a second road in 50-digit arithmetic: bisection on the likelihood itself."""

import math

import pytest
from mpmath import erfinv, inf, mp, mpf, sqrt

from experimentos_core.stats.proportions import difference_interval, relative_interval, score_z

BILLION = 10**9
HARD_ARMS = [
    (0, 1),
    (1, 1),
    (1, 2),
    (0, 7),
    (7, 7),
    (3, 10),
    (1, 1000),
    (999, 1000),
    (1, BILLION),
    (0, BILLION),
    (2, 3 * BILLION),
    (BILLION - 2, BILLION),
    (3 * BILLION, 3 * BILLION),
    (100_020_000, BILLION),
    (1_234_567_890, 3 * BILLION),
]
HARD_TABLES = [
    (*control, *treatment)
    for i, control in enumerate(HARD_ARMS)
    for j, treatment in enumerate(HARD_ARMS)
    if (i + 2 * j) % 4 == 0
]


@pytest.fixture(autouse=True)
def fifty_digits():
    with mp.workdps(50):
        yield


def falling_root(function, low, high):
    for _ in range(170):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2


def pull(count, rate):
    """An outcome that never happened does not pull on its rate, not even at rate 0."""
    return count / rate if count else mpf(0)


def score_at_difference(table, null):
    if abs(null) >= 1:
        return inf if null < 0 else -inf
    x_c, n_c, x_t, n_t = map(mpf, table)

    def likelihood_slope(rate):
        treated = pull(x_t, rate + null) - pull(n_t - x_t, 1 - rate - null)
        return treated + pull(x_c, rate) - pull(n_c - x_c, 1 - rate)

    rate_c = falling_root(likelihood_slope, max(mpf(0), -null), min(mpf(1), 1 - null))
    rate_t = rate_c + null
    variance = rate_t * (1 - rate_t) / n_t + rate_c * (1 - rate_c) / n_c
    return (x_t / n_t - x_c / n_c - null) / sqrt(variance)


def score_at_ratio(table, ratio):
    if ratio <= 0:
        return inf
    x_c, n_c, x_t, n_t = map(mpf, table)

    def likelihood_slope(rate):
        treated = pull(n_t - x_t, 1 - ratio * rate) * ratio
        return x_t + x_c - rate * (treated + pull(n_c - x_c, 1 - rate))

    rate_c = falling_root(likelihood_slope, mpf(0), min(mpf(1), 1 / ratio))
    rate_t = ratio * rate_c
    variance = rate_t * (1 - rate_t) / n_t + ratio**2 * rate_c * (1 - rate_c) / n_c
    return (x_t / n_t - ratio * x_c / n_c) / sqrt(variance)


def assert_limits(interval, score, alpha, upper_end):
    """The score crosses the critical value within 1e-11 (relative) of each reported limit."""
    critical = sqrt(2) * erfinv(1 - mpf(alpha))
    low, high = (mpf(float(end)) for end in interval)
    finite = [abs(end) for end in (low, high) if not mp.isinf(end)]
    for limit, wanted in ((low, critical), (high, -critical)):
        if abs(limit) == 1 or mp.isinf(limit):
            continue  # asserted by the caller
        step = max(mpf("1e-11") * abs(limit), mpf("1e-14") * max(finite))
        assert score(limit - step) >= wanted >= score(min(limit + step, upper_end))


@pytest.mark.parametrize("table", HARD_TABLES)
def test_limits_hold_in_fifty_digits(table):
    x_c, n_c, x_t, n_t = table
    for alpha in (0.05, 1e-6):
        low, high = difference_interval(*table, alpha)
        assert (float(low) == -1) == (x_t == 0 and x_c == n_c)
        assert (float(high) == 1) == (x_c == 0 and x_t == n_t)
        assert_limits((low, high), lambda null: score_at_difference(table, null), alpha, 1)
        low, high = relative_interval(*table, alpha)
        if x_c == x_t == 0:
            assert math.isnan(low)
            assert math.isnan(high)
            continue
        assert (float(low) == -1) == (x_t == 0)
        assert (float(high) == math.inf) == (x_c == 0)
        assert_limits((low, high), lambda lift: score_at_ratio(table, 1 + lift), alpha, inf)


@pytest.mark.parametrize("table", HARD_TABLES)
@pytest.mark.parametrize("null", [-0.75, -1e-3, 2e-9, 0.5])
def test_the_score_statistic_holds_in_fifty_digits(table, null):
    expected = float(score_at_difference(table, mpf(null)))
    assert float(score_z(*table, null)) == pytest.approx(expected, rel=1e-9, abs=1e-9)
