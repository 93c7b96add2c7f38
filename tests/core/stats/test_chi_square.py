"""The overall test of several arms: small tables by hand, impossible ones refused."""

import math

import numpy as np
import pytest

from experimentos_core.stats.chi_square import chi_square_from, overall_chi_square


def test_by_hand():
    """10, 20 and 30 of 100 each, 20 expected: (100 + 0 + 100) / (20 * 0.8), p = exp(-6.25)."""
    result = overall_chi_square([10, 20, 30], 100)
    assert result.chi2 == pytest.approx(12.5, rel=1e-15, abs=0)
    assert result.df == 2
    assert result.p_value == pytest.approx(math.exp(-6.25), rel=1e-14, abs=0)


def test_the_smallest_tables():
    assert overall_chi_square([0, 1], [1, 1]).chi2 == 2
    assert overall_chi_square([0, 1, 0], [1, 1, 1]).chi2 == pytest.approx(3, rel=1e-15, abs=0)
    for nothing_varies in ([0, 0], [1, 1]):
        result = overall_chi_square(nothing_varies, 1)
        assert (result.chi2, result.df, result.p_value) == (0, 1, 1)


def test_a_single_arm_leaves_nothing_to_test():
    result = overall_chi_square([5], [10])
    assert result.df == 0
    assert np.isnan(result.p_value)


@pytest.mark.parametrize(
    ("x", "n", "message"),
    [
        ([5, 3], [3, 5], "more successes than users"),
        ([-1, 3], [3, 5], "from 0"),
        ([0.5, 3], [3, 5], "whole number"),
        ([0, 0], [3, 0], "at least 1"),
    ],
)
def test_impossible_counts_are_refused(x, n, message):
    with pytest.raises(ValueError, match=message):
        overall_chi_square(x, n)


def test_along_any_axis():
    x = np.array([[10, 20, 30], [5, 5, 9]])
    rows = overall_chi_square(x, 100)
    columns = overall_chi_square(x.T, 100, axis=0)
    np.testing.assert_array_equal(rows.chi2, columns.chi2)
    assert rows.chi2[0] == overall_chi_square(x[0], 100).chi2
    assert columns.df.tolist() == [2, 2]


def test_rates_that_agree_in_ten_digits_keep_the_digits_of_their_gap():
    """2 n d**2 with both rates near 1/2 and d half of 1e-10 between them."""
    n = 10**10
    result = overall_chi_square([n // 2, n // 2 + 1], n)
    assert result.chi2 == pytest.approx(1 / (2 * n * 0.25), rel=1e-9, abs=0)


def test_p_values_keep_their_digits_far_out():
    tail = chi_square_from(np.array([1400.0, 5.0]), np.array([2, 0]))
    assert tail.p_value[0] == pytest.approx(math.exp(-700), rel=1e-12, abs=0)
    assert np.isnan(tail.p_value[1])
