import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.values import Direction
from experimentos_core.memo.chart_records import Tone
from experimentos_core.memo.chart_rows import chart_panels, interval_chart_text
from experimentos_core.memo.charts import interval_chart_svg
from experimentos_core.memo.palette import DARK, LIGHT, PRINT
from tests.core.memo.test_hostile import ATTACKS, hostile_report
from tests.helpers.experiments import csv_of, report_of, two_arms
from tests.helpers.memos import CANONICAL, canonical_report, sample_report

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own


def sections_of(report):
    return [section for panel in chart_panels(report) for section in panel.sections]


MEANS = "variant,users,conversions,rev_sum,rev_sum_sq,time_sum,time_sum_sq,errors"
CONTROL = ("control", 10000, 1000, 52000, 700000, 300000, 12000000, 30)
TREATED = ("new", 10000, 1130, 55000, 760000, 310000, 12500000, 41)


def report_with_means(control=CONTROL, treated=TREATED, **charter):
    return report_of(csv_of(control, treated, header=MEANS), Charter(**charter))


@pytest.mark.parametrize("name", CANONICAL)
def test_every_row_is_labelled_with_its_numbers_and_its_word(name: str) -> None:
    report = canonical_report(name)
    svg, words = interval_chart_svg(report), interval_chart_text(report)
    if report.primary is None:
        assert svg == words == ""
        return
    written = texts(svg)
    for section in sections_of(report):
        assert section.title in written
        for row in section.rows:
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
    _, guardrails = sections_of(report)
    for row, guardrail in zip(guardrails.rows, report.guardrails, strict=True):
        assert row.margins == (-guardrail.worsened_margin, -guardrail.severe_margin)
        assert row.value == -guardrail.delta
        assert (row.low, row.high) == (-guardrail.ci[1], -guardrail.ci[0])


def test_the_chart_says_which_way_is_better() -> None:
    report = sample_report("game_gate")
    written = texts(interval_chart_svg(report))
    axes = len(chart_panels(report))
    assert written.count("better \u2192") == written.count("\u2190 worse") == axes > 0


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
    (section,) = sections_of(report)
    assert len(section.rows) + section.left_out == 200
    assert any("more not drawn" in text for text in texts(interval_chart_svg(report)))


@pytest.mark.parametrize(
    "conversions", [(0, 0), (10000, 10000), (0, 10000), (1, 0)], ids=["none", "all", "both", "one"]
)
def test_extreme_rates_are_drawn(conversions) -> None:
    report = report_of(two_arms((10000, 10000), conversions), Charter(guardrails=()))
    assert texts(interval_chart_svg(report))


def test_rows_of_one_unit_share_an_axis_and_others_do_not() -> None:
    guardrails = (GuardrailPlan(name="errors"), GuardrailPlan(name="time"))
    points, relative, open_question = chart_panels(report_with_means(guardrails=guardrails))
    assert (points.unit, points.is_judged) == (ChangeUnit.POINTS, True)
    assert [row.label for row in points.rows] == ["new", "errors"]
    assert points.better == 0  # more conversions are good, more errors are not
    assert (relative.unit, relative.is_judged) == (ChangeUnit.PERCENT, True)
    assert [row.label for row in relative.rows] == ["time"]
    assert (open_question.unit, open_question.is_judged) == (ChangeUnit.PERCENT, False)
    assert [row.label for row in open_question.rows] == ["rev"]
    written = texts(interval_chart_svg(report_with_means(guardrails=guardrails)))
    assert written.count("better \u2192") == 2
    assert written.count("higher \u2192") == 1


def test_rows_that_would_vanish_on_a_shared_axis_have_their_own() -> None:
    table = two_arms((10_000_000, 10_000_000), (1_000_000, 1_300_000), errors=(10, 12))
    charter = Charter(guardrails=(GuardrailPlan(name="errors"),))
    primary, guardrails = chart_panels(report_of(table, charter))
    assert (len(primary.rows), len(guardrails.rows)) == (1, 1)


def test_a_mean_is_drawn_relative_to_its_control() -> None:
    report = report_with_means(primary=PrimaryPlan(metric="rev"), guardrails=())
    comparison = report.primary.comparisons[0]
    row = chart_panels(report)[0].rows[0]
    assert (row.value, row.low, row.high) == (comparison.relative_lift, *comparison.relative_ci)
    assert row.numbers.startswith("+5.8% (")
    assert row.word == "better"


