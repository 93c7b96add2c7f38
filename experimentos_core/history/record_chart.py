"""Predicted and realised effects below each other, as rows of the interval chart."""

from typing import Final

from experimentos_core.foundation.changes import ChangeUnit, change_interval, signed_change
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.history.outcomes import Place, Prediction
from experimentos_core.history.track_record import Case
from experimentos_core.memo.chart_records import (
    ChartPanel,
    ChartRow,
    ChartSection,
    Tone,
    share_axes,
)

MOST_DRAWN: Final = 12
_LONGEST_NAME: Final = 80


def record_panels(cases: tuple[Case, ...]) -> tuple[ChartPanel, ...]:
    """Return the first dozen cases with both effects, a title and two rows each.

    Rates share an axis, where none becomes illegible by it; every mean has one of its own. Higher
    is to the right, whichever way is good. Empty without any.
    """
    drawn = [case for case in cases if case.prediction is not None and case.realised is not None]
    return share_axes(panel for case in drawn[:MOST_DRAWN] if (panel := _panel(case)) is not None)


def _panel(case: Case) -> ChartPanel | None:
    prediction, realised = case.prediction, case.realised
    if prediction is None or realised is None:
        return None
    name = make_visible(case.name, _LONGEST_NAME) or "An experiment without a name"
    rows = (
        _row("predicted", prediction, (prediction.effect, prediction.low, prediction.high), ""),
        _row(
            "realised",
            prediction,
            (realised.effect, realised.low, realised.high),
            case.place.value if case.place is not None else "",
        ),
    )
    section = ChartSection(title=f"{name}: {prediction.metric}", rows=rows, better=1)
    return ChartPanel(unit=prediction.unit, is_judged=False, sections=(section,))


def _row(
    label: str,
    prediction: Prediction,
    effect: tuple[float, float | None, float | None],
    word: str,
) -> ChartRow:
    value, low, high = effect
    outside = word in (Place.ABOVE, Place.BELOW)
    return ChartRow(
        label=label,
        value=value,
        low=value if low is None else low,
        high=value if high is None else high,
        numbers=_numbers(effect, prediction.unit),
        word=word,
        tone=Tone.UNCLEAR if outside else Tone.NEUTRAL,
    )


def _numbers(effect: tuple[float, float | None, float | None], unit: ChangeUnit) -> str:
    value, low, high = effect
    words = signed_change(value, unit)
    if low is None or high is None:
        return f"{words} (no interval)"
    return f"{words} ({change_interval((low, high), unit)})"
