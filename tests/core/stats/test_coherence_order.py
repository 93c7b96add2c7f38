"""Which arm is called control, and what stands beside what, changes nothing: 100,000 a method."""

import numpy as np
import pytest

from experimentos_core.stats.means import MeanComparison, compare_means
from experimentos_core.stats.multiplicity import METHODS, adjust_p_values, interval_alphas
from experimentos_core.stats.proportions import (
    ProportionComparison,
    compare_proportions,
    overall_chi_square,
)
from experimentos_core.stats.scorecard import compare_means_of_sums
from tests.helpers.comparisons import exchanged, random_means, random_tables

COUNT = 100_000
ARMS = 6
TREATMENTS = ARMS - 1
EXPERIMENTS = COUNT // TREATMENTS


def assert_same_columns(result, other, names, rows=slice(None)):
    for name in names:
        np.testing.assert_array_equal(getattr(other, name), getattr(result, name)[rows])


def test_exchanged_tables_mirror_both_effects():
    x_c, n_c, x_t, n_t, alpha = random_tables(COUNT, seed=41)
    result = compare_proportions(x_c, n_c, x_t, n_t, alpha)
    other = compare_proportions(x_t, n_t, x_c, n_c, alpha)
    np.testing.assert_array_equal(other.rate_c, result.rate_t)
    np.testing.assert_array_equal(other.z, -result.z)
    np.testing.assert_array_equal(other.p_value, result.p_value)
    np.testing.assert_array_equal(other.difference, -result.difference)
    np.testing.assert_array_equal(other.difference_low, -result.difference_high)
    np.testing.assert_array_equal(other.difference_high, -result.difference_low)
    # The ratio turns over: its lower end is 1 over the upper end of the exchanged arms.
    open_there = np.isinf(result.relative_high)
    np.testing.assert_array_equal(open_there, (x_c == 0) & (x_t > 0))
    assert (other.relative_low[open_there] == -1).all()
    ratios = 1 + result.relative_low, 1 + other.relative_high
    known = (ratios[0] > 1e-3) & (ratios[1] > 1e-3) & np.isfinite(ratios[1])
    assert known.mean() > 0.4
    np.testing.assert_allclose(ratios[0][known] * ratios[1][known], 1, rtol=1e-11)


def test_exchanged_means_mirror():
    arms, difference, alpha = random_means(COUNT, seed=41)
    result = compare_means(*arms, alpha, difference=difference)
    other = compare_means(*exchanged(arms), alpha, difference=-difference)
    np.testing.assert_array_equal(other.t, -result.t)
    np.testing.assert_array_equal(other.df, result.df)
    np.testing.assert_array_equal(other.p_value, result.p_value)
    np.testing.assert_array_equal(other.difference_low, -result.difference_high)
    np.testing.assert_array_equal(other.difference_high, -result.difference_low)


def test_tables_in_another_order_give_the_same_in_that_order():
    columns = random_tables(COUNT, seed=42)
    order = np.random.default_rng(42).permutation(COUNT)
    result = compare_proportions(*columns)
    other = compare_proportions(*(column[order] for column in columns))
    assert_same_columns(result, other, ProportionComparison.__dataclass_fields__, order)


def test_means_in_another_order_give_the_same_in_that_order():
    arms, difference, alpha = random_means(COUNT, seed=42)
    order = np.random.default_rng(42).permutation(COUNT)
    result = compare_means(*arms, alpha, difference=difference)
    other = compare_means(
        *(column[order] for column in arms), alpha[order], difference=difference[order]
    )
    assert_same_columns(result, other, MeanComparison.__dataclass_fields__, order)


def test_scorecards_in_another_order_give_the_same_in_that_order():
    (n_c, mean_c, variance_c, n_t, mean_t, variance_t), _, alpha = random_means(COUNT, seed=43)
    sums = [
        column
        for n, mean, variance in ((n_c, mean_c, variance_c), (n_t, mean_t, variance_t))
        for column in (n, n * mean, n * mean * mean + (n - 1) * variance)
    ]
    order = np.random.default_rng(43).permutation(COUNT)
    result, digits_suffice = compare_means_of_sums(*sums, alpha)
    other, suffice_too = compare_means_of_sums(*(column[order] for column in sums), alpha[order])
    assert 0.2 < digits_suffice.mean() < 0.99
    np.testing.assert_array_equal(suffice_too, digits_suffice[order])
    assert_same_columns(result, other, MeanComparison.__dataclass_fields__, order)


def several_arms(seed):
    """Conversions and users of experiments of six arms, the control first; rates near by."""
    dice = np.random.default_rng(seed)
    n = np.floor(10 ** dice.uniform(0, 9, (EXPERIMENTS, ARMS)))
    rate = dice.beta(0.5, 0.5, (EXPERIMENTS, 1))
    shift = 1 + dice.normal(0, 2, (EXPERIMENTS, ARMS)) / np.sqrt(n * rate + 1)
    x = dice.binomial(n.astype(np.int64), np.clip(rate * shift, 0, 1))
    return x, n


@pytest.mark.parametrize("method", METHODS)
def test_treatments_in_another_order_get_the_same_answers_in_that_order(method):
    x, n = several_arms(44)
    order = np.argsort(np.random.default_rng(44).random((EXPERIMENTS, TREATMENTS)), axis=1)

    def answers(x_t, n_t):
        plain = compare_proportions(x[:, :1], n[:, :1], x_t, n_t, 0.05)
        adjusted = adjust_p_values(plain.p_value, method)
        level = interval_alphas(plain.p_value, 0.05, method)
        result = compare_proportions(x[:, :1], n[:, :1], x_t, n_t, level)
        return adjusted, result.difference_low, result.relative_high

    there = answers(x[:, 1:], n[:, 1:])
    shuffled = (np.take_along_axis(column[:, 1:], order, axis=1) for column in (x, n))
    for column, other in zip(there, answers(*shuffled), strict=True):
        np.testing.assert_array_equal(np.take_along_axis(column, order, axis=1), other)


def test_the_overall_test_knows_no_order_of_the_arms():
    x, n = several_arms(45)
    order = np.argsort(np.random.default_rng(45).random((EXPERIMENTS, ARMS)), axis=1)
    there = overall_chi_square(x, n)
    back = overall_chi_square(*(np.take_along_axis(each, order, axis=1) for each in (x, n)))
    np.testing.assert_array_equal(back.df, there.df)
    np.testing.assert_allclose(back.chi2, there.chi2, rtol=1e-13, atol=0)