def test_a_mean_without_relative_change_keeps_its_own_unit() -> None:
    control, treated = list(CONTROL), list(TREATED)
    control[3], treated[3] = -520, 550
    report = report_with_means(
        tuple(control), tuple(treated), primary=PrimaryPlan(metric="rev"), guardrails=()
    )
    comparison = report.primary.comparisons[0]
    panel = chart_panels(report)[0]
    assert comparison.relative_lift is None
    assert panel.unit is ChangeUnit.AMOUNT
    assert panel.rows[0].value == comparison.absolute_lift
    assert "change in its own unit" in texts(interval_chart_svg(report))


def test_what_cannot_be_tested_says_why_and_has_no_interval() -> None:
    control, treated = list(CONTROL), list(TREATED)
    control[3:5] = treated[3:5] = [0, 0]
    guardrails = (GuardrailPlan(name="gone"),)
    report = report_with_means(tuple(control), tuple(treated), guardrails=guardrails)
    rows = {row.label: row for panel in chart_panels(report) for row in panel.rows}
    assert rows["rev"].value is rows["rev"].low is rows["rev"].high is None
    assert "all values are equal" in rows["rev"].numbers
    assert rows["rev"].word == "not testable"
    assert rows["gone"].value is None
    assert "not in the data" in rows["gone"].numbers
    assert any("not in the data" in text for text in texts(interval_chart_svg(report)))


def test_an_open_end_is_an_arrow_instead_of_a_bar() -> None:
    report = report_with_means(primary=PrimaryPlan(metric="rev"), guardrails=())
    (comparison,) = report.primary.comparisons
    ends = replace(comparison, relative_ci=(comparison.relative_ci[0], None))
    endless = replace(report, primary=replace(report.primary, comparisons=(ends,)))
    row = chart_panels(endless)[0].rows[0]
    assert (row.low, row.high) == (comparison.relative_ci[0], None)
    assert "no upper limit" in " ".join(texts(interval_chart_svg(endless)))
    bounded, unbounded = (fills(interval_chart_svg(each)) for each in (report, endless))
    assert unbounded == bounded + 1


def fills(svg: str) -> int:
    return svg.count('style="fill: #')


def test_one_interval_out_of_all_proportion_does_not_flatten_the_rest() -> None:
    rows = [(f"arm {i}", 10000, 1000 + 10 * i) for i in range(4)]
    arms = (("control", 10000, 1000), *rows, ("wild", 120, 90))
    charter = Charter(guardrails=(), split={name: users for name, users, _ in arms})
    panel = chart_panels(report_of(csv_of(*arms), charter))[0]
    assert panel.limits[1] < panel.rows[-1].high
    assert panel.limits[1] >= max(row.high for row in panel.rows[:-1])


def test_fifty_metrics_are_not_all_drawn() -> None:
    names = [f"m{i}" for i in range(50)]
    header = ",".join(["variant", "users", "conversions", *(f"{n}_sum,{n}_sum_sq" for n in names)])
    arms = [(name, 5000, 500, *([50000, 900000] * 50)) for name in ("control", "new")]
    report = report_of(csv_of(*arms, header=header), Charter(guardrails=()))
    drawn = sections_of(report)[1]
    assert len(drawn.rows) + drawn.left_out == 50
    assert any("38 more not drawn" in text for text in texts(interval_chart_svg(report)))
    assert len(interval_chart_svg(report)) < 60_000


def test_several_treatments_show_the_metrics_of_one_and_say_whose() -> None:
    report = canonical_report("arms_with_guardrails")
    titles = [section.title for section in sections_of(report)]
    assert titles[1:] == ["Guardrails of blue"]


def test_ticks_are_distances_where_rows_differ_in_what_is_better() -> None:
    report = report_with_means(guardrails=(GuardrailPlan(name="errors"),))
    written = texts(interval_chart_svg(report))
    assert "1.0" in written
    assert "+1.0" not in written
    alone = texts(interval_chart_svg(report_with_means(guardrails=())))
    assert "+1.0" in alone
    assert "0" in alone
    assert "+0.0" not in alone
