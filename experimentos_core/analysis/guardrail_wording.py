"""Why a guardrail has its status, in a sentence with its numbers."""

import math
from dataclasses import dataclass

from experimentos_core.charter import Margins
from experimentos_core.foundation.changes import (
    ChangeUnit,
    change_beside,
    change_size,
    signed_change,
)
from experimentos_core.foundation.formatting import count
from experimentos_core.foundation.values import GuardrailRule, GuardrailStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was judged, in the harmful direction.

    Attributes:
        status: What it was found to be.
        harm: The change.
        interval: Its interval; ends may be infinite.
        margins: What it was compared with.
        unit: What all of them are measured in.
        rule: How much proof was asked for.
    """

    status: GuardrailStatus
    harm: float
    interval: tuple[float, float]
    margins: Margins
    unit: ChangeUnit
    rule: GuardrailRule

    def size(self, change: float) -> str:
        """Return the size of a change in words."""
        return change_size(change, self.unit)

    def beside(self, change: float, margin: float) -> str:
        """Return the size of a change, told apart from a margin."""
        return change_beside(change, margin, self.unit)

    @property
    def severe(self) -> str:
        """The severe margin in words."""
        return self.size(self.margins.severe)


def explain_status(judged: Judged, *, users_needed: int | None) -> str:
    """Say why a guardrail has its status."""
    match judged.status:
        case GuardrailStatus.SEVERE:
            return _explain_severe(judged)
        case GuardrailStatus.WORSENED:
            return _explain_worsened(judged)
        case GuardrailStatus.INCONCLUSIVE:
            return _explain_inconclusive(judged, users_needed)
        case GuardrailStatus.OK:
            return _explain_ok(judged)


def _explain_severe(judged: Judged) -> str:
    seen = judged.beside(judged.harm, judged.margins.severe)
    sentence = f"Worse by {seen}, at or over the severe margin of {judged.severe}"
    if judged.rule is GuardrailRule.POINT:
        return f"{sentence}."
    return f"{sentence}, and proven ({judged.size(judged.interval[0])} or more)."


def _explain_worsened(judged: Judged) -> str:
    margins = judged.margins
    unproven = judged.interval[0] <= 0
    over_severe = judged.harm >= margins.severe and unproven
    margin = margins.severe if over_severe else margins.worsened
    other = margins.worsened if over_severe else margins.severe
    seen = max(judged.beside(judged.harm, margin), judged.beside(judged.harm, other), key=len)
    which = "severe margin" if over_severe else "margin"
    sentence = f"Worse by {seen}, at or over the {which} of {judged.size(margin)}"
    return f"{sentence}, but that is not proven." if unproven else f"{sentence}."


def _explain_inconclusive(judged: Judged, users_needed: int | None) -> str:
    harm, high, margin = judged.harm, judged.interval[1], judged.margins.severe
    settle = ""
    if users_needed is not None:
        settle = f"; about {count(users_needed)} users in both arms would settle it"
    seen = f"Worse by {judged.beside(harm, margin)}" if harm > 0 else "Not worse"
    most = "without limit" if math.isinf(high) else judged.beside(high, margin)
    return f"{seen} as measured, {most} at worst; the severe margin is {judged.severe}{settle}."


def _explain_ok(judged: Judged) -> str:
    harm, high, margins = judged.harm, judged.interval[1], judged.margins
    if judged.rule is GuardrailRule.POINT:
        margin = judged.size(margins.worsened)
        if harm <= 0:
            change = signed_change(harm, judged.unit)
            return f"Changed by {change} in the harmful direction, under {margin}."
        seen = judged.beside(harm, margins.worsened)
        return f"Worse by {seen}, under the margin of {margin}."
    if high <= 0:
        end = signed_change(high, judged.unit)
        return f"No worse: the interval ends at {end} in the harmful direction."
    most = judged.beside(high, margins.severe)
    return f"Worse by {most} at most, under the severe margin of {judged.severe}."
