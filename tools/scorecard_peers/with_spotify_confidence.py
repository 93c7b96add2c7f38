"""spotify-confidence: ChiSquared (= pooled z) and StudentsTTest (Welch), all metrics in one frame.

One call, one Wald interval of the difference plain and Bonferroni-adjusted; the relative interval
would be a second call. Of its calls `multiple_difference` is the fastest for many metrics. The test
object keeps what it has computed, so each scorecard makes a new one.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence

import pandas as pd  # type: ignore[import-not-found, import-untyped, unused-ignore]

warnings.simplefilter("ignore")  # deprecations inside the library cost no time when silenced

from spotify_confidence import (  # type: ignore[import-not-found]  # noqa: E402
    ChiSquared,
    StudentsTTest,
)

type Rows = Mapping[str, Sequence[float]]

_GROUPS = {
    "categorical_group_columns": "variant",
    "metric_column": "metric",
    "treatment_column": "variant",
}


def _frame(rows: Rows, columns: Sequence[str]) -> pd.DataFrame:
    size = len(rows["n_c"])
    metrics = [f"m{number:05d}" for number in range(size)]
    values = {name: [*rows[f"{name}_c"], *rows[f"{name}_t"]] for name in columns}
    variants = ["control"] * size + ["treatment"] * size
    return pd.DataFrame({"metric": metrics * 2, "variant": variants, **values})


def _differences(test: ChiSquared | StudentsTTest) -> pd.DataFrame:
    return test.multiple_difference("control", level_as_reference=True, groupby="metric")


def _proportions(rows: Rows) -> Callable[[], pd.DataFrame]:
    frame = _frame(rows, ("x", "n"))
    return lambda: _differences(ChiSquared(frame, "x", "n", **_GROUPS))


def _means(rows: Rows) -> Callable[[], pd.DataFrame]:
    frame = _frame(rows, ("sum", "sum_sq", "n"))
    return lambda: _differences(StudentsTTest(frame, "sum", "sum_sq", "n", **_GROUPS))


def _p_values(table: pd.DataFrame) -> list[float]:
    return [float(value) for value in table.sort_values("metric")["p-value"]]


SCORECARDS = {"proportions": _proportions, "means": _means}
P_VALUES: dict[str, Callable[[Rows], list[float]]] = {
    "proportions": lambda rows: _p_values(_proportions(rows)()),
    "means": lambda rows: _p_values(_means(rows)()),
}
