"""gbstats: its default two-sided t test of the relative difference, with one delta-method interval.

The shortest public way: no data frame, no Bayesian engine. It has no pooled z test to agree with.
"""

from collections.abc import Callable, Mapping, Sequence

from gbstats.frequentist.tests import (  # type: ignore[import-not-found]
    FrequentistConfig,
    TwoSidedTTest,
)
from gbstats.models.statistics import (  # type: ignore[import-not-found]
    ProportionStatistic,
    SampleMeanStatistic,
)

type Rows = Mapping[str, Sequence[float]]
type Pairs = list[tuple[object, object]]


def _rates(rows: Rows) -> Pairs:
    control = map(_rate, rows["n_c"], rows["x_c"])
    return list(zip(control, map(_rate, rows["n_t"], rows["x_t"]), strict=True))


def _rate(n: float, x: float) -> object:
    return ProportionStatistic(n=n, sum=x)


def _sums(rows: Rows) -> Pairs:
    control = map(_mean, rows["n_c"], rows["sum_c"], rows["sum_sq_c"])
    treatment = map(_mean, rows["n_t"], rows["sum_t"], rows["sum_sq_t"])
    return list(zip(control, treatment, strict=True))


def _mean(n: float, total: float, total_sq: float) -> object:
    return SampleMeanStatistic(n=n, sum=total, sum_squares=total_sq)


def _scorecard(pairs: Pairs) -> Callable[[], object]:
    return lambda: [TwoSidedTTest(*pair).compute_result() for pair in pairs]


def _welch(rows: Rows) -> list[float]:
    absolute = FrequentistConfig(difference_type="absolute")
    tests = (TwoSidedTTest(*pair, absolute) for pair in _sums(rows))
    return [float(test.compute_result().p_value) for test in tests]


SCORECARDS: dict[str, Callable[[Rows], Callable[[], object]]] = {
    "proportions": lambda rows: _scorecard(_rates(rows)),
    "means": lambda rows: _scorecard(_sums(rows)),
}
P_VALUES: dict[str, Callable[[Rows], list[float] | None]] = {
    "proportions": lambda _: None,
    "means": _welch,
}
