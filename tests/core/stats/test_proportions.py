"""The two-proportion test and its intervals: edges, shapes, refusals."""

import math

import numpy as np
import pytest

from experimentos_core.stats import root_finding
from experimentos_core.stats.proportions import (
    compare_proportions,
    difference_interval,
    is_sparse,
    overall_chi_square,
    pooled_z_test,
    relative_interval,
    score_z,
)

Z_95 = 1.9599639845400545


def test_retention_of_the_cookie_cats_gates():
    result = compare_proportions(8502, 44700, 8279, 45489, 0.05)
    assert float(result.z) == pytest.approx(-3.1643589127)
    assert float(result.p_value) == pytest.approx(0.00155424997561)
    assert float(result.difference_high) < 0
    assert float(result.relative_high) < 0


@pytest.mark.parametrize("successes", [0, 1])
def test_outcomes_that_never_vary_give_no_effect_and_still_an_interval(successes):
    size_c, size_t = 5, 8
    result = compare_proportions(successes * size_c, size_c, successes * size_t, size_t, 0.05)
    assert float(result.z) == 0
    assert float(result.p_value) == 1
    assert float(result.difference) == 0
    # Only one restricted rate leaves its bound then: z**2 = n * p / (1 - p), exactly.
    ends = [Z_95**2 / (size + Z_95**2) for size in (size_c, size_t)]
    low, high = (-ends[0], ends[1]) if successes == 0 else (-ends[1], ends[0])
    assert float(result.difference_low) == pytest.approx(low, rel=1e-14, abs=0)
    assert float(result.difference_high) == pytest.approx(high, rel=1e-14, abs=0)


def test_no_successes_in_either_arm_leave_the_relative_lift_undefined():
    result = compare_proportions(0, 50, 0, 40, 0.05)
    assert np.isnan([result.relative_lift, result.relative_low, result.relative_high]).all()


def test_no_control_successes_leave_the_relative_lift_unbounded():
    result = compare_proportions(0, 50, 9, 40, 0.05)
    assert np.isnan(result.relative_lift)
    assert float(result.relative_low) > 0
    assert float(result.relative_high) == math.inf


def test_no_treatment_successes_are_a_lift_of_minus_one():
    result = compare_proportions(9, 50, 0, 40, 0.05)
    assert float(result.relative_lift) == -1
    assert float(result.relative_low) == -1
    assert -1 < float(result.relative_high) < 0


@pytest.mark.parametrize(
    ("x_c", "n_c", "x_t", "n_t"),
    [(5, 999_999_937, 0, 7), (999_999_936, 999_999_937, 0, 999_999_937)],
)
def test_a_relative_limit_never_falls_below_minus_one(x_c, n_c, x_t, n_t):
    assert float(relative_interval(x_c, n_c, x_t, n_t, 0.001).low) == -1


def test_nothing_against_everything_reaches_one_exactly():
    result = compare_proportions(0, 12, 15, 15, 0.05)
    assert float(result.difference) == 1
    assert float(result.difference_high) == 1
    mirrored = compare_proportions(15, 15, 0, 12, 0.05)
    assert float(mirrored.difference_low) == -1


def test_differences_at_the_last_user_of_three_billion_are_seen():
    result = compare_proportions(1_499_999_999, 3_000_000_000, 1_500_000_000, 3_000_000_000, 0.05)
    assert float(result.difference) == 1 / 3e9
    assert float(result.z) == pytest.approx(1 / 3e9 / math.sqrt(0.5 / 3e9), rel=1e-9, abs=0)
    neighbour = compare_proportions(999_999_999, 2_999_999_998, 1_000_000_000, 2_999_999_999, 0.05)
    exact = (1_000_000_000 * 2_999_999_998 - 999_999_999 * 2_999_999_999) / (
        2_999_999_998 * 2_999_999_999
    )
    assert float(neighbour.difference) == pytest.approx(exact, rel=1e-14, abs=0)


