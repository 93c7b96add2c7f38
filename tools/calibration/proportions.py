"""Pooled z test, Mee's and Koopman's intervals of two arms."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from experimentos_core.stats.proportions import compare_proportions, pooled_z_test
from tools.calibration.effects import rate_power, treatment_rate
from tools.calibration.outcomes import Share, two_arms
from tools.calibration.plan import ALPHA, SPLITS, Plan, arm_sizes, split_name
from tools.calibration.verdict import Mark, judged, warns, worst


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionCell:
    """One place of the grid."""

    users: int
    split: tuple[int, int]
    rate: float
    most_tables: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionRow:
    """What was measured there.

    Attributes:
        cell: Where.
        false_gain: p < 0.05 and the treatment higher, with equal rates.
        false_harm: p < 0.05 and the treatment lower, with equal rates.
        false_positive: Both together.
        unwarned: A false positive without a warning of the health check.
        warned: Share of experiments with a warning, with equal rates.
        rate_t: The treatment's rate for the figures below.
        power: p < 0.05 and the treatment higher.
        power_formula: By the normal formula.
        missed_difference: The true difference lies outside its interval.
        missed_lift: The true relative lift lies outside its interval.
        unwarned_difference: It does, and the health check did not warn.
        unwarned_lift: Likewise.
        warned_effect: Share of experiments with a warning, with the treatment's rate.
    """

    cell: ProportionCell
    false_gain: Share
    false_harm: Share
    false_positive: Share
    unwarned: Share
    warned: Share
    rate_t: float
    power: Share
    power_formula: float
    missed_difference: Share
    missed_lift: Share
    unwarned_difference: Share
    unwarned_lift: Share
    warned_effect: Share

    @property
    def marks(self) -> tuple[Mark, Mark, Mark]:
        """Of the test, Mee's and Koopman's interval."""
        figures = (self.false_positive, self.missed_difference, self.missed_lift)
        first, second, third = (judged(figure) for figure in figures)
        return first, second, third

    @property
    def mark(self) -> Mark:
        """Of the row."""
        return worst(list(self.marks))


def proportion_cells(plan: Plan) -> list[ProportionCell]:
    """The grid of sizes, splits and rates."""
    return [
        ProportionCell(users=users, split=split, rate=rate, most_tables=plan.most_tables)
        for users, split, rate in product(plan.sizes, SPLITS, plan.rates)
    ]


def measure_proportions(cell: ProportionCell) -> ProportionRow:
    """Exact where the tables can be enumerated, otherwise simulated."""
    n_c, n_t = arm_sizes(cell.users, cell.split)
    name = f"{cell.users} {split_name(cell.split)}"
    equal = two_arms((n_c, n_t), (cell.rate, cell.rate), cell.most_tables, name=f"equal {name}")
    z, p_value = pooled_z_test(equal.x_c, n_c, equal.x_t, n_t)
    significant = p_value < ALPHA
    warned = warns(equal.x_c, n_c, equal.x_t, n_t)
    rate_t = treatment_rate(n_c, cell.rate, n_t)
    other = two_arms((n_c, n_t), (cell.rate, rate_t), cell.most_tables, name=f"effect {name}")
    found = compare_proportions(other.x_c, n_c, other.x_t, n_t, ALPHA)
    difference, lift = rate_t - cell.rate, (rate_t - cell.rate) / cell.rate
    # Without any conversion there is no relative interval (nan), and nothing that could miss.
    missed = (found.difference_low > difference) | (found.difference_high < difference)
    missed_lift = np.asarray((found.relative_low > lift) | (found.relative_high < lift))
    silent = ~warns(other.x_c, n_c, other.x_t, n_t)
    return ProportionRow(
        cell=cell,
        false_gain=equal.share(significant & (z > 0)),
        false_harm=equal.share(significant & (z < 0)),
        false_positive=equal.share(significant),
        unwarned=equal.share(significant & ~warned),
        warned=equal.share(warned),
        rate_t=rate_t,
        power=other.share((found.p_value < ALPHA) & (found.z > 0)),
        power_formula=rate_power(n_c, cell.rate, n_t, rate_t),
        missed_difference=other.share(missed),
        missed_lift=other.share(missed_lift),
        unwarned_difference=other.share(missed & silent),
        unwarned_lift=other.share(missed_lift & silent),
        warned_effect=other.share(~silent),
    )
