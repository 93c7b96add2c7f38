"""Bayesian: plain words first, every figure with its error, and pictures of one metric."""

import pytest

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.memo import bayesian_words as words
from experimentos_gui.results.belief_sentences import explanation, headline
from experimentos_gui.widgets.svg_view import SvgView
from tests.gui.conftest import WAIT_MS
from tests.gui.results.conftest import rows_in, words_in
from tests.helpers.experiments import report_of

TWO = (
    "variant,users,conversions,revenue_sum,revenue_sum_sq",
    "control,10000,1000,52340.50,914226.25",
    "b,10000,1080,54120.75,987310.50",
)
THREE = ("variant,users,conversions", "control,9000,900", "b,9000,960", "c,9000,940")
WORSE = ("variant,users,conversions", "control,9000,1100", "b,9000,960", "c,9000,940")
EQUAL = (
    "variant,users,conversions,x_sum,x_sum_sq",
    "control,100,10,200,400",
    "b,100,10,200,400",
    "c,100,10,210,470",
)
BLOCKED = ("variant,users,conversions", "control,5000,1000", "b,10000,1200")
SPLIT = ("variant,users,conversions", "control,10000,1000", "b,10500,1300")
TAB = 3


def drawn(results, qtbot):
    views = results._bayesian.findChildren(SvgView)
    qtbot.waitUntil(
        lambda: not results._charts.is_busy and any(not view.is_empty for view in views),
        timeout=WAIT_MS,
    )
    return views


def test_the_chance_comes_first_in_plain_words(results, show_report) -> None:
    report = show_report(*TWO, tab=TAB)
    told = report.bayesian.conversion[0]
    said = words_in(results._bayesian)
    chance = words.chance_to_be_better(told)
    assert f"The chance that b is better than control on conversions is {chance}." in said
    assert f"lies within {words.lift_interval(told, ChangeUnit.POINTS)}." in said
    assert f"loses {words.expected_loss(told, ChangeUnit.POINTS)} on average" in said


def test_it_says_that_it_decides_nothing_and_how_it_was_made(results, show_report) -> None:
    report = show_report(*TWO, tab=TAB)
    said = words_in(results._bayesian)
    assert "Informational: did not influence the verdict" in said
    assert f"seed {report.bayesian.seed}" in said
    assert f"{report.bayesian.draws:,} draws" in said


def test_every_metric_has_its_figures_with_their_errors(results, show_report) -> None:
    report = show_report(*TWO, tab=TAB)
    view = report.bayesian
    conversions, revenue = rows_in(results._bayesian)
    told = view.continuous[0]
    assert conversions["Metric"] == "conversions higher is better"
    assert revenue["Chance to be better"] == (
        f"{words.chance_to_be_better(told)} {words.error_of_chance(told)}"
    )
    assert revenue["Expected loss"].startswith(words.expected_loss(told, ChangeUnit.AMOUNT))
    assert revenue["Change"] == (
        f"{words.lift_interval(told, ChangeUnit.AMOUNT)} {words.relative_lift_interval(told)}"
    )
    assert "To be the best" not in revenue


def test_of_several_it_says_which_is_likely_the_best(results, show_report) -> None:
    view = show_report(*THREE, tab=TAB).bayesian
    said = words_in(results._bayesian)
    chance = words.chance_to_be_best(view, "b")
    assert f"most likely to be the best on conversions is b: the chance is {chance}." in said
    control, b, c = rows_in(results._bayesian)
    assert control["Variant"] == "control control"
    assert control["Chance to be better"] == ""
    assert [row["To be the best"] for row in (control, b, c)] == [
        words.chance_to_be_best(view, variant) for variant in ("control", "b", "c")
    ]


def test_where_the_control_is_best_nothing_is_said_of_choosing_another() -> None:
    view = report_of("\n".join(WORSE)).bayesian
    assert headline(view).startswith(
        "The variant most likely to be the best on conversions is control"
    )
    assert explanation(view) == ""


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (EQUAL[:3], "Nothing can be said of x, because it could not be tested."),
        (EQUAL, "Nothing can be said of x, because it could not be tested."),
        (
            (EQUAL[0], "control,100,10,210,470", *EQUAL[2:]),
            "Not every variant could be tested on x, so none can be called the likeliest best.",
        ),
    ],
)
def test_what_is_not_known_is_not_claimed(lines, sentence) -> None:
    charter = Charter(primary=PrimaryPlan(metric="x"), guardrails=())
    view = report_of("\n".join(lines), charter).bayesian
    assert headline(view) == sentence
    assert explanation(view) == ""


def test_where_nothing_is_known_it_says_why_in_place_of_empty_figures(results, show_report) -> None:
    charter = Charter(primary=PrimaryPlan(metric="x"), guardrails=())
    report = show_report(*EQUAL[:3], charter=charter, tab=TAB)
    said = words_in(results._bayesian)
    assert "Nothing can be said of x, because it could not be tested." in said
    assert "Not testable: b, because" in said
    assert report.decision.would_change in said
    assert "credible intervals" not in said
    assert not results._bayesian._view.isVisibleTo(results)
    assert not any(v.isVisibleTo(results) for v in results._bayesian.findChildren(SvgView))
    show_report(*TWO, tab=TAB)
    assert results._bayesian._view.isVisibleTo(results)
    assert "credible intervals" in words_in(results._bayesian)


def test_blocked_it_says_why_and_draws_nothing(results, show_report) -> None:
    show_report(*TWO, tab=TAB)
    show_report(*BLOCKED, tab=TAB)
    said = words_in(results._bayesian)
    assert "No effect is shown, because the data is Blocked" in said
    assert "The chance" not in said
    assert not any(v.isVisibleTo(results) for v in results._bayesian.findChildren(SvgView))


def test_a_broken_split_marks_it_as_for_the_record(results, show_report) -> None:
    show_report(*SPLIT, tab=TAB)
    assert "shown for the record only" in words_in(results._bayesian)
    show_report(*TWO, tab=TAB)
    assert "shown for the record only" not in words_in(results._bayesian)


def test_pictures_follow_the_metric_that_is_picked(qtbot, results, show_report) -> None:
    show_report(*TWO, tab=TAB)
    beliefs, lift = drawn(results, qtbot)
    assert "conversions" in beliefs.accessibleDescription()
    picker = results._bayesian._charts._picker
    assert [picker.itemText(i) for i in range(picker.count())] == ["conversions", "revenue"]
    picker.setCurrentIndex(1)
    drawn(results, qtbot)
    assert "revenue" in beliefs.accessibleDescription()
    assert "revenue" in lift.accessibleDescription()


def test_one_metric_needs_no_picker(results, show_report) -> None:
    show_report(*THREE, tab=TAB)
    assert not results._bayesian._charts._picking.isVisibleTo(results)


def test_another_report_begins_with_its_primary_metric(results, show_report) -> None:
    show_report(*TWO, tab=TAB)
    results._bayesian._charts._picker.setCurrentIndex(1)
    show_report(*TWO, tab=TAB)
    assert results._bayesian._charts._picker.currentIndex() == 0
