import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.values import Direction
from experimentos_core.memo.belief_rows import (
    belief_figure_text,
    lift_chart,
    lift_chart_text,
    posterior_chart,
    posterior_chart_text,
)
from experimentos_core.memo.charts import belief_figure_svg, lift_chart_svg, posterior_chart_svg
from experimentos_core.memo.palette import DARK, LIGHT, PRINT
from tests.core.memo.test_charts import report_with_means, texts
from tests.core.memo.test_hostile import ATTACKS, hostile_report
from tests.helpers.experiments import csv_of, report_of, two_arms
from tests.helpers.memos import CANONICAL, canonical_report, sample_report

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = [
    (posterior_chart, posterior_chart_svg, posterior_chart_text),
    (lift_chart, lift_chart_svg, lift_chart_text),
]
EXTREMES = {
    "none": ((10000, 10000), (0, 0)),
    "all": ((10000, 10000), (10000, 10000)),
    "one": ((10000, 10000), (1, 0)),
    "alike": ((10000, 10000), (1000, 1000)),
    "huge": ((900_000_000, 900_000_000), (90_000_000, 90_000_123)),
    "spike": ((3_000_000, 300), (300_000, 31)),
    "few": ((2, 3), (1, 2)),
}


@pytest.mark.parametrize("name", CANONICAL)
def test_every_row_is_labelled_with_its_numbers(name: str) -> None:
    report = canonical_report(name)
    for chart_of, draw, tell in CHARTS:
        chart = chart_of(report)
        if chart is None:
            assert draw(report) == tell(report) == belief_figure_svg(report) == ""
            continue
        written, words = texts(draw(report)), tell(report)
        for row in chart.rows:
            for text in (row.label, row.numbers, row.headline):
                assert not text or text in written
                assert text in words
        assert chart.interval in written
        assert belief_figure_text(report)


def test_the_control_comes_first_and_its_curve_is_dashed() -> None:
    report = sample_report("fish_oil")
    chart = posterior_chart(report)
    assert [row.label for row in chart.rows] == ["placebo", "fish_oil"]
    assert posterior_chart_svg(report).count("stroke-dasharray") == 1


def test_a_posterior_holds_its_interval_and_its_curve_encloses_it() -> None:
    report = sample_report("fish_oil")
    for row in posterior_chart(report).rows:
        inside = (row.x >= row.low) & (row.x <= row.high)
        whole = np.trapezoid(row.density, row.x)
        share = np.trapezoid(row.density[inside], row.x[inside]) / whole
        assert share == pytest.approx(0.95, abs=0.03)
        assert whole == pytest.approx(1.0, abs=0.01)


def test_the_lift_and_its_chance_are_those_of_the_report() -> None:
    report = sample_report("game_gate")
    (told,) = report.bayesian.conversion
    (row,) = lift_chart(report).rows
    assert (row.low, row.high) == told.lift_ci
    better = row.x > 0
    share = np.trapezoid(row.density[better], row.x[better])
    assert share == pytest.approx(told.prob_beats_control, abs=0.02)


def test_better_is_to_the_right_whatever_direction_is_good() -> None:
    rows, ticks = {}, {}
    for direction in Direction:
        charter = Charter(primary=PrimaryPlan(direction=direction), guardrails=())
        report = report_of(two_arms((10000, 10000), (1000, 1200)), charter)
        (rows[direction],) = lift_chart(report).rows
        ticks[direction] = texts(lift_chart_svg(report))
    up, down = rows[Direction.UP], rows[Direction.DOWN]
    assert 0 < up.low < up.high
    assert (down.low, down.high) == (-up.high, -up.low)
    assert down.x == pytest.approx(-up.x[::-1])
    assert up.numbers == down.numbers
    assert up.headline == "P(better) over 99.99%"
    assert down.headline == "P(better) under 0.01%"
    assert "+1" in ticks[Direction.UP]
    assert "+1" in ticks[Direction.DOWN]  # the change itself, on the left


def test_a_skewed_curve_is_mirrored_with_its_places() -> None:
    tops = {}
    for direction in Direction:
        charter = Charter(primary=PrimaryPlan(direction=direction), guardrails=())
        (row,) = lift_chart(report_of(two_arms((60, 50), (0, 4)), charter)).rows
        tops[direction] = row.x[np.argmax(row.density)]
    assert tops[Direction.UP] == pytest.approx(-tops[Direction.DOWN])
    assert tops[Direction.UP] != pytest.approx(0, abs=0.01)


