"""Arms that are level in a draw share it: the chance to be the best knows no order of arms."""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
import numpy.typing as npt
import pytest

from experimentos_core.stats.bayesian import (
    Estimate,
    Simulation,
    mean_posterior,
    proportion_posterior,
    simulate,
)
from experimentos_core.stats.counts import Booleans, Floats

DRAWS = 1200
"""A number of draws that can be shared by two, three and four."""


@dataclass(frozen=True)
class Given:
    """A posterior whose draws are given, one row an arm; a row of nan is an arm without data."""

    rows: Floats
    origin: float = 0.0

    @property
    def known(self) -> Booleans:
        return ~np.isnan(self.rows[:, 0])

    @property
    def loss_known(self) -> Booleans:
        return self.known

    def positive(self, alpha: float) -> Booleans:
        assert 0 < alpha < 1
        return np.zeros(len(self.rows), dtype=bool)

    def draw(self, arm: int, generator: np.random.Generator, draws: int) -> Floats:
        assert isinstance(generator, np.random.Generator)
        assert draws == self.rows.shape[1]
        row: Floats = self.rows[arm]
        return row

    def quantiles(self, tail: npt.ArrayLike) -> tuple[Floats, Floats]:
        raise AssertionError(tail)

    def density(self, values: Floats) -> Floats:
        raise AssertionError(values)


def simulated(*patterns: list[float], up: bool = True) -> Simulation:
    """Each pattern of values over and over."""
    rows = np.array([np.resize(pattern, DRAWS) for pattern in patterns])
    return simulate(Given(rows), seed=1, draws=DRAWS, higher_is_better=up)


def best_of(*patterns: list[float], up: bool = True) -> Estimate:
    return simulated(*patterns, up=up).prob_best


@pytest.mark.parametrize("arms", range(1, 8))
@pytest.mark.parametrize("up", [True, False])
def test_arms_that_are_always_level_have_equal_shares(arms: int, up: bool) -> None:
    found = best_of(*[[7.0]] * arms, up=up).value
    assert len(set(found.tolist())) == 1
    assert found[0] == pytest.approx(1 / arms, rel=1e-15)
    assert found.sum() == pytest.approx(1, rel=1e-15)


def test_two_level_arms_are_the_best_as_often_as_each_is_better() -> None:
    found = simulated([0.0], [0.0, 1.0, 0.0, -1.0, 0.0])
    assert found.prob_best.value[1] == found.prob_better.value[0]
    assert found.prob_best.error[1] == found.prob_better.error[0]


PATTERNS = {
    "two ahead of one": ([2.0], [2.0], [1.0]),
    "level and then passed": ([1.0], [1.0], [2.0]),
    "passed and then level": ([1.0], [2.0], [2.0]),
    "level with what is no longer the best": ([1.0], [2.0], [1.0]),
    "level, passed by one, level again": ([1.0], [1.0], [2.0], [2.0]),
    "level by turns": ([0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, 1.0, 0.0]),
    "by twos, threes and fours": ([3, 3, 3, 0], [3, 3, 3, 1], [0, 3, 3, 2], [1, 0, 3, 2]),
    "below zero": ([-1.0, -2.0], [-1.0, -1.0], [-2.0, -3.0]),
    "without end": ([-np.inf, 0.0], [-np.inf, np.inf], [-np.inf, np.inf]),
}


def counted(rows: tuple[list[float], ...], sign: float) -> list[float]:
    """Draw by draw: those at the best value share it."""
    length = int(np.lcm.reduce([len(row) for row in rows]))
    shares = [0.0] * len(rows)
    for draw in range(length):
        values = [sign * row[draw % len(row)] for row in rows]
        level = [arm for arm, value in enumerate(values) if value == max(values)]
        for arm in level:
            shares[arm] += 1 / len(level) / length
    return shares


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("up", [True, False])
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_every_draw_is_shared_by_those_at_its_best_in_any_order(name: str, up: bool) -> None:
    rows = PATTERNS[name]
    expected = counted(rows, 1.0 if up else -1.0)
    assert sum(expected) == pytest.approx(1)
    plain = best_of(*rows, up=up)
    assert plain.value == pytest.approx(expected, rel=1e-14, abs=1e-15)
    for order in permutations(range(len(rows))):
        moved = best_of(*(rows[arm] for arm in order), up=up)
        np.testing.assert_array_equal(moved, np.array(plain)[:, order])


