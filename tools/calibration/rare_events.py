"""Guardrails with few events: how far off is z, at the rate where it is worst?

FEW_EVENTS warns of the primary metric only; a guardrail as sparse as that has Fisher's p beside it.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.stats.exact import fisher_p
from experimentos_core.stats.proportions import is_sparse, pooled_z_test
from tools.calibration.outcomes import Share, two_arms
from tools.calibration.plan import ALPHA, SPLITS, Plan, arm_sizes
from tools.calibration.verdict import warns_of_size

_FEWEST_EXPECTED = 0.02
_RATES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RareCell:
    """One place of the grid."""

    users: int
    split: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Of z with equal rates at one of them; exact.

    Attributes:
        rate: Of both arms.
        any_side: p < 0.05.
        higher: That, and the treatment higher.
        lower: That, and the treatment lower.
        alone: p < 0.05, and no Fisher's p is shown beside it.
    """

    rate: float
    any_side: Share
    higher: Share
    lower: Share
    alone: Share

    @property
    def one_side(self) -> Share:
        """The larger of the two, which should be 2.5 %."""
        return max(self.higher, self.lower)


@dataclass(frozen=True, slots=True, kw_only=True)
class RareRow:
    """What was measured.

    Attributes:
        cell: Where.
        smallest: Users in the smaller arm.
        worst: At the rate at which z errs most.
        worst_side: At the rate at which it errs most on one side.
        false_fisher: p < 0.05 of Fisher's test at the rate of `worst`.
        alone: Most errors of z without Fisher's p beside it, at any rate.
    """

    cell: RareCell
    smallest: int
    worst: Errors
    worst_side: Errors
    false_fisher: Share
    alone: Share


def rare_cells(plan: Plan) -> list[RareCell]:
    """Where SMALL_SAMPLE does not warn."""
    return [
        RareCell(users=users, split=split)
        for users, split in product(plan.sizes, SPLITS)
        if not warns_of_size(*arm_sizes(users, split))
    ]


def measure_rare(cell: RareCell) -> RareRow:
    """By enumeration, at rates that let the smaller arm expect fewer than 5 events."""
    n_c, n_t = arm_sizes(cell.users, cell.split)
    most = DEFAULT_THRESHOLDS.sparse_expected
    expected = np.geomspace(_FEWEST_EXPECTED, most, _RATES, endpoint=False)
    errors = [_errors(n_c, n_t, float(rate)) for rate in expected / min(n_c, n_t)]
    worst = max(errors, key=lambda one: one.any_side)
    return RareRow(
        cell=cell,
        smallest=min(n_c, n_t),
        worst=worst,
        worst_side=max(errors, key=lambda one: one.one_side),
        false_fisher=_fisher(n_c, n_t, worst.rate),
        alone=max(one.alone for one in errors),
    )


def _errors(n_c: int, n_t: int, rate: float) -> Errors:
    tables = two_arms((n_c, n_t), (rate, rate), (n_c + 1) * (n_t + 1), name="enumerated")
    z, p_value = pooled_z_test(tables.x_c, n_c, tables.x_t, n_t)
    significant = p_value < ALPHA
    shown = is_sparse(tables.x_c, n_c, tables.x_t, n_t)
    return Errors(
        rate=rate,
        any_side=tables.share(significant),
        higher=tables.share(significant & (z > 0)),
        lower=tables.share(significant & (z < 0)),
        alone=tables.share(significant & ~shown),
    )


def _fisher(n_c: int, n_t: int, rate: float) -> Share:
    tables = two_arms((n_c, n_t), (rate, rate), (n_c + 1) * (n_t + 1), name="enumerated")
    pairs = zip(tables.x_c.tolist(), tables.x_t.tolist(), strict=True)
    return tables.share(np.array([fisher_p(x_c, n_c, x_t, n_t) < ALPHA for x_c, x_t in pairs]))
