"""Scorecards of means: any number of metrics at once, straight from float sums.

`continuous_analysis` takes one metric from exact decimals, as an export holds them. Here sums are
float64 columns, for thousands of metrics in one call. The subtraction that eats the digits of the
textbook variance is done on error-free products, so nothing is lost beyond what the rounding of the
sums themselves has taken; where that is too much, the metric is refused.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import (
    LARGEST_COUNT,
    Booleans,
    Floats,
    as_floats,
    difference_of_products,
)
from experimentos_core.stats.means import MeanComparison, compare_means

_FEWEST = 2.0
_TOLERANCE = 1e-9
"""Share by which sum_sq may fall short of sum**2 / n before it is inconsistent."""
_DECISIVE = 0.01
"""Rounding decides a variance when it moves it by at most this share."""


class MeanScorecard(NamedTuple):
    """Comparisons of many means, and which of them the digits of their sums allow."""

    comparison: MeanComparison
    digits_suffice: Booleans
    """False: float64 cannot hold these sums sharply enough; such a comparison is not tested."""


class _Arm(NamedTuple):
    n: Floats
    total: Floats
    mean: Floats
    variance: Floats
    sharp: Booleans


def compare_means_of_sums(  # noqa: PLR0917 - two arms in three figures each, and a level
    n_c: npt.ArrayLike,
    sum_c: npt.ArrayLike,
    sum_sq_c: npt.ArrayLike,
    n_t: npt.ArrayLike,
    sum_t: npt.ArrayLike,
    sum_sq_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
) -> MeanScorecard:
    """Welch's test, the interval of the difference and Fieller's of the lift, from float sums.

    Per arm the number of values, their sum (the metric's unit) and sum of squares (unit squared);
    all broadcast. Variance: (n * sum_sq - sum**2) / (n * (n - 1)) with both products split into
    value and rounding error (Dekker 1971), right to about 1e-15 for the sums as given. A sum is
    taken to be sharp to half a unit of its last binary digit, whole numbers up to 2**53 as exact.
    Tests and intervals: `means.compare_means`, whose columns are nan where nothing can be tested;
    besides its reasons, where an arm's sums are inconsistent (sum_sq below sum**2 / n by more than
    1e-9 of itself; its mean is nan too) or their rounding moves its variance by over 1 %
    (`digits_suffice` is False).
    Raises ValueError for sizes that are not whole numbers, sums that are not finite, and alpha
    outside (0, 1).
    """
    control, treatment = _arm(n_c, sum_c, sum_sq_c), _arm(n_t, sum_t, sum_sq_t)
    digits_suffice = control.sharp & treatment.sharp
    comparison = compare_means(
        control.n,
        control.mean,
        np.where(digits_suffice, control.variance, np.nan),
        treatment.n,
        treatment.mean,
        np.where(digits_suffice, treatment.variance, np.nan),
        alpha,
        difference=_difference(control, treatment),
    )
    shape = comparison.p_value.shape  # alpha may have added to it
    return MeanScorecard(comparison, np.broadcast_to(digits_suffice, shape))


def _arm(count: npt.ArrayLike, sum_: npt.ArrayLike, sum_sq: npt.ArrayLike) -> _Arm:
    n, total, total_sq = np.broadcast_arrays(*(as_floats(each) for each in (count, sum_, sum_sq)))
    if not (np.all(np.isfinite(total)) and np.all(np.isfinite(total_sq))):
        raise ValueError("A sum must be a finite number.")
    with np.errstate(all="ignore"):  # sums beyond 1e150 leave the floats: nan, not testable
        spread = difference_of_products(n, total_sq, total, total)
        inconsistent = -spread > _TOLERANCE * n * total_sq
        variance = np.maximum(spread, 0.0) / np.where(n < _FEWEST, np.nan, n * (n - 1.0))
        mean = total / np.where(inconsistent | (n == 0), np.nan, n)
    usable = np.isfinite(variance) & ~inconsistent
    sharp = _moved_by_rounding(n, total, total_sq) <= _DECISIVE * spread
    return _Arm(n, total, mean, np.where(usable, variance, np.nan), sharp | ~usable)


def _moved_by_rounding(n: Floats, total: Floats, total_sq: Floats) -> Floats:
    """By how much n * total_sq - total**2 moves when both sums move by half their last digit."""
    half, half_sq = _half_unit(total), _half_unit(total_sq)
    with np.errstate(over="ignore"):
        return np.asarray(n * half_sq + (2.0 * np.abs(total) + half) * half)


def _half_unit(values: Floats) -> Floats:
    exact = (np.abs(values) <= LARGEST_COUNT) & (values == np.floor(values))
    return np.where(exact, 0.0, 0.5 * np.spacing(np.abs(values)))


def _difference(control: _Arm, treatment: _Arm) -> Floats:
    """Treatment's mean minus control's, in full even where the means agree in most digits."""
    with np.errstate(all="ignore"):  # nan where a mean is
        known = np.where(np.isfinite(control.mean + treatment.mean), 1.0, np.nan)
        cross = difference_of_products(treatment.total, control.n, control.total, treatment.n)
        change = known * cross / (control.n * treatment.n)
    return np.where(np.isfinite(change), change, np.nan)