def test_arms_without_data_take_no_part_of_a_draw() -> None:
    nothing = [np.nan]
    found = best_of(nothing, [1.0], nothing, [1.0], [0.0])
    np.testing.assert_array_equal(found.value, [np.nan, 0.5, np.nan, 0.5, 0.0])
    np.testing.assert_array_equal(np.isnan(found.error), [True, False, True, False, False])


def test_the_error_of_a_shared_draw_is_stated_as_if_it_had_gone_to_one() -> None:
    """It varies by less than that: never stated too small."""
    rows = ([1.0, 1.0, 0.0, 1.0], [1.0, 0.0, 1.0, 1.0], [0.0])
    found = best_of(*rows)
    smoothed = (DRAWS / 2 + 4) / (DRAWS + 8)
    assert found.value.tolist() == [0.5, 0.5, 0.0]
    assert found.error[0] == pytest.approx((smoothed * (1 - smoothed) / DRAWS) ** 0.5, rel=1e-12)
    of_draws = np.std([0.5, 1.0, 0.0, 0.5]) / DRAWS**0.5
    assert found.error[0] > of_draws
    assert found.error[2] == pytest.approx(2 / DRAWS, rel=0.01)


def test_means_that_float64_cannot_tell_apart_are_best_equally_often() -> None:
    """One of them is below all others: it is never the best."""
    posterior = mean_posterior([1e9, 1e9, 0.0, 1e9], [1e-20] * 4, [50] * 4)
    found = simulate(posterior, seed=3, draws=1000, streams=[8, 3, 5, 1])
    assert found.prob_best.value == pytest.approx([1 / 3, 1 / 3, 0, 1 / 3], abs=1e-15)
    assert found.prob_better.value.tolist() == [0.5, 0.0, 0.5]


def drawn(key: int, a: float, b: float, seed: int = 4) -> Floats:
    """By the documented stream of an arm."""
    sequence = np.random.SeedSequence(seed, spawn_key=(key,))
    return np.random.default_rng(sequence).beta(a, b, 5000)


def test_rates_that_are_all_but_one_share_their_level_draws() -> None:
    """Near 1 a float64 has few digits left for one in 1e15."""
    users = np.array([10**15, 3 * 10**15])
    first, second = (drawn(key, 1.0 + users[key], 1.0) for key in (0, 1))
    level = np.mean(first == second)
    assert 0.05 < level < 0.95
    there = simulate(proportion_posterior(users, users), seed=4, draws=5000, streams=[0, 1])
    expected = [np.mean(first > second) + level / 2, np.mean(second > first) + level / 2]
    assert there.prob_best.value == pytest.approx(expected, rel=1e-14)
    assert there.prob_best.value[1] == there.prob_better.value[0]
    users = users[::-1]
    back = simulate(proportion_posterior(users, users), seed=4, draws=5000, streams=[1, 0])
    np.testing.assert_array_equal(there.prob_best, np.array(back.prob_best)[:, ::-1])


def test_without_level_draws_the_best_are_counted_as_they_are() -> None:
    found = simulate(proportion_posterior([48, 56, 41], [80, 70, 60]), seed=4, draws=5000)
    rows = [drawn(key, a, b) for key, (a, b) in enumerate([(49, 33), (57, 15), (42, 20)])]
    wins = np.bincount(np.argmax(rows, axis=0), minlength=3)
    assert found.prob_best.value.tolist() == (wins / 5000).tolist()
