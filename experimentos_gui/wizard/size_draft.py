"""The planned size as it is being typed: rates and shares in percent, as people say them; no Qt."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from experimentos_core.charter import SizePlan
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import Direction
from experimentos_gui.wizard.numbers import decimal_text, number_text, parse_number, trouble_with

_WHOLE: Final = 100
_MOST_TREATMENTS: Final = 100
_LARGEST: Final = Decimal("1e15")
_SMALLEST: Final = Decimal("1e-9")
_MOST_USERS: Final = Decimal("1e10")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_USUAL_POWER: Final = decimal_text(Decimal(repr(DEFAULT_THRESHOLDS.power)) * _WHOLE)


class ChangeScale(StrEnum):
    """What the smallest change worth finding is typed in."""

    POINTS = "percentage points"
    SHARE = "% of today"
    OWN = "in its own unit"


class SizeField(StrEnum):
    """The fields that can hold something impossible."""

    BASELINE = "baseline"
    SD = "sd"
    MDE = "mde"
    POWER = "power"
    TRAFFIC = "traffic"
    SHARE = "share"
    TREATMENTS = "treatments"
    AT_HAND = "at_hand"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDraft:
    """Where a guardrail stands today, as typed; a charter does not keep it.

    Attributes:
        name: The guardrail.
        level: Its rate in percent, or its mean.
        sd: Its standard deviation, where it is a mean.
    """

    name: str
    level: str = ""
    sd: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeDraft:
    """The planned size as typed. Everything may be empty.

    Attributes:
        is_mean: Whether means are compared, not rates.
        baseline: Today's rate in percent, or today's mean.
        sd: Standard deviation of single values, where means are compared.
        mde: Smallest change worth finding, above 0.
        scale: What it is typed in.
        power: Chance of finding it, in percent.
        traffic: Users a day.
        share: Share of them who take part, in percent.
        treatments: How many there are, where no split says so.
        at_hand: Users of the control one has, or can have; a charter does not keep it.
        start: First day, as '2026-03-01'.
        end: Last day, likewise.
        levels: Where guardrails stand today.
        n_control: Planned users of the control; None: not worked out.
        n_treatment: The same of each treatment.
        is_own: Whether these two follow from the fields, and are to change with them.
    """

    is_mean: bool = False
    baseline: str = ""
    sd: str = ""
    mde: str = ""
    scale: ChangeScale = ChangeScale.POINTS
    power: str = _USUAL_POWER
    traffic: str = ""
    share: str = "100"
    treatments: str = "1"
    at_hand: str = ""
    start: str = ""
    end: str = ""
    levels: tuple[LevelDraft, ...] = ()
    n_control: int | None = None
    n_treatment: int | None = None
    is_own: bool = False

    @classmethod
    def from_plan(cls, plan: SizePlan, *, is_mean: bool = False) -> "SizeDraft":
        """Return what is shown for a planned size; a change is shown in the metric's unit.

        `is_mean`: a mean decides; a plan with a standard deviation is for one anyhow.
        """
        is_mean = is_mean or plan.sd is not None
        written = _own_text if is_mean else _percent_text
        return cls(
            is_mean=is_mean,
            baseline=written(plan.baseline),
            sd=_own_text(plan.sd),
            mde=written(plan.mde),
            scale=ChangeScale.OWN if is_mean else ChangeScale.POINTS,
            power=_percent_text(plan.power),
            traffic=_own_text(plan.daily_traffic),
            share=_percent_text(plan.share_exposed) or "100",
            n_control=plan.n_control,
            n_treatment=plan.n_treatment,
            start=plan.start,
            end=plan.end,
        )

    def to_plan(self, base: SizePlan) -> SizePlan:
        """Return the planned size; whatever is not typed here is that of `base`.

        Call it only where `size_troubles` finds nothing.

        Raises:
            CharterError: For sizes no experiment could have.
        """
        shown = SizeDraft.from_plan(base, is_mean=self.is_mean)
        if _as_planned(self) == _as_planned(shown):
            return base
        traffic = _number(self.traffic)
        return replace(
            base,
            baseline=self.level,
            sd=_number(self.sd) if self.is_mean else None,
            mde=self.change,
            power=(_number(self.power) or 0.0) / _WHOLE,
            n_control=self.n_control,
            n_treatment=self.n_treatment,
            daily_traffic=traffic,
            share_exposed=None if traffic is None else (_number(self.share) or 0.0) / _WHOLE,
            start=self.start.strip(),
            end=self.end.strip(),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said of the metric yet."""
        return not (self.baseline.strip() or self.sd.strip() or self.mde.strip())

    @property
    def level(self) -> float | None:
        """Today's rate as a share, or today's mean; None while it is not given."""
        value = parse_number(self.baseline)
        if value is None:
            return None
        return float(value if self.is_mean else value / _WHOLE)

    @property
    def change(self) -> float | None:
        """The smallest change in the metric's unit, above 0; None while it is not given."""
        value = parse_number(self.mde)
        if value is None:
            return None
        if self.scale is ChangeScale.OWN:
            return float(value)
        if self.scale is ChangeScale.POINTS:
            return float(value / _WHOLE)
        today = parse_number(self.baseline)
        if today is None:
            return None
        absolute = value / _WHOLE * abs(today)
        return float(absolute if self.is_mean else absolute / _WHOLE)

    @property
    def scales(self) -> tuple[ChangeScale, ...]:
        """What a change may be typed in."""
        own = ChangeScale.OWN if self.is_mean else ChangeScale.POINTS
        return (own, ChangeScale.SHARE)

    def of_kind(self, *, is_mean: bool) -> "SizeDraft":
        """Return the same for a mean or a rate; figures of the other kind are not kept."""
        if is_mean is self.is_mean:
            return self
        scale = ChangeScale.OWN if is_mean else ChangeScale.POINTS
        return replace(self, is_mean=is_mean, baseline="", sd="", mde="", scale=scale).undecided()

    def undecided(self) -> "SizeDraft":
        """Return the same with users that are to be worked out anew."""
        return replace(self, n_control=None, n_treatment=None, is_own=True)

    def asks_the_same(self, other: "SizeDraft") -> bool:
        """Whether the users follow from the same entries: days, and the size one has, aside."""
        return _sized_by(self) == _sized_by(other)

    def level_of(self, name: str) -> LevelDraft:
        """Return where a guardrail stands, as typed."""
        return next((one for one in self.levels if one.name == name), LevelDraft(name=name))

    def with_level(self, level: LevelDraft) -> "SizeDraft":
        """Return the same with a guardrail standing elsewhere."""
        others = tuple(one for one in self.levels if one.name != level.name)
        return replace(self, levels=(*others, level))


