"""The verdict of one experiment: evidence gathered, rules applied, reasons written."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experimentos_core.analysis import Analysis, Comparison, GuardrailResult
from experimentos_core.analysis.guardrail_rules import StatusLevel, stops_launch
from experimentos_core.charter import Charter
from experimentos_core.decision.evidence import weigh
from experimentos_core.decision.reasons import ArmFacts, explain_arm, explain_arms, explain_health
from experimentos_core.decision.rules import RULES, Evidence, Rule, combine_arms, first_match
from experimentos_core.foundation.values import GuardrailStatus, HealthStatus, RuleCode, Verdict
from experimentos_core.healthcheck import HealthReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmDecision:
    """What the rules say of one treatment.

    Attributes:
        variant: The treatment.
        verdict: Launch, Hold or Rollback.
        rule: The rule that fired.
        reason: One sentence with the numbers that made it fire.
        would_change: What would lead to another verdict.
    """

    variant: str
    verdict: Verdict
    rule: RuleCode
    reason: str
    would_change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do, and why.

    Attributes:
        decision: Launch, Hold or Rollback.
        rule: The rule that decided.
        reason: One sentence with the numbers that made it fire.
        details: What else must be said beside the verdict, one sentence each.
        would_change: What would lead to another verdict.
        variant: The treatment to launch; None unless the decision is Launch.
        arms: The rules applied to each treatment; empty where the data was not analysed.
    """

    decision: Verdict
    rule: RuleCode
    reason: str
    details: tuple[str, ...]
    would_change: str
    variant: str | None
    arms: tuple[ArmDecision, ...]


def make_decision(health: HealthReport, analysis: Analysis | None, charter: Charter) -> Decision:
    """Decide by the first rule of the table that holds.

    Args:
        health: The health report; its findings come before any effect.
        analysis: The numbers, or None where the health is Blocked.
        charter: The plan: directions, alpha and the guardrail rule.
    """
    if analysis is None or health.overall_status is HealthStatus.BLOCKED:
        return _blocked(health)
    matches = first_match(_gather(health, analysis, charter))
    arms = tuple(
        _decide_arm(RULES[match], _facts(comparison, analysis, health, charter))
        for comparison, match in zip(analysis.primary.comparisons, matches, strict=True)
    )
    # By name, so that equal arms are told apart the same way in whatever order the rows stand.
    by_name = np.array(sorted(range(len(arms)), key=lambda i: arms[i].variant))
    rule_index, position = combine_arms(matches[by_name], _gains(analysis, charter)[by_name])
    return _overall(arms, RULES[int(rule_index)], int(by_name[position]), analysis)


def _blocked(health: HealthReport) -> Decision:
    reasons = explain_health(health)
    return Decision(
        decision=Verdict.HOLD,
        rule=RuleCode.HEALTH_BLOCKED,
        reason=reasons.reason,
        details=(),
        would_change=reasons.would_change,
        variant=None,
        arms=(),
    )


def _gather(health: HealthReport, analysis: Analysis, charter: Charter) -> Evidence:
    comparisons = analysis.primary.comparisons
    return weigh(
        health_blocked=health.overall_status is HealthStatus.BLOCKED,
        split_broken=health.srm is not None and health.srm.status is not HealthStatus.HEALTHY,
        significant=[c.is_significant for c in comparisons],
        gains=_gains(analysis, charter),
        worst_guardrail=[_worst(_guardrails_of(analysis, c.variant)) for c in comparisons],
        rule=charter.guardrail_rule,
    )


def _gains(analysis: Analysis, charter: Charter) -> NDArray[np.float64]:
    # An unknown lift is no gain and no harm: without a test it is significant in no direction.
    lifts = [comparison.absolute_lift or 0.0 for comparison in analysis.primary.comparisons]
    return np.array(lifts) * charter.primary.direction.sign


