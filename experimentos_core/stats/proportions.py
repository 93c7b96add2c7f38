"""Comparison of two proportions: pooled z test, score intervals of difference and relative lift.

The test and both intervals invert the same score statistic, so they agree exactly: p < alpha if
and only if 0 lies outside the interval of the difference, and outside that of the relative lift.
All functions broadcast like NumPy ufuncs; a single comparison is the 0-d case. nan means
undefined, an infinite limit unbounded.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.chi_square import ChiSquare, overall_chi_square
from experimentos_core.stats.counts import Booleans, Floats, as_alpha, as_two_arms
from experimentos_core.stats.score_interval import (
    all_columns,
    difference_limits,
    in_chunks,
    pooled_test,
    relative_limits,
    score_statistic,
)

__all__ = [
    "ChiSquare",
    "Interval",
    "ProportionComparison",
    "ZTest",
    "compare_proportions",
    "difference_interval",
    "is_sparse",
    "overall_chi_square",
    "pooled_z_test",
    "relative_interval",
    "score_z",
]

_SPARSE = 5.0


class ZTest(NamedTuple):
    """Pooled z (treatment minus control) and its two-sided p-value."""

    z: Floats
    p_value: Floats


class Interval(NamedTuple):
    """Lower and upper confidence limit."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionComparison:
    """Everything about treatment against control; arrays of the broadcast shape of the input.

    Rates and differences are fractions (0.01 is one percentage point); relative figures are
    (treatment - control) / control. With no control successes the relative lift is nan and
    its upper limit infinite; with no successes in either arm all relative figures are nan.
    """

    rate_c: Floats
    rate_t: Floats
    difference: Floats
    difference_low: Floats
    difference_high: Floats
    relative_lift: Floats
    relative_low: Floats
    relative_high: Floats
    z: Floats
    p_value: Floats


def pooled_z_test(
    x_c: npt.ArrayLike, n_c: npt.ArrayLike, x_t: npt.ArrayLike, n_t: npt.ArrayLike
) -> ZTest:
    """Two-proportion z test with the pooled variance, no continuity correction (Pearson 1900).

    z is positive when the treatment's rate is higher. p is two-sided, from the normal tail, and
    keeps its digits down to 1e-308. All cells 0 or all full: z = 0, p = 1.
    Raises ValueError for counts that cannot be (see `as_two_arms`).
    """
    return ZTest(*in_chunks(pooled_test, as_two_arms(x_c, n_c, x_t, n_t)))


def difference_interval(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
) -> Interval:
    """Score interval of treatment minus control (Mee 1984), of confidence 1 - alpha.

    Miettinen & Nurminen (1985) without their factor N/(N-1), which would break the agreement with
    the z test. Exchanging the arms gives (-high, -low), bit for bit. alpha broadcasts too.
    Raises ValueError for impossible counts and for alpha outside (0, 1).
    """
    arms, level = as_two_arms(x_c, n_c, x_t, n_t), as_alpha(alpha)
    return Interval(*in_chunks(difference_limits, arms, level))


def relative_interval(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
) -> Interval:
    """Score interval of the relative lift: that of the ratio of rates (Koopman 1984), minus 1.

    high is infinite without control successes; both limits are nan without any success.
    Raises ValueError for impossible counts and for alpha outside (0, 1).
    """
    arms, level = as_two_arms(x_c, n_c, x_t, n_t), as_alpha(alpha)
    return Interval(*in_chunks(relative_limits, arms, level))


def score_z(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    difference: npt.ArrayLike,
) -> Floats:
    """Score statistic of the null hypothesis treatment - control = difference (Mee 1984).

    At difference 0 it is the pooled z. At +-1 it is infinite unless that was observed (then 0).
    Raises ValueError for impossible counts and for a difference outside [-1, 1].
    """
    null = np.asarray(difference, dtype=np.float64)
    if not np.all(np.abs(null) <= 1):
        raise ValueError("The difference to test against must lie between -1 and 1.")
    return in_chunks(score_statistic, as_two_arms(x_c, n_c, x_t, n_t), null)[0]


def compare_proportions(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
) -> ProportionComparison:
    """Rates, difference, relative lift, both score intervals and the z test in one pass.

    alpha may differ per comparison. `p_value < alpha` exactly when the difference interval
    excludes 0, and (where it is defined) exactly when the relative interval does; the
    estimates always lie inside. Raises ValueError as the single functions do.
    """
    arms, level = as_two_arms(x_c, n_c, x_t, n_t), as_alpha(alpha)
    columns = in_chunks(all_columns, arms, level)
    return ProportionComparison(
        **dict(zip(ProportionComparison.__dataclass_fields__, columns, strict=True))
    )


def is_sparse(
    x_c: npt.ArrayLike, n_c: npt.ArrayLike, x_t: npt.ArrayLike, n_t: npt.ArrayLike
) -> Booleans:
    """True where a cell expected under equal rates is below 5 (Cochran 1954): see `fisher_p`."""
    arms = as_two_arms(x_c, n_c, x_t, n_t)
    users, successes = arms.n_c + arms.n_t, arms.x_c + arms.x_t
    rarer = np.minimum(successes, users - successes)
    return np.asarray(np.minimum(arms.n_c, arms.n_t) * rarer < _SPARSE * users)
