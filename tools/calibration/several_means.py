"""The overall test of three means, and the corrections on Welch's tests, without an effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from experimentos_core.stats.counts import Floats
from experimentos_core.stats.means import compare_means
from experimentos_core.stats.multiplicity import adjust_p_values
from experimentos_core.stats.welch_anova import welch_anova
from tools.calibration.outcomes import Share, counted, stream
from tools.calibration.plan import ALPHA, Plan, arm_sizes, split_name
from tools.calibration.several_arms import CORRECTIONS
from tools.calibration.several_arms import SPLITS as NORMAL_SPLITS
from tools.calibration.values import SKEWED, Arm, normal_arm, skewed_arms
from tools.calibration.verdict import Mark, judged, warns_of_means

_FEWEST = 2
_SPREADS = ((1.0, 1.0, 1.0), (1.0, 1.0, 3.0), (3.0, 1.0, 1.0))
_SKEWED_SPLITS = ((50, 40, 10), (90, 6, 4))
"""Of the values already drawn, cut where the splits of two arms cut them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalArmsCell:
    """One place of the grid; standard deviations of the arms, all means 1."""

    users: int
    split: tuple[int, int, int]
    spread: tuple[float, float, float]
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsMeansRow:
    """What was measured, all means equal.

    Attributes:
        shape: Name of the distribution.
        skewness: Of the distribution.
        users: Values of all arms.
        split: Shares of the arms, the control first.
        smallest: Values in the smallest arm.
        overall: p < 0.05 of Welch's overall test.
        unwarned: That, without a warning of the health check.
        warned: Share of experiments with a warning.
        family: Any treatment called different, in the order of `CORRECTIONS`.
    """

    shape: str
    skewness: float
    users: int
    split: tuple[int, ...]
    smallest: int
    overall: Share
    unwarned: Share
    warned: Share
    family: tuple[Share, ...]

    @property
    def mark(self) -> Mark:
        """Of the overall test."""
        return judged(self.overall)


def normal_arms_cells(plan: Plan) -> list[NormalArmsCell]:
    """Sizes, splits and spreads at which every arm has two values."""
    return [
        NormalArmsCell(users=users, split=split, spread=spread, runs=plan.runs // 2)
        for spread, users, split in product(_SPREADS, plan.sizes, NORMAL_SPLITS)
        if min(arm_sizes(users, split)) >= _FEWEST
    ]


def measure_normal_arms(cell: NormalArmsCell) -> ArmsMeansRow:
    """Simulated, from the exact distributions of mean and variance."""
    generator = stream("normal arms", cell.users, split_name(cell.split), cell.spread)
    sizes = arm_sizes(cell.users, cell.split)
    arms = [
        normal_arm(n, sd, cell.runs, generator) for n, sd in zip(sizes, cell.spread, strict=True)
    ]
    spreads = ", ".join(f"{sd:g}" for sd in cell.spread)
    return _measured(f"normal, sd {spreads}", 0.0, cell.split, arms)


def skewed_arms_rows(sums_of: dict[int, Floats]) -> list[ArmsMeansRow]:
    """All skewed shapes, from the sums of every size."""
    rows = []
    grid = product(enumerate(SKEWED), sums_of.items(), _SKEWED_SPLITS)
    for (index, shape), (users, sums), split in grid:
        arms = skewed_arms(sums, users, split, index)
        if min(arm.n for arm in arms) >= _FEWEST:
            rows.append(_measured(shape.name, shape.skewness, split, arms))
    return rows


def _measured(
    shape: str, skewness: float, split: tuple[int, ...], arms: Sequence[Arm]
) -> ArmsMeansRow:
    sizes = [arm.n for arm in arms]
    means = np.stack([arm.mean for arm in arms], axis=-1)
    variances = np.stack([arm.variance for arm in arms], axis=-1)
    significant = welch_anova(sizes, means, variances).p_value < ALPHA
    warned = warns_of_means(*arms)
    p_values = _p_values(sizes, means, variances)
    return ArmsMeansRow(
        shape=shape,
        skewness=skewness,
        users=sum(sizes),
        split=split,
        smallest=min(sizes),
        overall=counted(significant),
        unwarned=counted(significant & ~warned),
        warned=counted(warned),
        family=tuple(
            counted((adjust_p_values(p_values, name) < ALPHA).any(axis=-1)) for name in CORRECTIONS
        ),
    )


def _p_values(sizes: list[int], means: Floats, variances: Floats) -> Floats:
    """Welch's, of every treatment; nan where two arms do not vary and nothing is tested."""
    control = sizes[0], means[:, :1], variances[:, :1]
    return compare_means(*control, sizes[1:], means[:, 1:], variances[:, 1:], ALPHA).p_value
