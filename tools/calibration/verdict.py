"""When a measured error rate counts as off, and when the product would have said so."""

from enum import StrEnum

import numpy as np

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.stats.counts import Booleans, Floats
from tools.calibration.outcomes import Share

_LOW, _HIGH = 0.04, 0.06
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
    if error_rate.value > _HIGH + slack:
        return Mark.LIBERAL
    return Mark.CAUTIOUS if error_rate.value < _LOW - slack else Mark.FINE


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
