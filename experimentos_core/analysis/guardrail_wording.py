"""Why a guardrail has its status, in a sentence with its numbers."""

from experimentos_core.charter import GuardrailPlan
from experimentos_core.foundation.formatting import count, points, points_beside, points_size
from experimentos_core.foundation.values import GuardrailRule, GuardrailStatus


def explain_status(
    status: GuardrailStatus,
    harm: float,
    interval: tuple[float, float],
    plan: GuardrailPlan,
    *,
    rule: GuardrailRule,
    users_needed: int | None,
) -> str:
    """Say why; `harm` and `interval` point in the harmful direction."""
    match status:
        case GuardrailStatus.SEVERE:
            return _explain_severe(harm, interval[0], plan, rule)
        case GuardrailStatus.WORSENED:
            return _explain_worsened(harm, interval[0], plan)
        case GuardrailStatus.INCONCLUSIVE:
            return _explain_inconclusive(harm, interval[1], plan, users_needed)
        case GuardrailStatus.OK:
            return _explain_ok(harm, interval[1], plan, rule)


def _explain_severe(harm: float, low: float, plan: GuardrailPlan, rule: GuardrailRule) -> str:
    seen = points_beside(harm, plan.severe_margin)
    sentence = f"Worse by {seen}, at or over the severe margin of {_severe(plan)}"
    if rule is GuardrailRule.POINT:
        return f"{sentence}."
    return f"{sentence}, and proven ({points_size(low)} or more)."


def _explain_worsened(harm: float, low: float, plan: GuardrailPlan) -> str:
    unproven = low <= 0
    over_severe = harm >= plan.severe_margin and unproven
    margin = plan.severe_margin if over_severe else plan.worsened_margin
    other = plan.worsened_margin if over_severe else plan.severe_margin
    seen = max(points_beside(harm, margin), points_beside(harm, other), key=len)
    which = "severe margin" if over_severe else "margin"
    sentence = f"Worse by {seen}, at or over the {which} of {points_size(margin)}"
    return f"{sentence}, but that is not proven." if unproven else f"{sentence}."


def _explain_inconclusive(
    harm: float, high: float, plan: GuardrailPlan, users_needed: int | None
) -> str:
    settle = ""
    if users_needed is not None:
        settle = f"; about {count(users_needed)} users in both arms would settle it"
    seen = f"Worse by {points_beside(harm, plan.severe_margin)}" if harm > 0 else "Not worse"
    most = points_beside(high, plan.severe_margin)
    return f"{seen} as measured, {most} at worst; the severe margin is {_severe(plan)}{settle}."


def _explain_ok(harm: float, high: float, plan: GuardrailPlan, rule: GuardrailRule) -> str:
    if rule is GuardrailRule.POINT:
        margin = points_size(plan.worsened_margin)
        if harm <= 0:
            return f"Changed by {points(harm)} in the harmful direction, under {margin}."
        seen = points_beside(harm, plan.worsened_margin)
        return f"Worse by {seen}, under the margin of {margin}."
    if high <= 0:
        return f"No worse: the interval ends at {points(high)} in the harmful direction."
    most = points_beside(high, plan.severe_margin)
    return f"Worse by {most} at most, under the severe margin of {_severe(plan)}."


def _severe(plan: GuardrailPlan) -> str:
    return points_size(plan.severe_margin)
