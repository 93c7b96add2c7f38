"""What an experiment predicted beside what came of it, and what may be said of the two."""

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import Final

from experimentos_core.analysis import PrimaryResult
from experimentos_core.analysis.comparison_words import unit_of
from experimentos_core.foundation.changes import (
    ChangeUnit,
    change_interval,
    change_size,
    signed_change,
)
from experimentos_core.foundation.formatting import MINUS, level
from experimentos_core.foundation.values import Direction
from experimentos_core.history.decisions import LARGEST_EFFECT, Realised
from experimentos_core.reading.numbers.cells import exact_number
from experimentos_core.taken import DecisionTaken


class Place(StrEnum):
    """Where a realised effect lies, seen from the interval that was predicted."""

    INSIDE = "inside"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a report says a treatment changes.

    Attributes:
        metric: The primary metric.
        direction: Its good direction.
        variant: The treatment.
        unit: What the effect is measured in.
        effect: The change against the control: a difference of rates or of means.
        low: Lower end of its interval; None where there is no interval.
        high: Upper end; likewise.
        confidence: Level of the interval.
    """

    metric: str
    direction: Direction
    variant: str
    unit: ChangeUnit
    effect: float
    low: float | None
    high: float | None
    confidence: float


def prediction_of(primary: PrimaryResult | None, taken: DecisionTaken) -> Prediction | None:
    """Return what was predicted of the treatment a decision is about.

    That is the launched one, else the one the rules would have launched, else the only one there
    is. None where the data was Blocked, nothing could be computed, or several treatments were
    tried and the decision singles out none of them.
    """
    if primary is None:
        return None
    name = taken.variant or taken.recommended_variant
    if name is None and len(primary.comparisons) == 1:
        name = primary.comparisons[0].variant
    found = next((one for one in primary.comparisons if one.variant == name), None)
    if found is None or found.absolute_lift is None:
        return None
    low, high = found.ci if found.ci is not None else (None, None)
    return Prediction(
        metric=primary.metric,
        direction=primary.direction,
        variant=found.variant,
        unit=unit_of(found),
        effect=found.absolute_lift,
        low=low,
        high=high,
        confidence=found.confidence,
    )


def place_of(prediction: Prediction, effect: float) -> Place | None:
    """Return where an effect lies, the ends counting as inside; None without an interval."""
    if prediction.low is None or prediction.high is None:
        return None
    if effect < prediction.low:
        return Place.BELOW
    return Place.ABOVE if effect > prediction.high else Place.INSIDE


def predicted_words(prediction: Prediction) -> str:
    """Return '+2.00 pp, 95% interval +1.14 to +2.86 pp'."""
    words = signed_change(prediction.effect, prediction.unit)
    if prediction.low is None or prediction.high is None:
        return f"{words}, without an interval"
    interval = change_interval((prediction.low, prediction.high), prediction.unit)
    return f"{words}, {level(prediction.confidence)} interval {interval}"


def realised_words(realised: Realised, unit: ChangeUnit) -> str:
    """Return '+1.20 pp, interval +0.30 to +2.10 pp'; the level of that interval is not known."""
    words = signed_change(realised.effect, unit)
    if realised.low is None or realised.high is None:
        return f"{words}, without an interval"
    return f"{words}, interval {change_interval((realised.low, realised.high), unit)}"


def comparison_words(prediction: Prediction, realised: Realised) -> str:
    """Say where the realised effect lies, and whether the intervals meet; nothing is inferred.

    The distance to the interval is told, so that no rounding makes an effect read as if it lay on
    an end it lies beyond.
    """
    place = place_of(prediction, realised.effect)
    if place is None or prediction.low is None or prediction.high is None:
        return "Without a predicted interval there is nothing to hold it against."
    if place is Place.INSIDE:
        first = "The realised effect lies inside the predicted interval."
    else:
        end = prediction.low if place is Place.BELOW else prediction.high
        gap = change_size(realised.effect - end, prediction.unit)
        first = f"The realised effect lies {gap} {place.value} the predicted interval."
    if realised.low is None or realised.high is None:
        return first
    if realised.low <= prediction.high and prediction.low <= realised.high:
        return f"{first} The two intervals overlap, which alone does not show that they agree."
    return f"{first} The two intervals do not overlap."


def effect_typed(text: str, unit: ChangeUnit) -> float | None:
    """Read an effect as a person writes it: '1.2' or '+1.2 pp' is 0.012 of a rate.

    None for what is no plain number with a decimal point, for a rate beyond 100 percentage points,
    and for an amount beyond what can be kept.
    """
    plain = text.strip().replace(MINUS, "-")
    if unit is ChangeUnit.POINTS:
        plain = plain.removesuffix("pp").rstrip()
    value = exact_number(plain)
    if value is None:
        return None
    scaled = value / 100 if unit is ChangeUnit.POINTS else value
    largest = 1 if unit is ChangeUnit.POINTS else LARGEST_EFFECT
    return float(scaled) if abs(scaled) <= largest else None


def expected_inside(confidence: float) -> float:
    """Return how often a second, equally large measurement lies inside the interval of a first.

    Both measure the same true effect with the same standard error s, so their difference has the
    standard error s * sqrt(2), and the share is 2 * Phi(z / sqrt(2)) - 1 for an interval of
    +-z * s: 83.4 % at 95 %. Cumming and Maillardet (2006), Confidence intervals and replication:
    where will the next mean fall? Psychological Methods 11, 217-227.
    """
    normal = NormalDist()
    z = normal.inv_cdf(0.5 + confidence / 2)
    return 2 * normal.cdf(z / _ROOT_OF_TWO) - 1


_ROOT_OF_TWO: Final = 2**0.5
