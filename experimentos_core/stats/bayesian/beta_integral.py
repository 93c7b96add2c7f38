"""Exact comparison of two rates with Beta posteriors, by an integral that converges at once.

On the log odds scale a Beta density is smooth (analytic within distance pi/2 of the real line) and
falls off exponentially, and so does its product with the distribution function of another one:
there the plain trapezoidal rule converges faster than any power of its step (Trefethen & Weideman
2014). The narrower posterior carries the nodes; the other is smooth on its scale.

Notation: N is the narrower posterior, W the wider; `offset` is log odds minus the log odds of the
posterior's mean, which is also where the density on this scale is highest.
"""

from typing import NamedTuple

import numpy as np

from experimentos_core.stats.bayesian.beta_distribution import beta_distribution
from experimentos_core.stats.bayesian.posterior import BetaPosterior
from experimentos_core.stats.counts import Booleans, Floats, difference_of_products

_NODES = 256
"""With `_DROP` they are at most 0.26 apart where the density is widest: an error of 1e-16."""

_DROP = 60.0
"""Nodes reach as far as the density exceeds exp(-60) of its top."""

_NEWTON_STEPS = 8
"""From at most 2.7 times as far as needed: nodes then end where exp(-65) of the top is left."""

_FAR = -0.5
"""Odds less than half of the others' need no help to keep the digits of their ratio's logarithm."""

_CHUNK = 1024
"""Comparisons worked on at a time: bounds the memory at some tens of megabytes."""


class ExactComparison(NamedTuple):
    """Probability that the treatment is better, and the expected losses of choosing either."""

    prob_better: Floats
    loss_treatment: Floats
    loss_control: Floats


class _Beta(NamedTuple):
    """One posterior per comparison, as columns that broadcast against nodes."""

    a: Floats
    b: Floats

    @property
    def size(self) -> Floats:
        return self.a + self.b

    @property
    def precision(self) -> Floats:
        """1 / variance of the log odds, nearly."""
        return self.a * (self.b / self.size)


def compare_rates_exactly(
    control: BetaPosterior, treatment: BetaPosterior, *, higher_is_better: bool = True
) -> ExactComparison:
    """P(treatment better) and expected losses for independent Beta posteriors; arrays broadcast.

    P(T > C) is the integral of f_T F_C; the loss of choosing T is E[max(C - T, 0)], that of
    choosing C is E[max(T - C, 0)], in fractions (0.01 is one percentage point). With
    `higher_is_better` False better means lower and both losses change places.

    Absolute error of the probability below 1e-11 up to 3e9 users; it and the losses keep 10 digits
    down to 1e-10, 8 down to 1e-14 and 6 down to 1e-20, and below 1e-25 are too small. nan where an
    arm is unknown.
    """
    columns = np.broadcast_arrays(control.a, control.b, treatment.a, treatment.b)
    shape = columns[0].shape
    flat = [column.ravel() for column in columns]
    result = np.full((4, flat[0].size), np.nan)
    rows = np.flatnonzero(~np.isnan(flat[0] + flat[2]))
    for start in range(0, rows.size, _CHUNK):
        keep = rows[start : start + _CHUNK]
        result[:, keep] = _exact(*(column[keep, np.newaxis] for column in flat))
    above, below, gain, loss = (figure.reshape(shape) for figure in result)
    if higher_is_better:
        return ExactComparison(above, loss, gain)
    return ExactComparison(below, gain, loss)


