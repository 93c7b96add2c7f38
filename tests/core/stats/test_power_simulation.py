"""The tests of the product on simulated experiments of the planned size: do they find it so often?

Only Monte Carlo error (four sigma) is allowed; where a formula is known to be off, by how much is
written down.
"""

import math

import numpy as np
import pytest

from experimentos_core.stats.means import compare_means
from experimentos_core.stats.power import (
    ProportionMethod,
    mean_mde,
    mean_users_needed,
    proportion_mde,
    proportion_users_needed,
)
from experimentos_core.stats.proportions import pooled_z_test

RUNS = 40_000
ALPHA = 0.05


@pytest.fixture
def dice():
    return np.random.default_rng(20_250_922)


def four_sigma(power):
    return 4 * math.sqrt(power * (1 - power) / RUNS)


def found_rates(dice, baseline, change, n_control, n_treatment):
    """Share of simulated experiments in which the pooled z test is significant."""
    x_c = dice.binomial(n_control, baseline, RUNS)
    x_t = dice.binomial(n_treatment, baseline + change, RUNS)
    return float(np.mean(pooled_z_test(x_c, n_control, x_t, n_treatment).p_value < ALPHA))


def found_means(dice, change, sd, sizes, alpha=ALPHA):
    """The same for Welch's t test; mean and variance of normal values are drawn on their own."""
    arms = []
    for users, mean in zip(sizes, (100.0, 100.0 + change), strict=True):
        arms += [
            users,
            dice.normal(mean, sd / math.sqrt(users), RUNS),
            sd**2 * dice.chisquare(users - 1, RUNS) / (users - 1),
        ]
    return float(np.mean(compare_means(*arms, alpha).p_value < alpha))


@pytest.mark.parametrize("power", [0.8, 0.9])
@pytest.mark.parametrize(
    ("baseline", "change", "ratio"),
    [
        (0.1, 0.01, 1),
        (0.1, -0.01, 1),
        (0.5, 0.02, 1),
        (0.03, 0.003, 1),
        (0.1, 0.01, 0.5),
        (0.1, 0.01, 3),
        (0.03, 0.006, 9),
        (0.9, 0.01, 4),
    ],
)
def test_the_pooled_formula_says_what_the_z_test_finds(dice, baseline, change, ratio, power):
    needed = proportion_users_needed(
        baseline, change, power=power, ratio=ratio, method=ProportionMethod.POOLED
    )
    share = found_rates(dice, baseline, change, needed.control, needed.treatment)
    assert share == pytest.approx(needed.power, abs=four_sigma(power))


@pytest.mark.parametrize("power", [0.8, 0.9])
@pytest.mark.parametrize(
    ("baseline", "change", "ratio"),
    [(0.1, 0.01, 1), (0.1, -0.01, 1), (0.5, 0.02, 1), (0.03, 0.003, 1), (0.5, 0.02, 4)],
)
def test_cohens_h_says_it_too_in_equal_arms_or_near_one_half(dice, baseline, change, ratio, power):
    needed = proportion_users_needed(baseline, change, power=power, ratio=ratio)
    share = found_rates(dice, baseline, change, needed.control, needed.treatment)
    assert share == pytest.approx(needed.power, abs=four_sigma(power))


@pytest.mark.parametrize(
    ("baseline", "change", "ratio", "points_off"),
    [
        (0.01, 0.005, 9, -0.026),
        (0.01, 0.005, 1 / 9, 0.021),
        (0.01, -0.005, 9, 0.035),
        (0.01, -0.005, 1 / 9, -0.048),
        (0.001, 0.001, 9, -0.048),
    ],
)
def test_cohens_h_is_off_for_rare_events_in_unequal_arms(dice, baseline, change, ratio, points_off):
    """It takes both variances as settled; the pooled formula stays within a point."""
    plan = {"power": 0.8, "ratio": ratio}
    needed = proportion_users_needed(baseline, change, **plan)
    share = found_rates(dice, baseline, change, needed.control, needed.treatment)
    assert share - needed.power == pytest.approx(points_off, abs=four_sigma(0.8))
    pooled = proportion_users_needed(baseline, change, **plan, method=ProportionMethod.POOLED)
    share = found_rates(dice, baseline, change, pooled.control, pooled.treatment)
    assert share == pytest.approx(pooled.power, abs=0.01 + four_sigma(0.8))


@pytest.mark.parametrize("upward", [True, False])
@pytest.mark.parametrize("method", list(ProportionMethod))
def test_the_smallest_detectable_change_is_found_as_often_as_said(dice, method, upward):
    change = float(proportion_mde(0.2, 4000, power=0.85, upward=upward, method=method))
    share = found_rates(dice, 0.2, change, 4000, 4000)
    assert share == pytest.approx(0.85, abs=four_sigma(0.85))


@pytest.mark.parametrize("power", [0.5, 0.8, 0.95])
@pytest.mark.parametrize(
    ("change", "sd", "ratio"), [(0.1, 1, 1), (-3, 40, 1), (0.5, 1, 1), (0.3, 2, 4), (0.3, 2, 0.25)]
)
def test_welch_finds_a_change_of_a_mean_as_often_as_said(dice, change, sd, ratio, power):
    needed = mean_users_needed(change, sd, power=power, ratio=ratio)
    share = found_means(dice, change, sd, (needed.control, needed.treatment))
    assert share == pytest.approx(needed.power, abs=four_sigma(power))


def test_the_level_of_one_comparison_of_several_is_taken(dice):
    """Three treatments by Bonferroni: alpha / 3 in the plan, alpha / 3 in the test."""
    needed = mean_users_needed(0.2, 1, power=0.8, alpha=ALPHA / 3, treatments=3)
    share = found_means(dice, 0.2, 1, (needed.control, needed.treatment), ALPHA / 3)
    assert share == pytest.approx(needed.power, abs=four_sigma(0.8))
    assert needed.control > mean_users_needed(0.2, 1, power=0.8).control


def test_in_a_handful_of_users_welch_finds_a_little_less_than_the_pooled_t_test(dice):
    change = float(mean_mde(1, 5, power=0.8))
    share = found_means(dice, change, 1, (5, 5))
    assert 0.77 < share < 0.8
