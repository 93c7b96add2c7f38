"""Two proportions as a decision sees them: significant or not, and on which side of a margin.

A decision asks whether the upper limit of the difference reaches a margin, not where it lies.
That needs one evaluation of the score test instead of a root find, and the answers are those of
`proportions` to the bit: where rounding could matter, the limit itself is worked out. Functions
broadcast like NumPy ufuncs.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import (
    Booleans,
    Floats,
    TwoArms,
    as_alpha,
    as_floats,
    as_two_arms,
)
from experimentos_core.stats.difference_score import limit_lies_beyond
from experimentos_core.stats.score_interval import (
    critical_z,
    difference_limits,
    in_chunks,
    observed_difference,
    pooled_test,
)

_TOO_CLOSE = 1e-6
"""Relative distance from the margin within which the limit itself is worked out."""

_NOISE = 1e-12
"""The same for rounding, as a share of the margin."""


class ProportionChange(NamedTuple):
    """Treatment rate minus control rate, and the two-sided p-value of the pooled z test."""

    difference: Floats
    p_value: Floats


class MarginSide(NamedTuple):
    """A change, and whether the upper limit of its interval is at least the margin."""

    difference: Floats
    p_value: Floats
    high_reaches: Booleans


def proportion_change(
    x_c: npt.ArrayLike, n_c: npt.ArrayLike, x_t: npt.ArrayLike, n_t: npt.ArrayLike
) -> ProportionChange:
    """`difference` and `p_value` of `compare_proportions`, without the intervals.

    Raises ValueError for impossible counts.
    """
    return ProportionChange(*in_chunks(_change, as_two_arms(x_c, n_c, x_t, n_t)))


def proportion_margin_side(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    *,
    alpha: npt.ArrayLike,
    margin: npt.ArrayLike,
) -> MarginSide:
    """Whether `difference_interval(...).high >= margin` > 0, mostly without finding the limit.

    For a margin below 0 that the lower limit must keep, exchange the arms. Raises ValueError for
    impossible counts, alpha outside (0, 1) and a margin that is not above 0.
    """
    arms, level, bound = as_two_arms(x_c, n_c, x_t, n_t), as_alpha(alpha), as_floats(margin)
    if not np.all((bound > 0) & (bound < np.inf)):
        raise ValueError("The margin must be above 0.")
    difference, p_value, reaches = in_chunks(_side, arms, level, critical_z(level), bound)
    return MarginSide(difference, p_value, reaches > 0)


def _change(arms: TwoArms) -> tuple[Floats, Floats]:
    return observed_difference(arms), pooled_test(arms)[1]


def _side(arms: TwoArms, alpha: Floats, z: Floats, margin: Floats) -> tuple[Floats, Floats, Floats]:
    difference, p_value = _change(arms)
    drop = margin - difference
    reached = drop <= 0  # a limit never lies on the inner side of its estimate
    # The upper limit is the lower one of the arms exchanged.
    beyond = limit_lies_beyond(arms.swapped(), np.where(reached, 1.0, drop), z)
    # Far from 0 a limit is rounded more coarsely than its distance from the estimate.
    too_close = _TOO_CLOSE + _NOISE * margin / np.where(reached, 1.0, drop)
    is_unsure = ~reached & ~(np.abs(beyond - 1.0) > too_close)
    reached |= beyond > 1.0
    rows = np.flatnonzero(is_unsure)
    if rows.size:
        reached[rows] = difference_limits(arms.rows(rows), alpha[rows])[1] >= margin[rows]
    return difference, p_value, reached.astype(np.float64)
