"""Fisher's exact test against exact fractions, R and SciPy."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from experimentos_core.stats.exact import fisher_p
from experimentos_core.stats.proportions import pooled_z_test

BILLION = 10**9


def exact_p(x_c, n_c, x_t, n_t):
    """Every table's probability as a fraction; ties as R has them."""
    successes = x_c + x_t
    lowest = max(0, successes - n_t)
    weights = [Fraction(1)]
    for k in range(lowest, min(successes, n_c)):
        ratio = Fraction((successes - k) * (n_c - k), (k + 1) * (n_t - successes + k + 1))
        weights.append(weights[-1] * ratio)
    ceiling = weights[x_c - lowest] * (1 + Fraction(1, 10**7))
    return float(sum(w for w in weights if w <= ceiling) / sum(weights))


@pytest.mark.parametrize(
    "table",
    [
        (3, BILLION, 9, BILLION),
        (0, BILLION, 4, BILLION),
        (1, BILLION, 12, 2 * BILLION),
        (0, 3 * BILLION, 20, 3 * BILLION),
        (BILLION - 2, BILLION, BILLION, BILLION),
        (2, 5, 10**8, BILLION),
        (1, 1000, 500, 10**6),
        (2, 7, 1, 999_999),
        (0, 60, 60, 60),
        (0, 0 + 1, 1, 1),
        (40, 10**6, 0, 7),
    ],
)
def test_huge_arms_with_a_handful_of_events_keep_their_digits(table):
    assert fisher_p(*table) == pytest.approx(exact_p(*table), rel=1e-11, abs=0)


@pytest.mark.parametrize(
    ("table", "p_value"),
    [
        ((1, 4, 3, 4), 34 / 70),  # the lady tasting tea (Fisher 1935), two-sided
        ((0, 4, 4, 4), 2 / 70),
        ((2, 17, 10, 13), 0.0005367),  # convictions of twins (Fisher 1962), R's fisher.test
    ],
)
def test_textbook_tables(table, p_value):
    assert fisher_p(*table) == pytest.approx(p_value, rel=1e-4, abs=0)


def test_sums_the_tables_no_more_probable_than_the_observed_one():
    """Two tails of unequal length: 2 * the smaller tail would be another convention."""
    assert fisher_p(0, 10, 3, 20) == pytest.approx(fisher_exact([[3, 17], [0, 10]]).pvalue)


@pytest.mark.parametrize("successes", [0, 1])
def test_outcomes_that_never_vary_give_p_one(successes):
    assert fisher_p(30 * successes, 30, 50 * successes, 50) == 1


def test_a_hopeless_tail_is_zero_and_a_centre_is_one():
    assert fisher_p(10**6, BILLION, 2 * 10**6, BILLION) == 0
    assert fisher_p(5 * 10**8, BILLION, 5 * 10**8, BILLION) == 1


def test_large_balanced_arms_agree_with_the_normal_tail():
    table = (10**8, BILLION, 100_020_000, BILLION)
    assert fisher_p(*table) == pytest.approx(float(pooled_z_test(*table).p_value), rel=1e-3, abs=0)


@given(
    n_c=st.integers(1, 80), n_t=st.integers(1, 80), share_c=st.floats(0, 1), share_t=st.floats(0, 1)
)
def test_small_tables_equal_the_exact_fraction_and_mirror(n_c, n_t, share_c, share_t):
    table = (round(share_c * n_c), n_c, round(share_t * n_t), n_t)
    assert fisher_p(*table) == pytest.approx(exact_p(*table), rel=1e-11, abs=0)
    assert fisher_p(*table[2:], *table[:2]) == pytest.approx(fisher_p(*table), rel=1e-11, abs=0)
    assert fisher_p(n_c - table[0], n_c, n_t - table[2], n_t) == pytest.approx(
        fisher_p(*table), rel=1e-11
    )


def test_refuses_impossible_counts_and_several_tables():
    with pytest.raises(ValueError, match="more successes"):
        fisher_p(5, 4, 1, 4)
    with pytest.raises(ValueError, match="one table"):
        fisher_p(np.array([1, 2]), 4, 1, 4)
