"""Interval of the relative lift of a mean: Fieller's set, with the critical value of Welch's t.

A lift d is in the set when the test of mean_t - (1 + d) mean_c = 0 does not reject it:
(D - d m)**2 <= t**2 (e + 2 d e_c + d**2 e_c), with D the difference, m the control's mean, e_c and
e the squared standard errors of m and of D (Fieller 1954). As a quadratic, a d**2 - 2 b d + c <= 0:
a = m**2 - t**2 e_c, b = D m + t**2 e_c, and c = D**2 - t**2 e, which is the product of the two
limits of D itself. So the sign of c is the test's verdict, and the set leaves out 0 with it.

For a <= 0 the control's mean is not shown to differ from 0, and the set is no interval: all
numbers, or all but a gap. With the gap at 0 (a significant difference) the side of the
estimate is given, open to infinity; otherwise the smallest interval around it: the whole line.
"""

from typing import NamedTuple

import numpy as np

from experimentos_core.stats.agreement import settled_by_test
from experimentos_core.stats.counts import Booleans, Floats
from experimentos_core.stats.welch import TwoSamples


class _Scaled(NamedTuple):
    """Means, critical value times standard errors, limits of the difference: in one unit."""

    mean_c: Floats
    mean_t: Floats
    difference: Floats
    reach_c: Floats
    reach_t: Floats
    low: Floats
    high: Floats


def relative_lift(samples: TwoSamples) -> Floats:
    """(mean_t - mean_c) / mean_c; nan where the control's mean is not positive."""
    return over_positive(samples.difference, samples.mean_c)


def over_positive(difference: Floats, mean_c: Floats) -> Floats:
    """The difference in control means; nan where the control's mean is not positive."""
    positive = mean_c > 0
    return np.where(positive, difference / np.where(positive, mean_c, 1.0), np.nan)


def relative_limits(
    samples: TwoSamples,
    critical: Floats,
    limits: tuple[Floats, Floats],
    significant: Booleans,
) -> tuple[Floats, Floats]:
    """Fieller's limits of the relative lift; infinite where unbounded, nan for mean_c <= 0.

    `limits` are those of the difference, already settled by the test: their signs decide here.
    """
    defined = (samples.mean_c > 0) & np.isfinite(critical)
    mean_c = np.where(defined, samples.mean_c, 1.0)
    critical = np.where(defined, critical, 1.0)
    reach_c = critical * np.sqrt(samples.square_error_c)
    reach_t = critical * np.sqrt(samples.square_error_t)
    ends = (np.where(defined, limit, 0.0) for limit in limits)
    columns = _Scaled(mean_c, samples.mean_t, samples.difference, reach_c, reach_t, *ends)
    low, high = _roots(_scaled(columns), significant)
    low, high = np.where(defined, low, -np.inf), np.where(defined, high, np.inf)
    lift = relative_lift(samples)
    low, high = settled_by_test(low, high, lift, significant)
    return np.where(np.isnan(lift), np.nan, low), np.where(np.isnan(lift), np.nan, high)


def _scaled(columns: _Scaled) -> _Scaled:
    """In units of the power of two above the largest: exact, and squares stay in range."""
    reach = columns.reach_c + columns.reach_t
    largest = np.maximum(np.maximum(columns.mean_c, np.abs(columns.difference)), reach)
    exponent = np.frexp(largest)[1]
    return _Scaled(*(np.asarray(np.ldexp(column, -exponent)) for column in columns))


def _roots(given: _Scaled, significant: Booleans) -> tuple[Floats, Floats]:
    """Roots of the quadratic, each in the form that does not cancel; infinite where open."""
    a = (given.mean_c - given.reach_c) * (given.mean_c + given.reach_c)
    b = given.difference * given.mean_c + given.reach_c * given.reach_c
    c = given.low * given.high
    bounded = a > 0
    a = np.where(bounded, a, -np.abs(a))  # 0 counts as the end of the open ones: -0
    # b**2 - a c, as a sum of squares: for a > 0 by the means, for a <= 0 (and c > 0) as it is.
    root = np.where(
        bounded,
        np.hypot(given.reach_c * given.mean_t, given.reach_t * np.sqrt(np.maximum(a, 0.0))),
        np.hypot(b, np.sqrt(np.maximum(-a * c, 0.0))),
    )
    sum_of_both = b + np.copysign(root, b)
    double = sum_of_both == 0  # both roots are 0
    with np.errstate(divide="ignore", invalid="ignore"):  # for a = 0 one root is infinite
        far = np.where(double, 0.0, sum_of_both / a)
        near = np.where(double, 0.0, c / sum_of_both)
    low, high = np.where(np.signbit(b), far, near), np.where(np.signbit(b), near, far)
    # An open set with c > 0 has a root on either side of 0; the estimate's side is wanted.
    open_low, open_high = np.maximum(far, near), np.minimum(far, near)
    rising, falling = significant & (given.difference > 0), significant & (given.difference < 0)
    low = np.where(bounded, low, np.where(rising, open_low, -np.inf))
    high = np.where(bounded, high, np.where(falling, open_high, np.inf))
    return low, high
