"""Welch's t test and Fieller's interval, on normal, skewed and mostly-zero metrics."""

import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from experimentos_core.stats.counts import Floats
from experimentos_core.stats.means import MeanComparison, compare_means
from tools.calibration.effects import normal_power, reached
from tools.calibration.outcomes import Share, counted, stream
from tools.calibration.plan import ALPHA, SPLITS, Plan, arm_sizes, split_name
from tools.calibration.values import SKEWED, Arm, Shape, normal_arm, skewed_arms
from tools.calibration.verdict import Mark, judged, warns_of_means, worst

_FEWEST = 2
_SPREADS = ((1.0, 1.0), (1.0, 3.0), (3.0, 1.0))
_LARGEST_LIFT = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalCell:
    """One place of the grid; standard deviations of control and treatment, both means 1."""

    users: int
    split: tuple[int, int]
    spread: tuple[float, float]
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanRow:
    """What was measured; figures are None where an arm has one value and nothing can be tested.

    Attributes:
        shape: Name of the distribution.
        users: Values of both arms.
        split: Shares of the arms.
        n_t: Values in the smaller arm.
        variation: Standard deviation over mean.
        skewness: Of the distribution.
        false_gain: p < 0.05 and the treatment higher, with equal means.
        false_harm: p < 0.05 and the treatment lower.
        false_positive: Both together.
        unwarned: A false positive without a warning of the health check.
        warned: Share of experiments with a warning.
        lift: True relative lift for the figures below: every treatment value multiplied.
        power: p < 0.05 and the treatment higher.
        power_formula: By the normal formula.
        missed_difference: The true difference lies outside Welch's interval.
        missed_lift: The true lift lies outside Fieller's interval.
        unwarned_difference: It does, and the health check did not warn.
        unwarned_lift: Likewise.
        unbounded: Fieller's interval is open at an end, or there is none.
    """

    shape: str
    users: int
    split: tuple[int, int]
    n_t: int
    variation: float
    skewness: float
    false_gain: Share
    false_harm: Share
    false_positive: Share
    unwarned: Share
    warned: Share
    lift: float
    power: Share
    power_formula: float
    missed_difference: Share
    missed_lift: Share
    unwarned_difference: Share
    unwarned_lift: Share
    unbounded: Share

    @property
    def errors(self) -> tuple[Share, Share, Share]:
        """Of the test, Welch's and Fieller's interval."""
        return self.false_positive, self.missed_difference, self.missed_lift

    @property
    def unwarned_errors(self) -> tuple[Share, Share, Share]:
        """Likewise, those without a warning of the health check."""
        return self.unwarned, self.unwarned_difference, self.unwarned_lift

    @property
    def marks(self) -> tuple[Mark, Mark, Mark]:
        """Of the test, Welch's and Fieller's interval."""
        first, second, third = (judged(share) for share in self.errors)
        return first, second, third

    @property
    def mark(self) -> Mark:
        """Of the row."""
        return worst(list(self.marks))


def normal_cells(plan: Plan) -> list[NormalCell]:
    """Sizes, splits and spreads at which both arms have two values."""
    return [
        NormalCell(users=users, split=split, spread=spread, runs=plan.runs)
        for spread, users, split in product(_SPREADS, plan.sizes, SPLITS)
        if min(arm_sizes(users, split)) >= _FEWEST
    ]


def measure_normal(cell: NormalCell) -> MeanRow:
    """Simulated, from the exact distributions of mean and variance."""
    generator = stream("normal", cell.users, split_name(cell.split), cell.spread)
    sizes = arm_sizes(cell.users, cell.split)
    arms = [
        normal_arm(n, sd, cell.runs, generator) for n, sd in zip(sizes, cell.spread, strict=True)
    ]
    name = f"normal, sd {cell.spread[0]:g} and {cell.spread[1]:g}"
    shape = Shape(name=name, mean=1.0, sd=cell.spread[0], skewness=0.0)
    return _measured(shape, cell.split, (arms[0], arms[1]), cell.spread)


def skewed_rows(sums_of: dict[int, Floats]) -> list[MeanRow]:
    """All skewed shapes, from the sums of every size."""
    rows = []
    for (index, shape), (users, sums), split in product(enumerate(SKEWED), sums_of.items(), SPLITS):
        arms = skewed_arms(sums, users, split, index)
        control, treatment = arms
        if min(control.n, treatment.n) >= _FEWEST:
            rows.append(_measured(shape, split, (control, treatment), (shape.sd, shape.sd)))
    return rows


def _measured(
    shape: Shape, split: tuple[int, int], arms: tuple[Arm, Arm], spread: tuple[float, float]
) -> MeanRow:
    control, treatment = arms
    equal = _compared(control, treatment)
    lift = _lift(shape.mean, control.n, treatment.n, spread)
    other = _compared(control, treatment.scaled(1.0 + lift))
    gap = lift * shape.mean
    significant = equal.p_value < ALPHA
    missed = np.asarray((other.difference_low > gap) | (other.difference_high < gap))
    missed_lift = np.asarray((other.relative_low > lift) | (other.relative_high < lift))
    # With and without the effect: a factor leaves the coefficient of variation as it is.
    warned = warns_of_means(control, treatment)
    return MeanRow(
        shape=shape.name,
        users=control.n + treatment.n,
        split=split,
        n_t=treatment.n,
        variation=shape.sd / shape.mean,
        skewness=shape.skewness,
        false_gain=counted(significant & (equal.t > 0)),
        false_harm=counted(significant & (equal.t < 0)),
        false_positive=counted(significant),
        unwarned=counted(significant & ~warned),
        warned=counted(warned),
        lift=lift,
        power=counted((other.p_value < ALPHA) & (other.t > 0)),
        power_formula=_power(lift, shape.mean, control.n, treatment.n, spread),
        missed_difference=counted(missed),
        missed_lift=counted(missed_lift),
        unwarned_difference=counted(missed & ~warned),
        unwarned_lift=counted(missed_lift & ~warned),
        unbounded=counted(~(np.isfinite(other.relative_low) & np.isfinite(other.relative_high))),
    )


def _compared(control: Arm, treatment: Arm) -> MeanComparison:
    return compare_means(
        control.n,
        control.mean,
        control.variance,
        treatment.n,
        treatment.mean,
        treatment.variance,
        ALPHA,
    )


def _power(lift: float, mean: float, n_c: int, n_t: int, spread: tuple[float, float]) -> float:
    error = math.sqrt(spread[0] ** 2 / n_c + ((1.0 + lift) * spread[1]) ** 2 / n_t)
    return normal_power(lift * mean, error, error)


def _lift(mean: float, n_c: int, n_t: int, spread: tuple[float, float]) -> float:
    return reached(lambda lift: _power(lift, mean, n_c, n_t, spread), 0.0, _LARGEST_LIFT)
