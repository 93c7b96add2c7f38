"""A plan being typed meets changes made elsewhere: what was typed stays, the rest follows."""

from dataclasses import dataclass, field, replace

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.codec import CodecError, from_json
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import MetricKind
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.table import column_key
from experimentos_gui.models.continuous import ContinuousMetrics
from experimentos_gui.wizard.draft import CharterDraft, draft_shares
from experimentos_gui.wizard.guardrail_draft import GuardrailDraft, draft_guardrails
from experimentos_gui.wizard.numbers import number_text
from experimentos_gui.wizard.secondary import secondary_text
from experimentos_gui.wizard.size_draft import SizeDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the data says about the plan's names.

    Attributes:
        variants: Names of the variants.
        columns: The header.
        taken: Guardrails that are taken.
        offered: Columns and continuous metrics that may be taken as guardrails.
        continuous: The continuous metrics.
    """

    variants: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    taken: tuple[GuardrailPlan, ...] = ()
    offered: tuple[str, ...] = ()
    continuous: ContinuousMetrics = field(default_factory=ContinuousMetrics)


def begin_draft(charter: Charter, around: Surroundings) -> CharterDraft:
    """Return what is shown for a plan that nobody has typed at yet."""
    decider = decider_of(charter.primary, around.continuous)
    size = SizeDraft.from_plan(charter.size, is_mean=bool(decider))
    return CharterDraft(
        name=charter.name,
        owner=charter.owner,
        hypothesis=charter.hypothesis,
        metric="" if decider else charter.primary.metric,
        decider=decider,
        kind=charter.primary.kind,
        direction=charter.primary.direction,
        secondary=secondary_text(charter.secondary),
        is_split_stated=charter.split is not None,
        shares=draft_shares(around.variants, charter.split),
        alpha=number_text(charter.alpha),
        guardrail_rule=charter.guardrail_rule,
        correction=charter.correction,
        guardrails=draft_guardrails(
            around.columns or _named(around), around.taken, around.offered, around.continuous
        ),
        size=size.of_kind(is_mean=bool(decider)) if around.columns else size,
    )


def typed_before(text: str) -> CharterDraft | None:
    """Return what stood in the fields when it was kept; None where nothing was, or no longer fits.

    A draft of another version of the program may not fit; the plan itself is then shown.
    """
    if not text:
        return None
    try:
        return from_json(CharterDraft, text)
    except (CodecError, CharterError):
        return None


def _named(around: Surroundings) -> tuple[str, ...]:
    """Return the guardrails before there is data: none of them is missing from it."""
    return (*(plan.name for plan in around.taken), *around.offered)


def decider_of(primary: PrimaryPlan, continuous: ContinuousMetrics) -> str:
    """Return the mean that is to decide, in the data or not; empty where the conversions do."""
    measure = continuous.deciding(primary)
    if measure is not None:
        return measure.metric
    return primary.metric if primary.kind is MetricKind.MEAN else ""


def refresh_draft(
    draft: CharterDraft, known: Charter, current: Charter, around: Surroundings
) -> CharterDraft:
    """Take over what changed in the plan since `known`; keep everything else as typed.

    Args:
        draft: What is typed.
        known: The plan the draft last agreed with.
        current: The plan as it is now.
        around: What the data says now.
    """
    fresh = begin_draft(current, around)
    before = begin_draft(known, replace(around, taken=(), offered=()))  # its texts are compared
    changed = {
        field: getattr(fresh, field)
        for field in _PLAIN_FIELDS
        if getattr(fresh, field) != getattr(before, field)
    }
    merged = replace(draft, **changed)
    if known.split != current.split or not _same_variants(draft, around.variants):
        merged = replace(merged, is_split_stated=fresh.is_split_stated, shares=fresh.shares)
    guardrails = _merge_guardrails(draft.guardrails, known.guardrails or (), fresh.guardrails)
    size = fresh.size if known.size != current.size else merged.size
    is_mean = fresh.size.is_mean if around.columns or fresh.decider else size.is_mean
    return replace(merged, guardrails=guardrails, size=size.of_kind(is_mean=is_mean))


_PLAIN_FIELDS = (
    *("name", "owner", "hypothesis", "metric", "decider", "kind", "direction", "secondary"),
    *("alpha", "guardrail_rule", "correction"),
)


def _same_variants(draft: CharterDraft, variants: tuple[str, ...]) -> bool:
    shown = [label_key(share.variant) for share in draft.shares if share.is_in_data]
    return shown == [label_key(variant) for variant in variants]


def _merge_guardrails(
    typed: tuple[GuardrailDraft, ...],
    known: tuple[GuardrailPlan, ...],
    fresh: tuple[GuardrailDraft, ...],
) -> tuple[GuardrailDraft, ...]:
    before = {column_key(draft.name): draft for draft in typed}
    plans = {column_key(plan.name): plan for plan in known}
    merged: list[GuardrailDraft] = []
    for draft in fresh:
        key = column_key(draft.name)
        earlier = before.get(key)
        is_other = earlier is None or earlier.kind is not draft.kind
        if earlier is None or is_other or _was_changed(draft, earlier, plans.get(key)):
            merged.append(draft)
        else:
            merged.append(
                replace(
                    earlier,
                    is_taken=draft.is_taken,
                    is_in_data=draft.is_in_data,
                    plan=draft.plan,
                )
            )
    return tuple(merged)


def _was_changed(fresh: GuardrailDraft, typed: GuardrailDraft, known: GuardrailPlan | None) -> bool:
    """Whether the plan was given other margins elsewhere than where they are typed."""
    if not fresh.is_taken or fresh.to_plan() == known:
        return False
    own = typed.to_plan()
    return own is not None and own != fresh.to_plan()
