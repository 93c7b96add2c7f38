"""Plans in one line, for tests that ask what the decision rule will do with them."""

from typing import Any

import numpy as np

from experimentos_core.charter import Margins
from experimentos_core.foundation.values import Direction, MarginScale
from experimentos_core.operating_characteristics import (
    Characteristics,
    MeanBaseline,
    PlannedDecision,
    PlannedGuardrail,
    RateBaseline,
    ScenarioOutcome,
)


def guardrail(
    name: str,
    level: float,
    *,
    sd: float | None = None,
    margins: tuple[float, float] = (0.001, 0.003),
    scale: MarginScale = MarginScale.ABSOLUTE,
    direction: Direction = Direction.UP,
) -> PlannedGuardrail:
    """Return a guardrail; a mean where a standard deviation is given."""
    baseline = RateBaseline(rate=level) if sd is None else MeanBaseline(mean=level, sd=sd)
    return PlannedGuardrail(
        name=name,
        baseline=baseline,
        margins=Margins(worsened=margins[0], severe=margins[1], scale=scale),
        direction=direction,
    )


def plan_of(
    level: float, mde: float, users: tuple[int, ...], *, sd: float | None = None, **more: Any
) -> PlannedDecision:
    """Return a plan; the primary is a mean where a standard deviation is given."""
    baseline = RateBaseline(rate=level) if sd is None else MeanBaseline(mean=level, sd=sd)
    return PlannedDecision(baseline=baseline, mde=mde, users=users, **more)


def scenario(found: Characteristics, name: str) -> ScenarioOutcome:
    """Return the outcome of one scenario under the planned rule."""
    return next(outcome for outcome in found.scenarios if outcome.scenario == name)


def within(share: float, expected: float, draws: int, errors: float = 4.5) -> bool:
    """Whether a simulated share is the expected one but for chance."""
    return bool(abs(share - expected) <= errors * np.sqrt(expected * (1 - expected) / draws))
