"""Figures of the intervals that other programs print; the product decides by none of them."""

import math
from collections.abc import Callable

from experimentos_core.stats.comparison_intervals import (
    delta_lift_interval,
    log_lift_interval,
    miettinen_nurminen_interval,
    newcombe_interval,
    wald_interval,
)
from experimentos_core.stats.comparison_intervals_of_means import delta_mean_lift_interval
from experimentos_core.stats.exact_variance import Moments, difference_of_means, variance_of_sums
from experimentos_core.stats.proportions import Interval
from experimentos_core.verification.cases import Method
from experimentos_core.verification.figures import Figures
from experimentos_core.verification.given import Given


def _limits(interval: Interval, by: str = "") -> Figures:
    return {f"lower limit{by}": float(interval.low), f"upper limit{by}": float(interval.high)}


def _wald(given: Given) -> Figures:
    return _limits(wald_interval(*given.two_arms(), given.alpha()))


def _newcombe(given: Given) -> Figures:
    return _limits(newcombe_interval(*given.two_arms(), given.alpha()))


def _miettinen_nurminen(given: Given) -> Figures:
    return _limits(miettinen_nurminen_interval(*given.two_arms(), given.alpha()))


def _log_lift(given: Given) -> Figures:
    return _limits(log_lift_interval(*given.two_arms(), given.alpha()))


def _delta_lift(given: Given) -> Figures:
    return _limits(delta_lift_interval(*given.two_arms(), given.alpha()))


def _delta_mean_lift(given: Given) -> Figures:
    """With the normal quantile, and with that of Welch's t."""
    n, sums, squares = given.whole("n", 2), given.exact("sum", 2), given.exact("sum_sq", 2)
    control, treatment = (variance_of_sums(*arm) for arm in zip(n, sums, squares, strict=True))
    difference = difference_of_means(n[0], sums[0], n[1], sums[1])
    figures: Figures = {}
    for by, quantile_of_t in (("", False), (" by t", True)):
        interval = delta_mean_lift_interval(
            *_columns(control),
            *_columns(treatment),
            given.alpha(),
            quantile_of_t=quantile_of_t,
            difference=difference,
        )
        figures |= _limits(interval, by)
    return figures


def _columns(arm: Moments) -> tuple[int, float, float]:
    mean, variance = (math.nan if value is None else value for value in (arm.mean, arm.variance))
    return arm.n, mean, variance


OTHER_INTERVALS: dict[Method, Callable[[Given], Figures]] = {
    Method.WALD: _wald,
    Method.NEWCOMBE: _newcombe,
    Method.MIETTINEN_NURMINEN: _miettinen_nurminen,
    Method.LOG_LIFT: _log_lift,
    Method.DELTA_LIFT: _delta_lift,
    Method.DELTA_MEAN_LIFT: _delta_mean_lift,
}
