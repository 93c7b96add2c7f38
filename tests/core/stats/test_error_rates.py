"""Simulated experiments: a wrong sign, tail or degree of freedom shows in the error rates."""

import numpy as np
import pytest

from experimentos_core.stats.multiplicity import adjust_p_values
from experimentos_core.stats.proportions import (
    compare_proportions,
    overall_chi_square,
    pooled_z_test,
)
from experimentos_core.stats.srm import srm_test

RUNS = 60_000
FOUR_SIGMA = 4 * (0.05 * 0.95 / RUNS) ** 0.5


@pytest.fixture
def dice():
    return np.random.default_rng(20_240_501)


def test_the_z_test_errs_in_five_percent_half_on_either_side(dice):
    x_c = dice.binomial(4000, 0.3, RUNS)
    x_t = dice.binomial(6000, 0.3, RUNS)
    z, p_value = pooled_z_test(x_c, 4000, x_t, 6000)
    assert np.mean(p_value < 0.05) == pytest.approx(0.05, abs=FOUR_SIGMA)
    assert np.mean((p_value < 0.05) & (z > 0)) == pytest.approx(0.025, abs=FOUR_SIGMA)
    assert np.mean(p_value) == pytest.approx(0.5, abs=0.005)


def test_a_better_treatment_shows_as_positive(dice):
    x_c, x_t = dice.binomial(2000, 0.10, RUNS), dice.binomial(2000, 0.13, RUNS)
    result = compare_proportions(x_c, 2000, x_t, 2000, 0.05)
    assert np.mean(result.difference_low > 0) == pytest.approx(0.846, abs=0.01)  # the power
    assert np.mean(result.difference_high < 0) < 0.001


@pytest.mark.parametrize(("rate_c", "rate_t"), [(0.10, 0.13), (0.5, 0.45), (0.9, 0.97)])
def test_intervals_cover_the_truth_in_95_percent_missing_evenly(dice, rate_c, rate_t):
    x_c, x_t = dice.binomial(1500, rate_c, RUNS), dice.binomial(2500, rate_t, RUNS)
    result = compare_proportions(x_c, 1500, x_t, 2500, 0.05)
    lift = rate_t / rate_c - 1
    for low, high, truth in (
        (result.difference_low, result.difference_high, rate_t - rate_c),
        (result.relative_low, result.relative_high, lift),
    ):
        assert np.mean(low > truth) == pytest.approx(0.025, abs=0.004)
        assert np.mean(high < truth) == pytest.approx(0.025, abs=0.004)


def test_the_overall_test_of_four_arms_errs_in_five_percent(dice):
    sizes = np.array([3000, 4000, 3000, 5000])
    x = dice.binomial(sizes, 0.2, (RUNS, 4))
    assert np.mean(overall_chi_square(x, sizes).p_value < 0.05) == pytest.approx(
        0.05, abs=FOUR_SIGMA
    )


def test_the_sample_ratio_test_errs_in_five_percent_whatever_the_split(dice):
    shares = np.array([0.5, 0.3, 0.2])
    users = dice.multinomial(20_000, shares, RUNS)
    assert np.mean(srm_test(users, shares).p_value < 0.05) == pytest.approx(0.05, abs=FOUR_SIGMA)
    with_idle_arm = np.column_stack([users, np.zeros(RUNS)])
    p_value = srm_test(with_idle_arm, [*shares, 0]).p_value
    assert np.mean(p_value < 0.05) == pytest.approx(0.05, abs=FOUR_SIGMA)


def test_corrections_keep_the_family_error_below_five_percent(dice):
    x_c = dice.binomial(5000, 0.2, (RUNS, 1))
    x_t = dice.binomial(5000, 0.2, (RUNS, 3))
    p_value = pooled_z_test(x_c, 5000, x_t, 5000).p_value
    errors = {
        method: np.mean((adjust_p_values(p_value, method) < 0.05).any(axis=-1))
        for method in ("none", "bonferroni", "holm", "fdr_bh")
    }
    assert errors["none"] > 0.11
    assert 0.035 < errors["bonferroni"] < 0.05
    assert errors["holm"] == errors["bonferroni"]  # under the global null they reject together
    assert errors["bonferroni"] < errors["fdr_bh"] < 0.05
