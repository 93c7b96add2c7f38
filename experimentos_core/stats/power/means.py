"""Power of the t test of two means, equal standard deviations, by the noncentral t distribution.

With n_c and n_t users t has n_c + n_t - 2 degrees of freedom and, under a change, the
noncentrality change / sd * sqrt(n_c * n_t / (n_c + n_t)) (Cohen 1988, chapter 2; R's power.t.test
and pwr.t2n.test, statsmodels' TTestIndPower). Welch's test, which the product runs, has the same
power where the standard deviations are equal, but for its slightly smaller degrees of freedom.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import nctdtr, ndtr

from experimentos_core.stats.counts import LARGEST_COUNT, Floats
from experimentos_core.stats.power.inputs import (
    as_level,
    as_mean_change,
    as_ratio,
    as_sizes,
    as_spread,
    as_target,
    check_can_be_found,
    fewest_in_control,
)
from experimentos_core.stats.power.normal import Tails, critical_z, shift_needed
from experimentos_core.stats.power.solving import solve_between
from experimentos_core.stats.welch import critical_t


def mean_power(
    change: npt.ArrayLike,
    sd: npt.ArrayLike,
    n_control: npt.ArrayLike,
    *,
    ratio: npt.ArrayLike = 1.0,
    alpha: npt.ArrayLike = 0.05,
    tails: Tails = Tails.BOTH,
) -> Floats:
    """Probability of a significant result at n_control users, and ratio times as many treated.

    Change and standard deviation are in the metric's unit; the sign of the change does not
    matter, and 0 gives alpha. Raises ValueError for inputs that cannot be (see `inputs`).
    """
    level, share, spread = as_level(alpha), as_ratio(ratio), as_spread(sd)
    users, step = as_sizes(n_control, share), as_mean_change(change, spread)
    return _power(np.abs(step) / spread, users, share, level, tails)


def mean_size(
    change: npt.ArrayLike,
    sd: npt.ArrayLike,
    *,
    power: npt.ArrayLike,
    ratio: npt.ArrayLike = 1.0,
    alpha: npt.ArrayLike = 0.05,
    tails: Tails = Tails.BOTH,
) -> Floats:
    """Users in the control, not rounded, that give the power; a treatment has ratio times as many.

    Never fewer than 2 in an arm: where these have the power already, they are the answer. Raises
    ValueError for inputs that cannot be, among them a change of 0 (see `inputs`).
    """
    level, share, spread = as_level(alpha), as_ratio(ratio), as_spread(sd)
    step, target = as_mean_change(change, spread), as_target(power, level)
    check_can_be_found(step, spread)
    effect, share, level, target = np.broadcast_arrays(np.abs(step) / spread, share, level, target)
    shift = shift_needed(target, critical_z(level), tails)
    normal = (shift / effect) ** 2 * (1.0 + 1.0 / share)
    users = np.asarray(np.maximum(normal, fewest_in_control(share)))
    open_ = (users <= LARGEST_COUNT) & (_power(effect, users, share, level, tails) < target)
    asked = (effect[open_], share[open_], level[open_], target[open_])
    users[open_] = _solved_size(users[open_], asked, tails)
    return users


def mean_mde(
    sd: npt.ArrayLike,
    n_control: npt.ArrayLike,
    *,
    power: npt.ArrayLike,
    ratio: npt.ArrayLike = 1.0,
    alpha: npt.ArrayLike = 0.05,
    tails: Tails = Tails.BOTH,
) -> Floats:
    """Smallest absolute change of the mean that is found with this power at this size; positive.

    A fall of the same size is found as often. Raises ValueError for inputs that cannot be (see
    `inputs`).
    """
    level, share, spread = as_level(alpha), as_ratio(ratio), as_spread(sd)
    users, target = as_sizes(n_control, share), as_target(power, level)
    df, level, target = np.broadcast_arrays(_degrees(users, share), level, target)
    critical = critical_t(df, level)

    def surplus(shift: Floats, df: Floats, critical: Floats, target: Floats) -> Floats:
        return _noncentral_power(shift, df, critical, tails) - target

    low, high = np.zeros_like(critical), _certain(critical)
    shift = solve_between(surplus, low, high, (df, critical, target))
    return np.asarray(shift * spread / np.sqrt(users * share / (1.0 + share)))


def _solved_size(low: Floats, asked: tuple[Floats, ...], tails: Tails) -> Floats:
    """Users in the control from where power is too low, `asked` as effect, ratio, alpha, power."""

    def surplus(users: Floats, *columns: Floats) -> Floats:
        *plan, target = columns
        effect, ratio, alpha = plan
        return np.asarray(_power(effect, users, ratio, alpha, tails) - target)

    high = 2.0 * low
    while np.any(short := surplus(high, *asked) < 0):
        high = np.where(short, 2.0 * high, high)
    return solve_between(surplus, low, high, asked)


def _power(effect: Floats, users: Floats, ratio: Floats, alpha: Floats, tails: Tails) -> Floats:
    """Power of an effect in standard deviations, not negative."""
    df = _degrees(users, ratio)
    shift = effect * np.sqrt(users * ratio / (1.0 + ratio))
    return _noncentral_power(shift, df, critical_t(df, alpha), tails)


def _degrees(users: Floats, ratio: Floats) -> Floats:
    return np.asarray(users * (1.0 + ratio) - 2.0)


def _noncentral_power(shift: Floats, df: Floats, critical: Floats, tails: Tails) -> Floats:
    """P(T > critical), and with both tails P(T < -critical) too, for noncentrality shift >= 0.

    In the far tail on the other side SciPy's noncentral t turns to noise or nan. It lies below
    P(Z < -shift), as T < -critical needs a normal below -shift; where that bound or the
    rounding of SciPy's sum is all that is left, both are too small to show.
    """
    shift = np.minimum(shift, _certain(critical))
    planned = 1.0 - nctdtr(df, shift, critical)
    if tails is Tails.PLANNED:
        return np.asarray(planned)
    other = np.nan_to_num(nctdtr(df, shift, -critical))
    return np.asarray(planned + np.clip(other, 0.0, ndtr(-shift)))


def _certain(critical: Floats) -> Floats:
    """A noncentrality at which power is 1 to the last digit, even with two degrees of freedom."""
    return np.asarray(7.0 * critical + 40.0)
