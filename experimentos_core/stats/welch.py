"""Welch's t test on checked columns, and the interval of the difference; `means` is the door."""

from typing import NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from experimentos_core.stats.agreement import settled_by_test
from experimentos_core.stats.counts import Booleans, Floats

_LEAST_ALPHA = 1e-100
"""Below this SciPy's t quantile is no longer reliable; the interval is the whole line there."""


class TwoSamples(NamedTuple):
    """Means and their squared standard errors of control and treatment, all of one shape.

    Every comparison in it is testable: both sizes at least 2, not both errors 0.
    """

    n_c: Floats
    mean_c: Floats
    square_error_c: Floats
    n_t: Floats
    mean_t: Floats
    square_error_t: Floats
    difference: Floats
    """Treatment minus control, to more digits than the rounded means may hold."""


class WelchTest(NamedTuple):
    """Statistic (treatment minus control), Satterthwaite's df, and the two-sided p-value."""

    t: Floats
    df: Floats
    p_value: Floats


def welch_test(samples: TwoSamples) -> WelchTest:
    """Welch (1938) t test, df after Satterthwaite (1946, eq. 17), p from the t tail.

    df = (e_c + e_t)**2 / (e_c**2 / (n_c - 1) + e_t**2 / (n_t - 1)), e being the squared standard
    errors; written with their shares of the sum, so that no unit can over- or underflow. An arm
    without variance adds nothing: df is the other's n - 1. p keeps its digits down to 1e-308.
    """
    t = samples.difference / standard_error(samples)
    both = samples.square_error_c + samples.square_error_t
    share_c, share_t = samples.square_error_c / both, samples.square_error_t / both
    weight_c = share_c * share_c / (samples.n_c - 1.0)
    df = 1.0 / (weight_c + share_t * share_t / (samples.n_t - 1.0))
    return WelchTest(t, df, np.asarray(2.0 * stdtr(df, -np.abs(t))))


def standard_error(samples: TwoSamples) -> Floats:
    """Standard error of the difference, in the metric's unit."""
    return np.asarray(np.sqrt(samples.square_error_c + samples.square_error_t))


def critical_t(df: Floats, alpha: Floats) -> Floats:
    """Two-sided critical value of t; infinite for alpha below 1e-100."""
    reliable = alpha >= _LEAST_ALPHA
    quantile = -stdtrit(df, 0.5 * np.where(reliable, alpha, 0.5))
    return np.where(reliable, quantile, np.inf)


def difference_limits(
    samples: TwoSamples, critical: Floats, significant: Booleans
) -> tuple[Floats, Floats]:
    """Difference minus and plus critical * standard error, agreeing with the test to the bit."""
    reach = critical * standard_error(samples)
    low, high = samples.difference - reach, samples.difference + reach
    return settled_by_test(low, high, samples.difference, significant)
