"""What is impossible in a plan as typed, with the sentence beside each field; no Qt."""

from decimal import Decimal
from enum import StrEnum

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_gui.wizard.draft import CharterDraft
from experimentos_gui.wizard.guardrail_draft import GuardrailDraft
from experimentos_gui.wizard.margins import examples, margin_trouble
from experimentos_gui.wizard.numbers import number_text, parse_number, trouble_with

_ALPHA = number_text(DEFAULT_THRESHOLDS.alpha)
_WHOLE = 100
_LARGEST_SHARE = 10**12


class FieldKind(StrEnum):
    """The kinds of field that can hold something impossible."""

    ALPHA = "alpha"
    SHARE = "share"
    SPLIT = "split"
    WORSENED = "worsened"
    SEVERE = "severe"


type FieldKey = tuple[FieldKind, str]  # the second part names the variant or the guardrail


def charter_troubles(draft: CharterDraft) -> dict[FieldKey, str]:
    """Return a sentence for every field that holds something impossible, in reading order."""
    troubles: dict[FieldKey, str] = {}
    if draft.is_split_stated:
        troubles |= _share_troubles(draft)
    if (sentence := _alpha_trouble(draft.alpha)) is not None:
        troubles[FieldKind.ALPHA, ""] = sentence
    for guardrail in draft.guardrails:
        if guardrail.is_taken:
            troubles |= _margin_troubles(guardrail)
    return troubles


def _alpha_trouble(text: str) -> str | None:
    alpha = parse_number(text)
    if alpha is None:
        return trouble_with(text, _ALPHA)
    if 0 < float(alpha) < 1:
        return None
    if 1 <= alpha < _WHOLE:
        meant = number_text(float(alpha / _WHOLE))
        return f"The level must lie between 0 and 1. {text.strip()}% is written {meant}."
    return f"The level must lie between 0 and 1, and be neither. The usual level is {_ALPHA}."


def _share_troubles(draft: CharterDraft) -> dict[FieldKey, str]:
    troubles: dict[FieldKey, str] = {}
    total = Decimal(0)
    for share in draft.shares:
        value = parse_number(share.text)
        sentence = _share_trouble(share.text, value)
        if sentence is not None:
            troubles[FieldKind.SHARE, share.variant] = sentence
        total += value or 0
    if len(draft.shares) == 1:
        sentence = "A split has at least two variants: name another one."
        troubles[FieldKind.SPLIT, ""] = sentence
    elif not troubles and draft.shares and total == 0:
        sentence = "All shares are 0. Give every variant that should get users a share above 0."
        troubles[FieldKind.SPLIT, ""] = sentence
    return troubles


def _share_trouble(text: str, value: Decimal | None) -> str | None:
    if value is None:
        return trouble_with(text, "50")
    if value < 0:
        return "A share cannot be below 0."
    return "This share is too large." if value > _LARGEST_SHARE else None


def _margin_troubles(draft: GuardrailDraft) -> dict[FieldKey, str]:
    troubles: dict[FieldKey, str] = {}
    worsened, severe = parse_number(draft.worsened), parse_number(draft.severe)
    own_worsened, own_severe = examples(draft.kind, draft.unit)
    for kind, text, value, example in (
        (FieldKind.WORSENED, draft.worsened, worsened, own_worsened),
        (FieldKind.SEVERE, draft.severe, severe, own_severe),
    ):
        if value is None:
            troubles[kind, draft.name] = trouble_with(text, example)
        elif sentence := margin_trouble(value, draft.unit):
            troubles[kind, draft.name] = sentence
    if not troubles and worsened is not None and severe is not None and worsened > severe:
        sentence = "Severe must be at least as large as worsened."
        troubles[FieldKind.SEVERE, draft.name] = sentence
    return troubles
