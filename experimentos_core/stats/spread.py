"""Does an arm's sum rest on enough values? Judged by the spread, which is all that sums tell.

An arm of n values with a coefficient of variation v weighs like n / (1 + v**2) equal ones (Kish
1965, Survey Sampling, section 11.7): a few large values make out the rest. Where these are few, an
interval around a large effect misses too often even in arms of equal size, in which the skewness of
a difference cancels without an effect (`skewed_difference`). How many are wanted is a threshold,
chosen by what docs/calibration.md measures.
"""

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Booleans, Floats, as_floats

_FEWEST = 2.0


def values_wanted(
    mean: npt.ArrayLike, variance: npt.ArrayLike, per_squared_spread: float
) -> Floats:
    """`per_squared_spread` times the squared coefficient of variation: variance / mean**2.

    Variances with divisor n - 1, in the metric's unit squared. 0 where a mean is not positive or
    either figure is nan: then the coefficient says nothing.
    """
    centre, spread = np.broadcast_arrays(as_floats(mean), as_floats(variance))
    is_defined = (centre > 0) & ~np.isnan(spread)
    with np.errstate(over="ignore"):  # infinitely many are wanted where the mean is nearly 0
        divisor = np.where(is_defined, centre, 1.0)
        wanted = per_squared_spread * spread / divisor / divisor
    return np.where(is_defined, wanted, 0.0)


def too_few_for_spread(
    n: npt.ArrayLike,
    mean: npt.ArrayLike,
    variance: npt.ArrayLike,
    per_squared_spread: float,
    axis: int = -1,
) -> Booleans:
    """Whether the smallest arm along `axis` has fewer values than the most varied one asks for.

    Sizes, means and variances of the arms as in `values_wanted`. False with fewer than two values
    in an arm: there is no test to warn of.
    """
    size, centre, spread = np.broadcast_arrays(
        *(np.atleast_1d(as_floats(values)) for values in (n, mean, variance))
    )
    smallest = size.min(axis=axis)
    wanted = values_wanted(centre, spread, per_squared_spread).max(axis=axis)
    return np.asarray((smallest >= _FEWEST) & (smallest < wanted))
