"""What differs between two plans, in words: for the person who amends one, and who reads why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from experimentos_core.charter.charter import Charter
from experimentos_core.charter.guardrail_plan import GuardrailPlan
from experimentos_core.charter.size_plan import SizePlan
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.formatting import NOT_AVAILABLE, count, percent, threshold
from experimentos_core.foundation.values import MarginScale
from experimentos_core.reading.table import column_key

_NOTHING = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is planned otherwise.

    Attributes:
        what: What it is about.
        before: How it was, in words.
        after: How it is, in words.
    """

    what: str
    before: str
    after: str


def changes_between(before: Charter, after: Charter) -> tuple[Change, ...]:
    """Return everything that differs, in the order of the plan; empty for equal plans."""
    earlier, later = _described(before), _described(after)
    found = [
        Change(what=what, before=words, after=later[what])
        for what, words in earlier.items()
        if words != later[what]
    ]
    return (*found, *_guardrail_changes(before.guardrails, after.guardrails))


def filled_in(locked: Charter, used: Charter) -> Charter:
    """Return the locked plan with what it left open as it is used now.

    The control, the guardrails, and whether the primary metric is a rate or a mean may be left
    open until there is data; saying them then changes nothing that was promised.
    """
    primary = locked.primary
    if primary.kind is None and primary == replace(used.primary, kind=None):
        primary = used.primary
    return replace(
        locked,
        primary=primary,
        control=used.control if locked.control is None else locked.control,
        guardrails=used.guardrails if locked.guardrails is None else locked.guardrails,
    )


def _described(charter: Charter) -> dict[str, str]:
    size = charter.size
    planned = (size.n_control, size.n_treatment)
    return {
        "Name": charter.name or NOT_AVAILABLE,
        "Owner": charter.owner or NOT_AVAILABLE,
        "Hypothesis": charter.hypothesis or NOT_AVAILABLE,
        "Primary metric": charter.primary.metric or NOT_AVAILABLE,
        "Kind of primary metric": charter.primary.kind or "as the data has it",
        "Good direction": charter.primary.direction,
        "Control": charter.control or "recognised by its name",
        "Planned split": _split(charter.split),
        "Significance level": threshold(charter.alpha),
        "Guardrail rule": charter.guardrail_rule,
        "Correction": charter.correction,
        "Secondary metrics": _listed(f"{p.name} ({p.direction})" for p in charter.secondary),
        "Expected today": _number(size.baseline),
        "Standard deviation": _number(size.sd),
        "Smallest change worth finding": _number(size.mde),
        "Power": _number(size.power),
        "Planned users": _listed(NOT_AVAILABLE if n is None else count(n) for n in planned),
        "Traffic": _traffic(size),
        "First and last day": _listed(day or NOT_AVAILABLE for day in (size.start, size.end)),
    }


def _split(split: dict[str, float] | None) -> str:
    """Return shares as numbers; in full, so that no change of them reads like none."""
    if split is None:
        return "equal shares"
    return _listed(f"{name} {share:.15g}" for name, share in split.items())


def _traffic(size: SizePlan) -> str:
    share = NOT_AVAILABLE if size.share_exposed is None else percent(size.share_exposed)
    return f"{_number(size.daily_traffic)} a day, {share} of them"


def _number(value: float | None) -> str:
    return NOT_AVAILABLE if value is None else f"{value:.15g}"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts) or _NOTHING


def _guardrail_changes(
    before: tuple[GuardrailPlan, ...] | None, after: tuple[GuardrailPlan, ...] | None
) -> list[Change]:
    if before == after:
        return []
    if before is None or after is None:
        return [Change(what="Guardrails", before=_names(before), after=_names(after))]
    earlier = {column_key(plan.name): plan for plan in before}
    later = {column_key(plan.name): plan for plan in after}
    found: list[Change] = []
    for key in (*earlier, *(key for key in later if key not in earlier)):
        words = _guardrail(earlier.get(key)), _guardrail(later.get(key))
        if words[0] != words[1]:
            name = (earlier.get(key) or later[key]).name
            found.append(Change(what=f"Guardrail {name}", before=words[0], after=words[1]))
    return found


def _names(plans: tuple[GuardrailPlan, ...] | None) -> str:
    return "those the data proposes" if plans is None else _listed(plan.name for plan in plans)


def _guardrail(plan: GuardrailPlan | None) -> str:
    """Return harm and margins in words; those nobody set are the usual ones of its likely kind."""
    if plan is None:
        return "not watched"
    try:
        margins = plan.margins(plan.likely_kind)
    except CharterError:
        return f"harm is {plan.direction.value}, margins not set"
    is_share = margins.scale is MarginScale.RELATIVE
    unit, sign = (100, "%") if is_share else (1, "")
    return (
        f"harm is {plan.direction.value}, worsened from {margins.worsened * unit:.12g}{sign}, "
        f"severe from {margins.severe * unit:.12g}{sign}"
    )