def _exact(
    a_c: Floats, b_c: Floats, a_t: Floats, b_t: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """P(T > C), P(T < C), E[max(T - C, 0)], E[max(C - T, 0)] of columns."""
    control, treated = _Beta(a_c, b_c), _Beta(a_t, b_t)
    control_is_narrow = control.precision > treated.precision
    narrow = _chosen(control_is_narrow, control, treated)
    wide = _chosen(control_is_narrow, treated, control)
    gap = difference_of_products(narrow.a, wide.b, narrow.b, wide.a)
    mirror = gap > 0
    narrow, wide = _chosen(mirror, _turned(narrow), narrow), _chosen(mirror, _turned(wide), wide)
    gap = -np.abs(gap)
    rare, small = _narrow_above_wide(narrow, wide, gap)
    between = (-gap / (narrow.size * wide.size))[:, 0]
    # The rarer event is N above W: T above C when N is T, and the reverse among failure rates.
    t_above = (control_is_narrow == mirror)[:, 0]
    often, large = 1.0 - rare, small + between
    return (
        np.where(t_above, rare, often),
        np.where(t_above, often, rare),
        np.where(t_above, small, large),
        np.where(t_above, large, small),
    )


def _chosen(first: Booleans, yes: _Beta, no: _Beta) -> _Beta:
    return _Beta(np.where(first, yes.a, no.a), np.where(first, yes.b, no.b))


def _turned(beta: _Beta) -> _Beta:
    """Posterior of the failure rate."""
    return _Beta(beta.b, beta.a)


def _narrow_above_wide(narrow: _Beta, wide: _Beta, gap: Floats) -> tuple[Floats, Floats]:
    """P(N > W) and E[max(N - W, 0)] where the mean of N is not above that of W.

    The loss is averaged over N of E[max(x - W, 0)] = (x - mean) F_W(x) + x (1-x) f_W(x) / (a + b).
    """
    offset, _ = _nodes(narrow)
    weight = np.exp(_log_density(narrow, offset))
    weight /= weight.sum(axis=-1, keepdims=True)
    rate, rest = _rates(narrow, offset)
    below = beta_distribution(wide.a, wide.b, rate, rest)
    offset_w = offset + _log_odds_gap(narrow, wide, gap)
    own_offset, step = _nodes(wide)
    whole = step * np.exp(_log_density(wide, own_offset)).sum(axis=-1, keepdims=True)
    density = np.exp(_log_density(wide, offset_w)) / whole
    shortfall = _above_mean(wide, offset_w) * below + density / wide.size
    loss = (weight * np.maximum(shortfall, 0.0)).sum(axis=-1)
    return (weight * below).sum(axis=-1), loss


def _nodes(beta: _Beta) -> tuple[Floats, Floats]:
    """Evenly spaced offsets over all of the density that counts, and their distance."""
    left, right = _reach(beta, -1.0), _reach(beta, 1.0)
    step = (right - left) / (_NODES - 1)
    return left + step * np.arange(_NODES), step


def _reach(beta: _Beta, side: float) -> Floats:
    """Offset on one side at which the log density has fallen by `_DROP`.

    The log density is concave, so its tangents lie above it: a step of Newton's from nearer leads
    beyond that point (by at most 2 % from this start), and steps from beyond stay beyond.
    """
    offset = side * np.sqrt(2.0 * _DROP / beta.precision)
    for _ in range(_NEWTON_STEPS):
        slope = -beta.size * _above_mean(beta, offset)
        offset = offset - (_log_density(beta, offset) + _DROP) / slope
    return offset


def _log_density(beta: _Beta, offset: Floats) -> Floats:
    """Logarithm of the log odds' density over its top, written for the rarer outcome.

    a * offset - (a + b) * log(1 + mean * (exp(offset) - 1)), which keeps its digits because
    it counts from the top and because the rarer outcome makes both terms as small as they can be.
    """
    rarer = np.minimum(beta.a, beta.b)
    turned = np.where(beta.a <= beta.b, offset, -offset)
    return rarer * turned - beta.size * np.log1p(rarer / beta.size * np.expm1(turned))


def _rates(beta: _Beta, offset: Floats) -> tuple[Floats, Floats]:
    """Rate and 1 - rate at an offset, each with all its digits."""
    odds, whole = beta.a * np.exp(offset), beta.b + beta.a * np.exp(offset)
    return odds / whole, beta.b / whole


def _above_mean(beta: _Beta, offset: Floats) -> Floats:
    """Rate at an offset minus the mean, without subtracting one from the other."""
    share = beta.a * (beta.b / beta.size)
    return share * np.expm1(offset) / (beta.b + beta.a * np.exp(offset))


def _log_odds_gap(narrow: _Beta, wide: _Beta, gap: Floats) -> Floats:
    """Log odds of N's mean minus those of W's; from the exact `gap` where they are close."""
    ratio = gap / (narrow.b * wide.a)
    apart = np.log(narrow.a / narrow.b) - np.log(wide.a / wide.b)
    return np.where(ratio < _FAR, apart, np.log1p(np.maximum(ratio, _FAR)))
