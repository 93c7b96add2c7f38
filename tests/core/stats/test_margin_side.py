"""Which side of a margin a limit lies on, to the bit, without the limit."""

import numpy as np
import pytest

from experimentos_core.analysis.guardrail_rules import (
    StatusLevel,
    judge_by_sides,
    judge_guardrails,
    open_from,
)
from experimentos_core.foundation.values import GuardrailRule
from experimentos_core.stats.margin_side import proportion_change, proportion_margin_side
from experimentos_core.stats.proportions import compare_proportions, difference_interval

N = 20_000
SIZES = [3, 3000, 10**6, 10**9, 10**15]


def tables(largest: int, seed: int = 3) -> tuple[np.ndarray, ...]:
    """Counts of all sizes and rates, empty and full cells among them."""
    dice = np.random.default_rng([seed, largest])
    n_c = dice.integers(1, largest + 1, N)
    n_t = np.where(dice.random(N) < 0.3, n_c, dice.integers(1, largest + 1, N))
    rate = 10 ** dice.uniform(-9, 0, N)
    rate = np.where(dice.random(N) < 0.5, rate, 1 - rate)
    x_c, x_t = dice.binomial(n_c, rate), dice.binomial(n_t, rate)
    edge_c, edge_t = dice.random((2, N))
    x_c = np.where(edge_c < 0.05, 0, np.where(edge_c > 0.95, n_c, x_c))
    x_t = np.where(edge_t < 0.05, 0, np.where(edge_t > 0.95, n_t, x_t))
    return x_c, n_c, x_t, n_t


def margins_at(high: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Margins anywhere, usual ones, and the limits themselves with their neighbours."""
    usual = dice.choice([0.001, 0.003, 0.25, 0.5, 1.0, 2.0], N)
    anywhere = 10 ** dice.uniform(-7, 0, N)
    neighbours = [high, np.nextafter(high, 2.0), np.nextafter(high, 0.0)]
    chosen = np.choose(dice.integers(0, 5, N), [usual, anywhere, *neighbours])
    return np.where(chosen > 0, chosen, usual)


@pytest.mark.parametrize("largest", SIZES)
def test_a_side_is_that_of_the_limit_to_the_bit(largest):
    x_c, n_c, x_t, n_t = tables(largest)
    dice = np.random.default_rng(largest)
    alpha = dice.choice([0.05, 0.2, 0.001, 1e-6], N)
    high = difference_interval(x_c, n_c, x_t, n_t, alpha).high
    margin = margins_at(high, dice)
    found = proportion_margin_side(x_c, n_c, x_t, n_t, alpha=alpha, margin=margin)
    np.testing.assert_array_equal(found.high_reaches, high >= margin)
    assert 0.05 < found.high_reaches.mean() < 0.95


@pytest.mark.parametrize("largest", SIZES)
def test_statuses_by_sides_are_those_by_limits(largest):
    """100,000 tables in all, each by the three rules and with harm in either direction."""
    x_c, n_c, x_t, n_t = tables(largest, seed=4)
    whole = compare_proportions(x_c, n_c, x_t, n_t, 0.05)
    dice = np.random.default_rng(largest)
    severe = 10 ** dice.uniform(-6, 0, N)
    severe = np.where(dice.random(N) < 0.2, np.abs(whole.difference) + 1e-6, severe)
    margins = {"worsened_margin": severe / 3, "severe_margin": severe, "tolerance": 1e-12}
    bound = open_from(severe, 1e-12)
    up = proportion_margin_side(x_c, n_c, x_t, n_t, alpha=0.05, margin=bound)
    down = proportion_margin_side(x_t, n_t, x_c, n_c, alpha=0.05, margin=bound)
    limits = {
        "up": (whole.difference, whole.difference_low, whole.difference_high),
        "down": (-whole.difference, -whole.difference_high, -whole.difference_low),
    }
    for direction, side in (("up", up), ("down", down)):
        for rule in GuardrailRule:
            by_sides = judge_by_sides(
                side.difference,
                is_proven=(side.p_value < 0.05) & (side.difference > 0),
                is_open=side.high_reaches,
                rule=rule,
                **margins,
            )
            by_limits = judge_guardrails(*limits[direction], rule=rule, **margins)
            np.testing.assert_array_equal(by_sides, by_limits)
            least = 3 if rule is GuardrailRule.POINT or largest > 10**9 else 4
            assert len(np.unique(by_sides)) >= least


def test_one_table_is_judged_as_many_are():
    x_c, n_c, x_t, n_t = tables(3000, seed=5)
    together = proportion_margin_side(x_c, n_c, x_t, n_t, alpha=0.05, margin=0.02)
    for i in range(0, N, 100):
        alone = compare_proportions(x_c[i], n_c[i], x_t[i], n_t[i], 0.05)
        assert bool(together.high_reaches[i]) is bool(alone.difference_high >= 0.02)
        assert (together.difference[i], together.p_value[i]) == (alone.difference, alone.p_value)


def test_limits_do_not_depend_on_what_they_are_computed_beside():
    """An element that has finished must not be moved on while its neighbours still work."""
    x_c, n_c, x_t, n_t = tables(10**6, seed=6)
    together = compare_proportions(x_c, n_c, x_t, n_t, 0.05)
    for i in range(0, N, 100):
        alone = compare_proportions(x_c[i], n_c[i], x_t[i], n_t[i], 0.05)
        for name in ("difference_low", "difference_high", "relative_low", "relative_high"):
            np.testing.assert_array_equal(getattr(together, name)[i], getattr(alone, name))


def test_a_change_is_that_of_the_whole_comparison():
    x_c, n_c, x_t, n_t = tables(3000, seed=7)
    whole, found = (
        compare_proportions(x_c, n_c, x_t, n_t, 0.05),
        proportion_change(x_c, n_c, x_t, n_t),
    )
    np.testing.assert_array_equal(found.difference, whole.difference)
    np.testing.assert_array_equal(found.p_value, whole.p_value)


def test_sides_broadcast_and_refuse_what_cannot_be():
    users = np.array([[1000], [2000]])
    found = proportion_margin_side(100, users, [100, 120, 140], users, alpha=0.05, margin=0.03)
    assert found.high_reaches.shape == (2, 3)
    assert not proportion_margin_side(0, 9, 9, 9, alpha=0.05, margin=1.5).high_reaches
    assert proportion_margin_side(0, 9, 9, 9, alpha=0.05, margin=1.0).high_reaches
    for margin in (0.0, -0.1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="margin"):
            proportion_margin_side(1, 9, 2, 9, alpha=0.05, margin=margin)
    with pytest.raises(ValueError, match="successes"):
        proportion_margin_side(10, 9, 2, 9, alpha=0.05, margin=0.1)


def test_an_unknown_harm_is_worsened_whatever_the_sides_say():
    level = judge_by_sides(
        np.nan,
        is_proven=False,
        is_open=False,
        worsened_margin=0.1,
        severe_margin=0.2,
        rule=GuardrailRule.EVIDENCE,
        tolerance=1e-12,
    )
    assert level == StatusLevel.WORSENED
