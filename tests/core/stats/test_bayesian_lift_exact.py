"""How far the line of a difference lies from its exact density: within 2 % of the top."""

import numpy as np
import pytest
from scipy import stats

from experimentos_core.stats.bayesian import lift_curve, mean_posterior, proportion_posterior
from experimentos_core.stats.counts import Floats

PROMISED = 0.02


def means(sizes: tuple[int, int], scales: tuple[float, float], at: Floats) -> tuple[Floats, Floats]:
    """The line and the exact density: a trapezoidal sum over the arm of the smaller scale."""
    variances = [size * scale**2 for size, scale in zip(sizes, scales, strict=True)]
    curve = lift_curve(mean_posterior([0.0, 0.0], variances, sizes), at)
    narrow = int(np.argmin(scales))
    bend = np.linspace(-12.0, 12.0, 401)
    t = np.sinh(bend)
    weight = stats.t.pdf(t, sizes[narrow] - 1) * np.cosh(bend) * (bend[1] - bend[0])
    wide = scales[1 - narrow]
    other = stats.t.pdf((scales[narrow] * t[:, np.newaxis] + at) / wide, sizes[1 - narrow] - 1)
    return curve, (weight[:, np.newaxis] * other / wide).sum(axis=0)


@pytest.mark.parametrize("fewest", [2, 3])
@pytest.mark.parametrize("other", [2, 5, 10, 1000])
@pytest.mark.parametrize("wider", [0.5, 1.0, 1.9, 2.9, 4.53, 6.0])
def test_the_line_of_few_values_keeps_its_promise(fewest: int, other: int, wider: float) -> None:
    """Least exact far out, where values that stand for the wider arm lie apart like spikes."""
    at = np.linspace(0.0, 6.0 * max(wider, 1.0), 121)
    curve, exact = means((fewest, other), (1.0, wider), at)
    assert np.max(np.abs(curve - exact)) < PROMISED * exact.max()
    back, _ = means((other, fewest), (wider, 1.0), at)
    assert back == pytest.approx(curve, rel=1e-9)


def test_the_difference_of_two_means_of_two_values_is_of_the_same_kind() -> None:
    """Cauchy, and the scales add up."""
    for scale in (0.3, 1.0, 1.04, 3.0):
        at = np.linspace(-9.0, 9.0, 91)
        posterior = mean_posterior([1.0, 3.0], [2.0, 2.0 * scale**2], [2, 2])
        exact = stats.cauchy.pdf(at, 2.0, 1.0 + scale)
        curve = lift_curve(posterior, at)
        assert np.max(np.abs(curve - exact)) < 0.015 * exact.max()


@pytest.mark.parametrize("sides", [(0, 0), (0, 1), (1, 0), (1, 1)])
@pytest.mark.parametrize("users", [(100, 100), (100, 70), (1000, 100_000)])
def test_the_line_of_rates_that_are_none_or_all_keeps_its_promise(
    sides: tuple[int, int], users: tuple[int, int]
) -> None:
    """Least exact of all rates: both posteriors are steepest at the end of what is possible."""
    hits = tuple(side * size for side, size in zip(sides, users, strict=True))
    at = np.linspace(-5.0, 5.0, 101) / min(users) + (sides[1] - sides[0])
    curve = lift_curve(proportion_posterior(hits, users), at)
    narrow = int(np.argmax(users))
    weight = np.arange(0.5, 2000.0) / 2000.0  # shares of the narrower: its exact quantiles
    away = -np.expm1(np.log(weight) / (1 + users[narrow]))
    rate = away if not sides[narrow] else 1.0 - away
    others = rate[:, np.newaxis] + (at if narrow == 0 else -at)
    a, b = 1.0 + hits[1 - narrow], 1.0 + users[1 - narrow] - hits[1 - narrow]
    exact = stats.beta.pdf(others, a, b).mean(axis=0)
    assert np.max(np.abs(curve - exact)) < PROMISED * exact.max()
