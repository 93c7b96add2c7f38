"""When arms are too unequal for skewed values: the formula, its borders, and what it cannot see."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.stats.skewed_difference import lognormal_skewness, too_unequal_for_spread

POSITIVE = st.floats(1e-3, 1e3)


@pytest.mark.parametrize("sigma", [0.1, 0.5, 1.0, 2.0])
def test_the_skewness_is_that_of_a_lognormal_variable(sigma):
    first, second, third = (np.exp(0.5 * (k * sigma) ** 2) for k in (1, 2, 3))
    variance = second - first**2
    skewness = (third - 3 * first * second + 2 * first**3) / variance**1.5
    assert float(lognormal_skewness(variance / first**2)) == pytest.approx(
        skewness, rel=1e-9, abs=0
    )


def skewness_of_difference(n_c, n_t, variation):
    """From cumulants, which add up: the third of a mean of n is that of a value over n squared."""
    third = (variation**3 + 3 * variation) * variation**3
    cumulant = third / n_t**2 - third / n_c**2
    return cumulant / (variation**2 / n_t + variation**2 / n_c) ** 1.5


@given(st.integers(2, 10**7), st.integers(2, 10**7), st.floats(0.05, 20.0))
def test_it_is_cochrans_rule_for_the_difference(n_c, n_t, variation):
    squared = 25 * skewness_of_difference(n_c, n_t, variation) ** 2
    if abs(squared - 1) < 1e-9:
        return
    found = too_unequal_for_spread([n_c, n_t], [2.0, 2.0], [(2 * variation) ** 2] * 2, 25.0)
    assert bool(found) is bool(squared > 1)


def test_beside_a_far_larger_arm_it_is_cochrans_rule_for_the_smaller_one():
    # variation 1, skewness 4: Cochran asks for more than 400 values
    def found(n_t):
        return bool(too_unequal_for_spread([10**9, n_t], [1.0, 1.0], [1.0, 1.0], 25.0))

    assert found(399)
    assert not found(401)
    looser = too_unequal_for_spread([10**9, 399], [1.0, 1.0], [1.0, 1.0], 24.0)
    assert not looser


@given(st.integers(2, 10**9), POSITIVE, POSITIVE, st.floats(0.0, 1e9))
def test_equal_arms_are_never_too_unequal(n, mean_c, mean_t, variance):
    assert not too_unequal_for_spread([n, n], [mean_c, mean_t], [variance, variance], 25.0)


@pytest.mark.parametrize("mean", [0.0, -3.0, np.nan])
def test_a_mean_that_is_not_positive_says_nothing(mean):
    sizes, variances = [10**6, 100], [9.0, 9.0]
    assert not too_unequal_for_spread(sizes, [mean, mean], variances, 25.0)
    assert too_unequal_for_spread(sizes, [1.0, mean], variances, 25.0), "the other arm does"
    assert too_unequal_for_spread(sizes, [mean, 1.0], variances, 25.0)


def test_an_unknown_variance_hides_no_other_arm():
    sizes, means = [10**6, 100], [1.0, 1.0]
    assert too_unequal_for_spread(sizes, means, [np.nan, 9.0], 25.0)
    assert not too_unequal_for_spread(sizes, means, [np.nan, np.nan], 25.0)


def test_both_arms_of_a_comparison_count_by_their_size():
    # pooled squares: (999,999 * 0.01 + 99 * 9) / 1,000,098, next to those of the large arm
    sizes, means = [10**6, 100], [1.0, 1.0]
    assert not too_unequal_for_spread(sizes, means, [0.01, 9.0], 25.0)
    assert too_unequal_for_spread(sizes, means, [9.0, 0.01], 25.0)


@pytest.mark.parametrize("fewest", [0, 1])
def test_without_two_values_there_is_no_test_to_warn_of(fewest):
    assert not too_unequal_for_spread([1000, fewest], [1.0, 1.0], [1e6, 1e6], 25.0)
    assert not too_unequal_for_spread([fewest, 1000], [1.0, 1.0], [1e6, 1e6], 25.0)
    assert too_unequal_for_spread([1000, 2], [1.0, 1.0], [1e6, 1e6], 25.0)


def test_a_mean_that_is_nearly_nothing_is_beyond_all_bounds():
    assert too_unequal_for_spread([10**15, 10**14], [1e-200, 1.0], [1.0, 1.0], 25.0)


@pytest.mark.parametrize("small", [1, 2])
def test_each_treatment_is_compared_with_the_control(small):
    sizes = [10_000, 10_000, 10_000]
    sizes[small] = 300
    means, variances = [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]
    assert too_unequal_for_spread(sizes, means, variances, 25.0)
    assert not too_unequal_for_spread([10_000] * 3, means, variances, 25.0)


@given(
    st.lists(st.tuples(st.integers(2, 20_000), POSITIVE, POSITIVE), min_size=2, max_size=2),
    st.sampled_from([0.25, 0.5, 2.0, 4.0]),
)
def test_neither_the_order_of_two_arms_nor_a_unit_nor_an_effect_matters(arms, factor):
    n, mean, variance = (np.array(column) for column in zip(*arms, strict=True))
    plain = bool(too_unequal_for_spread(n, mean, variance, 25.0))
    assert bool(too_unequal_for_spread(n[::-1], mean[::-1], variance[::-1], 25.0)) is plain
    unit = np.array([factor, factor])
    effect = np.array([1.0, factor])
    for change in (unit, effect):
        moved = too_unequal_for_spread(n, change * mean, change**2 * variance, 25.0)
        assert bool(moved) is plain


def test_many_experiments_are_judged_as_each_alone():
    rng = np.random.default_rng(4)
    n, mean = rng.integers(2, 2000, (500, 3)), rng.normal(1.0, 1.0, (500, 3))
    variance = rng.gamma(0.5, 0.5, (500, 3))
    together = too_unequal_for_spread(n, mean, variance, 25.0)
    alone = [
        bool(too_unequal_for_spread(*row, 25.0)) for row in zip(n, mean, variance, strict=True)
    ]
    assert together.tolist() == alone
    assert 0 < sum(alone) < 500
    assert too_unequal_for_spread(n.T, mean.T, variance.T, 25.0, axis=0).tolist() == alone
