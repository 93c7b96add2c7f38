"""What is made of draws that are known: figures, limits and errors that can be counted by hand."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from experimentos_core.stats.bayesian import (
    FEWEST_DRAWS,
    MOST_DRAWS,
    mean_posterior,
    proportion_posterior,
    simulate,
)
from experimentos_core.stats.bayesian.lift import summarise
from experimentos_core.stats.bayesian.monte_carlo import (
    mean_loss,
    quantile_above,
    quantile_below,
    share_estimate,
)
from experimentos_core.stats.counts import Booleans, Floats


@dataclass(frozen=True)
class Told:
    """A posterior whose draws are given, one row per arm."""

    rows: Floats
    origin: float = 0.0

    @property
    def known(self) -> Booleans:
        return np.full(len(self.rows), fill_value=True)

    @property
    def loss_known(self) -> Booleans:
        return self.known

    def positive(self, alpha: float) -> Booleans:
        assert 0 < alpha < 1
        return self.known

    def draw(self, arm: int, generator: np.random.Generator, draws: int) -> Floats:
        assert isinstance(generator, np.random.Generator)
        assert draws == self.rows.shape[1]
        row: Floats = self.rows[arm]
        return row

    def quantiles(self, tail: npt.ArrayLike) -> tuple[Floats, Floats]:
        raise AssertionError(tail)

    def density(self, values: Floats) -> Floats:
        raise AssertionError(values)


CUBES = np.arange(10_000.0) ** 3


def halfway(rank: float) -> float:
    """Between two cubes, on the straight line."""
    start = math.floor(rank)
    return start**3 + (rank - start) * ((start + 1) ** 3 - start**3)


@pytest.mark.parametrize(("tail", "spread"), [(0.2, 40), (0.1, 30), (0.5, 50), (0.02, 14)])
def test_a_limit_is_the_quantile_of_type_7_and_its_error_a_quarter_of_four(
    tail: float, spread: int
) -> None:
    """sqrt(10,000 * 0.2 * 0.8) = 40 ranks: the ranks 80 below and above are four errors apart."""
    value, error = quantile_below(CUBES, tail)
    rank = 9999 * tail
    assert value == pytest.approx(np.quantile(CUBES, tail), rel=1e-12, abs=0)
    expected = (halfway(rank + 2 * spread) - halfway(rank - 2 * spread)) / 4
    assert error == pytest.approx(expected, rel=1e-9, abs=0)
    assert quantile_above(-CUBES[::-1], tail) == (-value, error)


def test_an_error_at_the_end_of_the_draws_takes_the_ranks_there_are() -> None:
    """1,000 draws, 0.05 % below: rank 0.4995, sqrt(0.49975) = 0.70693 ranks of chance."""
    value, error = quantile_below(np.arange(1000.0) ** 3, 0.0005)
    assert value == pytest.approx(0.4995, rel=1e-12, abs=0)
    reach = 0.4995 + 2 * 0.4997499**0.5  # 1.9134, between the cubes 1 and 8
    expected = (1 + (reach - 1) * 7) * 0.4997499**0.5 / reach
    assert error == pytest.approx(expected, rel=1e-5, abs=0)
    top, other = quantile_below(np.arange(1000.0), 0.9995)
    assert top == pytest.approx(998.5005, rel=1e-12, abs=0)
    assert other == pytest.approx(0.4997499**0.5, rel=1e-5, abs=0)


def test_infinite_draws_stay_infinite_limits() -> None:
    """A tenth is -inf: so is what lies beside it, and what lies between two of them."""
    draws = np.concatenate((np.full(1000, -np.inf), np.arange(9000.0)))
    assert quantile_below(draws, 0.05)[0] == -math.inf
    assert quantile_below(draws, 999.5 / 9999)[0] == -math.inf
    assert quantile_below(draws, 0.2)[0] == pytest.approx(999.8)


@pytest.mark.parametrize("draws", [1000, 100_000])
@pytest.mark.parametrize("always", [False, True])
def test_what_never_or_always_happened_is_uncertain_by_two_draws(
    draws: int,
    always: bool,
) -> None:
    value, error = share_estimate(draws * always, draws)
    assert value == always
    assert error == pytest.approx(2 / draws, rel=0.01, abs=0)


def test_the_error_of_a_mean_loss_is_that_of_a_mean() -> None:
    losses = np.array([0.0, 0.0, 1.0, 3.0, 7.0, 0.0, 2.0, 3.0])
    value, error = mean_loss(losses, 0.0)
    assert value == 2.0
    assert error == pytest.approx(float(losses.std()) / 8**0.5, rel=1e-14, abs=0)
    assert mean_loss(np.full(100, 5.0), 0.0) == (5.0, 0.0)
    assert mean_loss(np.zeros(100), 3.0) == (0.0, 6.0 / 100)


def test_a_loss_that_was_never_drawn_is_uncertain_by_a_standard_deviation() -> None:
    """Four losses of half a standard deviation: sqrt(4) / 2 = 1 of the lift's, over the draws."""
    rows = np.array([np.zeros(10_000), 9.0 + np.random.default_rng(1).normal(size=10_000)])
    found = simulate(Told(rows), seed=1, draws=10_000)
    assert found.loss_treatment.value[0] == 0
    assert found.loss_treatment.error[0] == pytest.approx(1 / 10_000, rel=0.03, abs=0)
    assert found.loss_control.value[0] == pytest.approx(rows[1].mean())


