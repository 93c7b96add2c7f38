"""From an answer in fractions to whole users, whole days, or the reason there is none."""

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from experimentos_core.stats.counts import LARGEST_COUNT
from experimentos_core.stats.power.means import mean_power, mean_size
from experimentos_core.stats.power.normal import Tails
from experimentos_core.stats.power.proportions import (
    proportion_mde,
    proportion_power,
    proportion_size,
)
from experimentos_core.stats.power.rates import ProportionMethod


class NotDetectable(StrEnum):
    """Why there is no smallest detectable change."""

    TOO_FEW_USERS = "NOT_DETECTABLE_TOO_FEW_USERS"
    """Even a rate next to 100 % (or, downward, 0 %) would be found less often than asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsersNeeded:
    """Whole users for a plan.

    Attributes:
        control: Users in the control, rounded up.
        treatment: Users in each treatment, rounded up on its own.
        total: All arms together.
        power: What one comparison has at these whole sizes.
    """

    control: int
    treatment: int
    total: int
    power: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectableChange:
    """Smallest change of a rate that is found with the power asked for.

    Attributes:
        change: Absolute, as a fraction, negative when downward; None where there is none.
        reason: Why there is none, or None.
    """

    change: float | None
    reason: NotDetectable | None


def proportion_users_needed(
    baseline: float,
    change: float,
    *,
    power: float,
    ratio: float = 1.0,
    alpha: float = 0.05,
    treatments: int = 1,
    method: ProportionMethod = ProportionMethod.COHENS_H,
    tails: Tails | None = None,
) -> UsersNeeded:
    """Whole users to find a change of a rate (see `proportion_size`), and the power they have.

    alpha is that of one comparison; `treatments` only multiplies their users. Raises ValueError
    as `proportion_size`, for fewer than one treatment, and for more users than 2**53.
    """
    fractions = proportion_size(
        baseline, change, power=power, ratio=ratio, alpha=alpha, method=method, tails=tails
    )
    control, treatment = _whole(float(fractions), ratio)
    reached = proportion_power(
        baseline,
        change,
        control,
        ratio=treatment / control,
        alpha=alpha,
        method=method,
        tails=tails,
    )
    return _needed(control, treatment, treatments, float(reached))


def mean_users_needed(
    change: float,
    sd: float,
    *,
    power: float,
    ratio: float = 1.0,
    alpha: float = 0.05,
    treatments: int = 1,
    tails: Tails = Tails.BOTH,
) -> UsersNeeded:
    """Whole users to find a change of a mean (see `mean_size`), and the power they have.

    alpha is that of one comparison; `treatments` only multiplies their users. Raises ValueError
    as `mean_size`, for fewer than one treatment, and for more users than 2**53.
    """
    fractions = mean_size(change, sd, power=power, ratio=ratio, alpha=alpha, tails=tails)
    control, treatment = _whole(float(fractions), ratio)
    reached = mean_power(change, sd, control, ratio=treatment / control, alpha=alpha, tails=tails)
    return _needed(control, treatment, treatments, float(reached))


def proportion_detectable_change(
    baseline: float,
    n_control: float,
    *,
    power: float,
    upward: bool = True,
    ratio: float = 1.0,
    alpha: float = 0.05,
    method: ProportionMethod = ProportionMethod.COHENS_H,
    tails: Tails | None = None,
) -> DetectableChange:
    """Smallest change of a rate found at this size (see `proportion_mde`), or why there is none.

    Raises ValueError as `proportion_mde`.
    """
    change = proportion_mde(
        baseline,
        n_control,
        power=power,
        upward=upward,
        ratio=ratio,
        alpha=alpha,
        method=method,
        tails=tails,
    )
    if np.isnan(change):
        return DetectableChange(change=None, reason=NotDetectable.TOO_FEW_USERS)
    return DetectableChange(change=float(change), reason=None)


def days_needed(n_total: float, daily_eligible: float, share_exposed: float = 1.0) -> int:
    """Whole days until n_total users have come, of daily_eligible a day of whom a share is exposed.

    Computed from the decimal numbers as they are written: 5,700 users at 57 % of 100 a day are
    100 days, not 101. Raises ValueError, naming the value, unless users and traffic are above 0
    and finite, and the share is above 0 and at most 1.
    """
    for name, value in (("users", n_total), ("eligible users a day", daily_eligible)):
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"The number of {name} must be above 0, but is {value:.12g}.")
    if not 0 < share_exposed <= 1:
        sentence = "The share exposed must be above 0 and at most 1, but is {:.12g}."
        raise ValueError(sentence.format(share_exposed))
    daily = Fraction(repr(float(daily_eligible))) * Fraction(repr(float(share_exposed)))
    return math.ceil(Fraction(repr(float(n_total))) / daily)


def _whole(n_control: float, ratio: float) -> tuple[int, int]:
    """Users of control and treatment, each rounded up."""
    sizes = (n_control, ratio * n_control)
    if max(sizes) > LARGEST_COUNT:
        raise ValueError(
            f"This plan needs {max(sizes):.2g} users in an arm: more than there can be."
        )
    control, treatment = (math.ceil(size) for size in sizes)
    return control, treatment


def _needed(control: int, treatment: int, treatments: int, power: float) -> UsersNeeded:
    if treatments < 1:
        raise ValueError(f"A plan needs at least one treatment, but has {treatments}.")
    total = control + treatments * treatment
    return UsersNeeded(control=control, treatment=treatment, total=total, power=power)
