"""What was promised: the plan the data was judged by."""

from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import NOT_AVAILABLE, level, points_size, threshold
from experimentos_core.foundation.values import Correction, Direction, GuardrailRule
from experimentos_core.memo.blocks import Heading, Line, Section, SectionName, Strong, Table
from experimentos_core.memo.wording import name, names

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
    metric = charter.primary.metric or report.input.roles.conversions
    rows: list[tuple[Line, ...]] = [
        (Strong("Hypothesis"), charter.hypothesis.strip() or NOT_AVAILABLE),
        (Strong("Primary metric"), f"{name(metric)}, {_test(report)}"),
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
    groups: dict[tuple[Direction, float, float], list[str]] = {}
    for plan in plans:
        key = (plan.direction, plan.worsened_margin, plan.severe_margin)
        groups.setdefault(key, []).append(plan.name)
    listed = "; ".join(_group(tuple(members), *key) for key, members in groups.items())
    return f"{listed}; {_PROPOSED}" if report.guardrails_proposed else listed


def _group(members: tuple[str, ...], direction: Direction, worsened: float, severe: float) -> str:
    margins = f"worsened from {points_size(worsened)}, severe from {points_size(severe)}"
    return f"{names(members)} (worse when {direction.value}; {margins})"


_TWO_ARMS = 2
_PROPOSED = "taken from the columns of the data, not promised beforehand"
