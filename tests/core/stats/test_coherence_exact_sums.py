"""Coherence from the very digits of an export: exact sums, as `continuous_analysis` takes them.

5,000 random metrics go through it one by one. 100,000 go the same way in two strides: exact
moments one by one, then all of them at once through the kernel it calls.
"""

import itertools
import math
import random
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from mpmath import mp, mpf

from experimentos_core.stats.continuous_analysis import analyze_continuous_from_sufficient_stats
from experimentos_core.stats.exact_variance import difference_of_means, variance_of_sums
from experimentos_core.stats.means import MeanComparison, compare_means

ONE_BY_ONE = 5_000
AT_ONCE = 100_000
ALPHAS = (0.2, 0.05, 0.01, 1e-4)
UNIT_FREE = ("t", "df", "p_value")


def random_sums(dice):
    """Count, sum and sum of squares in whole cents; spreads from one cent to far over the mean."""
    n = dice.choice((2, 3, dice.randrange(2, 100), int(10 ** dice.uniform(0.4, 9)), 10**9))
    mean = dice.choice((0, 1, -1, 1, 1)) * 10 ** dice.uniform(0, 12)
    total = round(n * mean)
    spread = 0 if dice.random() < 0.1 else round((n - 1) * 10 ** dice.uniform(0, 22))
    if spread == 0:
        total -= total % n  # all values equal
    return n, total, least_square(n, total) + spread


def metrics(count, seed):
    """Pairs of arms, most of them near the border between significant and not."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        control, treatment = random_sums(dice), random_sums(dice)
        if dice.random() < 0.8:
            treatment = brought_near(control, treatment, dice.gauss(0, 2.5))
        yield control, treatment


def brought_near(control, treatment, errors):
    """The treatment's spread around a mean so many standard errors from the control's."""
    spreads = [total_sq - least_square(n, total) for n, total, total_sq in (control, treatment)]
    sizes = control[0], treatment[0]
    error = math.sqrt(sum(s / (n * (n - 1)) for s, n in zip(spreads, sizes, strict=True)))
    n, total = treatment[0], round(treatment[0] * (control[1] / control[0] + errors * error))
    return n, total, least_square(n, total) + spreads[1]


def least_square(n, total):
    """The smallest whole sum of squares that n values of this sum can have."""
    return -(-total * total // n)


def moved(arm, constant):
    """The sums after a constant was added to every value."""
    n, total, total_sq = arm
    return n, total + n * constant, total_sq + 2 * constant * total + n * constant * constant


def in_cents(arm, exponent=-2):
    """As written in an export: decimals, with every digit."""
    n, total, total_sq = arm
    return n, Decimal(f"{total}e{exponent}"), Decimal(f"{total_sq}e{2 * exponent}")


def compared(pairs, alpha):
    """Exact moments, and one call of the kernel for all of them."""
    columns = []
    for (n_c, total_c, sq_c), (n_t, total_t, sq_t) in pairs:
        control = variance_of_sums(n_c, total_c, sq_c)
        treatment = variance_of_sums(n_t, total_t, sq_t)
        difference = difference_of_means(n_c, total_c, n_t, total_t)
        arms = (n_c, control.mean, control.variance, n_t, treatment.mean, treatment.variance)
        columns.append((*arms, difference))
    *arms, difference = np.array(columns, dtype=np.float64).T
    return compare_means(*arms, alpha, difference=difference)


def assert_agrees(result, alpha):
    """The record of one metric says the same everywhere."""
    if result.reason is not None:
        assert (result.p_value, result.absolute_low, result.is_significant) == (None, None, False)
        return
    assert result.is_significant == (result.p_value < alpha)
    excludes = result.absolute_low > 0 or result.absolute_high < 0
    assert excludes == result.is_significant
    assert result.absolute_low <= result.absolute_lift <= result.absolute_high
    low = -math.inf if result.relative_low is None else result.relative_low
    high = math.inf if result.relative_high is None else result.relative_high
    if result.control_mean > 0:
        assert (low > 0 or high < 0) == result.is_significant
        assert low <= result.relative_lift <= high


@pytest.mark.parametrize("alpha", ALPHAS)
def test_single_metrics_agree_with_their_test_and_mirror(alpha):
    significant = 0
    for control, treatment in metrics(ONE_BY_ONE // len(ALPHAS), seed=f"single {alpha}"):
        result = analyze_continuous_from_sufficient_stats(*control, *treatment, alpha)
        assert_agrees(result, alpha)
        back = analyze_continuous_from_sufficient_stats(*treatment, *control, alpha)
        assert back.p_value == result.p_value
        assert back.is_significant == result.is_significant
        if result.reason is None:
            assert (back.t, back.absolute_lift) == (-result.t, -result.absolute_lift)
            assert back.absolute_low == -result.absolute_high
        significant += result.is_significant
    assert 0.1 < significant / (ONE_BY_ONE // len(ALPHAS)) < 0.9


def test_a_constant_added_to_every_value_changes_no_bit_of_any_test():
    dice = random.Random("constants")  # noqa: S311 - no secret
    pairs = list(metrics(AT_ONCE, seed="constants"))
    constants = [round(dice.choice((-1, 1)) * 10 ** dice.uniform(0, 13)) for _ in pairs]
    shifted = [
        (moved(control, by), moved(treatment, by))
        for (control, treatment), by in zip(pairs, constants, strict=True)
    ]
    result, other = compared(pairs, 0.05), compared(shifted, 0.05)
    assert np.isnan(result.t).mean() < 0.05
    for name in (*UNIT_FREE, "difference", "difference_low", "difference_high"):
        np.testing.assert_array_equal(getattr(other, name), getattr(result, name))


def test_single_metrics_do_not_notice_a_constant_either():
    for control, treatment in metrics(ONE_BY_ONE // 10, seed="single constants"):
        there, back = (
            analyze_continuous_from_sufficient_stats(*arms[0], *arms[1], 0.05)
            for arms in (
                (in_cents(control), in_cents(treatment)),
                (in_cents(moved(control, 10**11)), in_cents(moved(treatment, 10**11))),
            )
        )
        for name in (*UNIT_FREE, "absolute_low", "absolute_high", "reason", "is_significant"):
            assert getattr(back, name) == getattr(there, name)


@pytest.mark.parametrize(("exponent", "factor"), [(-2, 0.01), (3, 1000.0)])
def test_another_currency_scales_the_interval_and_not_the_test(exponent, factor):
    pairs = list(metrics(AT_ONCE // 10, seed="currency"))
    written = [tuple(in_cents(arm, exponent) for arm in pair) for pair in pairs]
    result, other = compared(pairs, 0.05), compared(written, 0.05)
    for name in ("t", "df", "relative_lift"):
        np.testing.assert_allclose(getattr(other, name), getattr(result, name), rtol=1e-14)
    # The t tail itself moves by 1e-12 where t or df move by their last bit.
    np.testing.assert_allclose(other.p_value, result.p_value, rtol=1e-11)
    size = np.maximum(np.abs(result.difference_low), np.abs(result.difference_high)) * factor
    for name in ("difference_low", "difference_high"):
        wanted = getattr(result, name) * factor
        testable = ~np.isnan(wanted)
        assert (np.abs(getattr(other, name) - wanted) <= 1e-14 * size)[testable].all()


def test_cents_written_as_decimals_are_the_same_as_fractions_of_a_unit():
    pairs = list(metrics(AT_ONCE // 50, seed="kinds"))
    written = [tuple(in_cents(arm) for arm in pair) for pair in pairs]
    fractions = [
        tuple((n, Fraction(total, 100), Fraction(sq) / 10_000) for n, total, sq in pair)
        for pair in pairs
    ]
    result, other = compared(written, 0.05), compared(fractions, 0.05)
    for name in MeanComparison.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(other, name), getattr(result, name))


MILLION = 10**6
FAR_AWAY = ((Decimal(10**9), Decimal("1e-6")), (Decimal("1000000000.000004"), Decimal("1.21e-6")))
"""Mean and variance of each arm: 1e9 and a standard deviation of 1e-3."""


def written_to(decimals):
    """Both arms' sums over a million values, rounded to so many decimals."""
    arms = []
    with localcontext(prec=80):
        for mean, variance in FAR_AWAY:
            sums = mean * MILLION, mean * mean * MILLION + variance * (MILLION - 1)
            unit = Decimal(1).scaleb(-decimals)
            arms.append((MILLION, *(total.quantize(unit) for total in sums)))
    return arms


