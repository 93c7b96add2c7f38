"""The kernel for means: oracle in high precision, not-testable cells, simulated error rates."""

import math

import numpy as np
import pytest
from mpmath import betainc, mp, mpf, sqrt

from experimentos_core.stats.fieller import relative_limits
from experimentos_core.stats.means import compare_means
from experimentos_core.stats.welch import TwoSamples, critical_t

RUNS = 60_000
FOUR_SIGMA = 4 * (0.05 * 0.95 / RUNS) ** 0.5


def tail(t, df):
    """Two-sided p of Student's t, from its incomplete beta integral."""
    return betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True)


HARD_ARMS = [
    (2, 4.5, 6.25),
    (2, 2.0, 2.0),
    (7, 11.9, 421.0),
    (10, 1e-3, 1e-9),
    (61, 10.4, 0.0),
    (160, 18.8, 1262.0),
    (1000, 1e6, 1.0),
    (1000, 1e6 + 0.25, 1.21),
    (44_700, 52.46, 65_903.0),
    (10**6, -3.0, 49.0),
    (10**6, 0.0, 1e-4),
    (3 * 10**9, 52.47, 65_000.0),
]
PAIRS = [(c, t) for c in HARD_ARMS for t in HARD_ARMS if c[2] + t[2] > 0]


def assert_at_border(distance, error, critical, limit):
    """The distance is critical * error, up to the rounding of the limit it was taken from."""
    rounding = 8 * mpf(2) ** -53 * abs(limit)
    assert abs(abs(distance) - critical * error) <= 1e-11 * critical * error + rounding


@pytest.mark.parametrize(("control", "treatment"), PAIRS)
def test_test_and_limits_hold_in_forty_digits(control, treatment):
    """p by its integral, and each limit by putting it back: the test there is at its border."""
    alpha = 0.01
    result = compare_means(*control, *treatment, alpha)
    with mp.workdps(40):
        (n_c, m_c, v_c), (n_t, m_t, v_t) = map(mpf, control), map(mpf, treatment)
        e_c, e_t = v_c / n_c, v_t / n_t
        df = (e_c + e_t) ** 2 / (e_c**2 / (n_c - 1) + e_t**2 / (n_t - 1))
        t = (m_t - m_c) / sqrt(e_c + e_t)
        assert float(result.df) == pytest.approx(float(df), rel=1e-14, abs=0)
        assert float(result.t) == pytest.approx(float(t), rel=1e-13, abs=0)
        if result.p_value > 1e-290:
            assert float(result.p_value) == pytest.approx(float(tail(t, df)), rel=1e-9, abs=0)
        critical = mpf(float(critical_t(result.df, np.asarray(alpha))))
        for limit in (result.difference_low, result.difference_high):
            assert_at_border(m_t - m_c - mpf(float(limit)), sqrt(e_c + e_t), critical, float(limit))
        for limit in (result.relative_low, result.relative_high):
            if math.isfinite(limit):
                ratio = 1 + mpf(float(limit))
                error = sqrt(e_t + ratio**2 * e_c)
                assert_at_border(m_t - ratio * m_c, error, critical, m_c * float(limit))
        bounded = bool(m_c > critical * sqrt(e_c))
    both_finite = math.isfinite(result.relative_low) and math.isfinite(result.relative_high)
    assert both_finite == bounded