def _guardrails_of(analysis: Analysis, variant: str) -> tuple[GuardrailResult, ...]:
    return tuple(g for g in analysis.guardrails if g.variant == variant)


def _worst(guardrails: Sequence[GuardrailResult]) -> StatusLevel:
    return max((StatusLevel[g.status.name] for g in guardrails), default=StatusLevel.OK)


def _counts_as_worsened(guardrail: GuardrailResult, charter: Charter) -> bool:
    return bool(stops_launch(StatusLevel[guardrail.status.name], charter.guardrail_rule))


def _facts(
    comparison: Comparison, analysis: Analysis, health: HealthReport, charter: Charter
) -> ArmFacts:
    guardrails = _guardrails_of(analysis, comparison.variant)
    return ArmFacts(
        comparison=comparison,
        stopping=tuple(g for g in guardrails if _counts_as_worsened(g, charter)),
        unsettled=tuple(g for g in guardrails if g.status is GuardrailStatus.INCONCLUSIVE),
        watched=guardrails,
        primary=analysis.primary,
        health=health,
        charter=charter,
    )


def _decide_arm(rule: Rule, facts: ArmFacts) -> ArmDecision:
    reasons = explain_arm(rule.code, facts)
    return ArmDecision(
        variant=facts.comparison.variant,
        verdict=rule.verdict,
        rule=rule.code,
        reason=reasons.reason,
        would_change=reasons.would_change,
    )


def _overall(
    arms: tuple[ArmDecision, ...], rule: Rule, arm_index: int, analysis: Analysis
) -> Decision:
    arm = arms[arm_index]
    speaks_for_all = len(arms) == 1 or rule.code is RuleCode.SRM
    one_arm_decides = speaks_for_all or rule.verdict is Verdict.LAUNCH
    told = (
        () if speaks_for_all else _tell_arms(arms, arm if one_arm_decides else None, rule.verdict)
    )
    return Decision(
        decision=rule.verdict,
        rule=rule.code,
        reason=arm.reason if one_arm_decides else explain_arms(rule.verdict, _to_stop(arms)),
        details=(*told, *_unclear_guardrails(analysis, arm)),
        would_change=arm.would_change,
        variant=arm.variant if rule.verdict is Verdict.LAUNCH else None,
        arms=arms,
    )


_TELLING_ORDER = (Verdict.ROLLBACK, Verdict.LAUNCH, Verdict.HOLD)


def _to_stop(arms: Sequence[ArmDecision]) -> tuple[str, ...]:
    return tuple(arm.variant for arm in arms if arm.verdict is Verdict.ROLLBACK)


def _tell_arms(
    arms: Sequence[ArmDecision], chosen: ArmDecision | None, overall: Verdict
) -> tuple[str, ...]:
    """Say what becomes of each treatment but the chosen one; arms to stop are never left unsaid."""
    sentences: list[str] = []
    for arm in sorted(arms, key=lambda arm: _TELLING_ORDER.index(arm.verdict)):
        if arm is chosen:
            continue
        lead = f"{arm.variant}: {arm.verdict.value}"
        if arm.verdict is Verdict.ROLLBACK and overall is not Verdict.ROLLBACK:
            lead = f"Stop {arm.variant}"
        if arm.verdict is Verdict.LAUNCH and overall is Verdict.LAUNCH:
            lead = f"{arm.variant} earns a launch too, its gain is not larger"
        sentences.append(f"{lead} ({arm.rule.value}). {arm.reason}")
    return tuple(sentences)


def _unclear_guardrails(analysis: Analysis, arm: ArmDecision) -> tuple[str, ...]:
    """Name the guardrails that are not shown safe, and how bad they could be."""
    return tuple(
        f"Guardrail {guardrail.name} is not settled for {guardrail.variant}. {guardrail.reason}"
        for guardrail in _guardrails_of(analysis, arm.variant)
        if guardrail.status is GuardrailStatus.INCONCLUSIVE
    )
