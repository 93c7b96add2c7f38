"""Margins of a guardrail as they are typed: in points, as a share of the control, in own units."""

from decimal import Decimal
from enum import StrEnum
from typing import Final

from experimentos_core.charter import GuardrailPlan
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import MarginScale, MetricKind
from experimentos_gui.wizard.numbers import decimal_text, number_text, points_text, rate_of

_WHOLE: Final = 100
_SMALLEST: Final = Decimal("1e-9")  # of what a charter holds
_LARGEST: Final = Decimal("1e30")


class MarginUnit(StrEnum):
    """What a margin is typed in."""

    POINTS = "pp"
    SHARE = "% of control"
    OWN = "own unit"


IN_FULL: Final = {
    MarginUnit.POINTS: "percentage points",
    MarginUnit.SHARE: "percent of the control",
    MarginUnit.OWN: "in the unit of the metric",
}
STEPS: Final = {
    MarginUnit.POINTS: ("0.01", 2),
    MarginUnit.SHARE: ("0.5", 2),
    MarginUnit.OWN: ("1", 0),
}
_EXAMPLE_IN_OWN_UNIT: Final = ("0.5", "1.5")


def unit_of(kind: MetricKind, scale: MarginScale) -> MarginUnit:
    """Return what the margins of such a guardrail are typed in."""
    if scale is MarginScale.RELATIVE:
        return MarginUnit.SHARE
    return MarginUnit.POINTS if kind is MetricKind.RATE else MarginUnit.OWN


def scale_of(unit: MarginUnit) -> MarginScale:
    """Return the scale of a unit."""
    return MarginScale.RELATIVE if unit is MarginUnit.SHARE else MarginScale.ABSOLUTE


def units_for(kind: MetricKind) -> tuple[MarginUnit, ...]:
    """Return the units a guardrail of this kind may have, the usual one first."""
    own = MarginUnit.POINTS if kind is MetricKind.RATE else MarginUnit.OWN
    units = (own, MarginUnit.SHARE)
    return units if kind is MetricKind.RATE else units[::-1]


def margin_text(margin: float | None, unit: MarginUnit) -> str:
    """Write a margin of the plan as it is typed: 0.003 as '0.30' points; nothing for None."""
    if margin is None:
        return ""
    return number_text(margin) if unit is MarginUnit.OWN else points_text(margin)


def margin_of(number: Decimal, unit: MarginUnit) -> float:
    """Return a typed number as a margin of the plan: 0.30 points are 0.003."""
    return float(number) if unit is MarginUnit.OWN else rate_of(number)


def usual_texts(kind: MetricKind, unit: MarginUnit) -> tuple[str, str]:
    """Return the usual margins; nothing in a metric's own unit, where none are usual."""
    try:
        usual = GuardrailPlan(name="", scale=scale_of(unit)).margins(kind)
    except CharterError:
        return "", ""
    return margin_text(usual.worsened, unit), margin_text(usual.severe, unit)


def examples(kind: MetricKind, unit: MarginUnit) -> tuple[str, str]:
    """Return margins as somebody might type them."""
    usual = usual_texts(kind, unit)
    return usual if all(usual) else _EXAMPLE_IN_OWN_UNIT


def margin_trouble(number: Decimal, unit: MarginUnit) -> str:
    """Say why a number is no margin; empty where it is one."""
    most = Decimal(_WHOLE) if unit is MarginUnit.POINTS else _LARGEST
    least = _SMALLEST if unit is MarginUnit.OWN else _SMALLEST * _WHOLE
    if unit is MarginUnit.POINTS and not 0 < number <= most:
        return "A margin must be above 0 and at most 100 points."
    if number <= 0:
        return "A margin must be above 0."
    if number > most:
        return "This margin is too large."
    if number < least:
        return f"A margin must be at least {decimal_text(least)}."
    return ""
