"""Continuous metrics in the wizard: what the heads say, what decides, what is left out, watched."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from experimentos_core.charter import GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.values import (
    Direction,
    HealthStatus,
    MarginScale,
    MetricKind,
)
from experimentos_gui.wizard.assignments import Part
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.margins import MarginUnit, units_for
from experimentos_gui.wizard.pins import Spot
from tests.gui.wizard.driver import WizardDriver

FULL = (
    "variant,users,conversions,orders,revenue_sum,revenue_sum_sq,aov_sum,aov_sum_sq,errors\n"
    "control,10000,500,480,24000.50,1850000.25,24000.50,1850000.25,40\n"
    "new,10050,530,510,26500.75,2050000.50,26500.75,2050000.50,44\n"
)
WITHOUT_CONVERSIONS = (
    "variant,users,revenue_sum,revenue_sum_sq,load_time_sum,load_time_sum_sq\n"
    "control,10000,24000.50,1850000.25,90000,910000\n"
    "new,10050,26500.75,2050000.50,90100,915000\n"
)
HALF = "variant,users,conversions,basket_sum\ncontrol,10000,500,5000\nnew,10050,530,5100\n"
MEAN_AND_SD = (
    "variant,users,conversions,spend_mean,spend_sd\n"
    "control,10000,500,2.4000,13.5000\nnew,10050,530,2.6000,14.1000\n"
)
OF_AOV = PrimaryPlan(metric="aov", direction=Direction.UP, kind=MetricKind.MEAN)


def heads(driver: WizardDriver) -> list[str]:
    model = driver.panel.preview.preview
    return [model.part_in_words(column) for column in range(model.columnCount())]


def choose(driver: WizardDriver, column: str, words: str) -> None:
    """Open the menu of a head and choose what reads like this."""
    menu = menu_of(driver, column)
    next(action for action in menu.actions() if words in action.text()).trigger()
    menu.close()
    driver.settle()


def menu_of(driver: WizardDriver, column: str):
    reading = driver.session.interpretation
    assert reading is not None
    menu = driver.panel.preview.heads.make_menu(reading.raw.header.index(column))
    assert menu is not None
    return menu


def press(driver: WizardDriver, what: str, metric: str) -> None:
    driver.panel.measures.button(what, metric).click()
    driver.settle()


def choose_metric(driver: WizardDriver, words: str) -> None:
    box = driver.form.primary.chooser
    index = next(i for i in range(box.count()) if box.itemText(i).startswith(words))
    box.setCurrentIndex(index)
    box.activated.emit(index)
    driver.settle()


def choose_unit(driver: WizardDriver, name: str, unit: MarginUnit) -> None:
    row = driver.guardrail(name)
    index = units_for(row.draft.kind).index(unit)
    row.unit.setCurrentIndex(index)
    row.unit.activated.emit(index)


# --- what the heads say


def test_heads_say_what_a_column_is_to_its_metric(driver: WizardDriver) -> None:
    driver.open(FULL)
    assert heads(driver) == [
        *("Variant", "Users", "Conversions", "n of aov", "revenue: sum", "revenue: sum of squares"),
        *("aov: sum", "aov: sum of squares", "Guardrail"),
    ]
    model = driver.panel.preview.preview
    said = model.headerData(4, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "revenue_sum, used as: revenue: sum"


def test_heads_name_the_mean_and_spread_sums_are_made_of(driver: WizardDriver) -> None:
    driver.open(MEAN_AND_SD)
    assert heads(driver)[3:] == ["spend: mean", "spend: standard deviation"]
    press(driver, "leave out", "spend")
    assert heads(driver)[3:] == ["Not used", "Not used"]
    assert not driver.panel.measures.isVisibleTo(driver.panel)


def test_a_pair_is_left_out_and_taken_up_again_in_a_head(driver: WizardDriver) -> None:
    driver.open(FULL)
    choose(driver, "revenue_sum_sq", "Not used")
    assert heads(driver)[4:6] == ["Not used", "Not used"]
    assert driver.session.choices.options == (
        "column:revenue_sum=skip",
        "column:revenue_sum_sq=skip",
    )
    assert driver.status is HealthStatus.HEALTHY
    choose(driver, "revenue_sum", "revenue: sum (continuous metric)")
    assert heads(driver)[4:6] == ["revenue: sum", "revenue: sum of squares"]
    driver.session.undo()
    driver.settle()
    assert heads(driver)[4:6] == ["Not used", "Not used"]


def test_no_sum_is_offered_as_a_guardrail_and_no_n_as_unused(driver: WizardDriver) -> None:
    driver.open(FULL)
    of_sum = [action.text() for action in menu_of(driver, "aov_sum").actions()]
    assert not any("Guardrail" in words or "Rate" in words for words in of_sum)
    of_n = [action.text() for action in menu_of(driver, "orders").actions()]
    assert "n of aov" in of_n
    assert "Not used" not in of_n
    choose(driver, "orders", "Guardrail")
    assert heads(driver)[3] == "Guardrail"
    assert driver.panel.measures.size_box("aov").currentText() == "orders"


def test_a_sum_that_is_made_the_conversions_takes_its_other_half_out(driver: WizardDriver) -> None:
    driver.open(FULL)
    choose(driver, "aov_sum", "Conversions")
    assert heads(driver)[6:8] == ["Conversions", "Not used"]
    assert [m.metric for m in driver.session.continuous.measures] == ["revenue"]


def test_another_column_is_the_n_of_a_metric(driver: WizardDriver) -> None:
    driver.open(FULL)
    box = driver.panel.measures.size_box("aov")
    offered = [box.itemText(i) for i in range(box.count())]
    assert offered == ["users", "conversions", "orders", "errors"]
    assert box.currentText() == "orders"
    assert box.accessibleName() == "aov is a mean over"
    box.activated.emit(offered.index("conversions"))
    driver.settle()
    assert driver.session.choices.options == ("n:aov=conversions",)
    assert driver.panel.measures.size_box("aov").currentText() == "conversions"
    driver.session.undo()
    driver.settle()
    assert driver.panel.measures.size_box("aov").currentText() == "orders"


# --- half of a pair


def test_half_of_a_pair_blocks_at_its_column_and_one_click_mends_it(driver: WizardDriver) -> None:
    driver.open(HALF)
    assert driver.status is HealthStatus.BLOCKED
    marks = driver.panel.preview.preview._marks
    assert "basket_sum_sq" in marks[Spot(row=None, column=3)].sentences[0]
    assert any("basket_sum lacks basket_sum_sq" in text for text in driver.panel.measures.texts)
    press(driver, "leave out", "basket")
    assert driver.status is HealthStatus.HEALTHY
    assert driver.next_button.isEnabled()
    assert not driver.panel.measures.isVisibleTo(driver.panel)


# --- no conversions


def test_without_conversions_a_mean_may_decide_with_one_click(driver: WizardDriver) -> None:
    driver.open(WITHOUT_CONVERSIONS)
    assert "or a continuous metric" in driver.reason
    assert not driver.next_button.isEnabled()
    assert any("let one of these decide" in text for text in driver.panel.measures.texts)
    driver.wizard.data_page.foot.way.click()
    assert driver.panel.measures.button("decide", "revenue").hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    driver.settle()
    assert driver.status is HealthStatus.HEALTHY
    assert driver.next_button.isEnabled()
    assert driver.session.charter.primary == PrimaryPlan(
        metric="revenue", direction=Direction.UP, kind=MetricKind.MEAN
    )
    assert driver.outcomes == [
        "control: 10,000 users, mean revenue 2.40",
        "new: 10,050 users, mean revenue 2.64",
    ]
    assert any("decides" in text for text in driver.panel.measures.texts)
    driver.session.undo()
    driver.settle()
    assert driver.session.charter.primary == PrimaryPlan()
    assert not driver.next_button.isEnabled()


def test_of_a_metric_of_time_less_is_good(driver: WizardDriver) -> None:
    driver.open(WITHOUT_CONVERSIONS)
    press(driver, "decide", "load_time")
    assert driver.session.charter.primary.direction is Direction.DOWN


def test_a_file_of_conversions_alone_says_nothing_of_means(driver: WizardDriver) -> None:
    driver.open("variant,users\ncontrol,10,\nb,10\n")
    assert driver.reason.endswith("the conversions, in the heads of the table.")
    assert not driver.panel.measures.isVisibleTo(driver.panel)


def test_a_mean_that_decided_and_is_left_out_no_longer_decides(driver: WizardDriver) -> None:
    driver.open(FULL)
    press(driver, "decide", "aov")
    assert driver.session.charter.primary == OF_AOV
    press(driver, "leave out", "aov")
    assert driver.session.charter.primary == PrimaryPlan()
    assert driver.status is HealthStatus.HEALTHY
    driver.session.undo()
    driver.settle()
    assert driver.session.charter.primary == OF_AOV


def test_where_a_mean_decides_conversions_are_a_column_like_others(driver: WizardDriver) -> None:
    driver.open(FULL)
    press(driver, "decide", "aov")
    assert heads(driver)[2] == "Guardrail"
    driver.choose_part("conversions", Part.UNUSED)
    driver.settle()
    assert heads(driver)[2] == "Not used"
    assert driver.session.roles.conversions == "conversions"
    driver.choose_part("conversions", Part.CONVERSIONS)
    driver.settle()
    assert heads(driver)[2] == "Conversions"
    assert driver.session.charter.primary == PrimaryPlan()
    assert driver.status is HealthStatus.HEALTHY


# --- the plan


def test_one_metric_that_may_decide_is_no_choice(driver: WizardDriver) -> None:
    driver.open("variant,users,conversions\ncontrol,10000,500\nnew,10050,530\n")
    driver.next()
    assert not driver.form.primary.chooser.isVisible()
    assert driver.form.primary.name.isVisible()


def test_the_primary_metric_is_chosen_and_the_results_follow(driver: WizardDriver) -> None:
    driver.open(FULL)
    driver.next()
    form = driver.form
    box = form.primary.chooser
    assert [box.itemText(i) for i in range(box.count())] == [
        *("conversions: share of users", "revenue: mean over users", "aov: mean over orders"),
    ]
    driver.type_into(form.primary.name, "Paid checkouts")
    choose_metric(driver, "aov")
    assert driver.session.charter.primary == OF_AOV
    assert not form.primary.name.isVisible()
    row = driver.guardrail("conversions")
    assert not row.box.isChecked()
    assert row.draft.direction is Direction.DOWN
    row.box.click()
    form.primary.direction.button(Direction.DOWN).click()
    driver.settle()
    charter = driver.session.charter
    assert charter.primary.direction is Direction.DOWN
    assert [plan.name for plan in charter.guardrails or ()] == ["conversions", "errors"]
    driver.session.analyse()
    driver.qtbot.waitUntil(lambda: driver.session.report is not None, timeout=20_000)
    report = driver.session.report
    assert report is not None
    assert report.primary is not None
    assert (report.primary.metric, report.primary.kind) == ("aov", MetricKind.MEAN)
    assert {result.name for result in report.guardrails} == {"conversions", "errors"}
    choose_metric(driver, "conversions")
    assert form.primary.name.text() == "Paid checkouts"
    primary = driver.session.charter.primary
    assert primary == PrimaryPlan(metric="Paid checkouts", kind=MetricKind.RATE)
    assert [plan.name for plan in driver.session.charter.guardrails or ()] == ["errors"]
    assert driver.status is HealthStatus.HEALTHY


def test_a_name_like_that_of_a_mean_stays_the_name_of_the_conversions(
    driver: WizardDriver,
) -> None:
    driver.open(FULL)
    driver.next()
    driver.type_into(driver.form.primary.name, "revenue")
    driver.settle()
    assert driver.form.primary.decider == ""
    assert driver.form.primary.name.text() == "revenue"
    assert driver.session.charter.primary.kind is MetricKind.RATE


def test_a_planned_mean_that_is_not_there_is_said_and_can_be_replaced(
    driver: WizardDriver,
) -> None:
    driver.open(FULL)
    charter = driver.session.charter
    gone = PrimaryPlan(metric="profit", kind=MetricKind.MEAN)
    driver.session.set_charter(replace(charter, primary=gone))
    driver.settle()
    driver.wizard.show_step(Step.CHARTER)
    assert driver.form.primary.chooser.currentText() == "profit (not in the data)"
    assert driver.status is HealthStatus.BLOCKED
    choose_metric(driver, "revenue")
    assert driver.status is HealthStatus.HEALTHY


# --- guardrails


def test_means_are_offered_as_guardrails_with_usual_margins(driver: WizardDriver) -> None:
    driver.open(FULL)
    driver.next()
    row = driver.guardrail("revenue")
    assert not row.box.isChecked()
    assert row.box.accessibleName() == "Watch revenue (mean)"
    row.box.click()
    driver.settle()
    taken = driver.session.charter.guardrails or ()
    plan = next(plan for plan in taken if plan.name == "revenue")
    assert plan.settled(MetricKind.MEAN) == GuardrailPlan(
        name="revenue",
        direction=Direction.DOWN,
        worsened_margin=0.01,
        severe_margin=0.03,
        scale=MarginScale.RELATIVE,
    )
    assert (row.worsened.text(), row.severe.text()) == ("1.00", "3.00")
    assert row.unit.currentText() == "% of control"
    assert driver.status is HealthStatus.HEALTHY


def test_margins_in_the_metrics_own_unit_have_to_be_said(driver: WizardDriver) -> None:
    driver.open(FULL)
    driver.next()
    driver.guardrail("revenue").box.click()
    choose_unit(driver, "revenue", MarginUnit.OWN)
    row = driver.guardrail("revenue")
    assert (row.worsened.text(), row.severe.text()) == ("", "")
    assert "missing here, for instance 0.5" in driver.visible_troubles()[0]
    assert not driver.analyse_button.isEnabled()
    driver.type_into(row.worsened, "250.5")
    driver.type_into(row.severe, "400")
    assert driver.visible_troubles() == []
    assert driver.analyse_button.isEnabled()
    plan = next(p for p in driver.session.charter.guardrails or () if p.name == "revenue")
    assert (plan.worsened_margin, plan.severe_margin, plan.scale) == (
        *(250.5, 400.0, MarginScale.ABSOLUTE),
    )
    assert row.worsened.accessibleName() == "revenue: worsened from, in the unit of the metric"
    choose_unit(driver, "revenue", MarginUnit.SHARE)
    assert row.worsened.text() == "1.00"
    choose_unit(driver, "revenue", MarginUnit.OWN)
    assert row.worsened.text() == "250.5"


def test_a_rate_may_have_margins_in_percent_of_the_control(driver: WizardDriver) -> None:
    driver.open(FULL)
    driver.next()
    choose_unit(driver, "errors", MarginUnit.SHARE)
    driver.settle()
    assert driver.session.charter.guardrails == (
        GuardrailPlan(
            name="errors",
            worsened_margin=0.01,
            severe_margin=0.03,
            scale=MarginScale.RELATIVE,
        ),
    )
    choose_unit(driver, "errors", MarginUnit.POINTS)
    assert driver.guardrail("errors").worsened.text() == "0.10"


@pytest.mark.parametrize(
    ("unit", "text", "words"),
    [
        (MarginUnit.SHARE, "0", "above 0"),
        (MarginUnit.SHARE, "0.00000001", "at least 0.0000001"),
        (MarginUnit.OWN, "1e5", "not a number"),
        (MarginUnit.OWN, "9" * 33, "too large"),
        (MarginUnit.SHARE, "4", "Severe must be at least as large"),
    ],
)
def test_impossible_margins_of_a_mean_are_said(
    driver: WizardDriver, unit: MarginUnit, text: str, words: str
) -> None:
    driver.open(FULL)
    driver.next()
    row = driver.guardrail("aov")
    row.box.click()
    choose_unit(driver, "aov", unit)
    driver.type_into(row.worsened, text)
    assert any(words in sentence for sentence in driver.visible_troubles())
    assert not driver.analyse_button.isEnabled()


def test_what_is_typed_of_a_mean_survives_another_reading(driver: WizardDriver) -> None:
    driver.open(FULL)
    driver.next()
    row = driver.guardrail("revenue")
    row.box.click()
    driver.type_into(row.severe, "7.25")
    driver.type_into(row.worsened, "1,5")
    driver.back()
    press(driver, "leave out", "aov")
    driver.next()
    row = driver.guardrail("revenue")
    assert row.box.isChecked()
    assert (row.worsened.text(), row.severe.text()) == ("1,5", "7.25")
    driver.type_into(row.worsened, "1.5")
    driver.settle()
    plan = next(p for p in driver.session.charter.guardrails or () if p.name == "revenue")
    assert (plan.worsened_margin, plan.severe_margin) == (0.015, 0.0725)


def test_a_watched_mean_that_is_left_out_is_no_longer_watched_until_undone(
    driver: WizardDriver,
) -> None:
    driver.open(FULL)
    driver.next()
    driver.guardrail("revenue").box.click()
    driver.back()
    press(driver, "leave out", "revenue")
    assert [plan.name for plan in driver.session.charter.guardrails or ()] == ["errors"]
    driver.session.undo()
    driver.settle()
    assert [p.name for p in driver.session.charter.guardrails or ()] == ["revenue", "errors"]


def test_a_mean_that_decides_is_not_watched_too(driver: WizardDriver) -> None:
    driver.open(FULL)
    driver.next()
    driver.guardrail("aov").box.click()
    choose_metric(driver, "aov")
    assert [plan.name for plan in driver.session.charter.guardrails or ()] == ["errors"]
    names = [row.draft.name for row in driver.form.guardrails.rows]
    assert names == ["conversions", "revenue", "errors"]
    assert driver.status is HealthStatus.HEALTHY


def test_names_of_metrics_stay_plain_text(driver: WizardDriver) -> None:
    text = FULL.replace("revenue", "<b>a&b</b>")
    driver.open(text)
    assert "<b>a&b</b>: sum" in heads(driver)
    assert any("<b>a&&b</b>: sum" in a.text() for a in menu_of(driver, "<b>a&b</b>_sum").actions())
    assert "<b>a&b</b>" in driver.panel.measures.texts
