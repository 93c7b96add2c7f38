"""ExperimentOS: pooled z with both score intervals; Welch with both intervals (Fieller's lift)."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from experimentos_core.stats.proportions import ProportionComparison, compare_proportions
from experimentos_core.stats.scorecard import MeanScorecard, compare_means_of_sums

type Rows = Mapping[str, Sequence[float]]

_ALPHA = 0.05


def _proportions(rows: Rows) -> Callable[[], ProportionComparison]:
    x_c, n_c, x_t, n_t = (np.array(rows[name]) for name in ("x_c", "n_c", "x_t", "n_t"))
    return lambda: compare_proportions(x_c, n_c, x_t, n_t, _ALPHA)


def _means(rows: Rows) -> Callable[[], MeanScorecard]:
    n_c, sum_c, sum_sq_c = (np.array(rows[name]) for name in ("n_c", "sum_c", "sum_sq_c"))
    n_t, sum_t, sum_sq_t = (np.array(rows[name]) for name in ("n_t", "sum_t", "sum_sq_t"))
    return lambda: compare_means_of_sums(n_c, sum_c, sum_sq_c, n_t, sum_t, sum_sq_t, _ALPHA)


SCORECARDS = {"proportions": _proportions, "means": _means}
P_VALUES: dict[str, Callable[[Rows], list[float]]] = {
    "proportions": lambda rows: list(_proportions(rows)().p_value),
    "means": lambda rows: list(_means(rows)().comparison.p_value),
}
