"""How large an experiment must be: users for a change, a change for users, or their power."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Correction
from experimentos_core.stats.power import (
    days_needed,
    mean_mde,
    mean_power,
    mean_users_needed,
    proportion_detectable_change,
    proportion_power,
    proportion_users_needed,
)

_DAYS_A_WEEK = 7
_CURVE_POINTS = 81
_FEWEST = 2
_NOISE = 1e-9  # so that a tenth of thirty is three


class SizeMethod(StrEnum):
    """How an answer was computed."""

    COHENS_H = "Cohen's h (normal approximation, two-sided)"
    T_TEST = "two-sample t test (noncentral t, two-sided)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRequest:
    """What is asked; give the smallest change, the users of the control, or both.

    Attributes:
        baseline: Rate of the control, where rates are compared; else its mean, or None.
        sd: Standard deviation of single values, where means are compared; None for rates.
        mde: Smallest change worth finding, in the metric's unit (0.02 is two percentage points);
            negative for a fall. None: it is what is asked.
        alpha: Two-sided level over all treatments together.
        power: Chance of finding the change, for one treatment.
        ratio: Users of a treatment over users of the control.
        arms: Control and treatments together.
        correction: How several treatments are corrected for.
        n_control: Users of the control; None: they are what is asked.
        daily_traffic: Users a day who could take part; None: days are not asked.
        share_exposed: Share of them who do.
    """

    baseline: float | None = None
    sd: float | None = None
    mde: float | None = None
    alpha: float = DEFAULT_THRESHOLDS.alpha
    power: float = DEFAULT_THRESHOLDS.power
    ratio: float = 1.0
    arms: int = 2
    correction: Correction = Correction.BONFERRONI
    n_control: int | None = None
    daily_traffic: float | None = None
    share_exposed: float = 1.0

    @property
    def is_mean(self) -> bool:
        """Whether means are compared."""
        return self.sd is not None

    @property
    def alpha_each(self) -> float:
        """Level of one comparison: divided by their number, unless they are not corrected.

        For Holm and Benjamini-Hochberg that is their first step, and so what is sure.
        """
        comparisons = 1 if self.correction is Correction.NONE else self.arms - 1
        return self.alpha / comparisons


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeAnswer:
    """Whole users, and what they can find.

    Attributes:
        n_control: Users of the control.
        n_treatment: Users of each treatment.
        total: All arms together.
        days: Until they have come; None where no traffic was given.
        power: Chance of finding the change at these users; None where no change can be found.
        mde: The change, as in the request; None where none can be found at this size.
        alpha: Level of one comparison.
        method: How it was computed.
    """

    n_control: int
    n_treatment: int
    total: int
    days: int | None
    power: float | None
    mde: float | None
    alpha: float
    method: SizeMethod


def size_experiment(request: SizeRequest) -> SizeAnswer:
    """Answer what a request leaves open.

    Raises:
        CharterError: For what no experiment could have (a rate beyond 100 %, a change of 0, a power
            below alpha), and where too little is given.
    """
    _check(request)
    try:
        return _answer(request)
    except ValueError as error:
        raise CharterError(str(error), "Change it and ask again.") from error


def mde_by_week(request: SizeRequest, weeks: int = 8) -> tuple[SizeAnswer, ...]:
    """Return the smallest change that can be found after each of so many weeks.

    Weeks with fewer than two users in an arm are left out. Raises as `size_experiment`, and
    without traffic.
    """
    answers: list[SizeAnswer] = []
    for week in range(1, weeks + 1):
        n_control = _control_users(_DAYS_A_WEEK * week, request)
        if min(n_control, n_control * request.ratio) >= _FEWEST:
            at_week = replace(request, n_control=n_control, mde=None)
            answers.append(replace(size_experiment(at_week), days=week * _DAYS_A_WEEK))
    return tuple(answers)


def control_users_in(days: int, request: SizeRequest) -> int:
    """Return the users of the control once so many days of the traffic have come.

    Raises:
        CharterError: Without traffic, for less than a day, and where an arm would have fewer than
            two users.
    """
    n_control = _control_users(days, request)
    if min(n_control, n_control * request.ratio) < _FEWEST:
        message = "In these days fewer than two users come for each arm."
        raise CharterError(message, "Plan more days, or more traffic.")
    return n_control


def _control_users(days: int, request: SizeRequest) -> int:
    """Whole users of the control among those of so many days, from the decimals as written."""
    _check(replace(request, n_control=_FEWEST))
    if request.daily_traffic is None:
        raise CharterError("The traffic a day is not known.", "Give it, to count in days.")
    if days < 1:
        raise CharterError(f"An experiment takes at least a day, not {days}.", "Give more days.")
    if not 0 < request.ratio < math.inf:
        message = f"Users of a treatment over those of the control cannot be {request.ratio:g}."
        raise CharterError(message, "Give a number above 0.")
    _check_traffic(request.daily_traffic, request.share_exposed)
    traffic, share, ratio = (
        Fraction(repr(float(number)))
        for number in (request.daily_traffic, request.share_exposed, request.ratio)
    )
    return math.floor(days * traffic * share / (1 + (request.arms - 1) * ratio))


def _check_traffic(daily_traffic: float, share_exposed: float) -> None:
    try:
        days_needed(1, daily_traffic, share_exposed)
    except ValueError as error:
        raise CharterError(str(error), "Change it and ask again.") from error


def power_curve(request: SizeRequest, n_control: int) -> tuple[tuple[float, float], ...]:
    """Return change and power over the changes that matter at this size, for a line to draw.

    From no change to three times the smallest one that can be found, within what a rate can be.
    Raises as `size_experiment`.
    """
    found = size_experiment(replace(request, n_control=n_control, mde=None)).mde
    furthest = _furthest(request, found)
    changes = np.linspace(0.0, furthest, _CURVE_POINTS)[1:]
    ratio, alpha = request.ratio, request.alpha_each
    if request.sd is not None:
        powers = mean_power(changes, request.sd, n_control, ratio=ratio, alpha=alpha)
    else:
        powers = proportion_power(
            request.baseline or 0.0, changes, n_control, ratio=ratio, alpha=alpha
        )
    points = zip((0.0, *changes), (alpha, *powers), strict=True)
    return tuple((float(change), float(power)) for change, power in points)


def _furthest(request: SizeRequest, found: float | None) -> float:
    baseline = request.baseline or 0.0
    sign = -1.0 if (request.mde or 0.0) < 0 else 1.0
    if request.sd is not None:
        return 3.0 * (found or request.sd)
    room = (1.0 - baseline if sign > 0 else baseline) * (1.0 - 1e-9)
    return sign * (room if found is None else min(3.0 * abs(found), room))


def _check(request: SizeRequest) -> None:
    if request.mde is None and request.n_control is None:
        message = "Neither the smallest change worth finding nor the number of users is given."
        raise CharterError(message, "Give one of them; the other is the answer.")
    if request.sd is None and request.baseline is None:
        message = "The rate expected without the change is not given."
        raise CharterError(message, "Give it, or the standard deviation where it is a mean.")
    if request.arms < _FEWEST:
        message = f"An experiment has at least two arms, but this one has {request.arms}."
        raise CharterError(message, "Count the control and every treatment.")
    if not 0 < request.alpha < 1:
        message = f"The significance level must lie between 0 and 1, but is {request.alpha:g}."
        raise CharterError(message, "The usual level is 0.05.")
    if not request.alpha < request.power < 1:
        message = (
            f"The power must lie between the level {request.alpha:g} and 1, but is "
            f"{request.power:g}."
        )
        raise CharterError(message, "The usual power is 0.8.")


def _answer(request: SizeRequest) -> SizeAnswer:
    if request.n_control is None:
        return _users(request)
    n_control = request.n_control
    n_treatment = max(math.ceil(n_control * request.ratio - _NOISE), 1)
    ratio, alpha = n_treatment / n_control, request.alpha_each
    mde, power = request.mde, request.power
    reached: float | None = power
    if mde is None:
        mde = _smallest_change(request, ratio)
        reached = None if mde is None else power
    elif request.sd is not None:
        reached = float(mean_power(mde, request.sd, n_control, ratio=ratio, alpha=alpha))
    else:
        rate = request.baseline or 0.0
        reached = float(proportion_power(rate, mde, n_control, ratio=ratio, alpha=alpha))
    total = n_control + (request.arms - 1) * n_treatment
    return _complete(request, n_control, n_treatment, total, power=reached, mde=mde)


def _users(request: SizeRequest) -> SizeAnswer:
    mde, treatments = request.mde or 0.0, request.arms - 1
    if request.sd is not None:
        needed = mean_users_needed(
            mde,
            request.sd,
            power=request.power,
            ratio=request.ratio,
            alpha=request.alpha_each,
            treatments=treatments,
        )
    else:
        needed = proportion_users_needed(
            request.baseline or 0.0,
            mde,
            power=request.power,
            ratio=request.ratio,
            alpha=request.alpha_each,
            treatments=treatments,
        )
    return _complete(
        request, needed.control, needed.treatment, needed.total, power=needed.power, mde=mde
    )


def _smallest_change(request: SizeRequest, ratio: float) -> float | None:
    n_control, alpha = request.n_control or 0, request.alpha_each
    if request.sd is not None:
        found = mean_mde(request.sd, n_control, power=request.power, ratio=ratio, alpha=alpha)
        return float(found)
    return proportion_detectable_change(
        request.baseline or 0.0, n_control, power=request.power, ratio=ratio, alpha=alpha
    ).change


def _complete(
    request: SizeRequest,
    n_control: int,
    n_treatment: int,
    total: int,
    *,
    power: float | None,
    mde: float | None,
) -> SizeAnswer:
    days = None
    if request.daily_traffic is not None:
        days = days_needed(total, request.daily_traffic, request.share_exposed)
    return SizeAnswer(
        n_control=n_control,
        n_treatment=n_treatment,
        total=total,
        days=days,
        power=power,
        mde=mde,
        alpha=request.alpha_each,
        method=SizeMethod.T_TEST if request.is_mean else SizeMethod.COHENS_H,
    )