def test_a_textbook_example_of_welch():
    """Student's sleep data: R prints t.test(extra ~ group) with t -1.8608, df 17.776, p 0.07939."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    arms = [(10, np.mean(group), np.var(group, ddof=1)) for group in (first, second)]
    result = compare_means(*arms[0], *arms[1], 0.05)
    assert float(result.t) == pytest.approx(1.8608, abs=5e-5)
    assert float(result.df) == pytest.approx(17.776, abs=5e-4)
    assert float(result.p_value) == pytest.approx(0.07939, abs=5e-6)
    assert float(result.difference_low) == pytest.approx(-0.2054832, abs=5e-8)
    assert float(result.difference_high) == pytest.approx(3.3654832, abs=5e-8)


def test_an_arm_without_variance_leaves_the_one_sample_test():
    result = compare_means(50, 10.0, 0.0, 20, 11.0, 4.0, 0.05)
    assert float(result.df) == 19
    assert float(result.t) == pytest.approx(1 / math.sqrt(4 / 20), rel=1e-15, abs=0)
    assert float(result.relative_low) == pytest.approx(
        float(result.difference_low) / 10, rel=1e-14, abs=0
    )
    other = compare_means(20, 10.0, 4.0, 50, 11.0, 0.0, 0.05)
    assert float(other.df) == 19


@pytest.mark.parametrize(
    "arms",
    [
        (100, 5.0, 0.0, 100, 6.0, 0.0),  # t would be infinite
        (100, 5.0, 0.0, 100, 5.0, 0.0),
        (1, 5.0, 3.0, 100, 6.0, 2.0),
        (100, 5.0, 3.0, 1, 6.0, math.nan),
        (0, math.nan, math.nan, 10, 6.0, 1.0),
        (100, 5.0, math.nan, 100, 6.0, 1.0),
        (100, math.nan, 1.0, 100, 6.0, 1.0),
        (100, 5.0, 1e201, 100, 6.0, 1.0),  # beyond what the formulas can hold
        (100, 5.0, 1.0, 100, 6.0, 1e-201),
    ],
)
def test_what_cannot_be_tested_is_undefined_and_never_significant(arms):
    result = compare_means(*arms, 0.05)
    for name in (
        "t", "df", "p_value", "difference_low", "difference_high", "relative_low", "relative_high",
    ):  # fmt: skip
        assert np.isnan(getattr(result, name)), name
    assert float(result.difference) == pytest.approx(arms[4] - arms[1], nan_ok=True)
    assert float(result.relative_lift) == pytest.approx((arms[4] - arms[1]) / arms[1], nan_ok=True)


@pytest.mark.parametrize("mean", [1e101, -1e101, 1e-101, 5e-324])
def test_means_of_absurd_size_are_not_tested(mean):
    for arms in ((5, mean, 1.0, 5, 1.0, 1.0), (5, 1.0, 1.0, 5, mean, 1.0)):
        result = compare_means(*arms, 0.05)
        assert np.isnan(result.p_value)
        assert np.isnan(result.relative_lift)


def test_one_untestable_comparison_leaves_its_neighbours_alone():
    result = compare_means([100, 1, 100], 5, [1, 1, 0], 100, 6, [1, 1, 0], 0.05)
    np.testing.assert_array_equal(np.isnan(result.p_value), [False, True, True])
    assert result.p_value[0] == compare_means(100, 5, 1, 100, 6, 1, 0.05).p_value


@pytest.mark.parametrize("mean", [0.0, -0.0, -5.0])
def test_a_share_of_nothing_or_of_a_loss_is_undefined(mean):
    result = compare_means(100, mean, 1.0, 100, 6.0, 1.0, 0.05)
    assert result.p_value < 1e-50
    assert result.difference_low > 0
    for figure in (result.relative_lift, result.relative_low, result.relative_high):
        assert np.isnan(figure)


def test_an_open_set_is_the_estimates_side_if_significant_and_all_numbers_if_not():
    """The control's mean, 1 with standard error 1, is not shown to differ from 0."""
    gain = compare_means(100, 1.0, 100.0, 100, 11.0, 1.0, 0.05)
    assert gain.p_value < 0.05
    assert 0 < gain.relative_low < gain.relative_lift
    assert gain.relative_high == math.inf
    loss = compare_means(100, 1.0, 100.0, 100, -11.0, 1.0, 0.05)
    assert loss.p_value < 0.05
    assert loss.relative_low == -math.inf
    assert loss.relative_lift < loss.relative_high < 0
    even = compare_means(100, 1.0, 100.0, 100, 1.5, 1.0, 0.05)
    assert even.p_value > 0.05
    assert (even.relative_low, even.relative_high) == (-math.inf, math.inf)


def test_a_control_mean_exactly_at_its_border_opens_one_end():
    """Mean 1 = critical value 1 * standard error 1: 0 d**2 - 6 d + 2.79 <= 0 from 0.465 on."""
    columns = (100, 1.0, 1.0, 100, 3.0, 0.21, 2.0)
    samples = TwoSamples(*(np.asarray(column, dtype=float) for column in columns))
    limits = np.asarray(0.9), np.asarray(3.1)
    low, high = relative_limits(samples, np.asarray(1.0), limits, np.asarray(True))
    assert float(low) == pytest.approx(0.465, rel=1e-14, abs=0)
    assert high == math.inf


