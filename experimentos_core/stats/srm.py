"""Sample ratio mismatch: do the users split over the arms as planned?"""

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri

from experimentos_core.stats.chi_square import ChiSquare, chi_square_from
from experimentos_core.stats.counts import Floats, as_alpha, as_floats, check_whole

_DECIMAL_NOISE = 8.0 * float(np.finfo(np.float64).eps)
"""Relative error of an expected count whose share was written as a decimal such as 0.6."""

_WELL_BELOW = 0.999
"""Share of the critical value below which rounding cannot make a statistic significant."""


def srm_test(observed: npt.ArrayLike, shares: npt.ArrayLike, axis: int = -1) -> ChiSquare:
    """Chi-square goodness of fit of the users per arm to the planned shares (Pearson 1900).

    Shares need not add up to 1 (50, 50 will do). An arm with share 0 is left out of statistic,
    total and df alike; users found there are the caller's affair. With fewer than two arms left,
    or no users in them, there is nothing to test: p is nan. `shares` broadcasts against
    `observed`. Raises ValueError for user counts that are not whole numbers from 0 to 2**53 and
    for shares that are negative, not finite, or all 0.
    """
    return chi_square_from(*_statistic(observed, shares, axis))


def srm_p_below(
    observed: npt.ArrayLike, shares: npt.ArrayLike, level: npt.ArrayLike, axis: int = -1
) -> Floats:
    """The p-values of `srm_test` that lie below `level`; 1 for all others.

    The tail is worked out only where the statistic comes near its critical value, which spares
    a million simulated experiments nearly all of it. `level` broadcasts against the p-values.
    Raises ValueError as `srm_test` does, and for a level outside (0, 1).
    """
    limit = as_alpha(level)
    chi2, df = _statistic(observed, shares, axis)
    # Fewer degrees of freedom have the smaller critical value.
    critical = chdtri(max(int(df.min()), 1) if df.size else 1, limit)
    chi2, df, limit, critical = np.broadcast_arrays(chi2, df, limit, critical)
    near = (df > 0) & (chi2 >= _WELL_BELOW * critical)
    p_value = np.ones(chi2.shape)
    exact = chi_square_from(chi2[near], df[near]).p_value
    p_value[near] = np.where(exact < limit[near], exact, 1.0)
    return p_value


def _statistic(
    observed: npt.ArrayLike, shares: npt.ArrayLike, axis: int
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Pearson's statistic and its degrees of freedom."""
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
    return chi2, np.asarray(np.where(total.squeeze(axis) > 0, arms - 1, 0), dtype=np.int64)
