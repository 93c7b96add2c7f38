"""Why this verdict: the rule that fired, its numbers, and what would change it."""

from experimentos_core.analysis.comparison_words import (
    corrected_p_equals,
    interval_of_change,
    not_testable,
    test_statistic,
)
from experimentos_core.decision import Decision
from experimentos_core.decision.rules import RULES
from experimentos_core.experiment import Report
from experimentos_core.foundation.changes import change_beside, change_size
from experimentos_core.foundation.formatting import count, p_equals, threshold
from experimentos_core.foundation.rule_words import RULE_MEANINGS, rule_sentence
from experimentos_core.foundation.values import Correction, GuardrailStatus, RuleCode, Verdict
from experimentos_core.memo.blocks import (
    Block,
    Heading,
    Line,
    Paragraph,
    Section,
    SectionName,
    Strong,
    Table,
)
from experimentos_core.memo.wording import (
    MOST_ROWS,
    VERDICT_SYMBOLS,
    comparison_of,
    deciding_arm,
    guardrails_of,
    name,
)


def why_section(report: Report) -> Section:
    """Return the rule in words, the numbers it compared, and the other treatments."""
    decision = report.decision
    codes = [rule.code for rule in RULES]
    rank = f"Rule {count(codes.index(decision.rule) + 1)} of {count(len(codes))} decided:"
    blocks: list[Block] = [
        Heading("Why this verdict"),
        _by_arm(decision)
        or Paragraph(
            (
                rank,
                Strong(decision.rule.value),
                f"({RULE_MEANINGS[decision.rule]}).",
                "The rules are tried in order and the first that holds decides.",
                _numbers(report),
            )
        ),
        Paragraph((Strong("What would change it:"), decision.would_change)),
    ]
    if len(decision.arms) > 1:
        blocks.append(_arms(report))
    return Section(name=SectionName.WHY, blocks=tuple(blocks))


def _by_arm(decision: Decision) -> Paragraph | None:
    """Say how a Hold over several treatments of different verdicts comes about; else None."""
    verdicts = [arm.verdict for arm in decision.arms]
    if decision.decision is not Verdict.HOLD or Verdict.ROLLBACK not in verdicts:
        return None
    counted = ", ".join(
        f"{count(verdicts.count(verdict))} {verdict.value}"
        for verdict in Verdict
        if verdict in verdicts
    )
    return Paragraph(
        (
            f"Each treatment was judged by itself by the same rules: {counted}.",
            "No treatment earns a launch and not all earn a rollback, so the verdict is",
            Strong("Hold."),
        )
    )


def _arms(report: Report) -> Table:
    rows: tuple[tuple[Line, ...], ...] = tuple(
        (
            name(arm.variant),
            f"{VERDICT_SYMBOLS[arm.verdict]} {arm.verdict.value}",
            arm.rule.value,
            rule_sentence(arm.rule),
        )
        for arm in report.decision.arms[:MOST_ROWS]
    )
    return Table(header=("Variant", "By itself", "Rule", "Because"), rows=rows)


def _numbers(report: Report) -> str:
    """Return the comparison the rule made, in numbers."""
    arm, code = deciding_arm(report), report.decision.rule
    if arm is None or code is RuleCode.HEALTH_BLOCKED:
        return ""
    if code is RuleCode.SRM:
        return _split_numbers(report)
    if code is RuleCode.GUARDRAIL_SEVERE:
        return _severe_numbers(report, arm.variant)
    return _primary_numbers(report, arm.variant)


def _split_numbers(report: Report) -> str:
    srm = report.health.srm
    if srm is None:
        return ""
    limit = report.thresholds.srm_warning_p
    return f"The split test gave {p_equals(srm.p_value)}, below {threshold(limit)}."


def _severe_numbers(report: Report, variant: str) -> str:
    severe = [
        f"{name(g.name)} got worse by {change_beside(g.harm, g.severe_margin, g.unit)}, its severe "
        f"margin is {change_size(g.severe_margin, g.unit)}"
        for g in guardrails_of(report, variant)
        if g.status is GuardrailStatus.SEVERE and g.harm is not None
    ]
    return f"{'; '.join(severe)}."


def _primary_numbers(report: Report, variant: str) -> str:
    comparison = comparison_of(report, variant)
    why = not_testable(comparison)
    if why:
        return f"For {name(variant)} nothing could be tested, because {why}."
    alpha = report.charter.alpha
    several = len(report.decision.arms) > 1 and report.charter.correction is not Correction.NONE
    corrected = " corrected" if several else ""
    relation = "below" if comparison.is_significant else "not below"
    holds = "leaves out 0" if comparison.is_significant else "holds 0"
    return (
        f"For {name(variant)}, {test_statistic(comparison)} and "
        f"{corrected_p_equals(comparison, alpha)}{corrected}, {relation} {threshold(alpha)}; "
        f"the interval {interval_of_change(comparison)} {holds}."
    )
