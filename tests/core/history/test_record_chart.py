"""Predicted and realised effects as a picture and in words."""

from dataclasses import replace

from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.history.outcomes import Prediction, prediction_of
from experimentos_core.history.record_chart import MOST_DRAWN, record_panels
from experimentos_core.history.track_record import Case
from experimentos_core.memo.chart_records import Tone, panels_text
from experimentos_core.memo.charts import panels_svg
from tests.helpers.histories import made_realised, made_report, made_taken

PREDICTED = prediction_of(made_report().primary, made_taken())


def case(effect: float, prediction: Prediction | None = PREDICTED, name: str = "Button") -> Case:
    realised = made_realised(effect, effect - 0.005, effect + 0.005)
    return Case(uid="1", name=name, taken=made_taken(), prediction=prediction, realised=realised)


def test_without_both_effects_there_is_no_chart() -> None:
    assert record_panels((case(0.01, None), replace(case(0.01), realised=None))) == ()
    assert panels_svg(()) == ""


def test_each_case_has_both_effects_in_one_unit_on_one_axis() -> None:
    panels = record_panels((case(0.02), case(0.001)))
    (panel,) = panels
    assert [row.label for row in panel.rows] == ["predicted", "realised"] * 2
    assert [row.word for row in panel.rows] == ["", "inside", "", "below"]
    assert panel.rows[3].tone is Tone.UNCLEAR
    words = panels_text(panels)
    assert "realised +0.10 pp (\u22120.40 to +0.60 pp), below" in words
    svg = panels_svg(panels)
    assert "+0.10 pp (\u22120.40 to +0.60 pp)" in svg
    assert svg == panels_svg(panels)


def test_an_effect_without_an_interval_is_a_mark_of_its_own() -> None:
    bare = replace(case(0.02), realised=made_realised(0.02))
    (panel,) = record_panels((bare,))
    row = panel.rows[1]
    assert (row.low, row.value, row.high) == (0.02, 0.02, 0.02)
    assert row.numbers == "+2.00 pp (no interval)"


def test_a_mean_has_an_axis_of_its_own_and_only_a_dozen_are_drawn() -> None:
    assert PREDICTED is not None
    mean = replace(PREDICTED, unit=ChangeUnit.AMOUNT)
    assert len(record_panels((case(0.02), case(0.02, mean), case(0.02, mean)))) == 3
    many = record_panels(tuple(case(0.02) for _ in range(30)))
    assert sum(len(panel.sections) for panel in many) == MOST_DRAWN


def test_a_hostile_name_is_written_out() -> None:
    panels = record_panels((case(0.02, name="<script>\u202e"),))
    svg = panels_svg(panels)
    assert "<script>" not in svg
    assert "\u202e" not in svg