def test_tiny_p_values_keep_their_digits():
    result = compare_means(10**6, 10.0, 4.0, 10**6, 10.1, 4.0, 0.05)  # t = 35.36
    with mp.workdps(40):
        expected = tail(mpf(float(result.t)), mpf(float(result.df)))
    assert 1e-280 < float(expected) < 1e-270
    assert float(result.p_value) == pytest.approx(float(expected), rel=1e-10, abs=0)


@pytest.mark.parametrize("df", [1, 1.31, 2, 3.7, 12.5, 200.3, 1e6, 6e9])
def test_critical_values_give_back_their_level(df):
    for alpha in (0.9, 0.1, 0.05, 1e-4, 1e-12, 1e-99):
        critical = critical_t(np.asarray(df), np.asarray(alpha))
        with mp.workdps(40):
            back = float(tail(mpf(float(critical)), mpf(df)) / alpha)
        assert back == pytest.approx(1, rel=1e-10, abs=0)
    assert critical_t(np.asarray(df), np.asarray(1e-101)) == math.inf


def moments(dice, n, mean, spread):
    """Mean and variance of RUNS normal samples, drawn from their own distributions."""
    variance = spread**2 * dice.chisquare(n - 1, RUNS) / (n - 1)
    return n, dice.normal(mean, spread / math.sqrt(n), RUNS), variance


@pytest.fixture
def dice():
    return np.random.default_rng(20_240_502)


@pytest.mark.parametrize(("n_c", "sd_c", "n_t", "sd_t"), [(400, 1, 400, 1), (60, 5, 900, 1)])
def test_errs_in_five_percent_half_on_either_side_whatever_the_variances(
    dice, n_c, sd_c, n_t, sd_t
):
    result = compare_means(*moments(dice, n_c, 10, sd_c), *moments(dice, n_t, 10, sd_t), 0.05)
    assert np.mean(result.p_value < 0.05) == pytest.approx(0.05, abs=FOUR_SIGMA)
    wrong_gain = (result.p_value < 0.05) & (result.t > 0)
    assert np.mean(wrong_gain) == pytest.approx(0.025, abs=FOUR_SIGMA)


def test_a_better_treatment_shows_as_positive(dice):
    result = compare_means(*moments(dice, 200, 10, 3), *moments(dice, 200, 11, 3), 0.05)
    assert np.mean(result.difference_low > 0) == pytest.approx(0.9144, abs=0.006)  # its power
    assert np.mean(result.difference_high < 0) < 0.001


@pytest.mark.parametrize(("mean_c", "mean_t"), [(10, 11), (10, 7), (1, 1.5)])
def test_intervals_cover_the_truth_in_95_percent_missing_evenly(dice, mean_c, mean_t):
    result = compare_means(*moments(dice, 150, mean_c, 3), *moments(dice, 250, mean_t, 4), 0.05)
    for low, high, truth in (
        (result.difference_low, result.difference_high, mean_t - mean_c),
        (result.relative_low, result.relative_high, mean_t / mean_c - 1),
    ):
        assert np.mean(low > truth) == pytest.approx(0.025, abs=0.004)
        assert np.mean(high < truth) == pytest.approx(0.025, abs=0.004)


@pytest.mark.parametrize(
    ("arms", "words"),
    [
        ((2.5, 1, 1, 5, 1, 1), "whole number"),
        ((-1, 1, 1, 5, 1, 1), "from 0"),
        ((5, 1, 1, math.nan, 1, 1), "number of values"),
        ((5, 1, -1, 5, 1, 1), "variance"),
        ((5, 1, 1, 5, 1, math.inf), "variance"),
        ((5, math.inf, 1, 5, 1, 1), "finite"),
        ((5, "x", 1, 5, 1, 1), "numbers"),
    ],
)
def test_refuses_what_cannot_be(arms, words):
    with pytest.raises(ValueError, match=words):
        compare_means(*arms, 0.05)


def test_refuses_an_impossible_difference():
    with pytest.raises(ValueError, match="difference"):
        compare_means(5, 1, 1, 5, 1, 1, 0.05, difference=math.inf)


@pytest.mark.parametrize("alpha", [0, 1, -0.1, math.nan])
def test_refuses_impossible_levels(alpha):
    with pytest.raises(ValueError, match="alpha"):
        compare_means(5, 1, 1, 5, 1, 1, alpha)