def test_the_better_side_alone_is_shaded() -> None:
    def shaded(conversions) -> int:
        report = report_of(two_arms((10000, 10000), conversions), Charter(guardrails=()))
        return lift_chart_svg(report).count("fill-opacity")

    assert shaded((1000, 1200)) == 1
    assert shaded((1000, 700)) == 0


def test_nobody_said_what_is_good_for_other_metrics() -> None:
    report = report_with_means(guardrails=(GuardrailPlan(name="time"),))
    assert "P(higher)" in lift_chart_text(report, "rev")
    assert "higher \u2192" in texts(lift_chart_svg(report, "rev"))
    assert "P(better)" in lift_chart_text(report, "time")
    assert "better \u2192" in texts(lift_chart_svg(report, "time"))


def test_an_unknown_metric_has_no_chart() -> None:
    report = sample_report("game_gate")
    assert posterior_chart_svg(report, "no such metric") == ""
    assert lift_chart_text(report, "no such metric") == ""


def test_arms_nothing_is_known_of_say_so() -> None:
    header = "variant,users,conversions,rev_sum,rev_sum_sq,rev_n"
    arms = (
        ("control", 1000, 100, 5200, 70000, 1000),
        ("a", 1000, 110, 5500, 76000, 1000),
        ("b", 1000, 110, 5, 25, 1),
    )
    report = report_of(csv_of(*arms, header=header), Charter(guardrails=()))
    rows = posterior_chart(report, "rev").rows
    assert [row.low is None for row in rows] == [False, False, True]
    assert "too little data" in texts(posterior_chart_svg(report, "rev"))
    assert "too little data" in texts(lift_chart_svg(report, "rev"))


def test_of_many_arms_the_first_and_the_deciding_one_are_drawn() -> None:
    rows = [(f"arm {i}", 10000, 1000) for i in range(10)]
    report = report_of(
        csv_of(("control", 10000, 1000), *rows, ("winner", 10000, 1500)), Charter(guardrails=())
    )
    assert report.decision.variant == "winner"
    arms, lifts = posterior_chart(report), lift_chart(report)
    assert [row.label for row in arms.rows][::5] == ["control", "winner"]
    assert (len(arms.rows), arms.left_out) == (6, 6)
    assert [row.label for row in lifts.rows] == ["arm 0", "arm 1", "arm 2", "winner"]
    assert lifts.left_out == 7
    assert any("7 more not drawn" in text for text in texts(lift_chart_svg(report)))
    assert "7 more not drawn" in lift_chart_text(report)


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_beliefs_are_drawn(name: str) -> None:
    users, conversions = EXTREMES[name]
    split = dict(zip(("control", "treatment"), users, strict=True))
    report = report_of(two_arms(users, conversions), Charter(guardrails=(), split=split))
    for draw in (posterior_chart_svg, lift_chart_svg):
        svg = draw(report)
        assert texts(svg)
        assert "nan" not in svg
        assert "inf" not in svg


@pytest.mark.parametrize("draw", [posterior_chart_svg, lift_chart_svg])
def test_colours_come_from_the_palette_and_bytes_do_not_vary(draw) -> None:
    report = sample_report("fish_oil")
    for palette in (LIGHT, DARK, PRINT):
        svg = draw(report, None, palette)
        assert palette.text in svg
        assert ("#ffffff" in svg) is (palette is PRINT)
        assert svg == draw(report, None, palette)


def test_every_picture_is_small() -> None:
    rows = [(f"arm {i}", 10000, 1000 + i) for i in range(30)]
    report = report_of(csv_of(("control", 10000, 1000), *rows), Charter(guardrails=()))
    for draw in (posterior_chart_svg, lift_chart_svg, belief_figure_svg):
        assert 0 < len(draw(report)) < 60_000


@pytest.mark.parametrize("text", ATTACKS)
def test_user_text_is_only_ever_text(text: str) -> None:
    report = hostile_report(text)
    for draw in (posterior_chart_svg, lift_chart_svg, belief_figure_svg):
        svg = draw(report)
        tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}  # noqa: S314 - our own
        assert tags <= {"svg", "g", "path", "defs", "style", "text"}


def test_without_a_view_there_is_nothing_to_draw() -> None:
    report = replace(sample_report("fish_oil"), bayesian=None)
    assert belief_figure_svg(report) == belief_figure_text(report) == ""
