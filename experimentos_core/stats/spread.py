"""Has the smaller arm enough values for a t test? Judged by the spread, which is all the sums tell.

A t test of skewed values needs many of them: Cochran (1977, Sampling Techniques, section 2.15)
asks for more than 25 times the squared skewness. An aggregate tells no skewness, but a coefficient
of variation, which is nearly a lower bound of it for values that are never negative.
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