def test_tiny_p_values_keep_their_digits():
    assert float(pooled_z_test(1000, 10_000, 2000, 10_000).p_value) == pytest.approx(
        1.3e-87, rel=0.05
    )


def test_wider_confidence_gives_a_wider_interval():
    alphas = np.array([0.5, 0.1, 0.05, 0.01, 1e-3, 1e-6, 1e-12, 1e-100, 1e-300])
    for interval in (difference_interval, relative_interval):
        low, high = interval(30, 200, 45, 220, alphas)
        assert (np.diff(low) < 0).all()
        assert (np.diff(high) > 0).all()


@pytest.mark.parametrize("alpha", [5e-324, 1e-300, 1 - 1e-12, math.nextafter(1, 0)])
@pytest.mark.parametrize("table", [(3, 10, 7, 12), (0, 10, 0, 12), (10, 10, 0, 12), (0, 1, 1, 1)])
def test_the_most_extreme_levels_still_enclose_the_estimate(alpha, table):
    result = compare_proportions(*table, alpha)
    assert -1 <= float(result.difference_low) <= float(result.difference)
    assert float(result.difference) <= float(result.difference_high) <= 1


@pytest.mark.parametrize(
    "table",
    [(30, 200, 45, 220), (0, 9, 4, 7), (7, 7, 0, 9), (3, 10**9, 9, 2 * 10**9), (5, 5, 5, 5)],
)
def test_the_score_statistic_at_a_limit_is_the_critical_value(table):
    low, high = difference_interval(*table, 0.05)
    if float(low) > -1:
        assert float(score_z(*table, low)) == pytest.approx(Z_95, rel=1e-9, abs=0)
    if float(high) < 1:
        assert float(score_z(*table, high)) == pytest.approx(-Z_95, rel=1e-9, abs=0)


def test_the_score_statistic_falls_as_the_null_difference_rises():
    nulls = np.linspace(-1, 1, 401)
    for table in [(30, 200, 45, 220), (0, 9, 4, 7), (1, 2, 1, 1), (0, 30, 0, 20)]:
        z = score_z(*table, nulls)
        assert z[0] == np.inf
        assert z[-1] == -np.inf
        assert (np.diff(z[1:-1]) < 0).all()
        assert z[200] == pooled_z_test(*table).z


def test_the_score_statistic_is_zero_at_the_observed_difference():
    assert float(score_z(0, 3, 5, 5, 1.0)) == 0
    assert float(score_z(1, 4, 3, 4, 0.5)) == 0
    assert float(score_z(3, 3, 0, 5, -1.0)) == 0


def test_arguments_broadcast_like_a_ufunc():
    result = compare_proportions(
        np.array([[10], [20]]), 100, np.array([12, 25, 30]), 110, np.array([0.05, 0.01, 0.1])
    )
    assert result.difference_low.shape == (2, 3)
    alone = compare_proportions(20, 100, 30, 110, 0.1)
    assert alone.relative_high.shape == ()
    assert result.relative_high[1, 2] == alone.relative_high
    assert score_z(10, 100, 12, 100, np.zeros((4, 1))).shape == (4, 1)
    assert compare_proportions([], [], [], [], 0.05).z.shape == (0,)


