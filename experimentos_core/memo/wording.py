"""Words and symbols the parts of a memo share."""

from experimentos_core.analysis import Comparison, GuardrailResult
from experimentos_core.decision import ArmDecision
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import NOT_AVAILABLE
from experimentos_core.foundation.values import (
    Direction,
    GuardrailStatus,
    HealthStatus,
    Severity,
    Verdict,
)
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.memo.escaping import NAME_CHARACTERS

VERDICT_SYMBOLS = {Verdict.LAUNCH: "\u25b2", Verdict.HOLD: "\u25a0", Verdict.ROLLBACK: "\u25bc"}
HEALTH_SYMBOLS = {
    HealthStatus.HEALTHY: "\u2713",
    HealthStatus.WARNING: "!",
    HealthStatus.BLOCKED: "\u2715",
}
SEVERITY_SYMBOLS = {Severity.WARNING: "!", Severity.BLOCKED: "\u2715"}
GUARDRAIL_SYMBOLS = {
    GuardrailStatus.OK: "\u2713",
    GuardrailStatus.INCONCLUSIVE: "?",
    GuardrailStatus.WORSENED: "!",
    GuardrailStatus.SEVERE: "\u2715",
}
MOST_ROWS = 40


def name(text: str) -> str:
    """Return a name as it is printed: one line, of a sensible length, N/A where there is none."""
    return make_visible(text, NAME_CHARACTERS) or NOT_AVAILABLE


def names(texts: tuple[str, ...]) -> str:
    """Return names in a row: 'a', 'a and b', 'a, b and c'."""
    shown = [name(text) for text in texts]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def deciding_arm(report: Report) -> ArmDecision | None:
    """Return the treatment whose rule decided; None where nothing was analysed."""
    decision = report.decision
    if decision.variant is not None:
        return next(arm for arm in decision.arms if arm.variant == decision.variant)
    same_rule = (arm for arm in decision.arms if arm.rule is decision.rule)
    return next(same_rule, None)


def comparison_of(report: Report, variant: str) -> Comparison:
    """Return the primary result of one treatment."""
    comparisons = report.primary.comparisons if report.primary else ()
    return next(comparison for comparison in comparisons if comparison.variant == variant)


def guardrails_of(report: Report, variant: str) -> tuple[GuardrailResult, ...]:
    """Return all guardrails of one treatment."""
    return tuple(guardrail for guardrail in report.guardrails if guardrail.variant == variant)


def reading_of(comparison: Comparison, good: Direction) -> str:
    """Say in a word what a comparison shows: better, worse or not clear."""
    if not comparison.is_significant:
        return "not clear"
    return "better" if comparison.absolute_lift * good.sign > 0 else "worse"
