"""The ordered rule table, evaluated on arrays: one experiment is the 0-d case of a million."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experimentos_core.foundation.values import RuleCode, Verdict

type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the rules look at; all fields broadcast against each other.

    Attributes:
        health_blocked: The data is unusable.
        split_broken: The sample-ratio test warns or blocks.
        guardrail_severe: Any guardrail is severe.
        primary_harm: The primary is significant in the harmful direction.
        not_final: Looks are planned, no bound is crossed and looks remain.
        primary_gain: The primary is significant in the good direction.
        guardrail_worsened: Any guardrail counts as worsened.
    """

    health_blocked: Flags
    split_broken: Flags
    guardrail_severe: Flags
    primary_harm: Flags
    not_final: Flags
    primary_gain: Flags
    guardrail_worsened: Flags


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: when it holds, and what it decides."""

    code: RuleCode
    holds: Callable[[Evidence], Flags]
    verdict: Verdict


RULES = (
    Rule(RuleCode.HEALTH_BLOCKED, lambda e: e.health_blocked, Verdict.HOLD),
    Rule(RuleCode.SRM, lambda e: e.split_broken, Verdict.HOLD),
    Rule(RuleCode.GUARDRAIL_SEVERE, lambda e: e.guardrail_severe, Verdict.ROLLBACK),
    Rule(RuleCode.PRIMARY_HARM, lambda e: e.primary_harm, Verdict.ROLLBACK),
    Rule(RuleCode.NOT_FINAL, lambda e: e.not_final, Verdict.HOLD),
    Rule(
        RuleCode.GUARDRAIL_WORSENED,
        lambda e: e.primary_gain & e.guardrail_worsened,
        Verdict.HOLD,
    ),
    Rule(RuleCode.LAUNCH, lambda e: e.primary_gain, Verdict.LAUNCH),
    Rule(RuleCode.NOT_SIGNIFICANT, lambda e: np.ones_like(e.primary_gain), Verdict.HOLD),
)

_VERDICT_OF_RULE = np.array([list(Verdict).index(rule.verdict) for rule in RULES], dtype=np.int8)
_LAUNCH, _HOLD, _ROLLBACK = (list(Verdict).index(verdict) for verdict in Verdict)


def first_match(evidence: Evidence) -> NDArray[np.int8]:
    """Return the index into RULES of the first rule that holds; the last one always does."""
    held = np.stack(np.broadcast_arrays(*(rule.holds(evidence) for rule in RULES)))
    return np.asarray(np.argmax(held, axis=0), dtype=np.int8)


def verdicts_of(matches: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return indices into Verdict for indices into RULES."""
    return np.asarray(_VERDICT_OF_RULE[matches], dtype=np.int8)


def combine_arms(
    matches: NDArray[np.int8], gains: NDArray[np.float64]
) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    """Decide over several treatments; the last axis runs over them.

    Launch when any arm earns it: the one with the largest gain. Rollback when every arm earns it.
    Otherwise Hold. The rule reported is the launched arm's; else the first rule in the table
    among the arms with the overall verdict.

    Args:
        matches: Index into RULES of each arm.
        gains: Lift of each arm in the good direction.

    Returns:
        Index into RULES of the overall decision, and the index of the arm it comes from.
    """
    verdicts = verdicts_of(matches)
    launches, rollbacks = verdicts == _LAUNCH, verdicts == _ROLLBACK
    best = np.argmax(np.where(launches, gains, -np.inf), axis=-1)
    any_launch, all_rollback = launches.any(axis=-1), rollbacks.all(axis=-1)
    eligible = np.where(all_rollback[..., np.newaxis], rollbacks, verdicts == _HOLD)
    first = np.argmin(np.where(eligible, matches, len(RULES)), axis=-1)
    arm = np.where(any_launch, best, first)
    rule = np.take_along_axis(matches, arm[..., np.newaxis], axis=-1)[..., 0]
    return np.asarray(rule, dtype=np.int8), np.asarray(arm, dtype=np.int64)
