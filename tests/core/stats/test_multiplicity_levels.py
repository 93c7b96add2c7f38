"""Levels of intervals give way by the last bit to the adjusted p-values; arrays of any shape."""

import numpy as np
import pytest

from experimentos_core.stats.multiplicity import METHODS, adjust_p_values, interval_alphas


def p_values_at_the_edge(alpha, k):
    """p-values around alpha / k, alpha / (k - 1) ..., a bit to either side."""
    edges = alpha * np.arange(1, k + 1) / k, alpha / np.arange(k, 0, -1)
    rows = []
    for edge in (*edges[0], *edges[1]):
        for step in range(-3, 4):
            p = edge
            for _ in range(abs(step)):
                p = np.nextafter(p, np.sign(step))
            rows.append([p] + [p / 7] * (k // 2) + [0.9] * (k - 1 - k // 2))
    return np.array(rows)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("alpha", [0.05, 0.01, 0.1, 0.07, 1 / 3, 0.9])
def test_below_its_level_exactly_where_the_adjusted_p_value_is_below_alpha(method, alpha):
    for k in (1, 2, 3, 5, 7, 11, 49):
        p = p_values_at_the_edge(alpha, k)
        level = interval_alphas(p, alpha, method)
        np.testing.assert_array_equal(p < level, adjust_p_values(p, method) < alpha)
        assert (level > 0).all()
        assert (level < 1).all()


@pytest.mark.parametrize("alpha", [0.05, 0.01, 0.07, 0.9])
def test_a_level_gives_way_by_one_bit_only(alpha):
    """alpha / k; alpha / j for Holm, alpha * j / k for Benjamini-Hochberg, j a whole number."""
    for k in (1, 2, 3, 5, 7, 11, 49):
        p = p_values_at_the_edge(alpha, k)
        np.testing.assert_array_equal(interval_alphas(p, alpha, "none"), alpha)
        np.testing.assert_allclose(interval_alphas(p, alpha, "bonferroni"), alpha / k, rtol=5e-16)
        for steps in (
            alpha / interval_alphas(p, alpha, "holm"),
            interval_alphas(p, alpha, "fdr_bh") * k / alpha,
        ):
            assert np.abs(steps - np.rint(steps)).max() < 1e-13
            assert steps.min() > 0.9
            assert steps.max() < k + 0.1


@pytest.mark.parametrize("method", METHODS)
def test_a_single_comparison_is_not_corrected_and_none_is_none(method):
    for p in (0.0, 1e-9, 0.04, 0.05, 0.06, 1.0):
        assert adjust_p_values([p], method).tolist() == [p]
        assert interval_alphas([p], 0.05, method).tolist() == [0.05]
    assert adjust_p_values([], method).shape == (0,)
    assert interval_alphas([], 0.05, method).shape == (0,)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("axis", [0, 1, 2, -1, -3])
def test_comparisons_may_lie_along_any_axis(method, axis):
    p = np.random.default_rng(3).uniform(0, 0.1, (2, 3, 4))
    adjusted = adjust_p_values(p, method, axis=axis)
    level = interval_alphas(p, 0.05, method, axis=axis)
    assert adjusted.shape == level.shape == p.shape
    for place in np.ndindex(*np.delete(p.shape, axis)):
        one = [*place]
        one.insert(axis % 3, slice(None))
        line = tuple(one)
        np.testing.assert_array_equal(adjusted[line], adjust_p_values(p[line], method))
        np.testing.assert_array_equal(level[line], interval_alphas(p[line], 0.05, method))


@pytest.mark.parametrize("method", ["bonferroni", "holm", "fdr_bh"])
def test_no_adjusted_p_value_is_above_1(method):
    assert adjust_p_values([0.9, 0.95, 1.0], method).max() <= 1
    assert adjust_p_values([0.4, 0.4, 0.4, 0.4], "bonferroni").tolist() == [1, 1, 1, 1]


def test_p_values_outside_0_and_1_are_refused_and_the_ends_are_not():
    for bad in (-1e-300, 1.0000000000000002):
        with pytest.raises(ValueError, match="between 0 and 1"):
            adjust_p_values([0.5, bad], "holm")
    assert adjust_p_values([0.0, 1.0], "holm").tolist() == [0, 1]


def test_the_largest_of_tied_p_values_shares_the_smallest_place():
    levels = interval_alphas([0.001, 0.02, 0.02, 0.5], 0.1, "holm")
    assert levels.tolist() == [0.1 / 4, 0.1 / 3, 0.1 / 3, 0.1]


def test_ties_are_found_row_by_row():
    p = [[0.001, 0.02, 0.02, 0.5], [0.001, 0.01, 0.02, 0.5]]
    for row, levels in zip(p, interval_alphas(p, 0.1, "holm"), strict=True):
        np.testing.assert_array_equal(levels, interval_alphas(row, 0.1, "holm"))
