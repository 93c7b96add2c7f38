"""What is asked of the planned size, in plain numbers: worked out from the plan as typed; no Qt."""

import math
from dataclasses import dataclass
from typing import Final

from experimentos_core.charter import GuardrailPlan, Margins
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Correction, Direction, GuardrailRule, MetricKind
from experimentos_core.reading.columns.labels import label_key
from experimentos_gui.models.variants import choose_control
from experimentos_gui.wizard.draft import CharterDraft
from experimentos_gui.wizard.guardrail_draft import GuardrailDraft
from experimentos_gui.wizard.numbers import parse_number
from experimentos_gui.wizard.size_draft import (
    LevelDraft,
    SizeDraft,
    level_trouble,
    spread_trouble,
)
from experimentos_gui.wizard.troubles import charter_troubles

_NOISE: Final = 1e-9  # so that a tenth of thirty is three


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeQuestion:
    """One question of size.

    Attributes:
        baseline: Today's rate; or today's mean, None where it is not given.
        sd: Standard deviation, where means are compared; None for rates.
        mde: Smallest change worth finding, above 0, in the metric's unit; None: not said.
        direction: Which way it goes.
        power: Chance of finding it.
        alpha: Two-sided level over all treatments together.
        correction: How several treatments are corrected for.
        shares: Of the arms, on any scale, all above 0; the control first.
        daily_traffic: Users a day; None: not said.
        share_exposed: Share of them who take part.
        what: What is counted: users, or values where a mean is per something else.
    """

    baseline: float | None
    sd: float | None
    mde: float | None
    direction: Direction
    power: float
    alpha: float
    correction: Correction
    shares: tuple[float, ...]
    daily_traffic: float | None
    share_exposed: float
    what: str = "users"

    @property
    def is_mean(self) -> bool:
        """Whether means are compared."""
        return self.sd is not None

    @property
    def ratio(self) -> float:
        """Users of the smallest treatment over users of the control: it decides what is found."""
        return min(self.shares[1:]) / self.shares[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """The size one has: of the open data, or as typed.

    Attributes:
        users: Of the arms, or values of a mean; the control first.
        is_typed: Whether they were typed.
    """

    users: tuple[int, ...]
    is_typed: bool

    @property
    def is_testable(self) -> bool:
        """Whether every arm has users enough for a test."""
        return len(self.users) > 1 and min(self.users) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailToday:
    """A guardrail with where it stands.

    Attributes:
        name: What it is called.
        level: Its rate, or its mean.
        sd: Its standard deviation, where it is a mean; None for a rate.
        margins: From which harmful change it counts as worsened, and as severe.
        direction: The direction of harm.
    """

    name: str
    level: float
    sd: float | None
    margins: Margins
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleQuestion:
    """What the decision rule is tried on, but the number of users.

    Attributes:
        size: The primary metric and the change; `mde` is given.
        users: Of the arms, the control first.
        is_found: Whether that change is not what is worth finding, but what these users find.
        rule: How much proof of harm a guardrail asks for.
        guardrails: Those that have a level.
        left_out: The names of those that have none.
    """

    size: SizeQuestion
    users: tuple[int, ...]
    is_found: bool
    rule: GuardrailRule
    guardrails: tuple[GuardrailToday, ...]
    left_out: tuple[str, ...]


def question_of(
    draft: CharterDraft, control: str | None, what: str = "users"
) -> SizeQuestion | None:
    """Return what is asked; None while too little is said, or something impossible.

    Args:
        draft: The plan as typed.
        control: The control of the open data, where it is known.
        what: What is counted.
    """
    size = draft.size
    sd = float(parse_number(size.sd) or 0) if size.is_mean else None
    lacks = not sd if size.is_mean else size.level is None
    if lacks or draft.size_troubles() or charter_troubles(draft):
        return None
    traffic = parse_number(size.traffic)
    return SizeQuestion(
        baseline=size.level,
        sd=sd,
        mde=size.change,
        direction=draft.direction,
        power=float(parse_number(size.power) or 0) / 100,
        alpha=float(parse_number(draft.alpha) or 0),
        correction=draft.correction,
        shares=arm_shares(draft, control),
        daily_traffic=None if traffic is None else float(traffic),
        share_exposed=float(parse_number(size.share) or 0) / 100,
        what=what,
    )


def knows_arms(draft: CharterDraft) -> bool:
    """Whether the split says how many arms there are."""
    return len(_split(draft)) > 1


def arm_shares(draft: CharterDraft, control: str | None) -> tuple[float, ...]:
    """Return the share of each arm, the control first; equal ones where no split is known.

    Without a variant known as the control the first one is taken for it.
    """
    split = _split(draft)
    if len(split) < 2:  # noqa: PLR2004 - a split has two sides
        treatments = parse_number(draft.size.treatments)
        return (1.0,) * (1 + int(treatments or 1))
    key = label_key(control or choose_control(tuple(split), None).label or next(iter(split)))
    first = [share for name, share in split.items() if label_key(name) == key]
    others = [share for name, share in split.items() if label_key(name) != key]
    return (*first, *others) if first else tuple(split.values())


def typed_at_hand(draft: CharterDraft, control: str | None) -> AtHand | None:
    """Return the size that was typed, each treatment by its share; None where none was."""
    typed = parse_number(draft.size.at_hand)
    if typed is None or draft.size_troubles():
        return None
    first, *others = arm_shares(draft, control)
    n = int(typed)
    treatments = (math.ceil(n * share / first - _NOISE) for share in others)
    return AtHand(users=(n, *treatments), is_typed=True)


def rule_question(
    draft: CharterDraft,
    size: SizeQuestion,
    users: tuple[int, ...],
    *,
    is_found: bool = False,
) -> RuleQuestion:
    """Return what the rule is tried on; guardrails without a usable level are left out."""
    taken = [one for one in draft.guardrails if one.is_taken]
    found = {one.name: guardrail_today(one, draft.size) for one in taken}
    return RuleQuestion(
        size=size,
        users=users,
        is_found=is_found,
        rule=draft.guardrail_rule,
        guardrails=tuple(one for one in found.values() if one is not None),
        left_out=tuple(name for name, one in found.items() if one is None),
    )


def guardrail_today(draft: GuardrailDraft, size: SizeDraft) -> GuardrailToday | None:
    """Return a guardrail with where it stands; None while that is not said, or impossible."""
    typed, plan = size.level_of(draft.name), draft.to_plan()
    is_mean = draft.kind is MetricKind.MEAN
    if plan is None or level_troubles(typed, is_mean=is_mean):
        return None
    level = SizeDraft(is_mean=is_mean, baseline=typed.level).level
    sd = parse_number(typed.sd) if is_mean else None
    margins = _margins(plan, draft.kind)
    if level is None or margins is None or (is_mean and sd is None):
        return None
    return GuardrailToday(
        name=draft.name,
        level=level,
        sd=None if sd is None else float(sd),
        margins=margins,
        direction=draft.direction,
    )


def level_troubles(typed: LevelDraft, *, is_mean: bool) -> str:
    """Say why the level of a guardrail cannot be used; empty where it can, or is not given."""
    trouble = level_trouble(typed.level, is_mean=is_mean)
    return trouble or (spread_trouble(typed.sd) if is_mean else "")


def _margins(plan: GuardrailPlan, kind: MetricKind) -> Margins | None:
    try:
        return plan.margins(kind)
    except CharterError:
        return None


def _split(draft: CharterDraft) -> dict[str, float]:
    """Return the arms that get users; as planned, else all of the data alike."""
    return {name: share for name, share in draft.split().items() if share > 0}
