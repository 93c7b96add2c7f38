"""Effects worth looking for: those that the normal formula gives the aimed-at power."""

import math
from collections.abc import Callable

from scipy.special import ndtr, ndtri

from tools.calibration.plan import AIM, ALPHA

_HALVINGS = 60


def normal_power(effect: float, error_null: float, error: float, alpha: float = ALPHA) -> float:
    """Power of an effect by the normal formula, a significant figure of either sign counting."""
    bar = -float(ndtri(0.5 * alpha)) * error_null
    return float(ndtr((effect - bar) / error) + ndtr((-effect - bar) / error))


def rate_power(n_c: int, rate_c: float, n_t: int, rate_t: float) -> float:
    """Of the pooled z test: pooled error without, separate errors with the effect (Fleiss 1981)."""
    pooled = (n_c * rate_c + n_t * rate_t) / (n_c + n_t)
    error_null = math.sqrt(pooled * (1.0 - pooled) * (1.0 / n_c + 1.0 / n_t))
    error = math.sqrt(rate_c * (1.0 - rate_c) / n_c + rate_t * (1.0 - rate_t) / n_t)
    return normal_power(rate_t - rate_c, error_null, error)


def treatment_rate(n_c: int, rate_c: float, n_t: int) -> float:
    """Higher rate found with the aimed-at power, at most 0.95."""
    return reached(lambda rate: rate_power(n_c, rate_c, n_t, rate), rate_c, 0.95)


def reached(power: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising power reaches the aim, rounded as people write effects; or the upper end."""
    if power(high) < AIM:
        return high
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if power(middle) < AIM else (low, middle)
    return float(f"{high:.4g}")
