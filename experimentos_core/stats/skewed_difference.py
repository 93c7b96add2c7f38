"""Do arms of unequal size leave a difference of means too skewed for a t test?

To first order the two-sided error of a t test at 5 % exceeds its level by 0.25 times the squared
skewness of the studentized mean's numerator (Hall 1992, The Bootstrap and Edgeworth Expansion,
section 2.6; kurtosis, which lessens it, left out): 6 % at a squared skewness of 1/25, which is
Cochran's rule of more than 25 times the squared skewness of the values (Cochran 1977, Sampling
Techniques, section 2.15). For a difference of two means of values with one variance and skewness g
it is the skewness of that difference that counts,

    g * |1/n_c - 1/n_t| / sqrt(1/n_c + 1/n_t),

which is nothing in arms of equal size and that of the smaller arm alone beside a far larger one.

An aggregate tells no skewness. It is taken from the coefficient of variation v as that of a
lognormal variable, 3 v + v**3 (Johnson, Kotz and Balakrishnan 1994, section 14.3): about what money
per order looks like. A metric with as much spread and a lighter tail, like one that is 0 for most
users, is warned of needlessly, which the sums cannot tell.
"""

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Booleans, Floats, as_floats

_FEWEST = 2.0


def lognormal_skewness(squared_variation: npt.ArrayLike) -> Floats:
    """Skewness of a lognormal variable with this squared coefficient of variation, 0 or more."""
    squared = as_floats(squared_variation)
    with np.errstate(over="ignore"):  # where the mean is nearly 0 it is beyond all bounds
        return np.asarray(np.sqrt(squared) * (3.0 + squared))


def too_unequal_for_spread(
    n: npt.ArrayLike,
    mean: npt.ArrayLike,
    variance: npt.ArrayLike,
    per_squared_skewness: float,
    axis: int = -1,
) -> Booleans:
    """Whether the difference of some treatment from the control is too skewed for a t test.

    Arms lie along `axis`, the control first; variances have the divisor n - 1 and the metric's
    unit squared. The coefficient of variation is pooled over both arms of a comparison, as a change
    multiplies values and leaves it alone. False for a comparison in which an arm has fewer than two
    values, or where neither arm has a positive mean and a known variance: it says nothing then.

    Args:
        n: Values of each arm.
        mean: Mean of each arm.
        variance: Variance of each arm.
        per_squared_skewness: 25 for Cochran's rule; the squared skewness of the difference may be
            one part in as many. 0 asks for nothing.
        axis: Where the arms lie.
    """
    size, centre, spread = (
        np.moveaxis(values, axis, -1)
        for values in np.broadcast_arrays(
            *(np.atleast_1d(as_floats(values)) for values in (n, mean, variance))
        )
    )
    is_known = (centre > 0) & ~np.isnan(spread)
    freedom = np.where(is_known, np.maximum(size - 1.0, 0.0), 0.0)
    divisor = np.where(is_known, centre, 1.0)
    with np.errstate(over="ignore"):  # infinite where a mean is nearly 0
        squared = np.where(is_known, spread / divisor / divisor, 0.0)
        weighted = np.where(freedom > 0, freedom * squared, 0.0)
        pooled = _with_control(weighted) / np.maximum(_with_control(freedom), 1.0)
    too_skewed = lognormal_skewness(pooled) > _allowed(size, per_squared_skewness)
    testable = (size[..., :1] >= _FEWEST) & (size[..., 1:] >= _FEWEST)
    return np.asarray((testable & too_skewed).any(axis=-1))


def _with_control(values: Floats) -> Floats:
    """Of each treatment and the control together."""
    return values[..., :1] + values[..., 1:]


def _allowed(size: Floats, per_squared_skewness: float) -> Floats:
    """Largest skewness of the values that unequal arms bear; infinite where they are equal."""
    inverse = 1.0 / np.maximum(size, 1.0)
    gap = np.abs(inverse[..., 1:] - inverse[..., :1])
    both = _with_control(inverse)
    asked = (gap > 0) & (per_squared_skewness > 0)
    bearable = np.sqrt(both / (per_squared_skewness or 1.0)) / np.where(gap > 0, gap, 1.0)
    return np.where(asked, bearable, np.inf)
