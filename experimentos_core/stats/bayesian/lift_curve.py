"""Posterior density of the difference of two arms, as a line to draw."""

import numpy as np

from experimentos_core.stats.bayesian.posterior import Posterior
from experimentos_core.stats.counts import Floats

_SHARES = 64
"""The narrower arm stands for as many values of equal probability, on either side of its median."""

_MIDDLE = 0.1
"""What is left out on either side when the width of an arm is judged: long tails say little."""


def lift_curve(posterior: Posterior, at: Floats) -> Floats:
    """Density of the second arm minus the first, at the given differences, in the metric's unit.

    The mean of the wider arm's density over values of equal probability of the narrower one: the
    convolution of the two, and what a histogram of simulated differences tends to. Within 2 % of
    the density's top; nan where an arm has no data. `posterior` has exactly two arms.
    """
    if not posterior.known.all():
        return np.full(at.shape, np.nan)
    below, above = posterior.quantiles(_MIDDLE)
    narrow = int(np.argmin(above - below))
    tails = (np.arange(_SHARES) + 0.5) / (2 * _SHARES)
    values = np.concatenate([side[:, narrow] for side in posterior.quantiles(tails[:, np.newaxis])])
    shift = at if narrow == 0 else -at
    others = (values[:, np.newaxis] + shift).ravel()
    density = posterior.density(np.broadcast_to(others, (2, others.size)))[1 - narrow]
    lowest, highest = sorted(float(end[1 - narrow]) for end in posterior.quantiles(0.0))
    possible = (others >= lowest) & (others <= highest)
    return np.where(possible, density, 0.0).reshape(values.size, at.size).mean(axis=0)
