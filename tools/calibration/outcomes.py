"""All that can happen in an experiment: every table with its probability, or a sample of them."""

import math
import zlib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from experimentos_core.stats.bayesian.monte_carlo import share_estimate
from experimentos_core.stats.counts import Booleans, Floats
from tools.calibration.plan import SEED

_REACH = 6.5
_EXTRA = 25.0
"""What lies beyond 6.5 standard deviations and 25 counts more has a probability below 1e-10."""


class Share(NamedTuple):
    """A probability and its Monte Carlo standard error; 0 where it was added up exactly."""

    value: float
    error: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Conversions of both arms; `weight` is None where each line is one simulated experiment."""

    x_c: Floats
    x_t: Floats
    weight: Floats | None

    def share(self, hits: Booleans) -> Share:
        """Probability of the marked tables."""
        if self.weight is None:
            return counted(hits)
        return Share(float(self.weight[hits].sum()))


def counted(hits: Booleans) -> Share:
    """Share of simulated experiments."""
    return Share(*share_estimate(float(np.count_nonzero(hits)), hits.size))


def stream(*name: object) -> np.random.Generator:
    """Generator of one cell of the grid: depends on the seed and the cell's name only."""
    key = zlib.crc32(repr(name).encode())
    return np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=(key,)))


def two_arms(sizes: tuple[int, int], rates: tuple[float, float], most: int, *, name: str) -> Tables:
    """Every table of two binomial arms that matters, or `most` simulated ones if there are more."""
    columns = [binomial(n, rate) for n, rate in zip(sizes, rates, strict=True)]
    if columns[0][0].size * columns[1][0].size > most:
        generator = stream(name, sizes, rates)
        x_c, x_t = (
            generator.binomial(n, rate, most).astype(np.float64)
            for n, rate in zip(sizes, rates, strict=True)
        )
        return Tables(x_c=x_c, x_t=x_t, weight=None)
    (x_c, p_c), (x_t, p_t) = columns
    weight = np.outer(p_c, p_t).ravel()
    return Tables(
        x_c=np.repeat(x_c, x_t.size), x_t=np.tile(x_t, x_c.size), weight=weight / weight.sum()
    )


def binomial(n: int, rate: float) -> tuple[Floats, Floats]:
    """Counts and their probabilities, as far as they matter."""
    reach = _REACH * math.sqrt(n * rate * (1.0 - rate)) + _EXTRA
    first, last = max(0, math.floor(n * rate - reach)), min(n, math.ceil(n * rate + reach))
    x = np.arange(first, last + 1, dtype=np.float64)
    log_ways = gammaln(n + 1.0) - gammaln(x + 1.0) - gammaln(n - x + 1.0)
    probability: Floats = np.exp(log_ways + xlogy(x, rate) + xlog1py(n - x, -rate))
    kept = probability > 1e-14  # noqa: PLR2004 - far below any figure shown
    return x[kept], probability[kept] / probability[kept].sum()