def test_an_interval_leaves_out_half_of_the_rest_beyond_each_end() -> None:
    """Of 0 to 10,000, evenly, half of the draws."""
    found = summarise(np.arange(10_001.0), 0.5)
    assert (found.low[0], found.high[0]) == (2500, 7500)


def test_infinite_draws_leave_the_other_limit_as_it_is() -> None:
    """A twentieth of the draws is infinite, more than lies beyond the upper limit."""
    found = summarise(np.concatenate((np.arange(1900.0), np.full(100, np.inf))), 0.05)
    assert found.low[0] == pytest.approx(1999 * 0.025)
    assert found.high[0] == math.inf


def test_a_control_not_above_zero_makes_an_infinite_lift_on_the_treatments_side() -> None:
    """Controls of -1, 0 and 2 in turn: two thirds of the lifts are infinite, a third is 1/2."""
    control = np.tile([-1.0, 0.0, 2.0], 400)
    for treatment, low, high in (
        (3.0, 0.5, math.inf),
        (-3.0, -math.inf, -2.5),
        (0.0, -1, math.inf),
    ):
        rows = np.array([control, np.full(1200, treatment)])
        found = simulate(Told(rows), seed=1, draws=1200, alpha=0.5).relative_lift
        assert (found.low.value[0], found.high.value[0]) == (low, high)


def test_a_treatment_that_is_level_with_the_control_takes_nothing_from_it() -> None:
    """Level in half of the draws, ahead in a quarter, behind in a quarter."""
    control, treatment = np.zeros(1000), np.tile([0.0, 1.0, 0.0, -1.0], 250)
    found = simulate(Told(np.array([control, treatment])), seed=1, draws=1000)
    assert found.prob_better.value[0] == 0.5
    assert found.prob_best.value.tolist() == [0.5, 0.5]
    assert found.loss_treatment.value[0] == found.loss_control.value[0] == 0.25


def test_without_any_data_nothing_is_known() -> None:
    for nothing in (proportion_posterior([0, 0], [0, 0]), mean_posterior([1, 2], [0, 0], [9, 9])):
        found = simulate(nothing, seed=1, draws=1000)
        for estimate in (found.prob_better, found.loss_control, found.lift.low, found.prob_best):
            assert np.isnan(estimate).all()


@pytest.mark.parametrize("draws", [FEWEST_DRAWS, MOST_DRAWS])
def test_the_fewest_and_the_most_draws_are_allowed(draws: int) -> None:
    """What is refused here is not their number."""
    with pytest.raises(ValueError, match="stream"):
        simulate(proportion_posterior([1, 2], [3, 4]), seed=1, draws=draws, streams=[1, 1])


def drawn(seed: int, key: int) -> np.random.Generator:
    """PCG64 on a seed sequence with the arm's key, as documented."""
    sequence = np.random.SeedSequence(entropy=seed, spawn_key=[key])
    return np.random.Generator(np.random.PCG64(sequence))


def test_rates_are_drawn_from_the_documented_streams_a_hundred_thousand_times() -> None:
    found = simulate(proportion_posterior([48, 56], [80, 70]), seed=3)
    control = drawn(3, 0).beta(49, 33, size=100_000)
    treatment = drawn(3, 1).beta(57, 15, size=100_000)
    lift = treatment - control
    assert found.prob_better.value[0] == np.mean(lift > 0)
    assert found.prob_best.value.tolist() == [np.mean(lift < 0), np.mean(lift > 0)]
    assert found.loss_treatment.value[0] == pytest.approx(np.maximum(-lift, 0).mean(), rel=1e-12)
    assert found.lift.low.value[0] == pytest.approx(np.quantile(lift, 0.025), rel=1e-12)
    assert found.relative_lift.high.value[0] == pytest.approx(
        np.quantile(lift / control, 0.975), rel=1e-12
    )


def test_means_are_drawn_from_the_documented_streams() -> None:
    posterior = mean_posterior([1.5, 2.0], [4.0, 5.0], [60, 50], origin=10.0)
    found = simulate(posterior, seed=7, draws=1000, streams=[31, 4])
    control = 1.5 + math.sqrt(4 / 60) * drawn(7, 31).standard_t(59, size=1000)
    treatment = 2.0 + math.sqrt(5 / 50) * drawn(7, 4).standard_t(49, size=1000)
    lift = treatment - control
    assert found.prob_better.value[0] == np.mean(lift > 0)
    assert found.loss_control.value[0] == pytest.approx(np.maximum(lift, 0).mean(), rel=1e-12)
    assert found.lift.high.value[0] == pytest.approx(np.quantile(lift, 0.975), rel=1e-12)
    assert found.relative_lift.low.value[0] == pytest.approx(
        np.quantile(lift / (10 + control), 0.025), rel=1e-12
    )
