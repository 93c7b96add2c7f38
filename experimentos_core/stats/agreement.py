"""The last bit of an interval is settled by the test it belongs to."""

import numpy as np

from experimentos_core.stats.counts import Booleans, Floats

_SMALLEST = 5e-324
"""Stands for a limit that lies on its side of 0 but is rounded to 0."""


def settled_by_test(
    low: Floats, high: Floats, estimate: Floats, significant: Booleans
) -> tuple[Floats, Floats]:
    """Limits around the estimate that exclude 0 exactly where the test is significant.

    The formulas do so by themselves but for rounding; here the p-value decides that too, so that
    no reader ever sees the two contradict each other. A significant estimate is not 0. nan stays.
    """
    low = np.minimum(low, np.where(significant, estimate, np.minimum(estimate, 0.0)))
    high = np.maximum(high, np.where(significant, estimate, np.maximum(estimate, 0.0)))
    low = np.where(significant & (estimate > 0), np.maximum(low, _SMALLEST), low)
    high = np.where(significant & (estimate < 0), np.minimum(high, -_SMALLEST), high)
    return low + 0.0, high + 0.0  # no negative zero
