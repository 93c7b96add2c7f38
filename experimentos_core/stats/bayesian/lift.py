"""Posterior of one lift from its draws: the credible interval."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from experimentos_core.stats.bayesian.monte_carlo import Estimate, quantile_above, quantile_below
from experimentos_core.stats.counts import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftPosterior:
    """Equal-tailed credible intervals, one per treatment along the first axis.

    nan where an arm is unknown, and for relative lifts where the control is not positive.
    """

    low: Estimate
    high: Estimate


class LiftSummary(NamedTuple):
    """The same for one treatment."""

    low: tuple[float, float]
    high: tuple[float, float]


UNKNOWN = LiftSummary((np.nan, np.nan), (np.nan, np.nan))


def summarise(ascending: Floats, alpha: float) -> LiftSummary:
    """Interval of confidence 1 - alpha of sorted draws of a lift."""
    tail = 0.5 * alpha
    return LiftSummary(quantile_below(ascending, tail), quantile_above(ascending, tail))


def stacked(summaries: list[LiftSummary]) -> LiftPosterior:
    """One record of all treatments."""
    return LiftPosterior(
        low=as_estimate([summary.low for summary in summaries]),
        high=as_estimate([summary.high for summary in summaries]),
    )


def as_estimate(pairs: list[tuple[float, float]]) -> Estimate:
    """Values and errors of several figures as two arrays."""
    columns = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return Estimate(columns[:, 0], columns[:, 1])
