"""The Bayesian view of an experiment: informational, and out of reach of the decision.

Rates have Beta posteriors from a flat prior, means Student posteriors from the Jeffreys prior; what
is said of two arms is simulated, with the Monte Carlo error of every figure. The report keeps the
posteriors, so that whoever draws them draws the same draws again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experimentos_core.analysis.means import promised_direction
from experimentos_core.analysis.numbers import Bounds, bounds, defined
from experimentos_core.charter import Charter
from experimentos_core.dataset import CountMetric, Dataset, MeanMetric, Metric
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.values import Direction, MetricKind
from experimentos_core.stats.bayesian import (
    FEWEST_DRAWS,
    BetaPosterior,
    Posterior,
    Simulation,
    StudentPosterior,
    mean_posterior,
    proportion_posterior,
    simulate,
)
from experimentos_core.stats.exact_variance import difference_of_means, variance_of_sums

_MOST_DRAWS_IN_ALL = 5_000_000
"""Over all arms of all metrics; beyond it each gets fewer, and larger Monte Carlo errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmBelief:
    """The posterior of one arm, as its parameters; None where the data determine none.

    Attributes:
        variant: The arm.
        a: Of a rate: Beta's first shape. Of a mean: its location, counted from the origin.
        b: Of a rate: Beta's second shape. Of a mean: its scale.
        df: Of a mean: Student's degrees of freedom; None for a rate.
    """

    variant: str
    a: float | None
    b: float | None
    df: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BayesianComparison:
    """What is believed of one treatment against the control; None where it is not known.

    Attributes:
        metric: The metric.
        variant: The treatment.
        prob_beats_control: Probability that it is better than the control.
        expected_loss: How much worse than the control it is on average, being better counting as
            0; in the metric's unit, for a rate as a share.
        lift_ci: Credible interval of treatment minus control.
        relative_lift_ci: Credible interval of that over the control.
        mc_error: Monte Carlo standard error of `prob_beats_control`.
        loss_error: The same of `expected_loss`.
        lift_error: The same of both ends of `lift_ci`.
    """

    metric: str
    variant: str
    prob_beats_control: float | None
    expected_loss: float | None
    lift_ci: Bounds
    relative_lift_ci: Bounds
    mc_error: float | None
    loss_error: float | None
    lift_error: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricBelief:
    """The posteriors of all arms on one metric.

    Attributes:
        metric: Its name.
        kind: Whether rates or means are believed in.
        better: The direction that counts as better: as planned, against the harm of a guardrail,
            or up where nobody said.
        origin: What the locations of means are counted from; 0 for rates.
        arms: One per arm, the control first.
    """

    metric: str
    kind: MetricKind
    better: Direction
    origin: float
    arms: tuple[ArmBelief, ...]

    @property
    def posterior(self) -> Posterior:
        """The same as arrays."""
        first, second, df = (
            np.array(
                [np.nan if getattr(arm, name) is None else getattr(arm, name) for arm in self.arms]
            )
            for name in ("a", "b", "df")
        )
        if self.kind is MetricKind.RATE:
            return BetaPosterior(a=first, b=second)
        return StudentPosterior(location=first, scale=second, df=df, origin=self.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class BayesianView:
    """Everything believed about one experiment; it decides nothing.

    Attributes:
        seed: Seed of the simulation.
        draws: Draws per arm.
        confidence: Level of the credible intervals.
        conversion: Each treatment on the primary metric, where that is a rate; else empty.
        prob_best: Probability of each arm to be the best on the primary metric; empty where
            nothing is known of one of them.
        continuous: Each treatment on every continuous metric, the primary one first.
        beliefs: The posteriors behind them, the primary metric first.
    """

    seed: int
    draws: int
    confidence: float
    conversion: tuple[BayesianComparison, ...]
    prob_best: dict[str, float]
    continuous: tuple[BayesianComparison, ...]
    beliefs: tuple[MetricBelief, ...]


def view_bayesian(dataset: Dataset, charter: Charter, thresholds: Thresholds) -> BayesianView:
    """Simulate the primary and every continuous metric; same data and seed, same figures."""
    beliefs = (
        _believe(dataset, dataset.primary, charter.primary.direction),
        *(
            _believe(dataset, metric, promised_direction(dataset, metric, charter) or Direction.UP)
            for metric in dataset.means
        ),
    )
    view = BayesianView(
        seed=thresholds.bayesian_seed,
        draws=_draws(len(beliefs) * len(dataset.variants), thresholds),
        confidence=thresholds.credible_level,
        conversion=(),
        prob_best={},
        continuous=(),
        beliefs=beliefs,
    )
    primary = simulate_again(view, beliefs[0])
    told = [_tell(beliefs[0], primary)]
    told += [_tell(belief, simulate_again(view, belief)) for belief in beliefs[1:]]
    is_rate = beliefs[0].kind is MetricKind.RATE
    return BayesianView(
        seed=view.seed,
        draws=view.draws,
        confidence=view.confidence,
        conversion=told[0] if is_rate else (),
        prob_best=_prob_best(dataset.variants, primary),
        continuous=tuple(one for of_metric in told[is_rate:] for one in of_metric),
        beliefs=beliefs,
    )


def simulate_again(view: BayesianView, belief: MetricBelief) -> Simulation:
    """Draw what a view was made from, the very same draws, for a picture of them.

    An arm's draws depend on the seed and its name only, so neither the order of the arms nor other
    arms change anything.
    """
    return simulate(
        belief.posterior,
        seed=view.seed,
        draws=view.draws,
        alpha=1.0 - view.confidence,  # that of the credible intervals, whatever the test's level
        higher_is_better=belief.better is Direction.UP,
        streams=[_stream(arm.variant) for arm in belief.arms],
    )


def _draws(arms: int, thresholds: Thresholds) -> int:
    return max(FEWEST_DRAWS, min(thresholds.bayesian_draws, _MOST_DRAWS_IN_ALL // arms))


def _stream(variant: str) -> int:
    return int.from_bytes(hashlib.sha256(variant.encode()).digest()[:8])


def _believe(dataset: Dataset, metric: Metric, better: Direction) -> MetricBelief:
    origin = 0.0
    if isinstance(metric, CountMetric):
        rates = proportion_posterior(metric.counts, dataset.users)
        columns = (rates.a, rates.b, np.full(len(dataset.variants), np.nan))
    else:
        means = _posterior_of_means(metric)
        origin, columns = means.origin, (means.location, means.scale, means.df)
    return MetricBelief(
        metric=metric.name,
        kind=metric.kind,
        better=better,
        origin=origin,
        arms=tuple(
            ArmBelief(variant=variant, a=defined(a), b=defined(b), df=defined(df))
            for variant, a, b, df in zip(dataset.variants, *columns, strict=True)
        ),
    )


def _posterior_of_means(metric: MeanMetric) -> StudentPosterior:
    """Means counted from the control's, exactly, so that nothing is lost where they are alike."""
    moments = [
        variance_of_sums(*arm)
        for arm in zip(metric.sizes, metric.sums, metric.squares, strict=True)
    ]
    has_values = metric.sizes[0] > 0
    shifts = [
        difference_of_means(*metric.arm(0)[:2], *metric.arm(arm)[:2])
        if has_values and metric.sizes[arm] > 0
        else np.nan
        for arm in range(len(metric.sizes))
    ]
    variances = [np.nan if moment.variance is None else moment.variance for moment in moments]
    return mean_posterior(shifts, variances, metric.sizes, origin=moments[0].mean or 0.0)


def _tell(belief: MetricBelief, found: Simulation) -> tuple[BayesianComparison, ...]:
    lift, relative = found.lift, found.relative_lift
    return tuple(
        BayesianComparison(
            metric=belief.metric,
            variant=arm.variant,
            prob_beats_control=defined(found.prob_better.value[i]),
            expected_loss=defined(found.loss_treatment.value[i]),
            lift_ci=bounds(lift.low.value[i], lift.high.value[i]),
            relative_lift_ci=bounds(relative.low.value[i], relative.high.value[i]),
            mc_error=defined(found.prob_better.error[i]),
            loss_error=defined(found.loss_treatment.error[i]),
            lift_error=bounds(lift.low.error[i], lift.high.error[i]),
        )
        for i, arm in enumerate(belief.arms[1:])
    )


def _prob_best(variants: Sequence[str], found: Simulation) -> dict[str, float]:
    """Return it where every arm is known; of the known ones alone it would say something else."""
    shares = [defined(share) for share in found.prob_best.value]
    known = [share for share in shares if share is not None]
    return dict(zip(variants, known, strict=True)) if len(known) == len(variants) else {}
