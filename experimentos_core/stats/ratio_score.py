"""Score test of a ratio of two proportions, inverted: one end of the interval of the relative lift.

With the Lagrange multiplier `m` of the null ratio, the restricted maximum likelihood rates are
(x_t - m) / (n_t - m) and (x_c + m) / (n_c + m), and Koopman's (1984) chi-square statistic is
m**2 * (y_t / n_t / (x_t - m) + y_c / n_c / (x_c + m)), y being the failures. It grows with m,
so one root find on 0 < m < x_t gives the lower limit, without the cubic of Nam (1995).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Floats, TwoArms
from experimentos_core.stats.root_finding import solve_increasing


class RatioLimit(NamedTuple):
    """Restricted rates at the limit, and their difference free of cancellation."""

    gap: Floats
    """Treatment rate minus control rate."""
    rate_c: Floats
    rate_t: Floats


def lower_ratio_limit(arms: TwoArms, difference: Floats, z: Floats) -> RatioLimit:
    """Rates at the null ratio (treatment over control) below the observed one with score z.

    Arrays of one shape, one dimension; `difference` is the observed one, z > 0. With no
    treatment successes the ratio is already 0 and the rates are the observed ones.
    """
    square = z * z
    limit = RatioLimit(difference.copy(), arms.x_c / arms.n_c, arms.x_t / arms.n_t)
    full_level = _full_treatment_level(arms)
    beyond = (arms.x_t == arms.n_t) & (full_level < square)
    rows = np.flatnonzero(beyond)
    _put(limit, rows, _beyond(arms.rows(rows), square[rows] - full_level[rows]))
    rows = np.flatnonzero((arms.x_t > 0) & ~beyond)
    _put(limit, rows, _inside(arms.rows(rows), difference[rows], square[rows]))
    return limit


def _put(limit: RatioLimit, rows: npt.NDArray[np.int64], values: RatioLimit) -> None:
    for column, value in zip(limit, values, strict=True):
        column[rows] = value


def _full_treatment_level(arms: TwoArms) -> Floats:
    """Chi-square at m = n_t where every treated user succeeded.

    Up to there the restricted treatment rate is 1; at m = n_t it is free, and takes up the rest.
    """
    x_c, n_c, _, n_t = arms
    return n_t * n_t * (n_c - x_c) / (n_c * (x_c + n_t))


def _beyond(arms: TwoArms, rest: Floats) -> RatioLimit:
    """Rates at m = n_t with every treated user a success; rest: chi-square left to take up."""
    x_c, n_c, _, n_t = arms
    together = n_c + n_t
    gap = (n_c - x_c) / together - rest / (n_t + rest)
    return RatioLimit(gap, (x_c + n_t) / together, n_t / (n_t + rest))


def _inside(arms: TwoArms, difference: Floats, square: Floats) -> RatioLimit:
    """Rates at the limit where 0 < m < x_t, or m <= n_t with every treated user a success."""
    x_c, n_c, x_t, n_t = arms
    failing_t, failing_c = (n_t - x_t) / n_t, (n_c - x_c) / n_c
    start = _between_single_arm_roots(arms, failing_t, failing_c, square)
    m = solve_increasing(_chi_square, (x_c, failing_c, x_t, failing_t), square, start, x_t)
    full = x_t == n_t
    rest_t, rest_c = np.where(full, 1.0, n_t - m), n_c + m
    gap = difference - m * (failing_t / rest_t + failing_c / rest_c)
    return RatioLimit(gap, (x_c + m) / rest_c, np.where(full, 1.0, (x_t - m) / rest_t))


def _between_single_arm_roots(
    arms: TwoArms, failing_t: Floats, failing_c: Floats, square: Floats
) -> Floats:
    """First guess from the m at which either arm's term alone would reach the chi-square."""
    root_t = np.sqrt(square * square + 4.0 * failing_t * square * arms.x_t)
    root_c = np.sqrt(square * square + 4.0 * failing_c * square * arms.x_c)
    bound_t = 2.0 * square * arms.x_t / (square + root_t)
    with np.errstate(divide="ignore"):  # control full: its term is absent, its bound infinite
        bound_c = (square + root_c) / failing_c / 2.0
    return np.asarray(bound_t / np.sqrt(1.0 + (bound_t / bound_c) ** 2))


def _chi_square(
    m: Floats, x_c: Floats, failing_c: Floats, x_t: Floats, failing_t: Floats
) -> tuple[Floats, Floats]:
    """Koopman's statistic and its derivative; failing: failures over size."""
    rest_t, rest_c = np.where(failing_t == 0, 1.0, x_t - m), x_c + m
    part_t, part_c = failing_t / rest_t, failing_c / rest_c
    weight = part_t + part_c
    slope = 2.0 * m * weight + m * m * (part_t / rest_t - part_c / rest_c)
    return m * m * weight, slope
