"""Intervals of two proportions that other programs print, to compare with the product's own.

No verdict comes from them. Each is a recipe of its own, not a test turned round, so p < alpha
and "0 lies outside" can contradict each other; the score intervals of `proportions` cannot.
All functions broadcast like NumPy ufuncs; a single comparison is the 0-d case. nan means
undefined. Exchanging the arms mirrors the three intervals of the difference, bit for bit.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Floats, TwoArms, as_alpha, as_two_arms
from experimentos_core.stats.proportions import Interval
from experimentos_core.stats.score_interval import (
    critical_z,
    in_chunks,
    limits_at,
    observed_difference,
    relative_lift,
)

type _Limits = Callable[[TwoArms, Floats], tuple[Floats, Floats]]


def wald_interval(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
) -> Interval:
    """Textbook interval of treatment minus control: each arm's own variance, normal quantile.

    As R's prop.test(correct = FALSE) prints it, before R cuts it off at -1 and 1. It has no width
    where no outcome varies within either arm, and covers too rarely where cells are small
    (Newcombe 1998, method 1). Raises ValueError for impossible counts and alpha outside (0, 1).
    """
    return _interval(_wald, as_two_arms(x_c, n_c, x_t, n_t), alpha)


def newcombe_interval(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
) -> Interval:
    """Hybrid score interval of treatment minus control (Newcombe 1998, method 10).

    Puts the two Wilson (1927) intervals of the rates together, without continuity correction; it
    never leaves [-1, 1]. Raises ValueError for impossible counts and alpha outside (0, 1).
    """
    return _interval(_newcombe, as_two_arms(x_c, n_c, x_t, n_t), alpha)


def miettinen_nurminen_interval(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
) -> Interval:
    """Score interval of treatment minus control with the variance times N / (N - 1).

    Miettinen & Nurminen (1985); N is the users of both arms. Their statistic is Mee's (1984)
    times sqrt((N - 1) / N), so the limits are Mee's at a quantile larger by the inverse of that.
    Raises ValueError for impossible counts and alpha outside (0, 1).
    """
    return _interval(_miettinen_nurminen, as_two_arms(x_c, n_c, x_t, n_t), alpha)


def log_lift_interval(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
) -> Interval:
    """Interval of the relative lift from the normal law of the ratio's logarithm (Katz 1978).

    With R the ratio of the rates: exp(log R -+ z s) - 1, s**2 = (1 - p_t) / x_t + (1 - p_c) / x_c.
    nan where an arm has no successes. Exchanging the arms inverts the ratio.
    Raises ValueError for impossible counts and alpha outside (0, 1).
    """
    return _interval(_log_lift, as_two_arms(x_c, n_c, x_t, n_t), alpha)


def delta_lift_interval(
    x_c: npt.ArrayLike,
    n_c: npt.ArrayLike,
    x_t: npt.ArrayLike,
    n_t: npt.ArrayLike,
    alpha: npt.ArrayLike,
) -> Interval:
    """Interval of the relative lift by the delta method: the ratio itself taken as normal.

    Lift -+ z R s, in the terms of `log_lift_interval`; the variance of the ratio's first-order
    expansion (Casella & Berger 2002, example 5.5.27). It can fall below -1, has no width without
    successes in the treatment, and is nan without any in the control.
    Raises ValueError for impossible counts and alpha outside (0, 1).
    """
    return _interval(_delta_lift, as_two_arms(x_c, n_c, x_t, n_t), alpha)


def _interval(limits: _Limits, arms: TwoArms, alpha: npt.ArrayLike) -> Interval:
    def at_level(part: TwoArms, level: Floats) -> tuple[Floats, Floats]:
        return limits(part, critical_z(level))

    return Interval(*in_chunks(at_level, arms, as_alpha(alpha)))


def _wald(arms: TwoArms, z: Floats) -> tuple[Floats, Floats]:
    reach = z * np.sqrt(_square_error(arms.x_c, arms.n_c) + _square_error(arms.x_t, arms.n_t))
    difference = observed_difference(arms)
    return difference - reach, difference + reach


def _square_error(x: Floats, n: Floats) -> Floats:
    """Variance of an observed rate, at that rate."""
    return (x / n) * ((n - x) / n) / n


def _newcombe(arms: TwoArms, z: Floats) -> tuple[Floats, Floats]:
    below_c, above_c = _wilson_reaches(arms.x_c, arms.n_c, z)
    below_t, above_t = _wilson_reaches(arms.x_t, arms.n_t, z)
    difference = observed_difference(arms)
    return difference - np.hypot(below_t, above_c), difference + np.hypot(above_t, below_c)


def _wilson_reaches(x: Floats, n: Floats, z: Floats) -> tuple[Floats, Floats]:
    """How far Wilson's limits lie below and above the observed rate.

    They are the roots of (n + z**2) d**2 - z**2 (1 - 2 p) d - z**2 p (1 - p), each taken in the
    form that does not cancel, so that a handful of events in 1e9 users keeps all its digits.
    """
    square = z * z
    tilt = square * ((n - x) - x) / n
    product = square * (x / n) * ((n - x) / n)
    root = np.sqrt(tilt * tilt + 4.0 * (n + square) * product)
    longer = (np.abs(tilt) + root) / (2.0 * (n + square))
    shorter = 2.0 * product / (np.abs(tilt) + root)
    return np.where(tilt > 0, shorter, longer), np.where(tilt > 0, longer, shorter)


def _miettinen_nurminen(arms: TwoArms, z: Floats) -> tuple[Floats, Floats]:
    users = arms.n_c + arms.n_t
    return limits_at(arms, observed_difference(arms), z * np.sqrt(users / (users - 1.0)))


def _log_lift(arms: TwoArms, z: Floats) -> tuple[Floats, Floats]:
    undefined = (arms.x_c == 0) | (arms.x_t == 0)
    x_c, x_t = (np.where(undefined, 1.0, x) for x in (arms.x_c, arms.x_t))
    error = np.sqrt((arms.n_t - x_t) / arms.n_t / x_t + (arms.n_c - x_c) / arms.n_c / x_c)
    centre = np.log1p(np.where(undefined, np.nan, relative_lift(arms)))
    return np.expm1(centre - z * error), np.expm1(centre + z * error)


def _delta_lift(arms: TwoArms, z: Floats) -> tuple[Floats, Floats]:
    lift = relative_lift(arms)
    ratio, rate_c = 1.0 + lift, arms.x_c / arms.n_c
    own, base = _square_error(arms.x_t, arms.n_t), _square_error(arms.x_c, arms.n_c)
    reach = z * np.sqrt(own + ratio * ratio * base) / rate_c
    return lift - reach, lift + reach
