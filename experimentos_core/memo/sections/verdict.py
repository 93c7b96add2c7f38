"""The verdict, why in one sentence, and which experiment it is about."""

from experimentos_core.experiment import Report
from experimentos_core.foundation.values import GuardrailStatus, Verdict
from experimentos_core.healthcheck import FindingCode
from experimentos_core.memo.blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Section,
    SectionName,
    Strong,
)
from experimentos_core.memo.sections.promise import short_standing
from experimentos_core.memo.wording import VERDICT_SYMBOLS, guardrails_of, name

_MOST_ARMS = 3
NO_EFFECTS = "No effect is shown in this memo, because numbers from unusable data mislead."


def verdict_section(report: Report) -> Section:
    """Return the badge, the reason, and what must be known beside it."""
    decision = report.decision
    badge = f"{VERDICT_SYMBOLS[decision.decision]} {decision.decision.value}"
    if decision.variant is not None:
        badge = f"{badge} {name(decision.variant)}"
    blocks: list[Block] = [
        Heading(badge, level=1),
        Paragraph(Strong(decision.reason)),
        *short_standing(report),
    ]
    if report.primary is None:
        blocks.append(Paragraph(NO_EFFECTS))
    cautions = _cautions(report)
    if cautions:
        blocks.append(Bullets(cautions))
    blocks.append(Paragraph(_experiment(report)))
    return Section(name=SectionName.VERDICT, blocks=tuple(blocks))


def _experiment(report: Report) -> tuple[str | Strong, ...]:
    charter = report.charter
    return (
        Strong("Experiment:"),
        f"{name(charter.name)} \u00b7",
        Strong("Owner:"),
        f"{name(charter.owner)} \u00b7",
        Strong("Data:"),
        name(report.input.name),
    )


def _cautions(report: Report) -> tuple[str, ...]:
    """Name what a Launch leaves open: doubts about the data, guardrails, treatments to stop."""
    decision = report.decision
    if decision.variant is None:
        return ()
    doubts = (
        issue.message
        for issue in report.health.issues
        if issue.code is FindingCode.SURPRISING_CHANGE
        and issue.place.variant in (None, decision.variant)
    )
    unclear = (
        f"Guardrail {name(guardrail.name)} is not settled. {guardrail.reason}"
        for guardrail in guardrails_of(report, decision.variant)
        if guardrail.status is GuardrailStatus.INCONCLUSIVE
    )
    stop = [arm for arm in decision.arms if arm.verdict is Verdict.ROLLBACK]
    return (
        *doubts,
        *unclear,
        *(f"Stop {name(arm.variant)}: {arm.reason}" for arm in stop[:_MOST_ARMS]),
    )
