"""Sample ratio mismatch: do the users split over the arms as planned?"""

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.chi_square import ChiSquare, chi_square_from
from experimentos_core.stats.counts import as_floats, check_whole

_DECIMAL_NOISE = 8.0 * float(np.finfo(np.float64).eps)
"""Relative error of an expected count whose share was written as a decimal such as 0.6."""


def srm_test(observed: npt.ArrayLike, shares: npt.ArrayLike, axis: int = -1) -> ChiSquare:
    """Chi-square goodness of fit of the users per arm to the planned shares (Pearson 1900).

    Shares need not add up to 1 (50, 50 will do). An arm with share 0 is left out of statistic,
    total and df alike; users found there are the caller's affair. With fewer than two arms left,
    or no users in them, there is nothing to test: p is nan. `shares` broadcasts against
    `observed`. Raises ValueError for user counts that are not whole numbers from 0 to 2**53 and
    for shares that are negative, not finite, or all 0.
    """
    users = np.atleast_1d(as_floats(observed))
    planned = np.atleast_1d(as_floats(shares))
    check_whole(users, "The number of users of an arm")
    if not np.all((planned >= 0) & (planned < np.inf)):
        raise ValueError("A planned share must be a number of at least 0.")
    users, planned = np.broadcast_arrays(users, planned)
    whole = planned.sum(axis=axis, keepdims=True)
    if not np.all((whole > 0) & (whole < np.inf)):
        raise ValueError("At least one planned share must be above 0.")
    taking_part = planned > 0
    counted = np.where(taking_part, users, 0.0)
    total = counted.sum(axis=axis, keepdims=True)
    expected = total * (planned / whole)
    gap = counted - expected
    gap = np.where(np.abs(gap) <= _DECIMAL_NOISE * expected, 0.0, gap)
    chi2 = (gap * gap / np.where(expected > 0, expected, 1.0)).sum(axis=axis)
    arms = np.count_nonzero(taking_part, axis=axis)
    df = np.asarray(np.where(total.squeeze(axis) > 0, arms - 1, 0), dtype=np.int64)
    return chi_square_from(chi2, df)
