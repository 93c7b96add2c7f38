"""How probably a harmless metric is shown to be harmless: below a margin, upper limit and all.

Of the two-sided interval of confidence 1 - alpha, where treatment and control are in truth alike.
The normal approximation of Farrington & Manning (1990): the limit lies below the margin when the
estimate lies more than z standard errors below it, the errors being those under the margin.
All functions take one plan; sizes may be fractions.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from experimentos_core.stats.counts import TwoArms
from experimentos_core.stats.score_interval import score_statistic

_STEPS = 200
_FINE = 1e-12
_FARTHEST = 1e6


class Errors(NamedTuple):
    """Distance to the margin in the metric's unit, and standard errors of the difference.

    `at_margin` is the one the test divides by, `in_truth` the one the estimate really has.
    """

    distance: float
    at_margin: float
    in_truth: float


type ErrorsAt = Callable[[float], Errors]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginPlan:
    """A metric that must not get worse by a margin.

    Attributes:
        level: Its rate or mean, in both arms.
        sd: Standard deviation of a mean; None for a rate.
        n_control: Users in the control.
        n_treatment: Users in the treatment.
        alpha: Two-sided level of the interval.
        harm_is_up: Whether a rise is the harm.
        is_relative: Whether margins are shares of the control's level.
    """

    level: float
    sd: float | None
    n_control: float
    n_treatment: float
    alpha: float
    harm_is_up: bool
    is_relative: bool

    @property
    def largest(self) -> float:
        """The largest margin that is looked at; no difference of rates is larger than 1."""
        if self.is_relative:
            return _FARTHEST
        return 1.0 if self.sd is None else _FARTHEST * self.sd


def chance_of_safety(plan: MarginPlan, margin: float) -> float:
    """Probability that the upper limit of the harm lies below the margin (> 0)."""
    errors = _errors(plan, margin)
    gap = errors.distance - _critical(plan) * errors.at_margin
    return float(ndtr(gap / errors.in_truth))


def times_users_for_safety(plan: MarginPlan, margin: float, chance: float) -> float:
    """Factor on the users of both arms at which that probability becomes `chance` in (0, 1).

    Below 1 where it is larger already.
    """
    errors = _errors(plan, margin)
    needed = max(_critical(plan) * errors.at_margin + float(ndtri(chance)) * errors.in_truth, 0.0)
    return (needed / errors.distance) ** 2


def margin_for_safety(plan: MarginPlan, chance: float) -> float | None:
    """The margin at which that probability becomes `chance`; None where none is large enough."""
    low, high = 0.0, plan.largest
    if chance_of_safety(plan, high) < chance:
        return None
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        if high - low <= _FINE * high:
            break
        low, high = (low, middle) if chance_of_safety(plan, middle) >= chance else (middle, high)
    return high


def _critical(plan: MarginPlan) -> float:
    return float(-ndtri(0.5 * plan.alpha))


def _errors(plan: MarginPlan, margin: float) -> Errors:
    if plan.sd is None and not plan.is_relative:
        return _of_rates(plan, margin)
    spread = math.sqrt(plan.level * (1.0 - plan.level)) if plan.sd is None else plan.sd
    if not plan.is_relative:
        error = spread * math.hypot(
            1.0 / math.sqrt(plan.n_control), 1.0 / math.sqrt(plan.n_treatment)
        )
        return Errors(margin, error, error)
    # The statistic of a ratio R: the treatment minus R times the control.
    ratio = 1.0 + margin if plan.harm_is_up else 1.0 - margin
    error = spread * math.hypot(
        ratio / math.sqrt(plan.n_control), 1.0 / math.sqrt(plan.n_treatment)
    )
    return Errors(margin * plan.level, error, error)


def _of_rates(plan: MarginPlan, margin: float) -> Errors:
    """The error under the margin is that of the score test, at the counts to be expected."""
    sizes = (plan.n_control, plan.n_treatment)
    n_c, n_t = (np.array([n]) for n in (sizes if plan.harm_is_up else sizes[::-1]))
    arms = TwoArms(plan.level * n_c, n_c, plan.level * n_t, n_t)
    (statistic,) = score_statistic(arms, np.array([margin]))
    spread = plan.level * (1.0 - plan.level)
    in_truth = math.sqrt(spread / plan.n_control + spread / plan.n_treatment)
    return Errors(margin, margin / abs(float(statistic[0])), in_truth)
