"""Score test of a difference of two proportions, inverted: one end of the interval, and z itself.

Let treatment minus control be held at a null difference. With the Lagrange multiplier `m` of that
constraint, each arm's restricted maximum likelihood rate solves a *quadratic* of its own instead
of the shared cubic of Miettinen & Nurminen (1985), both roots of which come without cancellation.
The square of the score statistic at the difference belonging to `m` is m**2 * V(m), which is also
m * (observed - null difference): a product of two factors that grow with m (the profile
likelihood is concave), so it grows too, and one root find in `m` gives the limit of Mee (1984).

Everything is written for null differences below the observed one. There the treatment's
successes and the control's failures become rarer: the *falling* outcomes. The other side
is the same problem with the arms exchanged.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Floats, TwoArms
from experimentos_core.stats.root_finding import solve_increasing

_SMALLEST = float(np.finfo(np.float64).tiny)

_NEAR_KINK = 1e-6
"""Relative distance of a multiplier from a size within which their difference loses digits."""

_POLISHING_STEPS = 2
"""Newton doubles the digits at each: from 8, the worst met, to all of them."""


class Falling(NamedTuple):
    """Per arm: the outcome that grows rarer (s), the other one (f), and the size n = s + f."""

    s_t: Floats
    f_t: Floats
    n_t: Floats
    s_c: Floats
    f_c: Floats
    n_c: Floats

    def rows(self, keep: npt.NDArray[np.int64]) -> "Falling":
        """The chosen comparisons only."""
        return Falling(*(column[keep] for column in self))


class _Restricted(NamedTuple):
    """Quantities at one multiplier."""

    multiplier: Floats
    variance: Floats  # V: of the difference of the observed rates, at the restricted rates
    drop: Floats  # observed minus null difference, = multiplier * V
    drop_slope: Floats
    falling_rates: Floats  # sum of the two falling rates, = 1 + null difference


type Measure = Callable[[_Restricted], tuple[Floats, Floats]]


def lower_limit(arms: TwoArms, difference: Floats, z: Floats) -> Floats:
    """The null difference below the observed one whose score statistic is exactly z.

    Arrays of one shape, one dimension; `difference` is the observed one, z > 0. Where no null
    difference is far enough away (no successes against all) the limit is -1.
    """
    limit = np.full_like(difference, -1.0)
    rows = np.flatnonzero((arms.x_t > 0) | (arms.x_c < arms.n_c))
    falling, critical = _falling(arms.rows(rows)), z[rows]
    square = critical * critical
    start = critical / np.sqrt(_guessed_variance(falling, square))
    multiplier = _solve(falling, square, _square, start)
    variance = _restricted(*multiplier, *falling).variance
    limit[rows] = difference[rows] - critical * np.sqrt(variance)
    return np.maximum(limit, -1.0)


def score_below(arms: TwoArms, drop: Floats, null: Floats) -> Floats:
    """The score statistic at a null difference that lies `drop` > 0 below the observed one.

    Infinite at a null difference of -1, where both restricted variances vanish.
    """
    statistic = np.full_like(drop, np.inf)
    rows = np.flatnonzero(null > -1.0)
    falling, wanted, left = _falling(arms.rows(rows)), drop[rows], 1.0 + null[rows]
    start = np.minimum(wanted / _guessed_variance(falling, 1.0), (falling.s_t + falling.s_c) / left)
    shift, excess = _solve(falling, wanted / left, _drop_odds, start)
    for _ in range(_POLISHING_STEPS):
        excess = _polished(shift, excess, falling, null[rows])
    statistic[rows] = np.sqrt(wanted * (shift + excess))
    return statistic


def limit_lies_beyond(arms: TwoArms, drop: Floats, z: Floats) -> Floats:
    """Above 1 where `lower_limit` lies more than `drop` > 0 below the observed difference.

    At the multiplier z**2 / drop a limit at exactly that distance would be reached, as then
    multiplier * drop = z**2. The drop belonging to a multiplier grows with it, so one evaluation
    tells the side: it is returned as a share of `drop`. Below 1 the limit is nearer. Within
    rounding of 1 this does not tell, nor where the limit is -1 for want of any falling outcome
    (0), nor next to the kinks that `_solve` looks after (nan).
    """
    multiplier = z * (z / drop)
    share = _restricted(np.zeros_like(drop), multiplier, *_falling(arms)).drop / drop
    near_t = np.abs(multiplier - arms.n_t) <= _NEAR_KINK * arms.n_t
    near_c = np.abs(multiplier - arms.n_c) <= _NEAR_KINK * arms.n_c
    return np.where(near_t | near_c, np.nan, share)


def _polished(shift: Floats, excess: Floats, falling: Falling, null: Floats) -> Floats:
    """One Newton step on the null difference itself, from its small rates.

    1 + null has lost the digits of a null difference near 0; they matter where all of the
    variance is that of rates of its own size.
    """
    u_t, v_t, _ = _arm(*falling[:3], shift + excess, (shift - falling.n_t) + excess)
    u_c, v_c, _ = _arm(*falling[3:], shift + excess, (shift - falling.n_c) + excess)
    reached = np.where(u_c + v_t < u_t + v_c, u_c - v_t, u_t - v_c)
    slope = _restricted(shift, excess, *falling).drop_slope
    moved = excess + (reached - null) / np.maximum(slope, _SMALLEST)
    return np.where(moved > 0, moved, excess)


def _falling(arms: TwoArms) -> Falling:
    x_c, n_c, x_t, n_t = arms
    return Falling(x_t, n_t - x_t, n_t, n_c - x_c, x_c, n_c)


def _restricted(shift: Floats, excess: Floats, *columns: Floats) -> _Restricted:
    """Evaluate at multiplier shift + excess; the sum is kept apart so that it loses no digits."""
    arms = Falling(*columns)
    multiplier = shift + excess
    u_t, v_t, root_t = _arm(arms.s_t, arms.f_t, arms.n_t, multiplier, (shift - arms.n_t) + excess)
    u_c, v_c, root_c = _arm(arms.s_c, arms.f_c, arms.n_c, multiplier, (shift - arms.n_c) + excess)
    spread_t, spread_c = u_t * v_t, u_c * v_c
    variance = spread_t / arms.n_t + spread_c / arms.n_c
    drop_slope = spread_t / root_t + spread_c / root_c
    return _Restricted(multiplier, variance, multiplier * variance, drop_slope, u_t + u_c)


def _arm(
    s: Floats, f: Floats, n: Floats, multiplier: Floats, gap: Floats
) -> tuple[Floats, Floats, Floats]:
    """Restricted rates u of s and v of f, and the root of the discriminant; gap = multiplier - n.

    u solves multiplier*u*(1-u) = s - n*u. For f = 0 it is 1 up to multiplier = n and
    n / multiplier beyond: the kink that `_solve` looks after.
    """
    root = np.sqrt(gap * gap + 4.0 * multiplier * f)
    u = 2.0 * s / (multiplier + n + root)
    with np.errstate(divide="ignore", invalid="ignore"):  # each branch only where it is not 0/0
        v = np.where(gap < 0, 2.0 * f / (root - gap), (gap + root) / (2.0 * multiplier))
    return u, v, np.maximum(root, _SMALLEST)


def _square(state: _Restricted) -> tuple[Floats, Floats]:
    """The squared score statistic and its derivative in the multiplier."""
    return state.multiplier * state.drop, state.drop + state.multiplier * state.drop_slope


def _drop_odds(state: _Restricted) -> tuple[Floats, Floats]:
    """Drop over (1 + null difference): near linear in the multiplier at both ends; derivative."""
    left = state.falling_rates
    return state.drop / left, state.drop_slope * (left + state.drop) / (left * left)


def _solve(arms: Falling, target: Floats, measure: Measure, start: Floats) -> tuple[Floats, Floats]:
    """Multiplier at which `measure` reaches target, as (shift, excess) with shift + excess = it.

    An arm whose other outcome is empty (f = 0) sits at a rate of exactly 1 until the multiplier
    passes n, then at n / multiplier. Measured from the last such kink before the root, the excess
    is of the order of z**2 even where n is 1e9, and keeps all its digits.
    """
    shift, base = np.zeros_like(target), np.zeros_like(target)
    kink_t = np.where(arms.f_t == 0, arms.n_t, np.inf)
    kink_c = np.where(arms.f_c == 0, arms.n_c, np.inf)
    first, second = np.minimum(kink_t, kink_c), np.maximum(kink_t, kink_c)
    for kink in (first, second):
        rows = np.flatnonzero(np.isfinite(kink))
        at_kink = kink[rows]
        level, _ = measure(_restricted(at_kink, np.zeros_like(at_kink), *arms.rows(rows)))
        passed = level < target[rows]
        shift[rows[passed]], base[rows[passed]] = at_kink[passed], level[passed]
    ceiling = np.where(shift == 0, first, np.where(shift < second, second - shift, np.inf))
    rest = target - base

    def above_base(excess: Floats, *columns: Floats) -> tuple[Floats, Floats]:
        value, slope = measure(_restricted(columns[0], excess, *columns[2:]))
        return value - columns[1], slope

    start = np.minimum(np.where(shift == 0, start, rest), ceiling)
    return shift, solve_increasing(above_base, (shift, base, *arms), rest, start, ceiling)


def _guessed_variance(arms: Falling, extra: Floats | float) -> Floats:
    """V at rates shifted by `extra` users whose falling outcome did not happen: a first guess."""
    all_t, all_c = arms.n_t + extra, arms.n_c + extra
    spread_t = arms.s_t * (arms.f_t + extra) / (all_t * all_t * arms.n_t)
    return np.asarray(spread_t + arms.s_c * (arms.f_c + extra) / (all_c * all_c * arms.n_c))
