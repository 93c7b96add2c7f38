"""The power page: what is typed is answered, tried by the rule, and reaches the plan."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from experimentos_core.charter import SizePlan
from experimentos_core.foundation.values import Direction
from experimentos_gui.wizard import power_trial, power_work
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.size_draft import SizeField
from tests.gui.wizard.driver import GUESSED, THREE_ARMS, TIDY, WizardDriver
from tests.gui.wizard.power_driver import (
    PATIENCE_MS,
    enter,
    go,
    headline,
    page,
    plan_without_data,
    troubles,
    try_rule,
    wait,
)

PAST = "variant,users,conversions,errors\ncontrol,2000,500,40\nnew,2000,510,44\n"
MEANS = (
    "variant,users,conversions,revenue_sum,revenue_sum_sq\n"
    "control,1000,90,5000,89900\nnew,1000,95,5100,90000\n"
)


def test_a_size_without_any_data(driver: WizardDriver) -> None:
    plan_without_data(driver)
    enter(driver, baseline="10", mde="2", traffic="1000")
    assert headline(driver) == "3,835 users per variant, 8 days"
    assert driver.session.charter.size == SizePlan(
        baseline=0.1,
        mde=0.02,
        n_control=3835,
        n_treatment=3835,
        daily_traffic=1000.0,
        share_exposed=1.0,
    )
    assert [row.mde for row in page(driver).answer.weeks[:2]] == ["2.10 pp", "1.46 pp"]
    assert not page(driver)._form.from_data.isVisibleTo(driver.wizard)
    assert driver.analyse_button.text() == "&Lock the plan\u2026"
    assert page(driver).foot.text.startswith("Next: lock the plan.")


def test_all_of_it_may_stay_empty_and_be_skipped(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    assert driver.analyse_button.isEnabled()
    assert driver.next_button.property("kind") == "plain"
    driver.next()
    assert driver.step is Step.POWER
    assert driver.analyse_button.isEnabled()
    assert troubles(driver) == []
    assert driver.session.charter.size == SizePlan()
    driver.back()
    driver.back()
    assert driver.next_button.property("kind") == "primary"


@pytest.mark.usefixtures("theme")
def test_the_answer_is_the_largest_text(driver: WizardDriver) -> None:
    shown = go(driver)
    enter(driver, baseline="10", mde="2")
    sizes = {
        label: label.fontInfo().pixelSize()
        for label in shown.findChildren(QLabel)
        if label.isVisibleTo(shown)
    }
    largest = sizes.pop(shown.answer.headline)
    assert largest > max(sizes.values())


def test_what_the_open_data_can_find_is_said(driver: WizardDriver) -> None:
    go(driver)
    page(driver).form.from_data.click()
    wait(driver)
    assert page(driver).form.fields[SizeField.BASELINE].text() == "5.003"
    assert "Taken from the control control of the open data." in page(driver)._form.source.text()
    assert "10,234 in the control, 10,190 in the treatment" in page(driver).answer.text
    assert "is 0.89 pp (17.8% of today)" in page(driver).answer.text
    assert headline(driver) == "Not known yet"
    assert page(driver).answer.curve.view.isVisibleTo(page(driver).answer.details)


def test_an_impossible_entry_is_said_beside_it_and_keeps_the_last_plan(
    driver: WizardDriver,
) -> None:
    go(driver)
    enter(driver, baseline="10", mde="2")
    enter(driver, mde="95")
    assert "takes 10 % to 105 %" in troubles(driver)[0]
    assert page(driver).form.fields[SizeField.MDE].text() == "95"
    assert "takes 10 %" in page(driver).form.fields[SizeField.MDE].accessibleDescription()
    assert headline(driver) == "Not known yet"
    assert not driver.analyse_button.isEnabled()
    assert driver.session.charter.size.mde != 0.95
    driver.back()
    assert not driver.analyse_button.isVisibleTo(driver.wizard)
    assert "next page" in driver.reason
    driver.next()
    enter(driver, mde="2")
    assert troubles(driver) == []
    assert driver.analyse_button.isEnabled()


def test_what_cannot_be_had_is_said_in_the_answer(driver: WizardDriver) -> None:
    plan_without_data(driver)
    enter(driver, baseline="10", mde="0.0000002")
    assert "more than there can be" in page(driver).answer.text


def test_unequal_arms_come_from_the_split(driver: WizardDriver) -> None:
    driver.open(THREE_ARMS)
    driver.next()
    for name, share in (("control", "50"), ("b", "30"), ("c", "20")):
        driver.type_into(driver.share(name), share)
    driver.next()
    assert "split 50 : 30 : 20" in page(driver).form._arms.text()
    assert not page(driver).form.fields[SizeField.TREATMENTS].isVisibleTo(driver.wizard)
    enter(driver, baseline="10", mde="2", traffic="1000")
    size = driver.session.charter.size
    assert (size.n_control, size.n_treatment) == (8127, 3251)
    assert headline(driver) == (
        "8,127 users in the control, 4,877 and 3,251 in the treatments, 17 days"
    )


def test_the_size_follows_the_plan(driver: WizardDriver) -> None:
    go(driver)
    enter(driver, baseline="10", mde="2")
    driver.back()
    driver.type_into(driver.form.alpha, "0.01")
    wait(driver)
    assert (driver.session.charter.alpha, driver.session.charter.size.n_control) == (0.01, 5706)


def test_a_planned_size_is_kept_until_it_is_typed_at(driver: WizardDriver) -> None:
    go(driver)
    planned = SizePlan(baseline=0.1, mde=0.02, n_control=9000, n_treatment=9000)
    driver.session.set_charter(replace(driver.session.charter, size=planned))
    wait(driver)
    assert headline(driver) == "3,835 users per variant"
    assert driver.session.charter.size == planned
    enter(driver, power="90")
    assert driver.session.charter.size.n_control == 5134


def test_means_ask_for_their_spread(driver: WizardDriver) -> None:
    driver.open(MEANS)
    driver.wizard.plan.let_decide("revenue")
    driver.settle()
    driver.wizard.show_step(Step.POWER)
    assert page(driver).form.fields[SizeField.SD].isVisibleTo(driver.wizard)
    page(driver).form.from_data.click()
    enter(driver, mde="0.5")
    assert page(driver).form.fields[SizeField.BASELINE].text() == "5"
    assert page(driver).form.fields[SizeField.SD].text() == "8.06"
    assert headline(driver) == "4,081 users per variant"
    assert driver.session.charter.size.sd == 8.06


def test_without_data_the_kind_is_chosen_here(driver: WizardDriver) -> None:
    plan_without_data(driver)
    form = page(driver).form
    assert form._kind.isVisibleTo(driver.wizard)
    next(button for button in form._kind.findChildren(type(form._kind._group.button(1)))
         if button.text() == "A&n average per user").click()  # fmt: skip
    enter(driver, sd="10", mde="0.5")
    assert headline(driver) == "6,281 users per variant"


def test_another_export_gives_its_control(driver: WizardDriver, tmp_path: Path) -> None:
    past = tmp_path / "past.csv"
    past.write_text(PAST)
    go(driver)
    page(driver)._choose_file = lambda _: past
    page(driver).form.from_file.click()
    wait(driver)
    assert page(driver).form.fields[SizeField.BASELINE].text() == "25.00"
    assert driver.wizard.plan.draft.size.level_of("errors").level == "2.00"
    assert "past.csv" in page(driver)._form.source.text()


def test_another_export_that_asks_is_refused_in_a_sentence(
    driver: WizardDriver, tmp_path: Path
) -> None:
    past = tmp_path / "past.csv"
    past.write_text("variant,users,conversions\na,10.234,512\nb,10.190,561\n")
    go(driver)
    page(driver)._choose_file = lambda _: past
    page(driver).form.from_file.click()
    wait(driver)
    assert "cannot be read without a question" in page(driver)._notice.text
    assert page(driver).form.fields[SizeField.BASELINE].text() == ""


def test_the_rule_is_tried_with_the_guardrails_that_have_a_level(
    driver: WizardDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(power_trial, "EXPERIMENTS", 20_000)
    go(driver)
    assert not page(driver).trial.button.isEnabled()
    assert "as soon as a size" in page(driver).trial.state
    enter(driver, baseline="10", mde="2")
    try_rule(driver)
    trial = page(driver).trial
    assert [row.scenario for row in trial.rows] == [
        "The change does nothing",
        "It helps as much as planned for",
        "It harms as much as planned for",
    ]
    assert float(trial.rows[0].launch.rstrip("%")) == pytest.approx(2.5, abs=0.5)
    assert float(trial.rows[1].launch.rstrip("%")) == pytest.approx(80, abs=2)
    assert any("errors is left out" in sentence for sentence in trial.sentences)
    assert not trial._rules.view.isVisibleTo(trial)
    driver.type_into(trial.levels.fields[0][0], "5")
    assert trial.state == "The plan has changed since. Try the rule again."
    try_rule(driver)
    assert trial.rows[3].scenario == "It helps, but harms errors severely"
    assert len(trial.rows[0].by_rule) == 3
    assert any("errors cannot reliably be shown safe" in sentence for sentence in trial.sentences)
    assert trial._rules.view.isVisibleTo(trial)
    assert not trial._codes.view.isVisibleTo(trial)
    trial.codes_button.click()
    assert trial._codes.view.isVisibleTo(trial)
    assert trial.rows[0].deciding.startswith("No significant change 9")
    assert "NOT_SIGNIFICANT" in trial.rows[0].codes


def test_a_trial_is_stopped_and_a_newer_one_wins(
    driver: WizardDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_without_data(driver)
    enter(driver, baseline="10", mde="2")
    monkeypatch.setattr(power_trial, "EXPERIMENTS", 20_000_000)
    trial = page(driver).trial
    trial.button.click()
    driver.qtbot.waitUntil(lambda: not trial.state.startswith("0 of"), timeout=PATIENCE_MS)
    assert trial.cancel.isVisibleTo(trial)
    trial.cancel.click()
    assert (trial.state, trial.rows) == ("Stopped.", ())
    assert not page(driver).jobs.is_trying
    trial.button.click()
    monkeypatch.setattr(power_trial, "EXPERIMENTS", 20_000)
    trial.button.click()
    driver.qtbot.waitUntil(lambda: bool(trial.rows), timeout=PATIENCE_MS)
    assert "20,000 simulated" in trial._method.text()


def test_the_analysis_waits_for_the_users_it_is_planned_with(driver: WizardDriver) -> None:
    go(driver)
    enter(driver, baseline="10", mde="2")
    driver.type_into(page(driver).form.fields[SizeField.MDE], "1")
    assert page(driver).is_working_out
    assert driver.session.charter.size.n_control is None
    with driver.qtbot.waitSignal(driver.wizard.finished_requested, timeout=PATIENCE_MS):
        driver.analyse()
    assert driver.session.charter.size.n_control == 14745


def test_an_answer_never_takes_a_report_away(driver: WizardDriver) -> None:
    go(driver)
    enter(driver, baseline="10", mde="2")
    driver.session.analyse()
    driver.qtbot.waitUntil(lambda: driver.session.report is not None, timeout=PATIENCE_MS)
    page(driver)._on_sized(power_work.Sizing(users=(5, 5), headline="5 users per variant"))
    assert driver.session.report is not None
    assert driver.session.charter.size.n_control == 3835


def test_another_file_begins_another_size(driver: WizardDriver) -> None:
    go(driver)
    enter(driver, baseline="10", mde="2")
    driver.open(PAST, "other.csv")
    driver.wizard.show_step(Step.POWER)
    assert page(driver).form.fields[SizeField.BASELINE].text() == ""
    assert headline(driver) == "Not known yet"


def test_a_fall_is_planned_for_where_down_is_good(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    driver.form.primary.direction.button(Direction.DOWN).click()
    driver.next()
    enter(driver, baseline="10", mde="2")
    assert "A true fall of 2.00 pp" in page(driver).answer.text
    assert driver.session.charter.size.n_control == 3205


def test_keys_alone_reach_a_size(driver: WizardDriver) -> None:
    plan_without_data(driver)
    driver.wizard.activateWindow()
    page(driver).focus_first()
    QTest.keyClicks(driver.wizard.focusWidget(), "10")
    driver.qtbot.waitUntil(lambda: driver.session.charter.size.baseline == 0.1)
    assert page(driver).form.fields[SizeField.BASELINE].hasFocus()


def test_a_guessed_control_must_be_confirmed_before(driver: WizardDriver) -> None:
    driver.open(GUESSED)
    driver.wizard.show_step(Step.POWER)
    assert driver.step is Step.DATA
