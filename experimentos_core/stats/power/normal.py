"""A statistic of unit variance, shifted by an effect: how often it is significant, and why."""

from enum import StrEnum

import numpy as np
from scipy.special import ndtr, ndtri

from experimentos_core.stats.counts import Floats
from experimentos_core.stats.power.solving import solve_between

_A_LITTLE = 1e-9


class Tails(StrEnum):
    """Which significant results of the two-sided test count towards its power.

    They differ only where power is low: at 80 % and alpha 0.05 by one in a million.
    """

    BOTH = "both"
    """Any: R's pwr package and `strict=TRUE`, statsmodels' two-sided."""
    PLANNED = "planned"
    """Those in the direction planned for: R's power.prop.test and power.t.test by default.
    At level 2 * alpha this is the power of the one-sided test at alpha."""


def critical_z(alpha: Floats) -> Floats:
    """Two-sided critical value of the normal distribution."""
    return np.asarray(-ndtri(0.5 * alpha))


def normal_power(shift: Floats, critical: Floats, tails: Tails) -> Floats:
    """P(Z + shift > critical), and with both tails P(Z + shift < -critical) too; shift >= 0."""
    planned = ndtr(shift - critical)
    return np.asarray(planned if tails is Tails.PLANNED else planned + ndtr(-shift - critical))


def shift_needed(power: Floats, critical: Floats, tails: Tails) -> Floats:
    """The smallest shift >= 0 of this power; 0 where less than the power is already exceeded."""
    power, critical = np.broadcast_arrays(power, critical)
    shift = np.asarray(np.maximum(critical + ndtri(power), 0.0))
    if tails is Tails.PLANNED:
        return shift
    open_ = normal_power(np.zeros_like(critical), critical, tails) < power
    target, limit = power[open_], critical[open_]
    high = shift[open_] * (1.0 + _A_LITTLE) + _A_LITTLE  # rounding must not lose the root

    def surplus(point: Floats, target: Floats, limit: Floats) -> Floats:
        return normal_power(point, limit, tails) - target

    solution = np.zeros_like(shift)
    solution[open_] = solve_between(surplus, np.zeros_like(high), high, (target, limit))
    return solution