def size_troubles(draft: SizeDraft, direction: Direction, alpha: float) -> dict[SizeField, str]:
    """Return a sentence for every field that holds something impossible; empty ones hold nothing.

    Args:
        draft: What is typed.
        direction: The good direction of the primary metric; the change goes that way.
        alpha: The level, which the power must exceed.
    """
    troubles = {
        field: sentence
        for field, sentence in (
            (SizeField.BASELINE, _baseline_trouble(draft)),
            (SizeField.SD, _size_trouble(draft.sd, "12.5") if draft.is_mean else ""),
            (SizeField.MDE, _size_trouble(draft.mde, "2")),
            (SizeField.POWER, _power_trouble(draft.power, 0.0 if draft.is_empty else alpha)),
            (SizeField.TRAFFIC, _size_trouble(draft.traffic, "5000")),
            (SizeField.SHARE, _share_trouble(draft.share)),
            (SizeField.TREATMENTS, _treatments_trouble(draft.treatments)),
            (SizeField.AT_HAND, _users_trouble(draft.at_hand)),
            (SizeField.START, day_trouble(draft.start)),
            (SizeField.END, day_trouble(draft.end) or _order_trouble(draft)),
        )
        if sentence
    }
    if SizeField.MDE not in troubles and SizeField.BASELINE not in troubles:
        sentence = _reach_trouble(draft, direction)
        if sentence:
            troubles[SizeField.MDE] = sentence
    return troubles


def level_trouble(text: str, *, is_mean: bool) -> str:
    """Say why a text is no level of a guardrail; empty where it is one, or nothing."""
    return _baseline_trouble(SizeDraft(is_mean=is_mean, baseline=text))


def spread_trouble(text: str) -> str:
    """Say why a text is no standard deviation; empty where it is one, or nothing."""
    return _size_trouble(text, "12.5")


