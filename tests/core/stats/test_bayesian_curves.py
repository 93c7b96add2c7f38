"""What the charts draw: densities that are densities."""

import math

import numpy as np
import pytest

from experimentos_core.stats.bayesian import (
    arm_curves,
    mean_posterior,
    proportion_posterior,
)

ARMS = [
    proportion_posterior([0, 1, 100, 999, 10, 10**8], [7, 10**6, 1000, 1000, 10, 10**9]),
    mean_posterior([0.0, -3.0, 5.0, 5.0], [1.0, 4.0, 2.0, 1e-8], [3, 9, 10**4, 10**8]),
]


def area(x, density):
    return (0.5 * (density[..., 1:] + density[..., :-1]) * np.diff(x)).sum(axis=-1)


@pytest.mark.parametrize("posterior", ARMS)
def test_curves_hold_all_but_a_thousandth(posterior):
    curves = arm_curves(posterior, points=2001)
    assert curves.x.shape == curves.density.shape == (*posterior.known.shape, 2001)
    np.testing.assert_allclose(area(*curves), 0.999, atol=2e-4)
    assert (curves.density > 0).all()
    assert (np.diff(curves.x) > 0).all()


def test_the_top_of_a_curve_is_the_most_probable_value():
    curves = arm_curves(proportion_posterior([30, 0], [100, 100]))
    tops = np.take_along_axis(curves.x, curves.density.argmax(axis=-1)[:, np.newaxis], axis=-1)
    assert tops[0, 0] == pytest.approx(0.3, abs=0.002)
    assert tops[1, 0] == pytest.approx(0.0, abs=1e-4)
    curves = arm_curves(mean_posterior([7.5], [4.0], [20]))
    assert curves.x[0, curves.density[0].argmax()] == pytest.approx(7.5, abs=1e-9)
    top_of_t = math.gamma(10) / (math.sqrt(19 * math.pi) * math.gamma(9.5))
    assert curves.density.max() == pytest.approx(top_of_t / (2 / 20**0.5), rel=1e-9, abs=0)


def test_an_arm_without_data_has_no_curve():
    curves = arm_curves(proportion_posterior([3, 0], [10, 0]))
    assert np.isfinite(curves.density[0]).all()
    assert np.isnan(curves.x[1]).all()
    assert np.isnan(curves.density[1]).all()
