"""Predicted beside realised: where an effect lies, and no more said than is known."""

from dataclasses import replace

import numpy as np
import pytest

from experimentos_core.charter import Charter
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.values import Direction, Verdict
from experimentos_core.history.outcomes import (
    Place,
    Prediction,
    comparison_words,
    effect_typed,
    expected_inside,
    place_of,
    predicted_words,
    prediction_of,
    realised_words,
)
from tests.helpers.experiments import csv_of, report_of
from tests.helpers.histories import made_realised, made_report, made_taken

PREDICTED = Prediction(
    metric="signups",
    direction=Direction.UP,
    variant="b",
    unit=ChangeUnit.POINTS,
    effect=0.021,
    low=0.004,
    high=0.038,
    confidence=0.95,
)
OVERLAP = "The two intervals overlap, which alone does not show that they agree."
APART = "The two intervals do not overlap."


def test_the_prediction_is_that_of_the_treatment_that_was_launched() -> None:
    report = made_report()
    found = prediction_of(report.primary, made_taken())
    comparison = report.primary.comparisons[0]
    assert found is not None
    assert (found.variant, found.effect) == ("treatment", comparison.absolute_lift)
    assert (found.low, found.high) == comparison.ci


def test_a_hold_is_held_against_the_only_treatment() -> None:
    found = prediction_of(made_report().primary, made_taken(Verdict.HOLD, reason="Later."))
    assert found is not None
    assert found.variant == "treatment"


def test_of_several_treatments_only_one_that_was_singled_out_has_a_prediction() -> None:
    report = report_of(csv_of(("control", 900, 90), ("b", 900, 95), ("c", 900, 99)), Charter())
    held = made_taken(Verdict.HOLD, recommended=Verdict.HOLD)
    assert prediction_of(report.primary, held) is None
    launched = replace(held, decision=Verdict.LAUNCH, variant="c")
    found = prediction_of(report.primary, launched)
    assert found is not None
    assert found.variant == "c"


def test_blocked_data_predicts_nothing() -> None:
    blocked = report_of(csv_of(("control", 5000, 1000), ("b", 10000, 1200)))
    assert blocked.primary is None
    assert prediction_of(blocked.primary, made_taken()) is None


@pytest.mark.parametrize(
    ("effect", "place"),
    [
        (0.004, Place.INSIDE),
        (0.038, Place.INSIDE),
        (0.00399, Place.BELOW),
        (0.0381, Place.ABOVE),
        (-1.0, Place.BELOW),
    ],
)
def test_the_ends_are_inside(effect: float, place: Place) -> None:
    assert place_of(PREDICTED, effect) is place


def test_both_effects_are_written_alike() -> None:
    assert predicted_words(PREDICTED) == "+2.10 pp, 95% interval +0.40 to +3.80 pp"
    realised = made_realised(0.012, 0.003, 0.021)
    assert realised_words(realised, ChangeUnit.POINTS) == "+1.20 pp, interval +0.30 to +2.10 pp"
    assert realised_words(made_realised(0.5), ChangeUnit.AMOUNT) == "+0.50, without an interval"


@pytest.mark.parametrize(
    ("realised", "words"),
    [
        (made_realised(0.012), "The realised effect lies inside the predicted interval."),
        (
            made_realised(0.003, -0.002, 0.008),
            f"The realised effect lies 0.10 pp below the predicted interval. {OVERLAP}",
        ),
        (
            made_realised(-0.01, -0.012, -0.008),
            f"The realised effect lies 1.40 pp below the predicted interval. {APART}",
        ),
        # Both read +0.40 pp; only the distance tells them apart.
        (
            made_realised(0.0039999),
            "The realised effect lies 0.000010 pp below the predicted interval.",
        ),
    ],
)
def test_only_what_can_be_said_is_said(realised, words) -> None:
    assert comparison_words(PREDICTED, realised) == words


def test_without_an_interval_nothing_is_compared() -> None:
    open_ended = replace(PREDICTED, low=None, high=None)
    assert place_of(open_ended, 0.01) is None
    assert "nothing to hold it against" in comparison_words(open_ended, made_realised(0.01))
    assert predicted_words(open_ended) == "+2.10 pp, without an interval"


def test_a_second_measurement_lies_inside_less_often_than_the_level_says() -> None:
    """Cumming and Maillardet (2006) give 83.4 % at 95 %; simulated besides."""
    assert expected_inside(0.95) == pytest.approx(0.8342, abs=5e-5)
    first, second = np.random.default_rng(20260301).normal(size=(2, 200_000))
    simulated = np.mean(np.abs(second - first) < 1.6448536)
    assert expected_inside(0.9) == pytest.approx(simulated, abs=0.004)


@pytest.mark.parametrize(
    ("text", "unit", "effect"),
    [
        ("1.2", ChangeUnit.POINTS, 0.012),
        ("+0.30 pp", ChangeUnit.POINTS, 0.003),
        ("\u22120.3", ChangeUnit.POINTS, -0.003),
        ("-100", ChangeUnit.POINTS, -1.0),
        ("2.5", ChangeUnit.AMOUNT, 2.5),
        ("1e6", ChangeUnit.AMOUNT, 1e6),
        ("100.1", ChangeUnit.POINTS, None),
        ("1,2", ChangeUnit.POINTS, None),
        ("1.2 pp", ChangeUnit.AMOUNT, None),
        ("1e16", ChangeUnit.AMOUNT, None),
        ("nan", ChangeUnit.AMOUNT, None),
        ("", ChangeUnit.POINTS, None),
    ],
)
def test_an_effect_is_read_exactly_or_not_at_all(text, unit, effect) -> None:
    assert effect_typed(text, unit) == effect
