"""What was promised: the plan the data was judged by."""

from typing import NamedTuple

from experimentos_core.charter import GuardrailPlan
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
from experimentos_core.memo.blocks import Heading, Line, Section, SectionName, Strong, Table
from experimentos_core.memo.wording import metric_title, name, names
from experimentos_core.reading.table import column_key

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
    charter = report.charter
    rows: list[tuple[Line, ...]] = [
        (Strong("Hypothesis"), charter.hypothesis.strip() or NOT_AVAILABLE),
        (Strong("Primary metric"), f"{_metric(report)}, {_test(report)}"),
        (Strong("Planned split"), _split(report)),
        (Strong("Guardrails"), _guardrails(report)),
    ]
    if charter.guardrails:
        rows.append((Strong("Guardrail rule"), GUARDRAIL_RULES[charter.guardrail_rule]))
    if len(report.input.rows) > _TWO_ARMS:
        rows.append(
            (Strong("Several treatments"), f"correction: {CORRECTIONS[charter.correction]}")
        )
    if report.overrides:
        rows.append((Strong("Not as planned"), "; ".join(report.overrides)))
    table = Table(header=("What", "Plan"), rows=tuple(rows))
    return Section(name=SectionName.PLAN, blocks=(Heading("What was promised"), table))


def _metric(report: Report) -> str:
    if report.primary is not None:
        return metric_title(report.primary.metric, report.primary.per)
    return name(report.charter.primary.metric or report.input.roles.conversions)


def _test(report: Report) -> str:
    charter = report.charter
    good = f"better when it goes {charter.primary.direction.value}"
    return f"{good}; tested at the {threshold(charter.alpha)} level, two-sided"


def _split(report: Report) -> str:
    split = report.charter.split
    if split is None:
        return "equal shares (no other split was entered)"
    total = sum(split.values())
    shares = [f"{name(variant)} {level(share / total)}" for variant, share in split.items()]
    return ", ".join(shares)


def _guardrails(report: Report) -> str:
    plans = report.charter.guardrails or ()
    if not plans:
        return f"{NOT_AVAILABLE} (none were set)"
    groups: dict[_Promise, list[str]] = {}
    for plan in plans:
        groups.setdefault(_promise(report, plan), []).append(plan.name)
    listed = "; ".join(_group(promise, tuple(members)) for promise, members in groups.items())
    return f"{listed}; {_PROPOSED}" if report.guardrails_proposed else listed


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
    columns = {column_key(column) for column in report.input.header}
    key = column_key(plan.name)
    if key not in columns and any(column_key(f"{key}_{end}") in columns for end in _SUMS):
        return MetricKind.MEAN
    return plan.likely_kind


def _group(promise: _Promise, members: tuple[str, ...]) -> str:
    margins = f"worsened from {promise.worsened}, severe from {promise.severe}"
    return f"{names(members)} (worse when {promise.direction.value}; {margins})"


_TWO_ARMS = 2
_SUMS = ("sum", "sum_sq")
_PROPOSED = "taken from the columns of the data, not promised beforehand"
