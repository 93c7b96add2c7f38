"""The power page: what is typed is answered, tried by the rule, and reaches the plan."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from experimentos_core.charter import SizePlan
from experimentos_core.foundation.values import Direction
from experimentos_gui.theme import Theme
from experimentos_gui.wizard import power_trial, power_work
from experimentos_gui.wizard.charter_page import CharterPage
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.lock_dialogs import LockDialog
from experimentos_gui.wizard.power_curve import CurveView
from experimentos_gui.wizard.power_page import PowerPage
from experimentos_gui.wizard.power_rule import TrialSize
from experimentos_gui.wizard.question import Question, Trouble
from experimentos_gui.wizard.size_draft import SizeField
from tests.gui.wizard.driver import GUESSED, THREE_ARMS, TIDY, WizardDriver

PAST = "variant,users,conversions,errors\ncontrol,2000,500,40\nnew,2000,510,44\n"
MEANS = (
    "variant,users,conversions,revenue_sum,revenue_sum_sq\n"
    "control,1000,90,5000,89900\nnew,1000,95,5100,90000\n"
)
PATIENCE_MS = 20_000


def page(driver: WizardDriver) -> PowerPage:
    return driver.wizard.power_page


def go(driver: WizardDriver, text: str = TIDY) -> PowerPage:
    driver.open(text)
    driver.wizard.show_step(Step.POWER)
    assert driver.step is Step.POWER
    return page(driver)


def plan_without_data(driver: WizardDriver) -> PowerPage:
    driver.session.start_plan()
    driver.wizard.show_step(Step.POWER)
    assert driver.step is Step.POWER
    return page(driver)


def enter(driver: WizardDriver, **typed: str) -> None:
    for name, text in typed.items():
        driver.type_into(page(driver).form.fields[SizeField(name)], text)
    wait(driver)


def wait(driver: WizardDriver) -> None:
    """Wait for the answer; data is checked again by then too."""
    driver.qtbot.waitUntil(
        lambda: not page(driver).jobs.is_busy and not driver.session.is_busy, timeout=PATIENCE_MS
    )
    if driver.session.table is not None:
        driver.settle()
        driver.qtbot.waitUntil(lambda: not page(driver).jobs.is_busy, timeout=PATIENCE_MS)


def troubles(driver: WizardDriver) -> list[str]:
    form = page(driver).form
    labels = form.findChildren(Trouble)
    return [label.accessibleName() for label in labels if label.isVisibleTo(form)]


def headline(driver: WizardDriver) -> str:
    return page(driver).answer.headline.accessibleName()


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
    assert driver.analyse_button.text() == "Loc&k the plan\u2026"
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


def test_the_answer_is_the_largest_text(driver: WizardDriver) -> None:
    from PySide6.QtWidgets import QApplication, QLabel

    from experimentos_gui.theme import Scheme, apply_theme

    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    apply_theme(instance, Scheme.LIGHT)
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


def try_rule(driver: WizardDriver) -> None:
    page(driver).trial.button.click()
    driver.qtbot.waitUntil(lambda: not page(driver).jobs.is_trying, timeout=PATIENCE_MS)


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
    assert any("errors cannot be shown safe" in sentence for sentence in trial.sentences)
    assert trial._rules.view.isVisibleTo(trial)
    assert not trial._codes.view.isVisibleTo(trial)
    trial.codes_button.click()
    assert trial._codes.view.isVisibleTo(trial)
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
    assert driver.analyse_button.text() == "&Done"
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