def welch_in_forty_digits():
    """t, df and p from the means and variances themselves (p as a Beta integral)."""
    (mean_c, variance_c), (mean_t, variance_t) = ((mpf(str(a)), mpf(str(b))) for a, b in FAR_AWAY)
    e_c, e_t = variance_c / MILLION, variance_t / MILLION
    t = (mean_t - mean_c) / mp.sqrt(e_c + e_t)
    df = (e_c + e_t) ** 2 * (MILLION - 1) / (e_c**2 + e_t**2)
    return t, df, mp.betainc(df / 2, mpf("0.5"), 0, df / (df + t * t), regularized=True)


def assert_right_to(result, share):
    with mp.workdps(40):
        t, df, p_value = (float(value) for value in welch_in_forty_digits())
    assert result.t == pytest.approx(t, rel=share, abs=0)
    assert result.df == pytest.approx(df, rel=2 * share, abs=0)
    assert result.p_value == pytest.approx(p_value, rel=max(1e-9, 10 * share), abs=0)


@pytest.mark.parametrize("decimals", range(15))
def test_a_mean_of_a_billion_and_a_thousandth_of_spread_is_right_or_said_to_be_vague(decimals):
    result = analyze_continuous_from_sufficient_stats(*itertools.chain(*written_to(decimals)), 0.05)
    # Half a unit of the sum counts 2e9-fold in the variance: eleven decimals leave over 1 % open.
    assert result.digits_suffice == (decimals >= 12)
    if result.digits_suffice:
        assert_right_to(result, 1e-9)


@pytest.mark.parametrize("decimals", range(13))
def test_whole_sums_need_digits_in_the_sum_of_squares_alone(decimals):
    (n_c, sum_c, sq_c), (n_t, sum_t, sq_t) = written_to(decimals)
    result = analyze_continuous_from_sufficient_stats(
        n_c, int(sum_c), sq_c, n_t, int(sum_t), sq_t, 0.05
    )
    assert result.digits_suffice == (decimals >= 2)
    if result.digits_suffice:
        assert_right_to(result, max(1e-9, 0.6 * 10.0**-decimals))
