"""The plan as it is being typed: it may be impossible for a while, a Charter never is; no Qt."""

from dataclasses import dataclass, field, replace

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    MetricKind,
)
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.table import column_key
from experimentos_gui.wizard.guardrail_draft import GuardrailDraft
from experimentos_gui.wizard.numbers import number_text, parse_number
from experimentos_gui.wizard.secondary import secondary_plans
from experimentos_gui.wizard.size_draft import SizeDraft, SizeField, size_troubles

_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDraft:
    """The planned share of one variant.

    Attributes:
        variant: Its name.
        text: The share as typed, on any scale.
        is_in_data: Whether the table has that variant.
    """

    variant: str
    text: str
    is_in_data: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterDraft:
    """The plan as typed; numbers are text until they are possible.

    Attributes:
        name, owner, hypothesis: As in the Charter.
        metric: What the conversions are called where they decide.
        decider: The continuous metric that decides; empty: the conversions do.
        kind: Whether the plan says that a rate or a mean decides; None: it leaves that open.
        direction: The good direction.
        secondary: Metrics that are only looked at, with commas between.
        is_split_stated: Whether shares were planned; otherwise they are equal.
        shares: One per variant.
        alpha: Significance level, as typed.
        guardrail_rule: How much proof of harm a guardrail asks for.
        correction: How several treatments are corrected for.
        guardrails: One per metric that is or may be a guardrail.
        size: How large it is meant to be.
    """

    name: str = ""
    owner: str = ""
    hypothesis: str = ""
    metric: str = ""
    decider: str = ""
    kind: MetricKind | None = None
    direction: Direction = Direction.UP
    secondary: str = ""
    is_split_stated: bool = False
    shares: tuple[ShareDraft, ...] = ()
    alpha: str = number_text(DEFAULT_THRESHOLDS.alpha)
    guardrail_rule: GuardrailRule = GuardrailRule.EVIDENCE
    correction: Correction = Correction.BONFERRONI
    guardrails: tuple[GuardrailDraft, ...] = field(default=())
    size: SizeDraft = field(default_factory=SizeDraft)

    def to_charter(self, base: Charter) -> Charter:
        """Return the plan on top of `base`, which keeps what is not typed here.

        A size that is impossible as typed leaves that of `base`. Call it only where
        `charter_troubles` finds nothing.

        Raises:
            CharterError: For a plan no analysis could follow.
        """
        plans = (draft.to_plan() for draft in self.guardrails if draft.is_taken)
        return replace(
            base,
            name=self.name.strip(),
            owner=self.owner.strip(),
            hypothesis=self.hypothesis.strip(),
            primary=self.primary(),
            secondary=secondary_plans(self.secondary, base.secondary),
            split=self.split() if self.is_split_stated else None,
            guardrails=tuple(plan for plan in plans if plan is not None),
            alpha=float(parse_number(self.alpha) or 0),
            guardrail_rule=self.guardrail_rule,
            correction=self.correction,
            size=base.size if self.size_troubles() else self.size.to_plan(base.size),
        )

    def size_troubles(self) -> dict[SizeField, str]:
        """Return what is impossible in the planned size."""
        alpha = float(parse_number(self.alpha) or 0)
        return size_troubles(self.size, self.direction, alpha)

    def without_guardrail(self, name: str) -> "CharterDraft":
        """Return the plan without this guardrail, offered or taken."""
        key = column_key(name)
        kept = tuple(draft for draft in self.guardrails if column_key(draft.name) != key)
        return self if kept == self.guardrails else replace(self, guardrails=kept)

    def primary(self) -> PrimaryPlan:
        """Return what decides."""
        metric = self.decider or self.metric.strip()
        return PrimaryPlan(metric=metric, direction=self.direction, kind=self.kind)

    def split(self) -> dict[str, float]:
        """Return the shares that are numbers, by variant; absent variants only where positive."""
        split: dict[str, float] = {}
        for share in self.shares:
            value = parse_number(share.text)
            if value is not None and (share.is_in_data or value > 0):
                split[share.variant] = float(value)
        return split


def equal_shares(variants: tuple[str, ...]) -> tuple[ShareDraft, ...]:
    """Return equal shares: 50 and 50, or 1 each where a hundred does not divide."""
    count = len(variants)
    each = str(_WHOLE // count) if count and _WHOLE % count == 0 else "1"
    return tuple(ShareDraft(variant=variant, text=each) for variant in variants)


def draft_shares(
    variants: tuple[str, ...], split: dict[str, float] | None
) -> tuple[ShareDraft, ...]:
    """Return the shares to show: the planned ones by name, equal ones where none are planned.

    A variant the plan does not name has no share yet; a planned one the table lacks comes last.
    """
    if split is None:
        return equal_shares(variants)
    planned = {label_key(name): share for name, share in split.items()}
    present = {label_key(variant) for variant in variants}
    shares = [
        ShareDraft(
            variant=variant,
            text=number_text(planned[key]) if (key := label_key(variant)) in planned else "",
        )
        for variant in variants
    ]
    shares += [
        ShareDraft(variant=name, text=number_text(share), is_in_data=False)
        for name, share in split.items()
        if label_key(name) not in present
    ]
    return tuple(shares)
