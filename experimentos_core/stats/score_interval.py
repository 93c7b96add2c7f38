"""Score test and score intervals on checked, one-dimensional columns; `proportions` is the door.

Test and intervals come from one statistic; the last bit is settled by the test.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import ndtr, ndtri

from experimentos_core.stats.counts import Booleans, Floats, TwoArms, difference_of_products
from experimentos_core.stats.difference_score import lower_limit, score_below
from experimentos_core.stats.ratio_score import lower_ratio_limit

_CHUNK = 8192
"""Comparisons worked on at a time: bounds the memory and keeps the working set in the cache."""

_SMALLEST = 5e-324
"""Stands for a limit that lies on its side of 0 but is rounded to 0."""


def in_chunks(
    compute: Callable[..., tuple[Floats, ...]], arms: TwoArms, *more: Floats
) -> tuple[Floats, ...]:
    """Call compute(arms, *more) on one-dimensional pieces; results in the broadcast shape."""
    columns = np.broadcast_arrays(*arms, *more)
    shape = columns[0].shape
    flat = [column.ravel() for column in columns]
    pieces = []
    for start in range(0, max(flat[0].size, 1), _CHUNK):
        x_c, n_c, x_t, n_t, *rest = (column[start : start + _CHUNK] for column in flat)
        pieces.append(compute(TwoArms(x_c, n_c, x_t, n_t), *rest))
    return tuple(np.concatenate(column).reshape(shape) for column in zip(*pieces, strict=True))


def pooled_test(arms: TwoArms) -> tuple[Floats, Floats]:
    """Pooled z and its two-sided p-value; z is 0 where no outcome varies."""
    x_c, n_c, x_t, n_t = arms
    users, successes = n_c + n_t, x_c + x_t
    spread = (n_c * n_t) * (successes * (users - successes))
    z = _cross_difference(arms) * np.sqrt(users / np.where(spread > 0, spread, 1.0))
    return z, 2.0 * ndtr(-np.abs(z))


def observed_difference(arms: TwoArms) -> Floats:
    """Treatment rate minus control rate, to the last digits even where the rates agree in most."""
    return _cross_difference(arms) / (arms.n_c * arms.n_t)


def relative_lift(arms: TwoArms) -> Floats:
    """(treatment rate - control rate) / control rate; nan where the control rate is 0."""
    undefined = arms.x_c == 0
    lift = _cross_difference(arms) / np.where(undefined, 1.0, arms.x_c * arms.n_t)
    return np.where(undefined, np.nan, lift)


def difference_limits(arms: TwoArms, alpha: Floats) -> tuple[Floats, Floats]:
    """Score interval of the difference; the upper limit is the lower one of the arms exchanged."""
    estimate = observed_difference(arms)
    low, high = limits_at(arms, estimate, critical_z(alpha))
    return _agreeing(low, high, estimate, pooled_test(arms)[1] < alpha)


def limits_at(arms: TwoArms, estimate: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Null differences on either side of the observed one whose score statistic is z in size."""
    return lower_limit(arms, estimate, z), -lower_limit(arms.swapped(), -estimate, z)


def relative_limits(arms: TwoArms, alpha: Floats) -> tuple[Floats, Floats]:
    """Score interval of the relative lift; nan without successes, infinite without control's."""
    difference, z = observed_difference(arms), critical_z(alpha)
    below = lower_ratio_limit(arms, difference, z)
    above = lower_ratio_limit(arms.swapped(), -difference, z)
    with np.errstate(divide="ignore", invalid="ignore"):  # control rate 0: replaced below
        low = np.maximum(below.gap / below.rate_c, -1.0)
        high = -above.gap / above.rate_t
    unbounded = arms.x_c == 0
    high = np.where(unbounded, np.inf, high)
    lift = np.where(unbounded, np.inf, relative_lift(arms))
    low, high = _agreeing(low, high, lift, pooled_test(arms)[1] < alpha)
    undefined = unbounded & (arms.x_t == 0)
    return np.where(undefined, np.nan, low), np.where(undefined, np.nan, high)


def critical_z(alpha: Floats) -> Floats:
    """The normal quantile; half of the smallest float would be 0, its quantile infinite."""
    return np.asarray(-ndtri(np.maximum(0.5 * alpha, _SMALLEST)))


def score_statistic(arms: TwoArms, null: Floats) -> tuple[Floats]:
    """Score statistic at a null difference; at 0 the pooled z itself, to the bit."""
    drop = observed_difference(arms) - null
    statistic = np.where(null == 0, pooled_test(arms)[0], 0.0)
    rows = np.flatnonzero((drop > 0) & (null != 0))
    statistic[rows] = score_below(arms.rows(rows), drop[rows], null[rows])
    rows = np.flatnonzero((drop < 0) & (null != 0))
    statistic[rows] = -score_below(arms.swapped().rows(rows), -drop[rows], -null[rows])
    return (statistic,)


def all_columns(arms: TwoArms, alpha: Floats) -> tuple[Floats, ...]:
    """The fields of `ProportionComparison`, in their order."""
    return (
        arms.x_c / arms.n_c,
        arms.x_t / arms.n_t,
        observed_difference(arms),
        *difference_limits(arms, alpha),
        relative_lift(arms),
        *relative_limits(arms, alpha),
        *pooled_test(arms),
    )


def _cross_difference(arms: TwoArms) -> Floats:
    return difference_of_products(arms.x_t, arms.n_c, arms.x_c, arms.n_t)


def _agreeing(
    low: Floats, high: Floats, estimate: Floats, significant: Booleans
) -> tuple[Floats, Floats]:
    """Limits around the estimate, excluding 0 exactly where the test is significant.

    The roots do so by themselves but for the last bit; the test decides that bit too.
    """
    low = np.minimum(low, np.where(significant, estimate, np.minimum(estimate, 0.0)))
    high = np.maximum(high, np.where(significant, estimate, np.maximum(estimate, 0.0)))
    low = np.where(significant & (estimate > 0), np.maximum(low, _SMALLEST), low)
    high = np.where(significant & (estimate < 0), np.minimum(high, -_SMALLEST), high)
    return low + 0.0, high + 0.0  # no negative zero
