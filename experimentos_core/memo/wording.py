"""Words and symbols the parts of a memo share."""

from collections.abc import Iterable

from experimentos_core.analysis import (
    ArmMean,
    Comparison,
    ContinuousResult,
    GuardrailResult,
    MeanComparison,
)
from experimentos_core.analysis.comparison_words import (
    interval_of_change,
    not_testable,
    relative_change,
    relative_interval,
)
from experimentos_core.analysis.wording import NO_RELATIVE, per_one
from experimentos_core.decision import ArmDecision
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import NOT_AVAILABLE, level
from experimentos_core.foundation.values import (
    Direction,
    GuardrailStatus,
    HealthStatus,
    RuleCode,
    Severity,
    Verdict,
)
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.memo.blocks import Line, Paragraph, Strong
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
BROKEN_SPLIT = (
    "Users did not arrive in the planned split, so these numbers are shown for the record only."
)
MOST_ROWS = 40
NOT_CLEAR = "not clear"
UNTESTED = "not testable"


def name(text: str) -> str:
    """Return a name as it is printed: one line, of a sensible length, N/A where there is none."""
    return make_visible(text, NAME_CHARACTERS) or NOT_AVAILABLE


def names(texts: tuple[str, ...]) -> str:
    """Return names in a row: 'a', 'a and b', 'a, b and c'."""
    shown = [name(text) for text in texts]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def broken_split(report: Report) -> tuple[Paragraph, ...]:
    """Return the caution that stands over every effect where the split decided; else nothing."""
    return (Paragraph(Strong(BROKEN_SPLIT)),) if report.decision.rule is RuleCode.SRM else ()


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


def control_name(report: Report) -> str:
    """Return the arm of the split test that no comparison is about."""
    srm, primary = report.health.srm, report.primary
    treatments = {comparison.variant for comparison in primary.comparisons} if primary else set()
    labels = srm.observed if srm is not None else ()
    return next((name(label) for label in labels if label not in treatments), "control")


def metric_title(metric: str, per: str) -> str:
    """Return a metric with what one of its values belongs to: 'aov per order'."""
    return f"{name(metric)} per {name(per_one(per))}" if per else name(metric)


def reading_of(comparison: Comparison, good: Direction) -> str:
    """Say in a word what a comparison shows: better, worse, not clear or not testable."""
    words = ("better", "worse") if good is Direction.UP else ("worse", "better")
    return _read(comparison, *words)


def side_of(comparison: Comparison) -> str:
    """Say the same of a metric of which nobody said what is good: higher, lower and so on."""
    return _read(comparison, "higher", "lower")


def relative_with_interval(comparison: Comparison) -> str:
    """Return the relative change with its interval; 'undefined', or N/A where nothing is tested."""
    if comparison.p_corrected is None:
        return NOT_AVAILABLE
    if comparison.relative_lift is None:
        return relative_change(comparison)
    return f"{relative_change(comparison)} ({relative_interval(comparison)})"


def remarks(comparisons: Iterable[tuple[str, Comparison]]) -> tuple[Line, ...]:
    """Say what is missing of comparisons and why, those that lack the same thing together.

    Args:
        comparisons: Each under the name it has in the table.
    """
    lacking: dict[str, list[str]] = {}
    for label, comparison in comparisons:
        remark = _remark(comparison)
        if remark:
            lacking.setdefault(remark, []).append(label)
    return tuple((Strong(f"{names(tuple(labels))}:"), text) for text, labels in lacking.items())


def _remark(comparison: Comparison) -> str:
    untested = not_testable(comparison)
    if untested:
        return f"not testable, because {untested}."
    why = NO_RELATIVE.get(comparison.relative_reason or "")
    if why is None:
        return ""
    missing = "is undefined" if comparison.relative_lift is None else "has no limit on some side"
    return f"the relative change {missing}, because {why}."


def interval_with_level(comparison: Comparison, same_level: str) -> str:
    """Return the interval of the change, with its level where the table's title has none."""
    text = interval_of_change(comparison)
    is_plain = same_level or comparison.ci is None
    return text if is_plain else f"{text} ({level(comparison.confidence)})"


def as_comparison(result: ContinuousResult, alpha: float) -> MeanComparison:
    """Return a continuous metric as a comparison, which has words; nothing is corrected."""
    return MeanComparison(
        variant=result.variant,
        control=ArmMean(n=result.n_control, mean=result.control_mean),
        treatment=ArmMean(n=result.n_treatment, mean=result.treatment_mean),
        absolute_lift=result.absolute_lift,
        ci=result.ci,
        relative_lift=result.relative_lift,
        relative_ci=result.relative_ci,
        relative_reason=result.relative_reason,
        t=result.t,
        df=result.df,
        p_value=result.p_value,
        p_corrected=result.p_value,
        is_significant=result.is_significant,
        confidence=1.0 - alpha,
        reason=result.reason,
    )


def _read(comparison: Comparison, up: str, down: str) -> str:
    if comparison.p_corrected is None:
        return UNTESTED
    if not comparison.is_significant:
        return NOT_CLEAR
    return up if (comparison.absolute_lift or 0.0) > 0 else down