def test_a_result_does_not_depend_on_what_is_computed_beside_it():
    dice = np.random.default_rng(5)
    n_c, n_t = dice.integers(1, 400, (2, 9000))
    x_c, x_t = dice.integers(0, n_c + 1), dice.integers(0, n_t + 1)
    together = compare_proportions(x_c, n_c, x_t, n_t, 0.01)
    for i in [0, 17, 8191, 8192, 8999]:
        alone = compare_proportions(x_c[i], n_c[i], x_t[i], n_t[i], 0.01)
        for name in ("difference_low", "difference_high", "relative_low", "relative_high", "z"):
            np.testing.assert_array_equal(getattr(together, name)[i], getattr(alone, name))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ((-1, 10, 3, 10), "successes .control"),
        ((1, 10, 11, 10), "more successes than users .treatment"),
        ((0, 0, 3, 10), "users .control. must be at least 1"),
        ((1, 10, 3, math.nan), "users .treatment"),
        ((1, math.inf, 3, 10), "users .control"),
        ((1.5, 10, 3, 10), "successes .control. must be a whole number"),
        ((1, 10, 3, 2**54), "2..53"),
        (("many", 10, 3, 10), "must be numbers"),
        ((None, 10, 3, 10), "successes .control"),
        ((1, 10**400, 3, 10), "must be numbers"),
        (([1, 1], [10, 10], [2, 20], [10, 10]), "more successes"),
    ],
)
def test_impossible_counts_are_refused_in_a_sentence(table, message):
    for call in (pooled_z_test, is_sparse):
        with pytest.raises(ValueError, match=message):
            call(*table)
    for call in (difference_interval, relative_interval, compare_proportions, score_z):
        with pytest.raises(ValueError, match=message):
            call(*table, 0.05)


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 1.5, math.nan, math.inf, [0.05, 0.0], "low"])
def test_impossible_levels_are_refused(alpha):
    for call in (difference_interval, relative_interval, compare_proportions):
        with pytest.raises(ValueError, match=r"level"):
            call(1, 10, 3, 10, alpha)


@pytest.mark.parametrize("null", [-1.01, 1.01, math.nan])
def test_impossible_null_differences_are_refused(null):
    with pytest.raises(ValueError, match="between -1 and 1"):
        score_z(1, 10, 3, 10, null)


@pytest.mark.parametrize(
    ("table", "sparse"),
    [
        ((5, 50, 5, 50), False),  # 5 expected: enough
        ((4, 50, 5, 50), True),
        ((46, 50, 45, 50), True),  # too few failures
        ((1, 10, 504, 1000), False),  # 10 * 505 / 1010: exactly 5 again
        ((1, 10, 503, 1000), True),
        ((3, 10**9, 7, 10**9), False),
        ((3, 10**9, 6, 10**9), True),
        ((0, 100, 0, 100), True),
    ],
)
def test_sparse_means_an_expected_cell_below_five(table, sparse):
    x_c, n_c, x_t, n_t = table
    pooled = (x_c + x_t) / (n_c + n_t)
    cells = [n * rate for n in (n_c, n_t) for rate in (pooled, 1 - pooled)]
    assert bool(is_sparse(*table)) == (min(cells) < 5) == sparse


def test_the_overall_chi_square_of_two_arms_is_z_squared():
    overall = overall_chi_square([100, 128], [1000, 1100])
    pooled = pooled_z_test(100, 1000, 128, 1100)
    assert float(overall.chi2) == pytest.approx(float(pooled.z) ** 2, rel=1e-13, abs=0)
    assert float(overall.p_value) == pytest.approx(float(pooled.p_value), rel=1e-12, abs=0)
    assert int(overall.df) == 1


@pytest.mark.parametrize("x", [[0, 0, 0], [10, 20, 30]])
def test_the_overall_chi_square_without_variation_is_zero(x):
    chi2, df, p_value = overall_chi_square(x, [10, 20, 30])
    assert (float(chi2), int(df), float(p_value)) == (0, 2, 1)


def test_the_overall_chi_square_works_along_any_axis():
    x, n = np.array([[10, 20, 30], [15, 15, 40]]), np.array([[100, 110, 120], [100, 90, 150]])
    down = overall_chi_square(x.T, n.T, axis=0)
    across = overall_chi_square(x, n)
    np.testing.assert_array_equal(down.chi2, across.chi2)
    assert across.p_value.shape == (2,)
    assert across.chi2[0] == overall_chi_square(x[0], n[0]).chi2


def test_one_arm_alone_leaves_nothing_to_test_overall():
    assert np.isnan(overall_chi_square([3], [10]).p_value)


def test_an_unfinished_root_is_never_returned(monkeypatch):
    monkeypatch.setattr(root_finding, "_MOST_STEPS", 1)
    with pytest.raises(ArithmeticError, match="converge"):
        difference_interval(30, 200, 45, 220, 0.05)
