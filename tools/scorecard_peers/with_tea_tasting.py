"""tea-tasting: its defaults, from its own aggregates, one metric object for all.

Proportion: pooled z with continuity correction, intervals of difference and log ratio. Mean:
Welch's t, the same intervals. To agree with, the correction is turned off.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import tea_tasting  # type: ignore[import-not-found]

type Rows = Mapping[str, Sequence[float]]
type Pairs = list[tuple[object, object]]


def _rates(rows: Rows) -> Pairs:
    control = map(_rate, rows["n_c"], rows["x_c"])
    return list(zip(control, map(_rate, rows["n_t"], rows["x_t"]), strict=True))


def _rate(n: float, x: float) -> object:
    return tea_tasting.aggr.Aggregates(count_=n, mean_={"x": x / n})


def _sums(rows: Rows) -> Pairs:
    control = map(_mean, rows["n_c"], rows["sum_c"], rows["sum_sq_c"])
    treatment = map(_mean, rows["n_t"], rows["sum_t"], rows["sum_sq_t"])
    return list(zip(control, treatment, strict=True))


def _mean(n: float, total: float, total_sq: float) -> object:
    variance = (total_sq - total * total / n) / (n - 1)
    return tea_tasting.aggr.Aggregates(count_=n, mean_={"x": total / n}, var_={"x": variance})


def _scorecard(
    metric: tea_tasting.metrics.MetricBaseAggregated, pairs: Pairs
) -> Callable[[], list[Any]]:
    return lambda: [metric.analyze_aggregates(*pair) for pair in pairs]


def _p_values(results: list[Any]) -> list[float]:
    return [float(result.pvalue) for result in results]


SCORECARDS: dict[str, Callable[[Rows], Callable[[], list[Any]]]] = {
    "proportions": lambda rows: _scorecard(tea_tasting.Proportion("x"), _rates(rows)),
    "means": lambda rows: _scorecard(tea_tasting.Mean("x"), _sums(rows)),
}
P_VALUES: dict[str, Callable[[Rows], list[float]]] = {
    "proportions": lambda rows: _p_values(
        _scorecard(tea_tasting.Proportion("x", correction=False), _rates(rows))()
    ),
    "means": lambda rows: _p_values(_scorecard(tea_tasting.Mean("x"), _sums(rows))()),
}
