"""Everything measured in one run, worked out on all cores."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from experimentos_core.stats.counts import Floats
from tools.calibration.beliefs import (
    MeanBeliefRow,
    RateBeliefRow,
    belief_cells,
    mean_belief_cells,
    measure_mean_beliefs,
    measure_rate_beliefs,
)
from tools.calibration.means import MeanRow, measure_normal, normal_cells, skewed_rows
from tools.calibration.plan import Plan
from tools.calibration.proportions import ProportionRow, measure_proportions, proportion_cells
from tools.calibration.rare_events import RareRow, measure_rare, rare_cells
from tools.calibration.several_arms import ArmsRow, arms_cells, measure_arms
from tools.calibration.several_means import (
    ArmsMeansRow,
    measure_normal_arms,
    normal_arms_cells,
    skewed_arms_rows,
)
from tools.calibration.sparse import SparseRow, measure_sparse, sparse_cells
from tools.calibration.split_test import SplitRow, measure_split, split_cells
from tools.calibration.values import ValuesPart, draw_sums, value_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansResults:
    """Of means, in the order of the grid."""

    means: tuple[MeanRow, ...]
    arms_means: tuple[ArmsMeansRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results(MeansResults):
    """One tuple of rows a family, in the order of the grid."""

    proportions: tuple[ProportionRow, ...]
    sparse: tuple[SparseRow, ...]
    rare: tuple[RareRow, ...]
    splits: tuple[SplitRow, ...]
    arms: tuple[ArmsRow, ...]
    rate_beliefs: tuple[RateBeliefRow, ...]
    mean_beliefs: tuple[MeanBeliefRow, ...]


class _Crew:
    """Processes that measure cells."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def begin[Cell, Row](
        self, measure: Callable[[Cell], Row], cells: Iterable[Cell]
    ) -> list[Future[Row]]:
        return [self._pool.submit(measure, cell) for cell in cells]


def measure_all(plan: Plan, workers: int | None = None) -> Results:
    """Every cell of the plan; the figures do not depend on the number of workers.

    Says on the way how far it has come.
    """
    with _processes(workers) as pool:
        begin = _Crew(pool).begin
        # The longest first: none is left to one worker while the other rests.
        parts = value_parts(plan)[::-1]
        sums = begin(draw_sums, parts)
        rate_beliefs = begin(measure_rate_beliefs, belief_cells(plan))
        mean_beliefs = begin(measure_mean_beliefs, mean_belief_cells(plan))
        proportions = begin(measure_proportions, proportion_cells(plan))
        arms = begin(measure_arms, arms_cells(plan))
        splits = begin(measure_split, split_cells(plan))
        normal = begin(measure_normal, normal_cells(plan))
        normal_arms = begin(measure_normal_arms, normal_arms_cells(plan))
        sparse = begin(measure_sparse, sparse_cells(plan))
        rare = begin(measure_rare, rare_cells(plan))
        sums_of = _joined(parts, _all("skewed metrics drawn", sums))
        return Results(
            proportions=_all("two rates", proportions),
            sparse=_all("Fisher", sparse),
            rare=_all("few events", rare),
            splits=_all("sample ratios", splits),
            arms=_all("several arms", arms),
            means=(*_all("normal means", normal), *skewed_rows(sums_of)),
            arms_means=(*_all("several means", normal_arms), *skewed_arms_rows(sums_of)),
            rate_beliefs=_all("beliefs in rates", rate_beliefs),
            mean_beliefs=_all("beliefs in means", mean_beliefs),
        )


def measure_means(plan: Plan, workers: int | None = None) -> MeansResults:
    """Every cell of the plan that is about means and their tests: the same figures."""
    with _processes(workers) as pool:
        begin = _Crew(pool).begin
        parts = value_parts(plan)[::-1]
        sums = begin(draw_sums, parts)
        normal = begin(measure_normal, normal_cells(plan))
        normal_arms = begin(measure_normal_arms, normal_arms_cells(plan))
        sums_of = _joined(parts, _all("skewed metrics drawn", sums))
        return MeansResults(
            means=(*_all("normal means", normal), *skewed_rows(sums_of)),
            arms_means=(*_all("several means", normal_arms), *skewed_arms_rows(sums_of)),
        )


def _processes(workers: int | None) -> ProcessPoolExecutor:
    # Spawned, so that every system works the same way.
    return ProcessPoolExecutor(workers or os.cpu_count(), mp_context=get_context("spawn"))


def _all[Row](family: str, begun: list[Future[Row]]) -> tuple[Row, ...]:
    rows = tuple(one.result() for one in begun)
    print(f"{family}: done", flush=True)
    return rows


def _joined(parts: list[ValuesPart], sums: Sequence[Floats]) -> dict[int, Floats]:
    """Sums of every size with the experiments of all its parts, smallest size first."""
    return {
        users: np.concatenate(
            [drawn for part, drawn in zip(parts, sums, strict=True) if part.users == users], axis=-1
        )
        for users in sorted({part.users for part in parts})
    }
