"""Arms count by their degrees of freedom: borders worked out by hand, from both sides."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from experimentos_core.stats.skewed_difference import too_unequal_for_spread

UNKNOWN = np.nan


def bearable(n_c: int, n_t: int, per_squared_skewness: float = 25.0) -> float:
    """Squared coefficient of variation at which Cochran's rule just holds: 3 v + v**3 = g."""
    gap, both = abs(1 / n_c - 1 / n_t), 1 / n_c + 1 / n_t
    skewness = math.sqrt(both / per_squared_skewness) / gap
    return float(brentq(lambda v: 3 * v + v**3 - skewness, 0, 1e9, xtol=1e-15)) ** 2


def assert_border(sizes: tuple[int, int], variances: tuple[float, float], at: float) -> None:
    """Variances are given in units in which the border should lie at 1."""
    for factor, is_warned in ((0.998, False), (1.002, True)):
        given = [factor * at * variance for variance in variances]
        assert bool(too_unequal_for_spread(sizes, [1.0, 1.0], given, 25.0)) is is_warned


def test_an_arm_weighs_one_less_than_its_values() -> None:
    # 2 and 3 values: (1 * 0 + 2 * v) / 3 and (1 * v + 2 * 0) / 3
    assert_border((2, 3), (0.0, 1.5), bearable(2, 3))
    assert_border((2, 3), (3.0, 0.0), bearable(2, 3))


def test_an_arm_whose_variance_is_unknown_weighs_nothing() -> None:
    assert_border((3, 2), (UNKNOWN, 1.0), bearable(3, 2))
    assert_border((2, 3), (1.0, UNKNOWN), bearable(2, 3))
    assert_border((50, 2), (UNKNOWN, 1.0), bearable(50, 2))


def test_each_treatment_is_held_against_the_control_and_none_against_another() -> None:
    # Both treatments are of one size; only the second one is spread out.
    sizes, means = [300, 10_000, 10_000], [1.0, 1.0, 1.0]
    assert too_unequal_for_spread(sizes, means, [1e-6, 1e-6, 9.0], 25.0)
    assert not too_unequal_for_spread(sizes, means, [1e-6, 1e-6, 1e-6], 25.0)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_arms_may_lie_along_any_axis(axis: int) -> None:
    dice = np.random.default_rng(8)
    n = dice.integers(2, 2000, (2, 4, 3))
    mean, variance = dice.normal(1.0, 1.0, n.shape), dice.gamma(0.5, 0.5, n.shape)
    last = too_unequal_for_spread(n, mean, variance, 25.0)
    moved = (np.moveaxis(values, -1, axis) for values in (n, mean, variance))
    assert 0 < last.sum() < last.size
    np.testing.assert_array_equal(too_unequal_for_spread(*moved, 25.0, axis=axis), last)


def test_equal_arms_are_fine_even_where_the_spread_is_beyond_all_bounds() -> None:
    assert not too_unequal_for_spread([100, 100], [1e-200, 1e-200], [1.0, 1.0], 25.0)


def test_nothing_is_asked_with_0_and_little_with_a_half() -> None:
    arms = ([10**9, 2], [1.0, 1.0], [1e6, 1e6])
    assert not too_unequal_for_spread(*arms, 0.0)
    assert too_unequal_for_spread(*arms, 0.5)
    at = bearable(100, 2, 0.5)
    assert too_unequal_for_spread([100, 2], [1.0, 1.0], [1.01 * at] * 2, 0.5)
    assert not too_unequal_for_spread([100, 2], [1.0, 1.0], [0.99 * at] * 2, 0.5)
