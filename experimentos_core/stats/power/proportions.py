"""Power of the two-proportion z test: by Cohen's h, or by the pooled formula of power.prop.test.

Both put the statistic at sqrt(n) * gain and reject beyond z * stretch, n being users in the
control; they differ in these two factors, and mostly by less than a percent in n. In equal arms
both say what the real test finds. Cohen's h takes the variance as settled by the arcsine: for rare
events in very unequal arms (1 % and 9 to 1) the real power is up to five points from what it says,
above or below. The pooled formula follows the test itself and stays within about a point.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Floats
from experimentos_core.stats.power.inputs import (
    as_baseline,
    as_level,
    as_rate_change,
    as_ratio,
    as_sizes,
    as_target,
    check_can_be_found,
    fewest_in_control,
)
from experimentos_core.stats.power.normal import Tails, critical_z, normal_power, shift_needed
from experimentos_core.stats.power.rates import (
    ProportionMethod,
    change_at,
    effect_size,
    room,
    standardised,
)
from experimentos_core.stats.power.solving import solve_between

_STEPS = 256
"""Of the scan for the smallest change, at even distances in Cohen's h."""


class _Asked(NamedTuple):
    """What a change is looked for with; arrays of one shape."""

    rate: Floats
    users: Floats
    ratio: Floats
    critical: Floats
    power: Floats


def cohens_h(baseline: npt.ArrayLike, change: npt.ArrayLike) -> Floats:
    """Cohen's (1988) effect size 2 asin(sqrt(p2)) - 2 asin(sqrt(p1)), signed, for p2 - p1 = change.

    Small changes keep all their digits.
    Raises ValueError for rates that are not strictly between 0 and 1.
    """
    rate = as_baseline(baseline)
    return effect_size(rate, as_rate_change(change, rate))


def proportion_power(
    baseline: npt.ArrayLike,
    change: npt.ArrayLike,
    n_control: npt.ArrayLike,
    *,
    ratio: npt.ArrayLike = 1.0,
    alpha: npt.ArrayLike = 0.05,
    method: ProportionMethod = ProportionMethod.COHENS_H,
    tails: Tails | None = None,
) -> Floats:
    """Probability of a significant result at n_control users, and ratio times as many treated.

    Rates and changes are fractions; a change may be negative, and 0 gives alpha. `tails` None
    counts what the method's sources count. Raises ValueError for inputs that cannot be (see
    `inputs`).
    """
    level, share = as_level(alpha), as_ratio(ratio)
    users, rate = as_sizes(n_control, share), as_baseline(baseline)
    standard = standardised(rate, as_rate_change(change, rate), share, method)
    shift = np.sqrt(users) * standard.gain
    return normal_power(shift, critical_z(level) * standard.stretch, tails or method.tails)


def proportion_size(
    baseline: npt.ArrayLike,
    change: npt.ArrayLike,
    *,
    power: npt.ArrayLike,
    ratio: npt.ArrayLike = 1.0,
    alpha: npt.ArrayLike = 0.05,
    method: ProportionMethod = ProportionMethod.COHENS_H,
    tails: Tails | None = None,
) -> Floats:
    """Users in the control, not rounded, that give the power; a treatment has ratio times as many.

    Never fewer than 2 in an arm: where these have the power already, they are the answer.
    Raises ValueError for inputs that cannot be, among them a change of 0 (see `inputs`).
    """
    level, share, rate = as_level(alpha), as_ratio(ratio), as_baseline(baseline)
    step, target = as_rate_change(change, rate), as_target(power, level)
    check_can_be_found(step, np.ones_like(step))
    standard = standardised(rate, step, share, method)
    limit = critical_z(level) * standard.stretch
    shift = shift_needed(target, limit, tails or method.tails)
    return np.asarray(np.maximum((shift / standard.gain) ** 2, fewest_in_control(share)))


def proportion_mde(
    baseline: npt.ArrayLike,
    n_control: npt.ArrayLike,
    *,
    power: npt.ArrayLike,
    upward: bool = True,
    ratio: npt.ArrayLike = 1.0,
    alpha: npt.ArrayLike = 0.05,
    method: ProportionMethod = ProportionMethod.COHENS_H,
    tails: Tails | None = None,
) -> Floats:
    """Smallest absolute change of the rate, up or down, that is found with this power at this size.

    Negative when downward. nan where there is none: even a rate next to 1 (or 0) would be found
    less often. Raises ValueError for inputs that cannot be (see `inputs`).
    """
    level, share = as_level(alpha), as_ratio(ratio)
    users, rate = as_sizes(n_control, share), as_baseline(baseline)
    columns = np.broadcast_arrays(rate, users, share, critical_z(level), as_target(power, level))
    solve = _mde_by_h if method is ProportionMethod.COHENS_H else _mde_by_scan
    return solve(_Asked(*columns), tails or method.tails, upward=upward)


def _mde_by_h(asked: _Asked, tails: Tails, *, upward: bool) -> Floats:
    both_arms = asked.users * asked.ratio / (1.0 + asked.ratio)
    half_h = 0.5 * shift_needed(asked.power, asked.critical, tails) / np.sqrt(both_arms)
    space = room(asked.rate, upward=upward)
    return np.where(half_h < space, change_at(half_h, space, upward=upward), np.nan)


def _mde_by_scan(asked: _Asked, tails: Tails, *, upward: bool) -> Floats:
    """Scanned first: in small or unequal groups this power may fall before, and after, it rises."""

    def surplus(half_h: Floats, space: Floats, *columns: Floats) -> Floats:
        at = _Asked(*columns)
        change = change_at(half_h, space, upward=upward)
        standard = standardised(at.rate, change, at.ratio, ProportionMethod.POOLED)
        shift, limit = np.sqrt(at.users) * standard.gain, at.critical * standard.stretch
        return np.asarray(normal_power(shift, limit, tails) - at.power)

    columns = (room(asked.rate, upward=upward), *asked)
    steps = np.linspace(0.0, 1.0, _STEPS + 1)
    spread_out = [column[..., None] for column in columns]
    reaches = surplus(spread_out[0] * steps[1:], *spread_out) >= 0
    exists, below = reaches.any(axis=-1), reaches.argmax(axis=-1)
    space, *kept = (column[exists] for column in columns)
    low, high = space * steps[below[exists]], space * steps[below[exists] + 1]
    half_h = solve_between(surplus, low, high, (space, *kept))
    change = np.full(asked.rate.shape, np.nan)
    change[exists] = change_at(half_h, space, upward=upward)
    return change
