"""What was promised: the plan the data was judged by."""

from typing import NamedTuple

from experimentos_core.achieved import achieved_mde, decides_as_promised, promised_charter
from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.experiment import Report
from experimentos_core.foundation.changes import ChangeUnit, change_size
from experimentos_core.foundation.formatting import NOT_AVAILABLE, level, threshold
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    MarginScale,
    MetricKind,
)
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
from experimentos_core.memo.planned_words import achieved_in_words, has_sums, size_in_words
from experimentos_core.memo.sections.promise import deviations, lock_rows, standing
from experimentos_core.memo.wording import metric_title, name, names

GUARDRAIL_RULES = {
    GuardrailRule.EVIDENCE: "evidence (harm not proven counts only from the severe margin on)",
    GuardrailRule.POINT: "point (the change seen counts, proven or not)",
    GuardrailRule.STRICT: "strict (every guardrail must be shown to be safe)",
}
CORRECTIONS = {
    Correction.BONFERRONI: "Bonferroni",
    Correction.HOLM: "Holm",
    Correction.FDR_BH: "Benjamini-Hochberg",
    Correction.NONE: "none",
}


def plan_section(report: Report) -> Section:
    """Return the plan as a table; what was left open reads N/A."""
    charter = promised_charter(report)
    rows: list[tuple[Line, ...]] = [
        *lock_rows(report),
        (Strong("Hypothesis"), charter.hypothesis.strip() or NOT_AVAILABLE),
        (Strong("Primary metric"), f"{_metric(report, charter)}, {_test(charter)}"),
        *_size_and_split(report, charter),
        (Strong("Guardrails"), _guardrails(report, charter)),
    ]
    if charter.guardrails or report.charter.guardrails:
        rows.append((Strong("Guardrail rule"), GUARDRAIL_RULES[charter.guardrail_rule]))
    if len(report.input.rows) > _TWO_ARMS:
        rows.append(
            (Strong("Several treatments"), f"correction: {CORRECTIONS[charter.correction]}")
        )
    if report.overrides:
        changed = "Not as planned" if report.promise is None else "Set for this analysis"
        rows.append((Strong(changed), "; ".join(report.overrides)))
    blocks: tuple[Block, ...] = (
        Heading("What was promised"),
        Paragraph(standing(report)),
        Table(header=("What", "Plan"), rows=tuple(rows)),
        *deviations(report),
        *_achieved(report),
    )
    return Section(name=SectionName.PLAN, blocks=blocks)


def _achieved(report: Report) -> tuple[Block, ...]:
    """Hold the users that came to the planned size; where none was planned, the method tells."""
    found = achieved_mde(report)
    return (Paragraph(achieved_in_words(report)),) if found and found.is_planned else ()


def _metric(report: Report, charter: Charter) -> str:
    if report.primary is not None and decides_as_promised(report):
        return metric_title(report.primary.metric, report.primary.per)
    return name(charter.primary.metric or report.input.roles.conversions)


def _test(charter: Charter) -> str:
    good = f"better when it goes {charter.primary.direction.value}"
    return f"{good}; tested at the {threshold(charter.alpha)} level, two-sided"


def _size_and_split(report: Report, charter: Charter) -> tuple[tuple[Line, ...], ...]:
    """Return a row for each, one for both where no size was planned."""
    size, split = size_in_words(report), _split(charter)
    if size == NOT_AVAILABLE:
        return ((Strong("Planned split"), f"{split}; size {NOT_AVAILABLE}"),)
    return (Strong("Planned size"), size), (Strong("Planned split"), split)


def _split(charter: Charter) -> str:
    split = charter.split
    if split is None:
        return "equal shares (no other split was entered)"
    total = sum(split.values())
    shares = [f"{name(variant)} {level(share / total)}" for variant, share in split.items()]
    return ", ".join(shares)


def _guardrails(report: Report, charter: Charter) -> str:
    is_open = charter.guardrails is None
    plans = (report.charter if is_open else charter).guardrails or ()
    if not plans:
        return f"{NOT_AVAILABLE} (none were set)"
    groups: dict[_Promise, list[str]] = {}
    for plan in plans:
        groups.setdefault(_promise(report, plan), []).append(plan.name)
    listed = "; ".join(_group(promise, tuple(members)) for promise, members in groups.items())
    if report.guardrails_proposed:
        return f"{listed}; {_PROPOSED}"
    return f"{listed}; {_NAMED_LATER}" if is_open else listed


class _Promise(NamedTuple):
    """What was promised of a guardrail, its margins in words."""

    direction: Direction
    worsened: str
    severe: str


def _promise(report: Report, plan: GuardrailPlan) -> _Promise:
    kind = _kind(report, plan)
    margins = plan.margins(kind)
    if margins.scale is MarginScale.RELATIVE:
        unit, suffix = ChangeUnit.PERCENT, " of the control's value"
    else:
        unit = ChangeUnit.POINTS if kind is MetricKind.RATE else ChangeUnit.AMOUNT
        suffix = " in its own unit" if unit is ChangeUnit.AMOUNT else ""
    return _Promise(
        direction=plan.direction,
        worsened=change_size(margins.worsened, unit),
        severe=f"{change_size(margins.severe, unit)}{suffix}",
    )


def _kind(report: Report, plan: GuardrailPlan) -> MetricKind:
    """Return what a guardrail is; before anything was analysed, as its columns tell."""
    for guardrail in report.guardrails:
        if guardrail.name == plan.name:
            return guardrail.kind
    return MetricKind.MEAN if has_sums(report, plan.name) else plan.likely_kind


def _group(promise: _Promise, members: tuple[str, ...]) -> str:
    margins = f"worsened from {promise.worsened}, severe from {promise.severe}"
    return f"{names(members)} (worse when {promise.direction.value}; {margins})"


_TWO_ARMS = 2
_NAMED_LATER = "named for this analysis, not promised beforehand"
_PROPOSED = "taken from the columns of the data, not promised beforehand"
