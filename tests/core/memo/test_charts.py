import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.foundation.values import Direction
from experimentos_core.memo.chart_rows import Tone, chart_panels, interval_chart_text
from experimentos_core.memo.charts import interval_chart_svg
from experimentos_core.memo.palette import DARK, LIGHT, PRINT
from tests.core.memo.test_hostile import ATTACKS, hostile_report
from tests.helpers.experiments import csv_of, report_of, two_arms
from tests.helpers.memos import CANONICAL, sample_report

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own


@pytest.mark.parametrize("name", CANONICAL)
def test_every_row_is_labelled_with_its_numbers_and_its_word(name: str) -> None:
    report = CANONICAL[name]()
    svg, words = interval_chart_svg(report), interval_chart_text(report)
    if report.primary is None:
        assert svg == words == ""
        return
    written = texts(svg)
    for panel in chart_panels(report):
        assert panel.title in written
        for row in panel.rows:
            assert row.label in written
            assert row.numbers in written
            assert row.word in written
            assert f"{row.label} {row.numbers}, {row.word}" in words


def test_better_is_to_the_right_whatever_direction_is_good() -> None:
    rows = {}
    for direction in Direction:
        charter = Charter(primary=PrimaryPlan(direction=direction), guardrails=())
        report = report_of(two_arms((10000, 10000), (1000, 1200)), charter)
        (panel,) = chart_panels(report)
        rows[direction] = panel.rows[0]
    up, down = rows[Direction.UP], rows[Direction.DOWN]
    assert 0 < up.low < up.value < up.high
    assert (down.low, down.value, down.high) == (-up.high, -up.value, -up.low)
    assert up.numbers == down.numbers
    assert (up.word, up.tone) == ("better", Tone.GOOD)
    assert (down.word, down.tone) == ("worse", Tone.BAD)


def test_guardrails_stand_with_their_margins_on_the_worse_side() -> None:
    report = sample_report("fish_oil")
    _, guardrails = chart_panels(report)
    for row, guardrail in zip(guardrails.rows, report.guardrails, strict=True):
        assert row.margins == (-guardrail.worsened_margin, -guardrail.severe_margin)
        assert row.value == -guardrail.delta
        assert (row.low, row.high) == (-guardrail.ci[1], -guardrail.ci[0])


def test_the_chart_says_which_way_is_better() -> None:
    written = texts(interval_chart_svg(sample_report("game_gate")))
    assert written.count("better \u2192") == written.count("\u2190 worse") == 2


def test_the_same_report_gives_the_same_bytes() -> None:
    report = sample_report("fish_oil")
    assert interval_chart_svg(report) == interval_chart_svg(report)


def test_charts_drawn_at_the_same_time_do_not_disturb_each_other() -> None:
    reports = [sample_report("fish_oil"), sample_report("game_gate")]
    alone = [interval_chart_svg(report) for report in reports]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(interval_chart_svg, reports * 6))
    assert together == alone * 6


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT])
def test_the_palette_colours_everything(palette) -> None:
    svg = interval_chart_svg(sample_report("fish_oil"), palette)
    assert palette.unclear in svg
    assert palette.text in svg
    others = {LIGHT, DARK, PRINT} - {palette}
    assert not any(other.unclear in svg for other in others)
    assert ("#ffffff" in svg) is (palette is PRINT)


@pytest.mark.parametrize("text", ATTACKS)
def test_user_text_is_only_ever_text(text: str) -> None:
    report = hostile_report(text)
    svg = interval_chart_svg(report)
    plain = replace(report, charter=replace(report.charter, name=""))
    assert len(texts(svg)) == len(texts(interval_chart_svg(plain)))
    assert {e.tag.removeprefix(SVG) for e in ET.fromstring(svg).iter()} <= {  # noqa: S314 - our own
        *("svg", "g", "path", "use", "defs", "style", "text", "clipPath", "rect"),
    }


def test_a_great_many_arms_are_not_all_drawn() -> None:
    rows = [(f"arm {i}", 1000, 100 + i % 7) for i in range(200)]
    report = report_of(csv_of(("control", 1000, 100), *rows), Charter(guardrails=()))
    (panel,) = chart_panels(report)
    assert len(panel.rows) + panel.left_out == 200
    assert any("more not drawn" in text for text in texts(interval_chart_svg(report)))


@pytest.mark.parametrize(
    "conversions", [(0, 0), (10000, 10000), (0, 10000), (1, 0)], ids=["none", "all", "both", "one"]
)
def test_extreme_rates_are_drawn(conversions) -> None:
    report = report_of(two_arms((10000, 10000), conversions), Charter(guardrails=()))
    assert texts(interval_chart_svg(report))
