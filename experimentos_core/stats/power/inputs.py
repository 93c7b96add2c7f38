"""What can be planned for: every input is checked once, and refused in a sentence, never clipped.

All functions return float64 arrays and raise ValueError naming the first value that does not fit.
"""

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import LARGEST_COUNT, Booleans, Floats, as_floats

_FEWEST_USERS = 2.0
"""In either arm: with one user there is no spread, and no test of means."""

_LEAST_ALPHA = 1e-7
"""Below 1e-8 SciPy's noncentral t for four users turns to nan; no plan asks for so little."""

_SHORT_OF_TWO = _FEWEST_USERS * (1.0 - 1e-12)
"""A treatment of ratio * n users may miss 2 by rounding."""

_JUST_ABOVE = 1.0 + 1e-9
"""A power nearer to alpha than this is alpha, to the digits there are."""

_MOST_UNEQUAL = 1e6
_FINEST_CHANGE = 1e-12
_COARSEST_CHANGE = 1e6
_LARGEST_SPREAD = 1e100
_ROUNDING = 4.0 * float(np.finfo(np.float64).eps)


def as_level(alpha: npt.ArrayLike) -> Floats:
    """Two-sided significance level(s) of one comparison, from 1e-7 to below 1."""
    level = as_floats(alpha)
    fine = (level >= _LEAST_ALPHA) & (level < 1)
    _refuse(fine, level, "The significance level must lie between 0.0000001 and 1, but is {}.")
    return level


def as_target(power: npt.ArrayLike, alpha: Floats) -> Floats:
    """Power asked for: above alpha, which a test reaches without any effect, and below 1."""
    target = as_floats(power)
    fine = (target > alpha * _JUST_ABOVE) & (target < 1)
    sentence = "The power must be above the significance level ({1}) and below 1, but is {0}."
    _refuse(fine, target, sentence, alpha)
    return target


def as_ratio(ratio: npt.ArrayLike) -> Floats:
    """Treatment users over control users, above 0; at most a million to one, either way."""
    share = as_floats(ratio)
    _refuse(share > 0, share, "The ratio of treatment to control users must be above 0, but is {}.")
    fine = (share >= 1.0 / _MOST_UNEQUAL) & (share <= _MOST_UNEQUAL)
    _refuse(fine, share, "A ratio of {} treatment users to one control user is too far from 1.")
    return share


def as_sizes(n_control: npt.ArrayLike, ratio: Floats) -> Floats:
    """Users in the control, fractions allowed: at least 2 there and in the treatment."""
    users = as_floats(n_control)
    fine = (users >= _FEWEST_USERS) & (users <= LARGEST_COUNT)
    _refuse(fine, users, "The control needs 2 to 2**53 users, but has {}.")
    treatment = users * ratio
    fine = (treatment >= _SHORT_OF_TWO) & (treatment <= LARGEST_COUNT)
    _refuse(fine, treatment, "A treatment needs 2 to 2**53 users, but has {}.")
    return users


def as_baseline(baseline: npt.ArrayLike) -> Floats:
    """The control's rate as a fraction, strictly between 0 and 1."""
    rate = as_floats(baseline)
    fine = (rate > 0) & (rate < 1.0 - _ROUNDING)
    _refuse(fine, rate, "The baseline rate must lie between 0 and 1, but is {}.")
    return rate


def as_rate_change(change: npt.ArrayLike, baseline: Floats) -> Floats:
    """Absolute change of the rate, which must stay strictly between 0 and 1; may be 0.

    A rate that reaches 0 or 1 but for rounding (0.93 + 0.07) is refused too.
    """
    step = as_floats(change)
    reached = baseline + step
    fine = (reached > _ROUNDING * baseline) & (reached < 1.0 - _ROUNDING)
    sentence = "A change of {} takes the baseline rate {} out of the range between 0 and 1."
    _refuse(fine, step, sentence, baseline)
    return step


def as_spread(sd: npt.ArrayLike) -> Floats:
    """Standard deviation of the metric, above 0 and of a size that can be computed with."""
    spread = as_floats(sd)
    fine = (spread >= 1.0 / _LARGEST_SPREAD) & (spread <= _LARGEST_SPREAD)
    _refuse(fine, spread, "The standard deviation must be above 0 and finite, but is {}.")
    return spread


def as_mean_change(change: npt.ArrayLike, sd: Floats) -> Floats:
    """Absolute change of the mean, at most a million standard deviations; may be 0."""
    step = as_floats(change)
    _refuse(np.isfinite(step), step, "The change of the mean must be a finite number, but is {}.")
    fine = np.abs(step) / sd <= _COARSEST_CHANGE
    _refuse(fine, step, "A change of {} is more than a million standard deviations of {}.", sd)
    return step


def check_can_be_found(change: Floats, unit: Floats) -> None:
    """Raise ValueError for changes of 0, and for those below 1e-12 of the unit (1 for rates)."""
    _refuse(change != 0, change, "A change of {} cannot be planned for: no test could find it.")
    fine = np.abs(change) / unit >= _FINEST_CHANGE
    _refuse(fine, change, "A change of {} is too small to be planned for.")


def fewest_in_control(ratio: Floats) -> Floats:
    """Users in the control with which neither arm has fewer than 2."""
    return np.asarray(np.maximum(_FEWEST_USERS, _FEWEST_USERS / ratio))


def _refuse(fine: Booleans, values: Floats, sentence: str, *others: Floats) -> None:
    """Raise the sentence with the first value that is not fine, and what stands beside it."""
    if np.all(fine):
        return
    columns = np.broadcast_arrays(fine, values, *others)
    first = np.flatnonzero(~columns[0])[0]
    raise ValueError(sentence.format(*(f"{column.flat[first]:.12g}" for column in columns[1:])))
