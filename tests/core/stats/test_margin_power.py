"""How probably a harmless metric is shown safe."""

from dataclasses import replace

import numpy as np
import pytest

from experimentos_core.stats.margin_power import (
    MarginPlan,
    chance_of_safety,
    margin_for_safety,
    times_users_for_safety,
)
from experimentos_core.stats.power import Tails, mean_power
from experimentos_core.stats.proportions import difference_interval, relative_interval

RATE = MarginPlan(
    level=0.1,
    sd=None,
    n_control=4000,
    n_treatment=6000,
    alpha=0.05,
    harm_is_up=True,
    is_relative=False,
)
MEAN = replace(RATE, level=20.0, sd=40.0)


@pytest.mark.parametrize("margin", [0.005, 0.015, 0.03])
@pytest.mark.parametrize("harm_is_up", [True, False])
def test_the_chance_for_a_rate_is_that_of_the_score_interval(margin, harm_is_up):
    plan = replace(RATE, harm_is_up=harm_is_up)
    dice = np.random.default_rng(1)
    x_c, x_t = dice.binomial(4000, 0.1, 20_000), dice.binomial(6000, 0.1, 20_000)
    found = difference_interval(x_c, 4000, x_t, 6000, 0.05)
    safe = found.high < margin if harm_is_up else -found.low < margin
    assert chance_of_safety(plan, margin) == pytest.approx(safe.mean(), abs=0.012)


@pytest.mark.parametrize("harm_is_up", [True, False])
def test_the_chance_for_a_relative_margin_is_that_of_koopmans_interval(harm_is_up):
    plan = replace(RATE, harm_is_up=harm_is_up, is_relative=True)
    dice = np.random.default_rng(2)
    x_c, x_t = dice.binomial(4000, 0.1, 20_000), dice.binomial(6000, 0.1, 20_000)
    found = relative_interval(x_c, 4000, x_t, 6000, 0.05)
    safe = found.high < 0.15 if harm_is_up else -found.low < 0.15
    assert chance_of_safety(plan, 0.15) == pytest.approx(safe.mean(), abs=0.03)


def test_the_chance_for_a_mean_is_the_power_of_the_shifted_one_sided_test():
    for margin in (1.0, 2.5, 4.0):
        power = float(mean_power(margin, 40.0, 4000, ratio=1.5, tails=Tails.PLANNED))
        assert chance_of_safety(MEAN, margin) == pytest.approx(power, abs=0.001)


@pytest.mark.parametrize("plan", [RATE, MEAN, replace(RATE, is_relative=True)])
@pytest.mark.parametrize("chance", [0.3, 0.8, 0.99])
def test_users_and_margin_are_where_the_chance_is_reached(plan, chance):
    margin = 0.01 if plan.sd is None else 1.0
    factor = times_users_for_safety(plan, margin, chance)
    grown = replace(plan, n_control=factor * 4000, n_treatment=factor * 6000)
    assert chance_of_safety(grown, margin) == pytest.approx(chance, abs=1e-9)
    shown = margin_for_safety(plan, chance)
    assert shown is not None
    assert chance_of_safety(plan, shown) == pytest.approx(chance, abs=1e-6)


def test_nothing_shows_a_margin_where_the_control_itself_may_be_0():
    vague = replace(MEAN, level=1.0, sd=900.0, n_control=100, n_treatment=100, is_relative=True)
    assert margin_for_safety(vague, 0.8) is None
