"""Every treatment against the control, and all arms against each other, by simulation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.bayesian.lift import (
    UNKNOWN,
    LiftPosterior,
    LiftSummary,
    as_estimate,
    stacked,
    summarise,
)
from experimentos_core.stats.bayesian.monte_carlo import (
    Estimate,
    mean_loss,
    share_estimate,
    stream,
)
from experimentos_core.stats.bayesian.posterior import Posterior
from experimentos_core.stats.counts import Floats, as_alpha

DEFAULT_DRAWS = 100_000
FEWEST_DRAWS = 1_000
MOST_DRAWS = 10_000_000

_NOTHING = (np.nan, np.nan)

_ONE_SD = 0.1587
"""Probability beyond one standard deviation, on one side, of a normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What the draws say; every figure comes with its Monte Carlo standard error.

    Attributes:
        prob_better: Per treatment, the probability that it is better than the control.
        loss_treatment: Per treatment, the expected loss of choosing it: how much worse than
            the control it is on average, being better counting as 0. In the metric's unit.
        loss_control: Per treatment, the expected loss of staying with the control instead.
        lift: Per treatment, treatment minus control.
        relative_lift: Per treatment, (treatment - control) / control.
        prob_best: Per arm, control included, the probability that it is the best of all; arms
            that are level share a draw equally, as they do in `prob_better`.
    """

    prob_better: Estimate
    loss_treatment: Estimate
    loss_control: Estimate
    lift: LiftPosterior
    relative_lift: LiftPosterior
    prob_best: Estimate


class _Question(NamedTuple):
    """Which sign of a lift is a gain, and how much an interval leaves out."""

    sign: float
    alpha: float


class _Comparison(NamedTuple):
    """Figures of one treatment."""

    better: tuple[float, float] = _NOTHING
    loss_treatment: tuple[float, float] = _NOTHING
    loss_control: tuple[float, float] = _NOTHING
    lift: LiftSummary = UNKNOWN
    relative_lift: LiftSummary = UNKNOWN


class _Best:
    """The best value of each draw so far and whose it is: no arm's draws need be kept."""

    def __init__(self, arms: int, draws: int, sign: float) -> None:
        self._leader = np.zeros(draws, dtype=np.int32)
        self._value = np.full(draws, np.nan)
        self._level: dict[int, npt.NDArray[np.intp]] = {}
        self._sign, self._arms = sign, arms

    def enter(self, arm: int, values: Floats) -> None:
        candidate = self._sign * values
        self._level[arm] = np.flatnonzero(candidate == self._value)
        ahead = ~(candidate <= self._value)  # of nothing, too
        np.copyto(self._value, candidate, where=ahead)
        np.copyto(self._leader, arm, where=ahead)

    def shares(self) -> list[tuple[float, float]]:
        """A draw counts in equal parts for all that are level at its best."""
        # Where an arm that came later went ahead of both, they were level at less than the best.
        level = {arm: at[self._leader[at] < arm] for arm, at in self._level.items()}
        best = np.ones(self._leader.size, dtype=np.intp)
        for at in level.values():
            best[at] += 1
        among = np.arange(1, self._arms + 1)
        shares = [_NOTHING] * self._arms
        for arm, at in level.items():
            # Whole draws are counted before they are divided: no order of arms changes a digit.
            held = np.concatenate((best[self._leader == arm], best[at]))
            hits = np.bincount(held, minlength=self._arms + 1)[1:] / among
            shares[arm] = share_estimate(float(hits.sum()), best.size)
        return shares


