"""Over 100,000 comparisons a method: p below the level exactly where no effect lies outside.

At each level as it stands, and at the level a correction for several treatments leaves.
"""

import functools

import numpy as np
import pytest

from experimentos_core.stats.means import compare_means
from experimentos_core.stats.multiplicity import METHODS, adjust_p_values, interval_alphas
from experimentos_core.stats.proportions import compare_proportions, pooled_z_test
from tests.helpers.comparisons import (
    BILLION,
    assert_means_coherent,
    assert_tables_coherent,
    excludes_no_effect,
    random_means,
    random_tables,
)

COUNT = 100_000
ALPHAS = (0.2, 0.05, 0.01, 1e-4)
TREATMENTS = 5
EXPERIMENTS = COUNT // TREATMENTS


def test_the_comparisons_hold_every_edge():
    x_c, n_c, x_t, n_t, _ = random_tables(COUNT, seed=31)
    for x, n in ((x_c, n_c), (x_t, n_t)):
        for edge in (x == 0, x == n, n == 1, n == BILLION):
            assert np.count_nonzero(edge) > 1000
    for edge in ((x_c == 0) & (x_t == 0), (x_c == n_c) & (x_t == n_t), (x_c == 0) & (x_t == n_t)):
        assert np.count_nonzero(edge) > 500
    (n_c, mean_c, variance_c, n_t, _, variance_t), _, _ = random_means(COUNT, seed=31)
    for edge in (
        (variance_c == 0) & (variance_t > 0),
        (variance_c > 0) & (variance_t == 0),
        (n_c == 2) & (n_t > 2),
        n_c == BILLION,
        mean_c < 0,
        np.abs(mean_c) > 1e20,
        (np.abs(mean_c) < 1e-20) & (mean_c != 0),
    ):
        assert np.count_nonzero(edge) > 1000
    assert np.count_nonzero((n_c == 2) & (n_t == 2)) > 100


@pytest.mark.parametrize("alpha", ALPHAS)
def test_tables_agree_with_their_test(alpha):
    tables = random_tables(COUNT, seed=31)[:4]
    result = compare_proportions(*tables, alpha)
    assert 0.1 < np.mean(result.p_value < alpha) < 0.9, "the sweep must show both answers"
    assert_tables_coherent(result, alpha)


@pytest.mark.parametrize("alpha", ALPHAS)
def test_means_agree_with_their_test(alpha):
    arms, difference, _ = random_means(COUNT, seed=31)
    result = compare_means(*arms, alpha, difference=difference)
    assert 0.1 < np.mean(result.p_value < alpha) < 0.9, "the sweep must show both answers"
    assert_means_coherent(result, alpha)


@functools.cache
def several_tables():
    """Experiments of five treatments, all against the first one's control."""
    columns = [column.reshape(EXPERIMENTS, -1) for column in random_tables(COUNT, seed=33)[:4]]
    x_c, n_c, x_t, n_t = columns
    for column in (x_t, n_t):
        column[::4, 1] = column[::4, 3]  # equal p-values
    return x_c[:, :1], n_c[:, :1], x_t, n_t


@functools.cache
def several_means():
    """Experiments of five treatments, all against the first one's control."""
    arms, _, _ = random_means(COUNT, seed=33)
    n_c, mean_c, variance_c, *treatments = (row.reshape(EXPERIMENTS, -1) for row in arms)
    noise = np.random.default_rng(33).normal(0, 2.5, (EXPERIMENTS, TREATMENTS))
    n_t, mean_t, variance_t = treatments
    error = np.sqrt(variance_c[:, :1] / n_c[:, :1] + variance_t / n_t)
    mean_t = np.where(noise > -3, mean_c[:, :1] + noise * error, mean_t)
    return n_c[:, :1], mean_c[:, :1], variance_c[:, :1], n_t, mean_t, variance_t


def assert_follows(result, rejected):
    """Both intervals leave no effect out exactly where the corrected test rejects."""
    np.testing.assert_array_equal(
        excludes_no_effect(result.difference_low, result.difference_high), rejected
    )
    defined = ~np.isnan(result.relative_low)
    excludes = excludes_no_effect(result.relative_low, result.relative_high)
    np.testing.assert_array_equal(excludes[defined], rejected[defined])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("alpha", ALPHAS)
def test_corrected_intervals_of_tables_agree_with_corrected_tests(method, alpha):
    tables = several_tables()
    p_value = pooled_z_test(*tables).p_value
    rejected = adjust_p_values(p_value, method) < alpha
    assert 0.05 < rejected.mean() < 0.95
    assert_follows(compare_proportions(*tables, interval_alphas(p_value, alpha, method)), rejected)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("alpha", ALPHAS)
def test_corrected_intervals_of_means_agree_with_corrected_tests(method, alpha):
    arms = several_means()
    p_value = compare_means(*arms, alpha).p_value
    testable = ~np.isnan(p_value)
    rejected = testable & (adjust_p_values(p_value, method) < alpha)
    assert 0.05 < rejected.mean() < 0.95
    result = compare_means(*arms, interval_alphas(p_value, alpha, method))
    np.testing.assert_array_equal(result.p_value, p_value)
    np.testing.assert_array_equal(~np.isnan(result.relative_low), testable & (result.mean_c > 0))
    assert_follows(result, rejected)


def levels_at_a_border(p_value, method, bits):
    """For each experiment one of its own corrected p-values, or its neighbour, as the level."""
    adjusted = adjust_p_values(p_value, method)
    row = np.arange(EXPERIMENTS)
    alpha = adjusted[row, row % TREATMENTS]
    alpha = np.where((alpha > 1e-90) & (alpha < 0.99), alpha, 0.05)  # the t quantile's range
    return adjusted, np.nextafter(alpha, bits) if bits else alpha


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bits", [None, 1.0])
def test_a_corrected_level_at_a_corrected_p_value_itself_still_agrees(method, bits):
    """The hardest borders there are: at the p-value nothing is rejected, one bit above it is."""
    tables, arms = several_tables(), several_means()
    p_value = pooled_z_test(*tables).p_value
    adjusted, alpha = levels_at_a_border(p_value, method, bits)
    result = compare_proportions(*tables, interval_alphas(p_value, alpha, method))
    assert_follows(result, adjusted < alpha[:, np.newaxis])
    p_value = compare_means(*arms, 0.05).p_value
    adjusted, alpha = levels_at_a_border(p_value, method, bits)
    result = compare_means(*arms, interval_alphas(p_value, alpha, method))
    rejected = (adjusted < alpha[:, np.newaxis]) & ~np.isnan(p_value)
    assert_follows(result, rejected)
