"""What it would take to show each guardrail safe: more users, or a wider margin."""

import math
from dataclasses import dataclass

from experimentos_core.foundation.changes import ChangeUnit, change_size
from experimentos_core.foundation.formatting import percent
from experimentos_core.foundation.values import Direction, MetricKind
from experimentos_core.operating_characteristics.plan import (
    MeanBaseline,
    PlannedDecision,
    PlannedGuardrail,
)
from experimentos_core.stats.margin_power import (
    MarginPlan,
    chance_of_safety,
    margin_for_safety,
    times_users_for_safety,
)

_CHANCE = 0.8
_MOST_TIMES = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyNeed:
    """Whether a guardrail that the change leaves alone can be shown safe, and what it would take.

    Attributes:
        name: The guardrail.
        margin: Its severe margin.
        unit: What the margins are measured in.
        chance: Probability, at the planned size, that its interval stays below the margin.
        wanted: The probability asked for.
        times_users: Factor on the planned users at which `wanted` is reached, rounded up to two
            digits; None where no number of users does.
        users: Users in each arm then, the control first; None where `times_users` is.
        margin_shown: Margin at which the planned users reach `wanted`, rounded up to two digits;
            None where no margin does.
    """

    name: str
    margin: float
    unit: ChangeUnit
    chance: float
    wanted: float
    times_users: float | None
    users: tuple[int, ...] | None
    margin_shown: float | None

    @property
    def is_shown(self) -> bool:
        """Whether the planned size shows it safe with the probability asked for."""
        return self.chance >= self.wanted


def what_it_would_take(plan: PlannedDecision, chance: float = _CHANCE) -> tuple[SafetyNeed, ...]:
    """Say for each guardrail what it takes to show it safe with probability `chance`.

    Safe means that the interval's upper limit lies below the severe margin, for a treatment that
    does not change the metric; of several treatments the one with the fewest users is meant. By
    the normal approximation (see `stats.margin_power`); users are those expected, without chance
    in the split.
    """
    return tuple(_need(plan, guardrail, chance) for guardrail in plan.guardrails)


def in_words(need: SafetyNeed) -> str:
    """Return one sentence; the name is the user's and is to be escaped by whoever shows it."""
    margin, share = change_size(need.margin, need.unit), percent(need.chance, 0)
    if need.is_shown:
        return (
            f"The guardrail {need.name} is shown safe (margin {margin}) in {share} of experiments "
            "that do not change it."
        )
    options = []
    if need.times_users is not None:
        options.append(f"{need.times_users:g}x the users")
    if need.margin_shown is not None:
        options.append(f"a margin of {change_size(need.margin_shown, need.unit)}")
    takes = f": that takes {' or '.join(options)}" if options else ""
    return (
        f"The guardrail {need.name} cannot reliably be shown safe (margin {margin}) at this "
        f"size{takes}. As planned it is shown safe in {share} of the experiments that do not "
        "change it."
    )


def _need(plan: PlannedDecision, guardrail: PlannedGuardrail, chance: float) -> SafetyNeed:
    margins, baseline = guardrail.margins, guardrail.baseline
    asked = MarginPlan(
        level=baseline.level,
        sd=baseline.sd if isinstance(baseline, MeanBaseline) else None,
        n_control=plan.users[0],
        n_treatment=min(plan.users[1:]),
        alpha=plan.alpha,
        harm_is_up=guardrail.direction is Direction.UP,
        is_relative=guardrail.is_relative,
    )
    times = _rounded_up(times_users_for_safety(asked, margins.severe, chance))
    is_possible = times < _MOST_TIMES
    shown = margin_for_safety(asked, chance)
    return SafetyNeed(
        name=guardrail.name,
        margin=margins.severe,
        unit=_unit(guardrail),
        chance=chance_of_safety(asked, margins.severe),
        wanted=chance,
        times_users=times if is_possible else None,
        users=_times(times, plan.users) if is_possible else None,
        margin_shown=None if shown is None else _rounded_up(shown),
    )


def _unit(guardrail: PlannedGuardrail) -> ChangeUnit:
    if guardrail.is_relative:
        return ChangeUnit.PERCENT
    return ChangeUnit.POINTS if guardrail.baseline.kind is MetricKind.RATE else ChangeUnit.AMOUNT


def _times(factor: float, users: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(max(math.ceil(round(factor * n, 6)), 1) for n in users)


def _rounded_up(value: float) -> float:
    """To two significant digits, so that what is said is enough."""
    if value <= 0:
        return 0.0
    decimals = 1 - math.floor(math.log10(value))
    return round(math.ceil(round(value * 10.0**decimals, 9)) * 10.0**-decimals, max(decimals, 0))
