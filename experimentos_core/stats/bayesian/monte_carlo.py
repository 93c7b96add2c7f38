"""Random streams, and estimates from draws with the standard error that chance gives them."""

import math
from typing import NamedTuple

import numpy as np

from experimentos_core.stats.counts import Floats

_IMAGINED = 4.0
"""Hits and misses imagined when an error is estimated: never seen is not impossible."""

_REACH = 2.0
"""Standard errors of a rank to either side: nearer, chance decides; farther, the shape does."""


class Estimate(NamedTuple):
    """A figure estimated by simulation and its Monte Carlo standard error, arrays of one shape."""

    value: Floats
    error: Floats


def stream(seed: int, key: int) -> np.random.Generator:
    """The generator of one arm: depends on the seed and its own key and on nothing else.

    `numpy.random.default_rng` on `SeedSequence(seed, spawn_key=(key,))` (O'Neill 2014, PCG64).
    Arms that come or go leave the draws of the others as they were.
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(key,)))


def share_estimate(hits: float, draws: int) -> tuple[float, float]:
    """Share of the draws that hit, and its error with 4 hits and 4 misses added.

    The addition (Agresti & Coull 1998) keeps the error of an event that never or always
    happened at 2 / draws instead of 0, and changes nothing that matters elsewhere.
    """
    smoothed = (hits + _IMAGINED) / (draws + 2.0 * _IMAGINED)
    return hits / draws, math.sqrt(smoothed * (1.0 - smoothed) / draws)


def mean_loss(losses: Floats, typical: float) -> tuple[float, float]:
    """Mean of losses (0 where nothing is lost), and its error from their spread.

    The error counts 4 more losses of `typical` size: where one is so rare that hardly any was
    drawn, the spread of those drawn knows nothing of the ones that were not.
    """
    mean = float(losses.mean())
    from_mean = losses - mean
    squares = float((from_mean * from_mean).sum()) + _IMAGINED * typical * typical
    return mean, math.sqrt(squares) / losses.size


def quantile_below(ascending: Floats, tail: float) -> tuple[float, float]:
    """The quantile with share `tail` below it, and its error, from sorted draws.

    Between order statistics as R's type 7. The number of draws below the true quantile varies by
    sqrt(draws * tail * (1 - tail)); the order statistics twice as far below and above are four
    standard errors apart (Woodruff 1952), whatever the shape of the distribution.
    """
    last = ascending.size - 1
    spread = math.sqrt(ascending.size * tail * (1.0 - tail))
    rank = last * tail
    above, below = min(rank + _REACH * spread, last), max(rank - _REACH * spread, 0.0)
    distance = _between(ascending, above) - _between(ascending, below)
    return _between(ascending, rank), distance * (spread / (above - below))


def quantile_above(ascending: Floats, tail: float) -> tuple[float, float]:
    """The quantile with share `tail` above it, and its error: the mirror image, bit for bit."""
    value, error = quantile_below(-ascending[::-1], tail)
    return -value, error


def _between(ascending: Floats, rank: float) -> float:
    """Order statistic at a fractional rank from 0; infinite neighbours stay infinite."""
    start = math.floor(rank)
    low, high = float(ascending[start]), float(ascending[math.ceil(rank)])
    return low if low == high or math.isinf(low) else low + (rank - start) * (high - low)
