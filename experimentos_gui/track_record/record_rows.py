"""The tables of the record: which columns, and what they say of a case."""

from typing import Final

from experimentos_core.foundation.changes import change_interval, signed_change
from experimentos_core.foundation.days import local_day_words
from experimentos_core.foundation.formatting import count
from experimentos_core.history.outcomes import Place
from experimentos_core.history.track_record import Case, Way
from experimentos_gui.messages import with_symbol
from experimentos_gui.models.record_table import Column
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.labels import shortened

_LONGEST_NAME: Final = 60
_LONGEST_REASON: Final = 160
_PLACES: Final = {
    Place.INSIDE: "inside",
    Place.ABOVE: "above the interval",
    Place.BELOW: "below the interval",
}


def way_columns() -> tuple[Column[Way], ...]:
    """Return the columns of what was recommended and decided."""
    return (
        Column(title="Recommended", text=lambda way: with_symbol(way.recommended)),
        Column(title="Decided", text=lambda way: with_symbol(way.taken)),
        Column(title="", text=_followed),
        Column(title="Experiments", text=lambda way: count(way.count), is_number=True),
    )


def override_columns() -> tuple[Column[Case], ...]:
    """Return the columns of decisions against the recommendation."""
    return (
        Column(title="Experiment", text=_name, detail=_decided_at),
        Column(title="Recommended", text=_recommended),
        Column(title="Decided", text=_decided),
        Column(title="Reason", text=lambda case: shortened(case.taken.reason, _LONGEST_REASON)),
        Column(title="What came of it", text=_came_of_it, detail=_direction),
    )


def outcome_columns() -> tuple[Column[Case], ...]:
    """Return the columns of predicted and realised effects."""
    return (
        Column(title="Experiment", text=_name, detail=_metric),
        Column(title="Decided", text=_decided),
        Column(title="Predicted", text=_predicted, detail=_predicted_interval, is_number=True),
        Column(title="Realised", text=_realised, detail=_realised_interval, is_number=True),
        Column(
            title="It lies",
            text=_place,
            tone=lambda case: Tone.CAUTION if _is_outside(case) else None,
            explanation="Where the realised effect lies, seen from the predicted interval.",
        ),
    )


def _name(case: Case) -> str:
    return shortened(case.name, _LONGEST_NAME) or "Without a name"


def _followed(way: Way) -> str:
    if not way.is_override:
        return "as recommended"
    return "override: another treatment" if way.recommended is way.taken else "override"


def _decided_at(case: Case) -> str:
    return f"by {shortened(case.taken.by, _LONGEST_NAME)}, {local_day_words(case.taken.at)}"


def _recommended(case: Case) -> str:
    return _verdict(with_symbol(case.taken.recommended), case.taken.recommended_variant)


def _decided(case: Case) -> str:
    return _verdict(with_symbol(case.taken.decision), case.taken.variant)


def _verdict(words: str, variant: str | None) -> str:
    return f"{words} {shortened(variant, _LONGEST_NAME)}" if variant else words


def _metric(case: Case) -> str:
    return "" if case.prediction is None else shortened(case.prediction.metric, _LONGEST_NAME)


def _predicted(case: Case) -> str:
    prediction = case.prediction
    return (
        "no single effect"
        if prediction is None
        else signed_change(prediction.effect, prediction.unit)
    )


def _predicted_interval(case: Case) -> str:
    prediction = case.prediction
    if prediction is None or prediction.low is None or prediction.high is None:
        return ""
    return change_interval((prediction.low, prediction.high), prediction.unit)


def _realised(case: Case) -> str:
    if case.realised is None:
        return ""
    if case.prediction is None:
        return "see the experiment"  # in which unit it is, only its report knows
    return signed_change(case.realised.effect, case.prediction.unit)


def _realised_interval(case: Case) -> str:
    realised, prediction = case.realised, case.prediction
    if realised is None or prediction is None or realised.low is None or realised.high is None:
        return ""
    return change_interval((realised.low, realised.high), prediction.unit)


def _place(case: Case) -> str:
    return _PLACES[case.place] if case.place is not None else "not comparable"


def _is_outside(case: Case) -> bool:
    return case.place in (Place.ABOVE, Place.BELOW)


def _came_of_it(case: Case) -> str:
    return "not known yet" if case.realised is None else _realised(case)


def _direction(case: Case) -> str:
    if case.is_better is None:
        return ""
    return "the good way" if case.is_better else "the bad way"
