"""Bayesian figures: do 95 % intervals hold the truth, and does 70 % better happen 7 times in 10?"""

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from experimentos_core.stats.bayesian import (
    BetaPosterior,
    StudentPosterior,
    compare_rates_exactly,
    mean_posterior,
    proportion_posterior,
    simulate,
)
from experimentos_core.stats.bayesian.monte_carlo import share_estimate
from experimentos_core.stats.counts import Booleans, Floats
from experimentos_core.stats.proportions import pooled_z_test
from tools.calibration.outcomes import Share, counted, stream
from tools.calibration.plan import ALPHA, SEED, Plan, arm_sizes, split_name
from tools.calibration.values import normal_arm

EDGES = (0.0, 0.05, 0.3, 0.7, 0.95, 1.0)
"""Of the groups by stated probability."""

_SPLITS = ((50, 50), (96, 4))
_MOST_APART = 3.0
_BATCH = 200_000
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefCell:
    """One place of the grid."""

    users: int
    split: tuple[int, int]
    pairs: int
    draws: int


class _Truths:
    """Experiments drawn from the prior."""

    def __init__(self, cell: BeliefCell) -> None:
        """True rates from the flat prior, data from them, and only those with |z| < 3 kept.

        Most pairs of rates are so far apart that nothing is left to believe. To choose by the
        data is fair: a posterior is calibrated given any data.
        """
        generator = stream("beliefs", cell.users, split_name(cell.split))
        self.sizes = np.array(arm_sizes(cell.users, cell.split), dtype=np.int64)
        rates, counts, kept = [], [], 0
        while kept < cell.pairs:
            rate = generator.random((_BATCH, 2))
            x = generator.binomial(self.sizes, rate)
            z = pooled_z_test(x[:, 0], self.sizes[0], x[:, 1], self.sizes[1]).z
            near = np.abs(z) < _MOST_APART
            rates.append(rate[near])
            counts.append(x[near])
            kept += int(np.count_nonzero(near))
        self.rates: Floats = np.concatenate(rates)[: cell.pairs]
        self.counts = np.concatenate(counts)[: cell.pairs]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Experiments whose stated probability lies in one group."""

    said: float
    happened: Share
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBeliefRow:
    """Misses of 95 % credible intervals of the control's rate, lift and relative lift; groups."""

    cell: BeliefCell
    missed_rate: Share
    missed_lift: Share
    missed_relative: Share
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanBeliefRow:
    """Misses of 95 % credible intervals of the treatment's mean and of the lift, normal data."""

    cell: BeliefCell
    missed_mean: Share
    missed_lift: Share


def belief_cells(plan: Plan) -> list[BeliefCell]:
    """Every second size is enough: the figures are the same everywhere."""
    return [
        BeliefCell(users=users, split=split, pairs=plan.pairs, draws=plan.draws)
        for users, split in product(plan.sizes[::2], _SPLITS)
    ]


def mean_belief_cells(plan: Plan) -> list[BeliefCell]:
    """Where both arms have two values."""
    return [
        cell for cell in belief_cells(plan) if min(arm_sizes(cell.users, cell.split)) >= _FEWEST
    ]


def measure_rate_beliefs(cell: BeliefCell) -> RateBeliefRow:
    """From pairs of true rates drawn from the prior."""
    truths = _Truths(cell)
    posterior = proportion_posterior(truths.counts, truths.sizes)
    low, high = posterior.quantiles(0.5 * ALPHA)
    true_lift = truths.rates[:, 1] - truths.rates[:, 0]
    limits = np.array(
        [
            _lift_limits(proportion_posterior(x, truths.sizes), SEED + number, cell.draws)
            for number, x in enumerate(truths.counts)
        ]
    )
    control, treatment = (
        proportion_posterior(truths.counts[:, arm], truths.sizes[arm]) for arm in (0, 1)
    )
    said = compare_rates_exactly(control, treatment).prob_better
    relative = limits[~np.isnan(limits[:, 2])]
    true_relative = (true_lift / truths.rates[:, 0])[~np.isnan(limits[:, 2])]
    return RateBeliefRow(
        cell=cell,
        missed_rate=counted(((low > truths.rates) | (high < truths.rates))[:, 0]),
        missed_lift=counted((limits[:, 0] > true_lift) | (limits[:, 1] < true_lift)),
        missed_relative=counted(
            (relative[:, 2] > true_relative) | (relative[:, 3] < true_relative)
        ),
        groups=_groups(said, np.asarray(true_lift > 0)),
    )


def measure_mean_beliefs(cell: BeliefCell) -> MeanBeliefRow:
    """From normal samples with mean 1 and standard deviation 1 and 2."""
    generator = stream("mean beliefs", cell.users, split_name(cell.split))
    n_c, n_t = arm_sizes(cell.users, cell.split)
    arms = [normal_arm(n, sd, cell.pairs, generator) for n, sd in ((n_c, 1.0), (n_t, 2.0))]
    means = np.stack([arm.mean for arm in arms], axis=-1)
    variances = np.stack([arm.variance for arm in arms], axis=-1)
    sizes = np.array([n_c, n_t])
    low, high = mean_posterior(means, variances, sizes).quantiles(0.5 * ALPHA)
    limits = np.array(
        [
            _lift_limits(mean_posterior(mean, variance, sizes), SEED + number, cell.draws)
            for number, (mean, variance) in enumerate(zip(means, variances, strict=True))
        ]
    )
    return MeanBeliefRow(
        cell=cell,
        missed_mean=counted(((low > 1.0) | (high < 1.0))[:, 1]),
        missed_lift=counted((limits[:, 0] > 0.0) | (limits[:, 1] < 0.0)),
    )


def _lift_limits(
    posterior: BetaPosterior | StudentPosterior, seed: int, draws: int
) -> tuple[float, float, float, float]:
    """Credible limits of the lift and of the relative lift (nan where that has no meaning)."""
    result = simulate(posterior, seed=seed, draws=draws, alpha=ALPHA)
    lift, relative = result.lift, result.relative_lift
    limits = (lift.low, lift.high, relative.low, relative.high)
    low, high, relative_low, relative_high = (float(limit.value[0]) for limit in limits)
    return low, high, relative_low, relative_high


def _groups(said: Floats, happened: Booleans) -> tuple[Group, ...]:
    groups = []
    for low, high in pairwise(EDGES):
        inside = (said >= low) & ((said < high) | (high == EDGES[-1]))
        size = int(np.count_nonzero(inside))
        stated = float(said[inside].mean()) if size else 0.0
        share = share_estimate(float(np.count_nonzero(happened[inside])), size) if size else (0, 0)
        groups.append(Group(said=stated, happened=Share(*share), size=size))
    return tuple(groups)