def _baseline_trouble(draft: SizeDraft) -> str:
    text = draft.baseline
    if not text.strip():
        return ""
    value = parse_number(text)
    if value is None:
        return trouble_with(text, "42.5" if draft.is_mean else "10")
    if draft.is_mean:
        return "This is too large." if abs(value) > _LARGEST else ""
    if not 0 < value < _WHOLE:
        return "A rate lies between 0 and 100 %, and is neither."
    return ""


def _size_trouble(text: str, example: str) -> str:
    if not text.strip():
        return ""
    value = parse_number(text)
    if value is None:
        return trouble_with(text, example)
    if value <= 0:
        return "This must be above 0."
    if value < _SMALLEST:
        return "This is too small."
    return "This is too large." if value > _LARGEST else ""


def _power_trouble(text: str, alpha: float) -> str:
    value = parse_number(text)
    if value is None:
        return trouble_with(text, "80")
    if value >= _WHOLE:
        return "It must be below 100 %: no test finds every change."
    if value <= 0:
        return "It must be above 0."
    if float(value) / _WHOLE <= alpha:
        return (
            f"It must be above the level, {number_text(alpha)}: that often a test finds "
            "something where there is nothing."
        )
    return ""


def _share_trouble(text: str) -> str:
    value = parse_number(text)
    if value is None:
        return trouble_with(text, "100")
    return "" if 0 < value <= _WHOLE else "A share lies above 0 and is at most 100 %."


def _treatments_trouble(text: str) -> str:
    value = parse_number(text)
    if value is None:
        return trouble_with(text, "1")
    if value != int(value) or value < 1:
        return "There is at least one treatment, and no half ones."
    if value > _MOST_TREATMENTS:
        return f"At most {_MOST_TREATMENTS} treatments can be planned for."
    return ""


def _users_trouble(text: str) -> str:
    trouble = _size_trouble(text, "5000")
    value = parse_number(text)
    if trouble or value is None:
        return trouble
    if value != int(value):
        return "There are no half users."
    return "" if value <= _MOST_USERS else "This is too large."


def day_trouble(text: str) -> str:
    """Say why a text is no day; empty where it is one, or nothing."""
    return (
        "" if not text.strip() or day_of(text) else "Write the day as 2026-03-01: year, month, day."
    )


def day_of(text: str) -> date | None:
    """Return a typed day; None where it is none."""
    try:
        return date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else None
    except ValueError:
        return None


def _order_trouble(draft: SizeDraft) -> str:
    start, end = day_of(draft.start), day_of(draft.end)
    is_before = start is not None and end is not None and end < start
    return "The last day lies before the first." if is_before else ""


def _reach_trouble(draft: SizeDraft, direction: Direction) -> str:
    """Say where a change leaves the range a rate can have, or has nothing to be a share of."""
    if not draft.mde.strip():
        return ""
    today = parse_number(draft.baseline)
    if draft.scale is ChangeScale.SHARE and today is not None and today == 0:
        return "A mean of 0 has no share; say the change in its own unit."
    if draft.is_mean or today is None or draft.change is None:
        return ""
    change = parse_number(draft.mde) or Decimal(0)
    points = change * today / _WHOLE if draft.scale is ChangeScale.SHARE else change
    reached = today + direction.sign * points
    if 0 < reached < _WHOLE:
        return ""
    way = "rise" if direction is Direction.UP else "fall"
    return (
        f"A {way} of {decimal_text(points)} pp takes {decimal_text(today)} % to "
        f"{decimal_text(reached)} %, but a rate stays between 0 and 100 %."
    )


def _as_planned(draft: SizeDraft) -> SizeDraft:
    """Without what a charter does not hold."""
    return replace(draft, levels=(), treatments="", at_hand="", is_own=False)


def _sized_by(draft: SizeDraft) -> SizeDraft:
    unsized = replace(draft, n_control=None, n_treatment=None, is_own=False)
    return replace(unsized, at_hand="", start="", end="", levels=())


def _number(text: str) -> float | None:
    value = parse_number(text)
    return None if value is None else float(value)


def _own_text(value: float | None) -> str:
    return "" if value is None else number_text(value)


def _percent_text(share: float | None) -> str:
    return "" if share is None else decimal_text(Decimal(repr(share)) * _WHOLE)
