"""Where a posterior exists: counts and samples on either side of what can be."""

import math

import numpy as np
import pytest
from scipy.special import stdtrit

from experimentos_core.stats.bayesian import lift_curve, mean_posterior, proportion_posterior


@pytest.mark.parametrize(
    ("x", "n", "known"),
    [
        (0, 1, True),
        (1, 1, True),
        (2, 1, False),
        (0, 0, False),
        (-1, 5, False),
        (-0.5, 5, False),
        (1.5, 5, False),
        (1, 5.5, False),
        (1.5, 5.5, False),
        (3, 2.0**53, True),
        (2.0**53, 2.0**53, True),
        (3, 2.0**53 + 2, False),
        (3, math.inf, False),
        (math.nan, 5, False),
        (3, math.nan, False),
    ],
)
def test_counts_that_can_be_are_known(x: float, n: float, known: bool) -> None:
    posterior = proportion_posterior([x, 1], [n, 4])
    assert posterior.known.tolist() == [known, True]
    assert np.isfinite([posterior.a, posterior.b]).all(axis=0).tolist() == [known, True]
    if known:
        assert (posterior.a[0], posterior.b[0]) == (x + 1, n - x + 1)


@pytest.mark.parametrize(
    ("mean", "variance", "n", "known"),
    [
        (1.0, 2.0, 2, True),
        (1.0, 2.0, 1, False),
        (1.0, 0.0, 9, False),
        (1.0, -1.0, 9, False),
        (1.0, 5e-324, 9, True),
        (math.nan, 1.0, 9, False),
        (math.inf, 1.0, 9, False),
        (1.0, math.inf, 9, False),
        (1.0, 1.0, math.nan, False),
        (1.0, 1.0, math.inf, False),
    ],
)
def test_samples_that_can_be_are_known(
    mean: float,
    variance: float,
    n: float,
    known: bool,
) -> None:
    assert mean_posterior([mean, 1.0], [variance, 2.0], [n, 30]).known.tolist() == [known, True]


def test_losses_of_means_need_four_observations_on_an_arm() -> None:
    posterior = mean_posterior(0.0, 1.0, [1, 2, 3, 4, 5, 6])
    assert posterior.loss_known.tolist() == [False, False, False, True, True, True]


def test_an_interval_that_ends_at_zero_is_not_above_it() -> None:
    """The lower limit is the mean minus its reach: 0 where the mean is that reach."""
    reach = -float(mean_posterior(0.0, 4.0, 30).quantiles(0.025)[0])
    for factor, above in ((1 - 1e-9, False), (1.0, False), (1 + 1e-9, True)):
        assert mean_posterior(factor * reach, 4.0, 30).positive(0.05) == above
        assert mean_posterior(0.0, 4.0, 30, origin=factor * reach).positive(0.05) == above


@pytest.mark.parametrize("ratio", [1.0, 1.5, 4.0])
@pytest.mark.parametrize("swapped", [False, True])
def test_the_curve_of_two_normal_arms_is_normal(ratio: float, swapped: bool) -> None:
    """Standard errors s and r s: the difference has s sqrt(1 + r**2), centred on that of means."""
    variances = [1.0, ratio * ratio][:: -1 if swapped else 1]
    posterior = mean_posterior([5.0, 5.02], np.array(variances) * 1e8, 1e8 + 0 * np.arange(2))
    sd = math.hypot(1.0, ratio)
    z = np.linspace(-4, 4, 33)
    curve = lift_curve(posterior, 0.02 + sd * z)
    top = 1 / (sd * math.sqrt(2 * math.pi))
    assert np.abs(curve / top - np.exp(-0.5 * z * z)).max() < 0.01


@pytest.mark.parametrize(("n", "ratio"), [(5, 4.57), (7, 5.19), (30, 6.2), (30, 10.5), (5, 4.6)])
def test_the_curve_of_a_heavy_tail_is_within_three_hundredths_of_its_top(
    n: int, ratio: float
) -> None:
    """Two observations are a Cauchy distribution, whose density can be averaged over the other.

    Around these ratios of scales the arms are as wide as each other, and the curve least exact.
    """
    posterior = mean_posterior([0.0, 0.0], [2.0, ratio * ratio * n], [2, n])
    at = np.linspace(-40, 40, 301)
    shares = (np.arange(1000) + 0.5) / 1000
    gap = ratio * stdtrit(n - 1.0, shares)[:, np.newaxis] - at
    expected = (1 / (math.pi * (1 + gap * gap))).mean(axis=0)
    assert np.abs(lift_curve(posterior, at) - expected).max() < 0.03 * expected.max()
