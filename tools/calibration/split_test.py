"""The sample ratio test at the levels the health check uses."""

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.special import chdtri, chndtr

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.stats.counts import Floats
from experimentos_core.stats.srm import srm_test
from tools.calibration.outcomes import Share, Tables, binomial, stream
from tools.calibration.plan import ALPHA, SPLITS, Plan, split_name

LEVELS = (ALPHA, DEFAULT_THRESHOLDS.srm_warning_p, DEFAULT_THRESHOLDS.srm_blocked_p)
_MANY_ARMS = ((34, 33, 33), (90, 5, 5))
_NONCENTRAL = 17.075
"""Of the chi-square whose power at p < 0.001 and one degree of freedom is 80 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitCell:
    """One place of the grid."""

    users: int
    split: tuple[int, ...]
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRow:
    """Alarms without a mismatch at each of `LEVELS`, and with one of a given size.

    `true_control` is the control's true share in the mismatch; the others keep their proportions.
    """

    cell: SplitCell
    false_alarms: tuple[Share, ...]
    true_control: float
    power: Share
    power_formula: float


def split_cells(plan: Plan) -> list[SplitCell]:
    """Sizes and splits, of two and three arms."""
    return [
        SplitCell(users=users, split=split, runs=5 * plan.runs)
        for users, split in product(plan.sizes, (*SPLITS, *_MANY_ARMS))
    ]


def measure_split(cell: SplitCell) -> SplitRow:
    """Exact for two arms, simulated for three."""
    planned = np.array(cell.split) / sum(cell.split)
    p_value, tables = _p_values(cell, planned, planned)
    shifted = _mismatch(cell.users, planned)
    p_shifted, other = _p_values(cell, planned, shifted)
    noncentral = cell.users * float(((shifted - planned) ** 2 / planned).sum())
    df, level = len(cell.split) - 1, DEFAULT_THRESHOLDS.srm_warning_p
    return SplitRow(
        cell=cell,
        false_alarms=tuple(tables.share(p_value < bar) for bar in LEVELS),
        true_control=float(shifted[0]),
        power=other.share(p_shifted < level),
        power_formula=1.0 - float(chndtr(chdtri(df, level), df, noncentral)),
    )


def _mismatch(users: int, planned: Floats) -> Floats:
    """True shares with a control too small by what is found four times in five, if it can be."""
    control = float(planned[0])
    gap = math.sqrt(_NONCENTRAL * control * (1.0 - control) / users)
    smaller = max(control - gap, 0.5 * control)
    others = planned[1:] / planned[1:].sum() * (1.0 - smaller)
    return np.concatenate(([smaller], others))


def _p_values(cell: SplitCell, planned: Floats, true: Floats) -> tuple[Floats, Tables]:
    if planned.size == 2:  # noqa: PLR2004 - control and one treatment
        first, weight = binomial(cell.users, float(true[0]))
        users = np.stack([first, cell.users - first], axis=-1)
        tables = Tables(x_c=users[:, 0], x_t=users[:, 1], weight=weight)
    else:
        generator = stream("split", cell.users, split_name(cell.split), float(true[0]))
        users = generator.multinomial(cell.users, true, cell.runs).astype(np.float64)
        tables = Tables(x_c=users[:, 0], x_t=users[:, 1], weight=None)
    return srm_test(users, planned).p_value, tables
