"""Roots of power curves, many at once, to the last digits."""

from collections.abc import Callable

import numpy as np
from scipy.optimize.elementwise import find_root

from experimentos_core.stats.counts import Floats


def solve_between(
    function: Callable[..., Floats], low: Floats, high: Floats, parameters: tuple[Floats, ...]
) -> Floats:
    """Solve function(x, *parameters) = 0 for x in [low, high], element by element.

    The function changes its sign in between; all arrays are of one shape. Chandrupatla's (1997)
    method, to about four units of the last digit: the looser default of R's uniroot leaves its
    smallest detectable changes wrong in the fourth. Raises ArithmeticError rather than return an
    unfinished root.
    """
    found = find_root(function, (low, high), args=parameters)
    if not np.all(found.success):
        raise ArithmeticError("A power calculation did not converge.")
    return np.asarray(found.x, dtype=np.float64)
