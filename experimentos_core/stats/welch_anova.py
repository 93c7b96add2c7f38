"""Overall test of several means without assuming equal spread: Welch's analysis of variance."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc

from experimentos_core.stats.counts import Floats, as_floats

_FEWEST = 2.0


class WelchAnova(NamedTuple):
    """F statistic, its degrees of freedom and upper-tail p-value, with the arms' axis gone."""

    f: Floats
    df_between: Floats
    df_within: Floats
    p_value: Floats


def welch_anova(
    n: npt.ArrayLike, mean: npt.ArrayLike, variance: npt.ArrayLike, axis: int = -1
) -> WelchAnova:
    """Welch's (1951) test that all arms along `axis` share one mean; R's `oneway.test`.

    Sizes, means and variances (divisor n - 1) of the arms; means may be given as differences from
    any common value, which changes nothing. With w = n / variance, F compares the weighted spread
    of the means with its expectation; its degrees of freedom are k - 1 and
    (k**2 - 1) / (3 sum((1 - w / sum(w))**2 / (n - 1))). For two arms F is the square of Welch's t.
    nan where an arm has fewer than two values or a variance that is not positive, and for a single
    arm.
    """
    size, centre, spread = np.broadcast_arrays(
        *(np.atleast_1d(as_floats(values)) for values in (n, mean, variance))
    )
    arms = float(size.shape[axis])
    with np.errstate(all="ignore"):  # nan where nothing can be tested
        usable = (size >= _FEWEST) & (spread > 0) & np.isfinite(centre)
        weight = np.where(usable, size / spread, np.nan)
        total = weight.sum(axis=axis, keepdims=True)
        middle = (weight * centre).sum(axis=axis, keepdims=True) / total
        between = (weight * (centre - middle) ** 2).sum(axis=axis) / (arms - 1.0)
        lack = ((1.0 - weight / total) ** 2 / (size - 1.0)).sum(axis=axis)
        f = between / (1.0 + 2.0 * (arms - 2.0) / (arms**2 - 1.0) * lack)
        df_within = (arms**2 - 1.0) / (3.0 * lack)
        df_between = np.full_like(f, arms - 1.0)
        return WelchAnova(f, df_between, df_within, np.asarray(fdtrc(df_between, df_within, f)))
