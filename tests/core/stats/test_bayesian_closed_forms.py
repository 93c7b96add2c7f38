"""The exact comparison of two rates where a formula says what comes out, at any size."""

import math
from fractions import Fraction

import numpy as np
import pytest
from mpmath import mp, mpf

from experimentos_core.stats.bayesian import (
    ExactComparison,
    compare_rates_exactly,
    proportion_posterior,
)

BILLION = 10**9
PROMISED = ((1e-8, 1e-11), (1e-10, 1e-10), (1e-14, 1e-8), (1e-20, 1e-6))
"""How exact figures above a size are, as a share of themselves: less, the rarer it is."""


def compared(x_c: int, n_c: int, x_t: int, n_t: int, *, up: bool = True) -> ExactComparison:
    control, treatment = proportion_posterior(x_c, n_c), proportion_posterior(x_t, n_t)
    return compare_rates_exactly(control, treatment, higher_is_better=up)


def assert_promised(found: ExactComparison, expected: tuple[float, ...]) -> None:
    for figure, exact in zip(found, expected, strict=True):
        share = next((share for least, share in PROMISED if exact > least), None)
        if share is not None:
            assert float(figure) == pytest.approx(exact, rel=share, abs=0)


def moment(a: int, b: int, power: int) -> Fraction:
    """E[C**power] of Beta(a, b), as the shorter of its two products."""
    if power < b:
        return math.prod((Fraction(a + i, a + b + i) for i in range(power)), start=Fraction(1))
    return math.prod((Fraction(a + j, a + power + j) for j in range(b)), start=Fraction(1))


@pytest.mark.parametrize(
    ("x_c", "n_c", "all_of"),
    [
        (99, 198, 19),  # the narrower arm is not the one with the larger product of counts
        (19, 20, 198),
        (0, 1, 1),
        (3, 7, 1),
        (0, 32, 32),  # 1e-20: what is rare is decided far out in both tails
        (2, 40, 25),
        (BILLION, BILLION, 1),  # 2e-18: the means are a billion times apart in odds
        (BILLION - 5, BILLION, 3),
        (BILLION - 5, BILLION, BILLION),
        (BILLION // 10, BILLION, 7),
        (2 * BILLION, 3 * BILLION, 1),
    ],
)
def test_an_arm_in_which_everybody_converted_is_a_power(x_c: int, n_c: int, all_of: int) -> None:
    """P(T <= x) = x**(n + 1): P(C > T) and E[max(C - T, 0)] are moments of C."""
    a, b, m = x_c + 1, n_c - x_c + 1, all_of + 1
    below = moment(a, b, m)
    loss = moment(a, b, m + 1) / (m + 1)
    gain = loss + Fraction(m, m + 1) - Fraction(a, a + b)
    expected = (float(1 - below), float(loss), float(gain))
    assert_promised(compared(x_c, n_c, all_of, all_of), expected)
    worse = (float(below), float(gain), float(loss))
    assert_promised(compared(x_c, n_c, all_of, all_of, up=False), worse)
    assert_promised(compared(n_c - x_c, n_c, 0, all_of, up=False), expected)
    assert_promised(compared(all_of, all_of, x_c, n_c), worse)


@pytest.mark.parametrize(
    ("x", "n"),
    [
        (1, 3),
        (0, 1),
        (30, 100),
        (0, 3 * BILLION - 1),
        (30, 3 * BILLION - 1),
        (3 * 10**8, 3 * BILLION - 1),
        (15 * 10**8, 3 * BILLION - 1),
        (3 * BILLION - 2, 3 * BILLION - 1),
    ],
)
def test_one_conversion_more_has_a_closed_form(x: int, n: int) -> None:
    """P(T > C) steps from 1/2 with each success; the gain is E[T] P(T+ > C) - E[C] P(T > C+).

    The sign + adds a success, so that here C+ is T and the last probability is 1/2.
    """
    with mp.workdps(60):
        a, b = mpf(x + 1), mpf(n - x + 1)
        d = mp.exp(mp.loggamma(2 * a) + mp.loggamma(2 * b) - mp.loggamma(2 * (a + b)))
        d /= mp.beta(a, b) ** 2
        mean_c, mean_t = a / (a + b), (a + 1) / (a + b + 1)
        gain = mean_t * (mpf(1) / 2 + d / a + d / (a + 1)) - mean_c / 2
        expected = (float(mpf(1) / 2 + d / a), float(gain - mean_t + mean_c), float(gain))
    assert_promised(compared(x, n, x + 1, n + 1), expected)
    assert_promised(compared(n - x, n, n - x, n + 1, up=False), expected)


def by_binomials(a_c: int, b_c: int, a_t: int, b_t: int) -> Fraction:
    """P(T > C): C is at most x where a_c or more of a_c + b_c - 1 trials at rate x succeed."""
    n, inverse = a_c + b_c - 1, a_t * math.comb(a_t + b_t - 1, a_t)
    terms = (
        Fraction(math.comb(n, j) * inverse, (a_t + j) * math.comb(a_t + b_t + n - 1, a_t + j))
        for j in range(a_c, n + 1)
    )
    return sum(terms, Fraction(0))


@pytest.mark.parametrize(
    "table",
    [
        (2, 3, 3, 4),  # 2 * 4 and 3 * 3 are as close as products of counts can be
        (3, 2, 4, 3),
        (1, 2, 2, 3),
        (2, 1, 3, 2),
        (5, 8, 8, 13),
        (2, 4, 3, 6),  # one mean for both, the treatment known better
        (4, 2, 6, 3),
        (2, 4, 4, 2),  # equally well known on opposite sides
        (7, 3, 7, 3),
        (20, 1, 30, 30),
        (1, 101, 12, 23),  # more users, and yet the less well known log odds
    ],
)
def test_small_arms_agree_with_binomial_sums_either_way_round(
    table: tuple[int, int, int, int],
) -> None:
    a_c, b_c, a_t, b_t = table
    mean_c, mean_t = Fraction(a_c, a_c + b_c), Fraction(a_t, a_t + b_t)
    above = by_binomials(*table)
    gain = mean_t * by_binomials(a_c, b_c, a_t + 1, b_t)
    gain -= mean_c * by_binomials(a_c + 1, b_c, a_t, b_t)
    loss = gain - (mean_t - mean_c)
    control, treatment = (a_c - 1, a_c + b_c - 2), (a_t - 1, a_t + b_t - 2)
    better, worse = (float(above), float(loss), float(gain)), (float(1 - above), float(gain))
    assert_promised(compared(*control, *treatment), better)
    assert_promised(compared(*control, *treatment, up=False), (*worse, float(loss)))
    assert_promised(compared(*treatment, *control), (*worse, float(loss)))
    assert_promised(compared(*treatment, *control, up=False), better)


def test_comparisons_without_a_known_arm_are_nan() -> None:
    """Nothing is left to compare, and nothing fails."""
    unknown = proportion_posterior([0, 3, 5], [0, 2, 4])
    for pair in ((unknown, proportion_posterior(1, 2)), (proportion_posterior(1, 2), unknown)):
        assert np.isnan(compare_rates_exactly(*pair)).all()
