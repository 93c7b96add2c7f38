"""Fisher's exact test beside z, where few conversions are expected."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.stats.counts import Booleans
from experimentos_core.stats.exact import fisher_p
from experimentos_core.stats.proportions import pooled_z_test
from tools.calibration.effects import treatment_rate
from tools.calibration.outcomes import Share, Tables, binomial, two_arms
from tools.calibration.plan import ALPHA, SPLITS, Plan, arm_sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class SparseCell:
    """One place of the grid."""

    users: int
    split: tuple[int, int]
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SparseRow:
    """False positives with equal rates, and power at `rate_t`, of both tests; all exact."""

    cell: SparseCell
    false_fisher: Share
    false_z: Share
    rate_t: float
    power_fisher: Share
    power_z: Share


def sparse_cells(plan: Plan) -> list[SparseCell]:
    """Where the smaller arm expects too few conversions and not too many tables are possible."""
    cells = []
    for users, split, rate in product(plan.sizes, SPLITS, plan.rates):
        sizes = arm_sizes(users, split)
        tables = np.prod([binomial(n, rate)[0].size for n in sizes])
        expected = min(sizes) * min(rate, 1.0 - rate)
        if expected < DEFAULT_THRESHOLDS.sparse_expected and tables <= plan.most_exact_tests:
            cells.append(SparseCell(users=users, split=split, rate=rate))
    return cells


def measure_sparse(cell: SparseCell) -> SparseRow:
    """By enumeration of all tables."""
    n_c, n_t = arm_sizes(cell.users, cell.split)
    equal = _tables(n_c, n_t, cell.rate, cell.rate)
    rate_t = treatment_rate(n_c, cell.rate, n_t)
    other = _tables(n_c, n_t, cell.rate, rate_t)
    return SparseRow(
        cell=cell,
        false_fisher=equal.share(_fisher(equal, n_c, n_t)),
        false_z=equal.share(_z(equal, n_c, n_t)),
        rate_t=rate_t,
        power_fisher=other.share(_fisher(other, n_c, n_t)),
        power_z=other.share(_z(other, n_c, n_t)),
    )


def _tables(n_c: int, n_t: int, rate_c: float, rate_t: float) -> Tables:
    return two_arms((n_c, n_t), (rate_c, rate_t), (n_c + 1) * (n_t + 1), name="enumerated")


def _fisher(tables: Tables, n_c: int, n_t: int) -> Booleans:
    pairs = zip(tables.x_c.tolist(), tables.x_t.tolist(), strict=True)
    return np.array([fisher_p(x_c, n_c, x_t, n_t) < ALPHA for x_c, x_t in pairs])


def _z(tables: Tables, n_c: int, n_t: int) -> Booleans:
    return np.asarray(pooled_z_test(tables.x_c, n_c, tables.x_t, n_t).p_value < ALPHA)
