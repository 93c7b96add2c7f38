"""The power page before there is data: the size one has, days, the lock, the curve, any text."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from experimentos_gui.theme import Theme
from experimentos_gui.wizard import power_trial
from experimentos_gui.wizard.charter_page import CharterPage
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.lock_dialogs import LockDialog
from experimentos_gui.wizard.power_curve import CurveView
from experimentos_gui.wizard.power_page import PowerPage
from experimentos_gui.wizard.power_rule import TrialSize
from experimentos_gui.wizard.question import Question
from experimentos_gui.wizard.size_draft import SizeField
from tests.gui.wizard.driver import THREE_ARMS, TIDY, WizardDriver
from tests.gui.wizard.power_driver import (
    PATIENCE_MS,
    enter,
    headline,
    page,
    plan_without_data,
    troubles,
    try_rule,
    wait,
)


def test_a_size_one_has_is_typed_and_tried_without_any_data(
    driver: WizardDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(power_trial, "EXPERIMENTS", 20_000)
    plan_without_data(driver)
    enter(driver, baseline="10", at_hand="2000")
    said = "With the users you have (2,000 in the control, 2,000 in the treatment)"
    assert f"{said} the smallest change found" in page(driver).answer.text
    assert page(driver).trial.sizes.isHidden()
    try_rule(driver)
    assert "20,000 simulated experiments of 4,000 users" in page(driver).trial._method.text()
    assert "the smallest change this size finds: 2.81\xa0pp" in page(driver).trial._method.text()
    assert float(page(driver).trial.rows[1].launch.rstrip("%")) == pytest.approx(80, abs=2.5)
    enter(driver, mde="2")
    assert "One of 2.00 pp is found with a chance of 52.5%" in page(driver).answer.text
    assert headline(driver) == "3,835 users per variant"
    assert driver.session.charter.size.n_control == 3835


def test_the_rule_is_tried_at_the_size_it_takes_and_at_the_one_there_is(
    driver: WizardDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(power_trial, "EXPERIMENTS", 20_000)
    plan_without_data(driver)
    enter(driver, baseline="10", mde="2", at_hand="2000")
    trial = page(driver).trial
    assert trial.sizes.isVisibleTo(trial)
    try_rule(driver)
    assert "of 7,670 users" in trial._method.text()
    trial.sizes.button(TrialSize.HAVE).click()
    assert trial.state == "The plan has changed since. Try the rule again."
    try_rule(driver)
    assert "of 4,000 users" in trial._method.text()
    assert "smallest change this size finds" not in trial._method.text()
    assert float(trial.rows[1].launch.rstrip("%")) == pytest.approx(52.5, abs=2.5)


def test_unequal_shares_hold_for_the_size_one_has(driver: WizardDriver) -> None:
    driver.open(THREE_ARMS)
    driver.next()
    for name, share in (("control", "50"), ("b", "30"), ("c", "20")):
        driver.type_into(driver.share(name), share)
    driver.next()
    enter(driver, baseline="10", at_hand="1000")
    assert "(1,000 in the control, 400 in the smallest treatment)" in page(driver).answer.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.5", "no half users"),
        ("-3", "above 0"),
        ("100000000000", "too large"),
        ("many", "number"),
    ],
)
def test_an_impossible_size_is_said(driver: WizardDriver, typed: str, sentence: str) -> None:
    plan_without_data(driver)
    enter(driver, baseline="10", mde="2", at_hand=typed)
    assert sentence in troubles(driver)[0]


def test_the_days_are_planned_and_change_no_size(driver: WizardDriver) -> None:
    plan_without_data(driver)
    enter(driver, baseline="10", mde="2")
    days = page(driver).form.days
    driver.type_into(days[SizeField.START], "2026-03-05")
    driver.type_into(days[SizeField.END], "2026-03-0")
    assert "Write the day as 2026-03-01" in troubles(driver)[0]
    assert not driver.analyse_button.isEnabled()
    driver.type_into(days[SizeField.END], "2026-03-04")
    assert "lies before the first" in troubles(driver)[0]
    driver.type_into(days[SizeField.END], "2026-03-18")
    assert troubles(driver) == []
    size = driver.session.charter.size
    assert (size.start, size.end, size.n_control) == ("2026-03-05", "2026-03-18", 3835)


def test_the_last_page_of_a_plan_locks_it_and_is_then_done(driver: WizardDriver) -> None:
    plan_without_data(driver)
    enter(driver, baseline="10", mde="2")
    assert page(driver)._head.text == "Plan, step 2 of 2: How large must it be?"
    driver.analyse()
    dialog = driver.wizard.findChild(LockDialog)
    words = [label.accessibleName() for label in dialog.findChildren(QLabel)]
    assert any("No first day is planned" in said for said in words)
    dialog.accept()
    driver.qtbot.waitUntil(lambda: driver.session.chain is not None, timeout=PATIENCE_MS)
    assert driver.session.chain.latest.charter.size.n_control == 3835
    assert driver.analyse_button.text() == "Don&e"
    assert page(driver).foot.text.startswith("Locked")
    enter(driver, mde="3")
    assert "not part of the locked plan" in page(driver).foot.text
    with driver.qtbot.waitSignal(driver.wizard.cancelled):
        driver.analyse()


def test_the_lock_waits_for_the_users_it_is_planned_with(driver: WizardDriver) -> None:
    plan_without_data(driver)
    enter(driver, baseline="10", mde="2")
    driver.type_into(page(driver).form.fields[SizeField.MDE], "1")
    assert page(driver).is_working_out
    driver.analyse()
    driver.qtbot.waitUntil(lambda: driver.wizard.findChild(LockDialog) is not None)
    assert driver.session.charter.size.n_control == 14745


def test_a_file_that_joins_the_plan_turns_the_last_button_back(driver: WizardDriver) -> None:
    plan_without_data(driver)
    driver.open(TIDY)
    driver.wizard.show_step(Step.POWER)
    assert driver.analyse_button.text() == "&Analyse"
    assert page(driver)._head.text == "Step 3 of 3: How large must it be?"


def curve_of(driver: WizardDriver) -> CurveView:
    plan_without_data(driver)
    enter(driver, baseline="10", mde="2", traffic="1000")
    return page(driver).answer.curve


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_the_power_curve_is_saved(driver: WizardDriver, tmp_path: Path, suffix: str) -> None:
    curve = curve_of(driver)
    path = tmp_path / f"curve{suffix}"
    curve._choose_path = lambda *_: path
    curve.save.click()
    wait(driver)
    assert curve.notice.text.startswith("Saved to")
    start = {".png": b"\x89PNG", ".svg": b"<?xml"}[suffix]
    assert path.read_bytes().startswith(start)


def test_a_power_curve_that_cannot_be_saved_says_why(driver: WizardDriver, tmp_path: Path) -> None:
    curve = curve_of(driver)
    curve._choose_path = lambda *_: tmp_path / "nowhere" / "curve.png"
    curve.save.click()
    wait(driver)
    assert "could not be" in curve.notice.text
    curve._choose_path = lambda *_: None
    curve.save.click()
    assert not page(driver).jobs.is_busy


def test_curve_and_weeks_are_copied(driver: WizardDriver) -> None:
    curve = curve_of(driver)
    curve.copy.click()
    wait(driver)
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.hasImage()
    assert copied.hasFormat("image/svg+xml")
    page(driver).answer.copy_weeks.click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("Week\tUsers by then\tSmallest change found")
    assert lines[1].startswith("1\t7,000\t2.10 pp")
    assert len(lines) == 9


def stacks_without_scrolling(shown: CharterPage | PowerPage) -> bool:
    is_stacked = all(question.is_stacked for question in shown.findChildren(Question))
    return is_stacked and not shown._area.horizontalScrollBar().maximum()


def test_at_the_largest_text_nothing_overlaps_and_nothing_scrolls_sideways(
    driver: WizardDriver, theme: Theme
) -> None:
    driver.wizard.resize(1024, 600)
    driver.wizard.show()
    driver.session.start_plan()
    for name in ("control", "new"):
        driver.type_into(driver.form.split.adder.field, name)
        driver.form.split.adder.button.click()
    driver.type_into(driver.form.guardrails.adder.field, "cancellations")
    driver.form.guardrails.adder.button.click()
    theme.set_zoom(200)
    for step, shown in (
        (Step.CHARTER, driver.wizard.charter_page),
        (Step.POWER, page(driver)),
    ):
        driver.wizard.show_step(step)
        fits = partial(stacks_without_scrolling, shown)
        driver.qtbot.waitUntil(fits, timeout=PATIENCE_MS)
    arms, rows = page(driver)._form._arms, page(driver)._form._rows.values()
    above = [row for row in rows if row.parentWidget() is arms.parentWidget() and row.isVisible()]
    assert len(above) == 2
    assert max(row.geometry().bottom() for row in above) < arms.geometry().top()
    box = driver.guardrail("cancellations").box
    assert box.width() >= box.sizeHint().width()
