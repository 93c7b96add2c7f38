"""The interval of a mean's relative lift that other programs print, to compare with Fieller's.

No verdict comes from it: it takes the ratio itself for normal, so that it can contradict the
test of the difference, and stays bounded where the control's mean may well be 0.
"""

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import as_alpha, as_floats
from experimentos_core.stats.means import compare_means
from experimentos_core.stats.proportions import Interval
from experimentos_core.stats.score_interval import critical_z
from experimentos_core.stats.welch import critical_t


def delta_mean_lift_interval(  # noqa: PLR0917 - two arms in three figures each, and a level
    n_c: npt.ArrayLike,
    mean_c: npt.ArrayLike,
    variance_c: npt.ArrayLike,
    n_t: npt.ArrayLike,
    mean_t: npt.ArrayLike,
    variance_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
    *,
    quantile_of_t: bool = False,
    difference: npt.ArrayLike | None = None,
) -> Interval:
    """Interval of (treatment - control) / control by the delta method (Casella & Berger 2002).

    With R the ratio of the means and e their squared standard errors: R - 1 -+ q
    sqrt(e_t + R**2 e_c) / mean_c. q is the normal quantile, as most programs for experiments have
    it, or Welch's t quantile. `difference` as for `means.compare_means`. Broadcasts like a NumPy
    ufunc; nan where the control's mean is not positive and where nothing can be tested.
    Raises ValueError as `compare_means` does.
    """
    test = compare_means(
        n_c, mean_c, variance_c, n_t, mean_t, variance_t, alpha, difference=difference
    )
    with np.errstate(divide="ignore", invalid="ignore"):  # no values: nothing is tested there
        square_c, square_t = (
            as_floats(variance_c) / as_floats(n_c),
            as_floats(variance_t) / as_floats(n_t),
        )
    level, ratio = as_alpha(alpha), 1.0 + test.relative_lift  # nan without a positive mean_c
    quantile = critical_t(test.df, level) if quantile_of_t else critical_z(level)
    reach = quantile * (np.hypot(np.sqrt(square_t), ratio * np.sqrt(square_c)) / test.mean_c)
    reach = np.where(np.isnan(test.t), np.nan, reach)
    return Interval(test.relative_lift - reach, test.relative_lift + reach)
