"""Roots of power curves, many at once, to the last digits."""

from collections.abc import Callable

import numpy as np

from experimentos_core.stats.counts import Floats

_MOST_STEPS = 200
"""Halvings of a bracket that fill every digit of a float64, however wide it was."""


def solve_between(
    function: Callable[..., Floats], low: Floats, high: Floats, parameters: tuple[Floats, ...]
) -> Floats:
    """Solve function(x, *parameters) = 0 for x in [low, high], element by element.

    The function changes its sign in between; all arrays are of one shape. By bisection until no
    float64 lies between: the looser default of R's uniroot leaves its smallest detectable changes
    wrong in the fourth digit. Raises ArithmeticError where there is no change of sign.
    """
    at_low, at_high = function(low, *parameters), function(high, *parameters)
    if np.any(at_low * at_high > 0) or np.any(np.isnan(at_low + at_high)):
        raise ArithmeticError("A power calculation did not converge.")
    rises = at_low < at_high
    for _ in range(_MOST_STEPS):
        middle = 0.5 * (low + high)
        if np.all((middle <= low) | (middle >= high)):
            break
        is_above = np.where(rises, 1.0, -1.0) * function(middle, *parameters) > 0
        low, high = np.where(is_above, low, middle), np.where(is_above, middle, high)
    return np.asarray(high, dtype=np.float64)