def simulate(
    posterior: Posterior,
    *,
    seed: int,
    draws: int = DEFAULT_DRAWS,
    alpha: float = 0.05,
    higher_is_better: bool = True,
    streams: Sequence[int] | None = None,
) -> Simulation:
    """Compare arms by drawing from their posteriors; the first arm is the control.

    Args:
        posterior: One-dimensional, of at least one arm. An arm without data gets nan and takes
            part in nothing; without data on the control no comparison is known.
        seed: Same seed, same figures, on every run and in every process.
        draws: Per arm, from 1,000 to 10,000,000.
        alpha: Credible intervals hold 1 - alpha, half of the rest beyond each end.
        higher_is_better: False where a lower value is the better one; lifts remain treatment
            minus control.
        streams: A number of its own for each arm, by default its position. An arm's draws
            depend on the seed and this number only, so that with numbers that belong to the
            arms neither their order nor other arms change anything. Exchanging control and
            treatment with theirs mirrors every figure.

    Memory is about 70 bytes a draw, however many arms there are, and 8 more for each arm that is
    level with the best before it. The relative lift is nan where the control's rate has no success
    behind it or the credible interval of its mean reaches 0; a draw in which the control is not
    above 0 counts as an infinite lift, and such draws are then too few to be a limit. Expected
    losses are nan for means of fewer than 4 observations. Raises ValueError for settings that
    cannot be.
    """
    keys = _checked(posterior, draws, streams)
    known = [bool(there) for there in posterior.known]
    question = _Question(1.0 if higher_is_better else -1.0, float(as_alpha(alpha)))
    best, compared = _Best(len(known), draws, question.sign), []
    control = np.empty(0)
    for arm, key in enumerate(keys):
        values = posterior.draw(arm, stream(seed, key), draws) if known[arm] else np.empty(0)
        if known[arm]:
            best.enter(arm, values)
        if arm == 0:
            control = values
        elif known[arm] and known[0]:
            compared.append(_compare(posterior, arm, control, values, question))
        else:
            compared.append(_Comparison())
    return Simulation(
        prob_better=as_estimate([one.better for one in compared]),
        loss_treatment=as_estimate([one.loss_treatment for one in compared]),
        loss_control=as_estimate([one.loss_control for one in compared]),
        lift=stacked([one.lift for one in compared]),
        relative_lift=stacked([one.relative_lift for one in compared]),
        prob_best=as_estimate(best.shares()),
    )


def _checked(posterior: Posterior, draws: int, streams: Sequence[int] | None) -> Sequence[int]:
    """The stream of each arm, once the settings are known to make sense."""
    shape = posterior.known.shape
    if len(shape) != 1 or not shape[0]:
        raise ValueError("The simulation takes the arms of one metric, as one dimension.")
    if not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        raise ValueError(f"Draws must be from {FEWEST_DRAWS:,} to {MOST_DRAWS:,}.")
    keys = range(shape[0]) if streams is None else streams
    if len(keys) != shape[0] or len(set(keys)) != len(keys) or min(keys) < 0:
        raise ValueError("Every arm needs a stream of its own, numbered from 0.")
    return keys


def _compare(
    posterior: Posterior, arm: int, control: Floats, treatment: Floats, question: _Question
) -> _Comparison:
    """Figures of one treatment from paired draws."""
    lift = treatment - control
    ascending = np.sort(lift)
    gain = question.sign * lift
    wins = np.count_nonzero(gain > 0) + 0.5 * np.count_nonzero(gain == 0)
    lost = kept = _NOTHING
    if posterior.loss_known[arm] and posterior.loss_known[0]:
        typical = 0.5 * _standard_deviation(ascending)
        lost = mean_loss(np.maximum(-gain, 0.0), typical)
        kept = mean_loss(np.maximum(gain, 0.0), typical)
    relative = UNKNOWN
    if posterior.positive(question.alpha)[0]:
        ratios = _relative(lift, posterior.origin + control, posterior.origin + treatment)
        relative = summarise(np.sort(ratios), question.alpha)
    return _Comparison(
        share_estimate(wins, lift.size), lost, kept, summarise(ascending, question.alpha), relative
    )


def _standard_deviation(ascending: Floats) -> float:
    """From the middle two thirds: heavy tails leave it as it is."""
    rank = round(_ONE_SD * (ascending.size - 1))
    return 0.5 * float(ascending[-1 - rank] - ascending[rank])


def _relative(lift: Floats, control: Floats, treatment: Floats) -> Floats:
    """Lift over control; where the control is not above 0, the infinity on the treatment's side."""
    above = control > 0
    if above.all():
        return lift / control
    return np.where(above, lift / np.where(above, control, 1.0), np.copysign(np.inf, treatment))
