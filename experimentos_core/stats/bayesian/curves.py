"""Posterior densities of the arms as lines to draw."""

from typing import NamedTuple

import numpy as np

from experimentos_core.stats.bayesian.posterior import Posterior
from experimentos_core.stats.counts import Floats

_TAIL = 5e-4
"""What is left out on either side."""


class Curves(NamedTuple):
    """Grid and density, the points along the last axis; nan for arms without data."""

    x: Floats
    density: Floats


def arm_curves(posterior: Posterior, points: int = 201) -> Curves:
    """Density of every arm over the range that holds 99.9 % of it.

    Each arm has a grid of its own, evenly spaced: on a common one an arm of a million users would
    be a spike between two points. x is the rate or mean itself, in the metric's unit.
    """
    low, high = posterior.quantiles(_TAIL)
    steps = np.linspace(0.0, 1.0, points)
    grid = low[..., np.newaxis] + (high - low)[..., np.newaxis] * steps
    return Curves(posterior.origin + grid, posterior.density(grid))
