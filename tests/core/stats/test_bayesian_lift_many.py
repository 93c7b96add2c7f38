"""The line of a difference of two means of many values, whose exact density is normal."""

import numpy as np
import pytest
from scipy import stats

from experimentos_core.stats.bayesian import lift_curve, mean_posterior


@pytest.mark.parametrize("scale", [1.0, 1.5, 3.0])
def test_the_line_of_many_values_lies_within_a_thousandth(scale: float) -> None:
    at, many = np.linspace(-6.0, 6.0, 121), 10**6
    curve = lift_curve(mean_posterior([0.0, 0.5], [many, many * scale**2], [many, many]), at)
    exact = stats.norm.pdf(at, 0.5, np.hypot(1.0, scale))
    assert np.max(np.abs(curve - exact)) < 0.001 * exact.max()


def test_a_point_of_the_line_does_not_depend_on_the_others() -> None:
    at = np.linspace(-3.0, 3.0, 7)
    posterior = mean_posterior([0.0, 0.5], [9.0, 16.0], [9, 16])
    alone = [float(lift_curve(posterior, np.array([one]))[0]) for one in at]
    assert lift_curve(posterior, at) == pytest.approx(alone, rel=1e-14)
