"""Comparison of two means: Welch's t test, intervals of the difference and of the relative lift.

The test and both intervals use one t statistic and one critical value, so they agree exactly:
p < alpha if and only if 0 lies outside the interval of the difference, and (where it is defined)
outside that of the relative lift. Broadcasts like a NumPy ufunc; a single comparison is the 0-d
case. nan means undefined, an infinite limit unbounded.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Booleans, Floats, as_alpha, as_floats, check_whole
from experimentos_core.stats.fieller import over_positive, relative_limits
from experimentos_core.stats.welch import TwoSamples, critical_t, difference_limits, welch_test

_FEWEST = 2.0
_LARGEST = 1e100
"""Of means and standard deviations, and 1 over it the smallest: no product leaves the floats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanComparison:
    """Everything about treatment against control; arrays of the broadcast shape of the input.

    Means, difference and its limits are in the metric's unit; relative figures are
    (treatment - control) / control, nan where the control's mean is not positive, and their
    limits infinite where the control's mean is not shown to differ from 0. Where nothing can be
    tested t, df, p_value and all limits are nan.
    """

    mean_c: Floats
    mean_t: Floats
    difference: Floats
    difference_low: Floats
    difference_high: Floats
    relative_lift: Floats
    relative_low: Floats
    relative_high: Floats
    t: Floats
    df: Floats
    p_value: Floats


def compare_means(  # noqa: PLR0917 - two arms in three figures each, and a level
    n_c: npt.ArrayLike,
    mean_c: npt.ArrayLike,
    variance_c: npt.ArrayLike,
    n_t: npt.ArrayLike,
    mean_t: npt.ArrayLike,
    variance_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
    *,
    difference: npt.ArrayLike | None = None,
) -> MeanComparison:
    """Welch's t test (1938), the interval of the difference, and Fieller's (1954) of the lift.

    `p_value < alpha` exactly when the interval of the difference excludes 0, and where it is
    defined exactly when the relative interval does; the estimates always lie inside. Exchanging
    the arms gives the mirror image, bit for bit. alpha broadcasts too.

    Give `difference` (treatment minus control) where it is known to more digits than the
    rounded means hold, as from `exact_variance.difference_of_means`; both t and p then do not
    depend on a constant added to every value.

    Not testable (t, df, p and limits nan): fewer than two values in an arm, both variances 0,
    a mean or variance that is nan, or a mean or standard deviation that is not 0 and not between
    1e-100 and 1e100 in size. A variance of 0 in one arm only is tested. Raises ValueError for
    sizes that are not whole numbers, negative or infinite figures, and alpha outside (0, 1).
    """
    level = as_alpha(alpha)
    sizes, means, variances = (
        [as_floats(control), as_floats(treatment)]
        for control, treatment in ((n_c, n_t), (mean_c, mean_t), (variance_c, variance_t))
    )
    change = means[1] - means[0] if difference is None else as_floats(difference)
    _check(sizes, [*means, change], variances)
    *samples, level = np.broadcast_arrays(
        sizes[0], means[0], variances[0], sizes[1], means[1], variances[1], change, level
    )
    columns = _all_columns(samples, level)
    return MeanComparison(**dict(zip(MeanComparison.__dataclass_fields__, columns, strict=True)))


def _check(sizes: list[Floats], means: list[Floats], variances: list[Floats]) -> None:
    for n in sizes:
        check_whole(n, "The number of values")
    if any(np.any(np.isinf(mean)) for mean in means):
        raise ValueError("Means and their difference must be finite.")
    if any(np.any((variance < 0) | np.isinf(variance)) for variance in variances):
        raise ValueError("A variance must be finite and not negative.")


def _all_columns(columns: list[Floats], alpha: Floats) -> tuple[Floats, ...]:
    """The fields of `MeanComparison`, in their order."""
    n_c, mean_c, variance_c, n_t, mean_t, variance_t, difference = columns
    testable = _is_testable(columns)
    has_lift = _is_of_size(mean_c) & _is_of_size(mean_t)
    samples = TwoSamples(
        np.where(testable, n_c, _FEWEST),
        np.where(testable, mean_c, 0.0),
        np.where(testable, variance_c, 1.0) / np.where(testable, n_c, _FEWEST),
        np.where(testable, n_t, _FEWEST),
        np.where(testable, mean_t, 0.0),
        np.where(testable, variance_t, 1.0) / np.where(testable, n_t, _FEWEST),
        np.where(testable, difference, 0.0),
    )
    test = welch_test(samples)
    critical, significant = critical_t(test.df, alpha), test.p_value < alpha
    limits = difference_limits(samples, critical, significant)
    relative = relative_limits(samples, critical, limits, significant)

    def known(values: Floats) -> Floats:
        return np.where(testable, values, np.nan)

    return (
        mean_c + 0.0,
        mean_t + 0.0,
        difference + 0.0,
        *(known(limit) for limit in limits),
        over_positive(np.where(has_lift, difference, np.nan), np.where(has_lift, mean_c, 1.0)),
        *(known(limit) for limit in relative),
        *(known(value) for value in test),
    )


def _is_testable(columns: list[Floats]) -> Booleans:
    n_c, mean_c, variance_c, n_t, mean_t, variance_t, difference = columns
    enough = np.minimum(n_c, n_t) >= _FEWEST
    for values in (mean_c, mean_t, np.sqrt(variance_c), np.sqrt(variance_t)):
        enough = enough & _is_of_size(values)
    return np.asarray(enough & ~np.isnan(difference) & (variance_c + variance_t > 0))


def _is_of_size(values: Floats) -> Booleans:
    """Whether values are known, and 0 or of a size that can be computed with."""
    size = np.abs(values)
    return np.asarray((size == 0) | ((size >= 1.0 / _LARGEST) & (size <= _LARGEST)))
