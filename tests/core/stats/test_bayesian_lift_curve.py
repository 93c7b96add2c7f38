import numpy as np
import pytest

from experimentos_core.stats.bayesian import (
    lift_curve,
    mean_posterior,
    proportion_posterior,
)

POSTERIORS = {
    "rates": proportion_posterior([1000, 1200], [10000, 10000]),
    "sparse": proportion_posterior([0, 4], [60, 50]),
    "unequal": proportion_posterior([1_000_000, 1200], [10_000_000, 10000]),
    "alike": proportion_posterior([5, 5], [5, 5]),
    "means": mean_posterior([0.0, 0.5], [4.0, 9.0], [100, 120], origin=1e9),
    "few values": mean_posterior([0.0, 0.5], [4.0, 9.0], [3, 300]),
}


@pytest.mark.parametrize("name", POSTERIORS)
def test_it_is_what_the_histogram_of_draws_tends_to(name: str) -> None:
    generator, draws = np.random.default_rng(7), 1_000_000
    control, treatment = (POSTERIORS[name].draw(arm, generator, draws) for arm in (0, 1))
    low, middle, high = np.quantile(treatment - control, [0.025, 0.5, 0.975])
    edges = np.linspace(middle - 1.75 * (middle - low), middle + 1.75 * (high - middle), 61)
    counts, _ = np.histogram(treatment - control, edges)
    heights = counts / (draws * (edges[1] - edges[0]))
    curve = lift_curve(POSTERIORS[name], 0.5 * (edges[1:] + edges[:-1]))
    assert np.max(np.abs(curve - heights)) < 0.04 * heights.max()


def test_exchanging_the_arms_mirrors_it() -> None:
    at = np.linspace(-0.05, 0.05, 41)
    there = lift_curve(proportion_posterior([10, 30], [100, 200]), at)
    back = lift_curve(proportion_posterior([30, 10], [200, 100]), at)
    assert back == pytest.approx(there[::-1])


def test_nothing_lies_beyond_what_is_possible() -> None:
    posterior = proportion_posterior([0, 0], [3, 1000])
    curve = lift_curve(posterior, np.array([-1.01, -0.5, 0.5, 1.01]))
    assert curve[0] == curve[2] == curve[3] == 0
    assert curve[1] > 0


def test_an_arm_without_data_has_none() -> None:
    assert np.isnan(lift_curve(proportion_posterior([0, 4], [0, 50]), np.zeros(3))).all()
