"""Chi-square tests of counts: the result record, and the overall test of several arms."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

from experimentos_core.stats.counts import Floats, as_floats, check_counts, difference_of_products


class ChiSquare(NamedTuple):
    """Statistic, degrees of freedom and upper-tail p-value, with the arms' axis gone."""

    chi2: Floats
    df: npt.NDArray[np.int64]
    p_value: Floats


def chi_square_from(chi2: Floats, df: npt.NDArray[np.int64]) -> ChiSquare:
    """Attach the upper-tail p-value, which keeps its digits down to 1e-308; nan for df = 0."""
    testable = df > 0
    p_value = np.where(testable, chdtrc(np.where(testable, df, 1), chi2), np.nan)
    return ChiSquare(np.asarray(chi2), df, p_value)


def overall_chi_square(x: npt.ArrayLike, n: npt.ArrayLike, axis: int = -1) -> ChiSquare:
    """Pearson's (1900) test that all arms along `axis` share one rate: the k x 2 table.

    df = k - 1. Without any success, or without any failure: chi2 = 0, p = 1. A single arm
    leaves nothing to test: p is nan. Raises ValueError for impossible counts.
    """
    successes, users = np.broadcast_arrays(
        np.atleast_1d(as_floats(x)),
        np.atleast_1d(as_floats(n)),
    )
    check_counts(successes, users, "some arm")
    all_successes = successes.sum(axis=axis, keepdims=True)
    all_users = users.sum(axis=axis, keepdims=True)
    gap = difference_of_products(successes, all_users, users, all_successes)
    spread = all_successes * (all_users - all_successes)
    parts = gap * gap / users / np.where(spread > 0, spread, 1.0)
    chi2 = parts.sum(axis=axis)
    return chi_square_from(chi2, np.full(chi2.shape, users.shape[axis] - 1, dtype=np.int64))
