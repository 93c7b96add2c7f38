"""When a measured error rate counts as off, and when the product would have said so."""

from enum import StrEnum

import numpy as np

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.stats.counts import Booleans, Floats
from experimentos_core.stats.skewed_difference import too_unequal_for_spread
from experimentos_core.stats.spread import too_few_for_spread
from tools.calibration.outcomes import Share
from tools.calibration.values import Arm

HIGHEST = 0.06
"""Share of errors from which a nominal 5 % is liberal."""

_LOWEST = 0.04
_ERRORS = 3.0


class Mark(StrEnum):
    """How a figure stands to its nominal 5 %."""

    FINE = ""
    LIBERAL = "LIBERAL"
    """Errs more often than it says."""
    CAUTIOUS = "cautious"
    """Errs less often: wider or slower than need be, never misleading."""


def judged(error_rate: Share) -> Mark:
    """Cochran's (1952) criterion: a nominal 5 % may be 4 % to 6 %.

    Simulated figures must leave the band by 3 Monte Carlo errors.
    """
    slack = _ERRORS * error_rate.error
    if error_rate.value > HIGHEST + slack:
        return Mark.LIBERAL
    return Mark.CAUTIOUS if error_rate.value < _LOWEST - slack else Mark.FINE


def exceeds(error_rate: Share, promised: float) -> bool:
    """Whether a guaranteed bound is broken, beyond 4 Monte Carlo errors."""
    return error_rate.value > promised + 4.0 * error_rate.error + 1e-9


def strays(error_rate: Share, promised: float, tolerance: float = 0.0) -> bool:
    """Whether it differs from a promised rate, beyond tolerance and 4 Monte Carlo errors."""
    return abs(error_rate.value - promised) > tolerance + 4.0 * error_rate.error + 1e-9


def worst(marks: list[Mark]) -> Mark:
    """The one to be told of several."""
    for mark in (Mark.LIBERAL, Mark.CAUTIOUS):
        if mark in marks:
            return mark
    return Mark.FINE


def warns_of_size(*sizes: float) -> bool:
    """Whether the health check raises SMALL_SAMPLE."""
    return min(sizes) < DEFAULT_THRESHOLDS.small_arm_users


def warns(x_c: Floats, n_c: float, x_t: Floats, n_t: float) -> Booleans:
    """Whether the health check raises SMALL_SAMPLE or FEW_EVENTS, for many tables at once."""
    successes = x_c + x_t
    rarer = np.minimum(successes, n_c + n_t - successes)
    few = rarer * min(n_c, n_t) / (n_c + n_t) < DEFAULT_THRESHOLDS.sparse_expected
    return np.asarray(few | warns_of_size(n_c, n_t))


def warns_of_means(*arms: Arm) -> Booleans:
    """Whether it raises SMALL_SAMPLE, SKEWED_VALUES or NO_SPREAD of a metric, for many experiments.

    Its other warnings of means are about faulty exports.
    """
    means = np.stack([arm.mean for arm in arms], axis=-1)
    variances = np.stack([arm.variance for arm in arms], axis=-1)
    sizes = [arm.n for arm in arms]
    per_squared_spread = DEFAULT_THRESHOLDS.values_per_squared_spread
    per_squared_skewness = DEFAULT_THRESHOLDS.values_per_squared_skewness
    skewed = too_few_for_spread(sizes, means, variances, per_squared_spread)
    unequal = too_unequal_for_spread(sizes, means, variances, per_squared_skewness)
    return np.asarray(skewed | unequal | (variances == 0).any(axis=-1) | warns_of_size(*sizes))
