"""One block of simulated experiments: everything its scenarios are put together from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experimentos_core.analysis.guardrail_rules import StatusLevel
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.values import GuardrailRule
from experimentos_core.healthcheck.split import is_split_blocking, is_split_doubtful
from experimentos_core.operating_characteristics.drawing import (
    Users,
    draw_metric,
    draw_users,
    guardrail_dice,
    primary_dice,
    users_dice,
)
from experimentos_core.operating_characteristics.judging import (
    Change,
    Levels,
    LevelsByRule,
    compare_primary,
    judge,
)
from experimentos_core.operating_characteristics.plan import PlannedDecision, PlannedGuardrail
from experimentos_core.operating_characteristics.scenarios import Effect, Scenario, level_under
from experimentos_core.stats.srm import srm_p_below

type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedGuardrail:
    """One guardrail of every experiment, by rule.

    Attributes:
        harmless: Where no treatment changes it.
        harmed: Where all are worse by its severe margin; None where it cannot get there.
    """

    harmless: LevelsByRule
    harmed: LevelsByRule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Experiments that differ between scenarios only in what the change does.

    Attributes:
        health_blocked: Whether the health check blocks; a column.
        split_broken: Whether the sample-ratio test warns or blocks; a column.
        changes: The primary metric under each effect that can happen.
        guardrails: In the order of the plan.
    """

    health_blocked: Flags
    split_broken: Flags
    changes: dict[Effect, Change]
    guardrails: tuple[JudgedGuardrail, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Experiments and treatments."""
        return self.changes[Effect.NONE].lift.shape


def draw_block(
    plan: PlannedDecision, thresholds: Thresholds, seed: int, number: int, experiments: int
) -> Block:
    """Draw the data of a block, and test every metric at every level it takes in a scenario."""
    users = draw_users(plan, users_dice(seed, number), experiments)
    p_value = srm_p_below(
        np.ascontiguousarray(users.arrived.T),
        np.array(plan.shares)[:, np.newaxis],
        max(thresholds.srm_warning_p, thresholds.srm_blocked_p),
        axis=0,
    )
    is_empty = (users.arrived == 0).any(axis=1)
    return Block(
        health_blocked=(is_empty | is_split_blocking(p_value, thresholds))[:, np.newaxis],
        split_broken=is_split_doubtful(p_value, thresholds)[:, np.newaxis],
        changes=_primary(plan, users, primary_dice(seed, number)),
        guardrails=tuple(
            _guardrail(plan, guardrail, users, thresholds, guardrail_dice(seed, number, i))
            for i, guardrail in enumerate(plan.guardrails)
        ),
    )


def worst_levels(block: Block, scenario: Scenario, rule: GuardrailRule) -> Levels:
    """Return the status of every treatment's worst guardrail."""
    worst = np.full(block.shape, StatusLevel.OK, dtype=np.int8)
    for guardrail, is_harmed in zip(block.guardrails, scenario.harmed, strict=True):
        levels = guardrail.harmed if is_harmed else guardrail.harmless
        if levels is not None:
            worst = np.maximum(worst, levels[rule])
    return worst


def changes_in(block: Block, effects: Sequence[Effect]) -> list[Change]:
    """Return the change to take each treatment's column from."""
    return [block.changes[effect] for effect in effects]


def _primary(
    plan: PlannedDecision, users: Users, dice: np.random.Generator
) -> dict[Effect, Change]:
    levels = [level_under(effect, plan) for effect in Effect]
    control, treated = draw_metric(plan.baseline, levels, users, dice)
    return {
        effect: compare_primary(plan, control, sample)
        for effect, sample in zip(Effect, treated, strict=True)
        if sample is not None
    }


def _guardrail(
    plan: PlannedDecision,
    guardrail: PlannedGuardrail,
    users: Users,
    thresholds: Thresholds,
    dice: np.random.Generator,
) -> JudgedGuardrail:
    levels = (guardrail.baseline.level, guardrail.severe_level)
    control, samples = draw_metric(guardrail.baseline, levels, users, dice)
    judged = [
        None if sample is None else judge(plan, guardrail, control, sample, thresholds)
        for sample in samples
    ]
    return JudgedGuardrail(harmless=judged[0] or {}, harmed=judged[1])
