"""The worlds the rule is tried in: what the change really does to the metrics."""

from dataclasses import dataclass
from enum import StrEnum

from experimentos_core.operating_characteristics.plan import (
    PlannedDecision,
    PlannedGuardrail,
    reached,
)


class Effect(StrEnum):
    """What a treatment does to the primary metric."""

    NONE = "none"
    GAIN = "gain"
    LOSS = "loss"

    @property
    def sign(self) -> int:
        """+1 for the planned change in the good direction, -1 for the same in the other."""
        return {Effect.NONE: 0, Effect.GAIN: 1, Effect.LOSS: -1}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What the treatments really do.

    Attributes:
        name: It in words; guardrails that are not named are left as they were.
        effects: On the primary metric, one per treatment.
        harmed: Whether each guardrail is worse by its severe margin, in all treatments.
    """

    name: str
    effects: tuple[Effect, ...]
    harmed: tuple[bool, ...]


def level_under(effect: Effect, plan: PlannedDecision) -> float | None:
    """Return the primary metric's level in a treatment; None where a rate cannot get there."""
    return reached(plan.baseline, effect.sign * plan.direction.sign * plan.mde)


def scenarios_of(plan: PlannedDecision) -> tuple[Scenario, ...]:
    """Return the scenarios that can happen; `left_out` names the others."""
    harmless = (False,) * len(plan.guardrails)
    found = [_alike("no effect", Effect.NONE, plan, harmless)]
    found.append(_alike("MDE", Effect.GAIN, plan, harmless))
    if level_under(Effect.LOSS, plan) is not None:
        found.append(_alike("minus MDE", Effect.LOSS, plan, harmless))
    if plan.treatments > 1:
        effects = (Effect.GAIN, *(Effect.NONE,) * (plan.treatments - 1))
        name = "MDE in the first treatment only"
        found.append(Scenario(name=name, effects=effects, harmed=harmless))
    can_be_harmed = tuple(_can_be_harmed(guardrail) for guardrail in plan.guardrails)
    for i, guardrail in enumerate(plan.guardrails):
        if can_be_harmed[i]:
            harmed = tuple(j == i for j in range(len(plan.guardrails)))
            found.append(_alike(f"MDE, {guardrail.name} severe", Effect.GAIN, plan, harmed))
    if sum(can_be_harmed) > 1:
        found.append(_alike("MDE, all guardrails severe", Effect.GAIN, plan, can_be_harmed))
    return tuple(found)


def left_out(plan: PlannedDecision) -> tuple[str, ...]:
    """Say which scenarios cannot happen, because a rate would leave the range from 0 to 1."""
    sentences = []
    if level_under(Effect.LOSS, plan) is None:
        sentences.append("The primary metric cannot fall or rise by the MDE in the bad direction.")
    sentences += [
        f"The guardrail {guardrail.name} cannot get worse by its severe margin."
        for guardrail in plan.guardrails
        if not _can_be_harmed(guardrail)
    ]
    return tuple(sentences)


def _alike(name: str, effect: Effect, plan: PlannedDecision, harmed: tuple[bool, ...]) -> Scenario:
    return Scenario(name=name, effects=(effect,) * plan.treatments, harmed=harmed)


def _can_be_harmed(guardrail: PlannedGuardrail) -> bool:
    return guardrail.severe_level is not None
