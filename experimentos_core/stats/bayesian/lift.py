"""Posterior of one lift from its draws: the credible interval and a histogram to draw."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from experimentos_core.stats.bayesian.monte_carlo import Estimate, quantile_above, quantile_below
from experimentos_core.stats.counts import Floats

_BINS = 60

_BEYOND = 1.75
"""A histogram reaches this many times as far from the median as the interval does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftPosterior:
    """Equal-tailed credible intervals and histograms, one per treatment along the first axis.

    nan where an arm is unknown, and for relative lifts where the control is not positive. `heights`
    are densities over the bins between `edges` (one more than bins); draws outside the edges
    are in no bin.
    """

    low: Estimate
    high: Estimate
    edges: Floats
    heights: Floats


class LiftSummary(NamedTuple):
    """The same for one treatment."""

    low: tuple[float, float]
    high: tuple[float, float]
    edges: Floats
    heights: Floats


UNKNOWN = LiftSummary(
    (np.nan, np.nan), (np.nan, np.nan), np.full(_BINS + 1, np.nan), np.full(_BINS, np.nan)
)


def summarise(ascending: Floats, alpha: float) -> LiftSummary:
    """Interval of confidence 1 - alpha and histogram of sorted draws of a lift."""
    low, high = quantile_below(ascending, 0.5 * alpha), quantile_above(ascending, 0.5 * alpha)
    edges = _edges(ascending, low[0], high[0])
    counts = np.diff(np.searchsorted(ascending, edges, side="right"))
    width = edges[1] - edges[0]
    if not 0 < width < np.inf:
        return UNKNOWN._replace(low=low, high=high)
    return LiftSummary(low, high, edges, counts / (ascending.size * width))


def stacked(summaries: list[LiftSummary]) -> LiftPosterior:
    """One record of all treatments."""
    return LiftPosterior(
        low=as_estimate([summary.low for summary in summaries]),
        high=as_estimate([summary.high for summary in summaries]),
        edges=np.array([summary.edges for summary in summaries]).reshape(-1, _BINS + 1),
        heights=np.array([summary.heights for summary in summaries]).reshape(-1, _BINS),
    )


def as_estimate(pairs: list[tuple[float, float]]) -> Estimate:
    """Values and errors of several figures as two arrays."""
    columns = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return Estimate(columns[:, 0], columns[:, 1])


def _edges(ascending: Floats, low: float, high: float) -> Floats:
    median = float(ascending[ascending.size // 2])
    with np.errstate(invalid="ignore"):  # infinite limits have no histogram
        left = max(median - _BEYOND * (median - low), float(ascending[0]))
        right = min(median + _BEYOND * (high - median), float(ascending[-1]))
        return left + (right - left) * (np.arange(_BINS + 1) / _BINS)
