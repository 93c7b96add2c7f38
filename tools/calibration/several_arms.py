"""Corrections for several treatments: family errors, false discoveries, simultaneous coverage."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Floats
from experimentos_core.stats.multiplicity import adjust_p_values, interval_alphas
from experimentos_core.stats.proportions import (
    difference_interval,
    overall_chi_square,
    pooled_z_test,
)
from tools.calibration.effects import treatment_rate
from tools.calibration.outcomes import Share, counted, stream
from tools.calibration.plan import ALPHA, Plan, arm_sizes, split_name

CORRECTIONS = ("bonferroni", "holm", "fdr_bh")
SPLITS = ((34, 33, 33), (90, 5, 5))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsCell:
    """A control and two treatments."""

    users: int
    split: tuple[int, int, int]
    rate: float
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsRow:
    """What was measured; tuples are in the order of `CORRECTIONS`.

    Attributes:
        cell: Where.
        overall: p < 0.05 of the overall chi-square, all rates equal.
        family: Any treatment called different, all rates equal.
        rate_t: Rate of the first treatment for the figures below; the second is like the control.
        power: The first treatment found.
        false_second: The second treatment called different (one true null: its family error).
        discoveries: Mean share of false ones among the discoveries (0 where there is none).
        missed_any: An interval of the two misses its true difference (Bonferroni and Holm); for
            BH the mean share of missing ones among the intervals of discoveries.
    """

    cell: ArmsCell
    overall: Share
    family: tuple[Share, ...]
    rate_t: float
    power: tuple[Share, ...]
    false_second: tuple[Share, ...]
    discoveries: tuple[Share, ...]
    missed_any: tuple[Share, ...]


def arms_cells(plan: Plan) -> list[ArmsCell]:
    """From the smallest size at which several arms make sense."""
    sizes = [size for size in plan.sizes if size >= 1_000]  # noqa: PLR2004 - 50 in the smallest arm
    return [
        ArmsCell(users=users, split=split, rate=rate, runs=plan.runs // 2)
        for users, split, rate in product(sizes, SPLITS, (0.01, 0.05, 0.2))
    ]


def measure_arms(cell: ArmsCell) -> ArmsRow:
    """Simulated."""
    sizes = np.array(arm_sizes(cell.users, cell.split))
    generator = stream("arms", cell.users, split_name(cell.split), cell.rate)
    x = generator.binomial(sizes, cell.rate, (cell.runs, 3)).astype(np.float64)
    p_equal = _p_values(x, sizes)
    rate_t = treatment_rate(int(sizes[0]), cell.rate, int(sizes[1]))
    rates = np.array([cell.rate, rate_t, cell.rate])
    y = generator.binomial(sizes, rates, (cell.runs, 3)).astype(np.float64)
    p_other = _p_values(y, sizes)
    found = {name: adjust_p_values(p_other, name) < ALPHA for name in CORRECTIONS}
    return ArmsRow(
        cell=cell,
        overall=counted(overall_chi_square(x, sizes).p_value < ALPHA),
        family=tuple(
            counted((adjust_p_values(p_equal, name) < ALPHA).any(axis=-1)) for name in CORRECTIONS
        ),
        rate_t=rate_t,
        power=tuple(counted(found[name][:, 0]) for name in CORRECTIONS),
        false_second=tuple(counted(found[name][:, 1]) for name in CORRECTIONS),
        discoveries=tuple(
            _mean(found[name][:, 1] / np.maximum(found[name].sum(axis=-1), 1))
            for name in CORRECTIONS
        ),
        missed_any=tuple(_missed(y, sizes, rates, name) for name in CORRECTIONS),
    )


def _p_values(x: Floats, sizes: npt.NDArray[np.int64]) -> Floats:
    return pooled_z_test(x[:, :1], sizes[0], x[:, 1:], sizes[1:]).p_value


def _missed(x: Floats, sizes: npt.NDArray[np.int64], rates: Floats, correction: str) -> Share:
    p_value = _p_values(x, sizes)
    levels = interval_alphas(p_value, ALPHA, correction)
    low, high = difference_interval(x[:, :1], sizes[0], x[:, 1:], sizes[1:], levels)
    truth = rates[1:] - rates[0]
    missed = (low > truth) | (high < truth)
    if correction != "fdr_bh":
        return counted(missed.any(axis=-1))
    found = p_value < levels
    return _mean((missed & found).sum(axis=-1) / np.maximum(found.sum(axis=-1), 1))


def _mean(shares: Floats) -> Share:
    return Share(float(shares.mean()), float(shares.std() / np.sqrt(shares.size)))
