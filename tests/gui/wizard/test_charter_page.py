"""The charter page: what is typed arrives, what is impossible is said."""

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    MarginScale,
    MetricKind,
)
from experimentos_core.samples import all_samples
from experimentos_gui.wizard.assignments import Part
from experimentos_gui.wizard.flow import Step
from tests.gui.wizard.driver import GUESSED, THREE_ARMS, TIDY, WizardDriver


def test_everything_typed_reaches_the_session(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    form = driver.form
    driver.type_into(form.name, "One-page checkout")
    driver.type_into(form.owner, "Dana")
    driver.type_into(form.hypothesis, "Fewer steps")
    driver.type_into(form.primary.name, "orders")
    form.primary.direction.button(Direction.DOWN).click()
    driver.type_into(driver.share("control"), "60")
    driver.type_into(driver.share("new"), "40")
    driver.type_into(form.alpha, "0.01")
    form.rule.button(GuardrailRule.STRICT).click()
    row = driver.guardrail("errors")
    row.direction.setCurrentIndex(1)
    row.direction.activated.emit(1)
    driver.type_into(row.worsened, "0.25")
    driver.type_into(row.severe, "1.5")
    assert driver.session.charter == Charter(
        name="One-page checkout",
        owner="Dana",
        hypothesis="Fewer steps",
        primary=PrimaryPlan(metric="orders", direction=Direction.DOWN),
        split={"control": 60.0, "new": 40.0},
        alpha=0.01,
        guardrail_rule=GuardrailRule.STRICT,
        guardrails=(
            GuardrailPlan(
                name="errors",
                direction=Direction.DOWN,
                worsened_margin=0.0025,
                severe_margin=0.015,
                scale=MarginScale.ABSOLUTE,
            ),
        ),
    )


def test_everything_may_stay_empty(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    assert driver.step is Step.CHARTER
    assert driver.analyse_button.isEnabled()
    assert driver.visible_troubles() == []


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.id)
def test_a_sample_fills_everything_in_and_nothing_changes_it(driver: WizardDriver, sample) -> None:
    driver.open_sample(sample.id)
    driver.next()
    assert driver.step is Step.CHARTER
    assert driver.form.name.text() == sample.charter.name
    assert driver.form.draft.to_charter(sample.charter) == sample.charter
    assert driver.session.charter == sample.charter
    assert driver.analyse_button.isEnabled()


def test_shares_are_said_as_percentages(driver: WizardDriver) -> None:
    driver.open(THREE_ARMS)
    driver.next()
    split = driver.form.split
    assert [field.text() for field in split.fields] == ["1", "1", "1"]
    assert split._percents[0].accessibleName() == "= 33.33%"
    driver.type_into(driver.share("control"), "2")
    assert [label.accessibleName() for label in split._percents] == [
        "= 50.00%",
        "= 25.00%",
        "= 25.00%",
    ]
    assert driver.session.charter.split == {"control": 2.0, "b": 1.0, "c": 1.0}


def test_equal_shares_come_back_with_one_click(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    driver.type_into(driver.share("control"), "90")
    driver.form.split._equal.click()
    assert [field.text() for field in driver.form.split.fields] == ["50", "50"]
    assert driver.session.charter.split is None


def test_a_correction_is_asked_for_with_several_treatments_only(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    assert not driver.form.correction.isVisible()
    driver.open(THREE_ARMS, "three.csv")
    driver.next()
    assert driver.form.correction.isVisibleTo(driver.form)
    driver.form.correction.button(Correction.HOLM).click()
    assert driver.session.charter.correction is Correction.HOLM


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0", "between 0 and 1"),
        ("1", "1% is written 0.01"),
        ("5", "5% is written 0.05"),
        ("-0.05", "between 0 and 1"),
        ("0,05", "as a point, not a comma: 0.05"),
        ("five", "not a number"),
        ("", "missing"),
        ("nan", "not a number"),
    ],
)
def test_an_impossible_level_is_said_beside_it_and_stops_nothing_silently(
    driver: WizardDriver, text: str, words: str
) -> None:
    driver.open(TIDY)
    driver.next()
    driver.type_into(driver.form.alpha, text)
    assert driver.form.alpha.text() == text
    assert words in driver.visible_troubles()[0]
    assert words in driver.form.alpha.accessibleDescription()
    assert not driver.analyse_button.isEnabled()
    assert driver.session.charter.alpha == 0.05
    driver.type_into(driver.form.alpha, "0.1")
    assert driver.visible_troubles() == []
    assert driver.analyse_button.isEnabled()
    assert driver.session.charter.alpha == 0.1


@pytest.mark.parametrize(
    ("worsened", "severe", "words"),
    [
        ("0.40", "0.30", "Severe must be at least as large"),
        ("0", "0.30", "above 0"),
        ("0.10", "101", "at most 100"),
        ("0,10", "0.30", "as a point"),
        ("0.10", "", "missing"),
    ],
)
def test_impossible_margins_are_said_beside_them(
    driver: WizardDriver, worsened: str, severe: str, words: str
) -> None:
    driver.open(TIDY)
    driver.next()
    row = driver.guardrail("errors")
    driver.type_into(row.worsened, worsened)
    driver.type_into(row.severe, severe)
    assert any(words in sentence for sentence in driver.visible_troubles())
    assert not driver.analyse_button.isEnabled()
    row.box.click()
    assert driver.visible_troubles() == []
    assert driver.analyse_button.isEnabled()


def test_shares_that_come_to_nothing_are_refused(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    for variant in ("control", "new"):
        driver.type_into(driver.share(variant), "0")
    assert "All shares are 0" in driver.visible_troubles()[0]
    assert not driver.analyse_button.isEnabled()
    assert "stands beside it" in driver.reason


def test_numbers_have_a_point_in_every_locale(driver: WizardDriver) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        driver.open(TIDY)
        driver.next()
        row = driver.guardrail("errors")
        assert (row.worsened.text(), row.severe.text()) == ("0.10", "0.30")
        driver.type_into(row.severe, "0.45")
        assert driver.session.charter.guardrails is not None
        assert driver.session.charter.guardrails[0].severe_margin == 0.0045
        driver.type_into(row.severe, "0,30")
        assert row.severe.text() == "0,30"
        assert driver.session.charter.guardrails[0].severe_margin == 0.0045
    finally:
        QLocale.setDefault(before)


def test_arrows_and_only_arrows_step_a_number(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    alpha = driver.form.alpha
    alpha.setFocus()
    QTest.keyClick(alpha, Qt.Key.Key_Up)
    assert alpha.text() == "0.06"
    for _ in range(9):
        QTest.keyClick(alpha, Qt.Key.Key_Down)
    assert alpha.text() == "0.00"
    assert driver.visible_troubles()


def test_going_back_and_forth_loses_nothing_even_what_is_impossible(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    driver.type_into(driver.form.name, "Kept ")
    driver.type_into(driver.form.alpha, "0")
    driver.type_into(driver.guardrail("errors").worsened, "9,9")
    driver.back()
    driver.choose_part("orders", Part.GUARDRAIL)
    driver.choose_control("new")
    driver.settle()
    driver.next()
    assert driver.form.name.text() == "Kept "
    assert driver.form.alpha.text() == "0"
    assert driver.guardrail("errors").worsened.text() == "9,9"
    assert driver.guardrail("orders").box.isChecked()
    assert not driver.analyse_button.isEnabled()
    driver.type_into(driver.form.alpha, "0.02")
    driver.type_into(driver.guardrail("errors").worsened, "0.2")
    charter = driver.session.charter
    assert (charter.name, charter.alpha, charter.control) == ("Kept", 0.02, "new")
    margins = [plan.margins(MetricKind.RATE) for plan in charter.guardrails or ()]
    assert [margin.worsened for margin in margins] == [0.002, 0.001]


def test_a_guardrail_left_out_and_taken_again_keeps_its_margins(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    driver.type_into(driver.guardrail("errors").severe, "0.7")
    driver.guardrail("errors").box.click()
    assert driver.session.charter.guardrails == ()
    driver.back()
    assert driver.parts[3] == "Not used"
    driver.choose_part("errors", Part.GUARDRAIL)
    kept = GuardrailPlan(name="errors", severe_margin=0.007).settled(MetricKind.RATE)
    assert driver.session.charter.guardrails == (kept,)
    driver.next()
    assert driver.guardrail("errors").severe.text() == "0.7"


def test_the_primary_metric_is_called_by_its_column_until_it_is_named(
    driver: WizardDriver,
) -> None:
    driver.open(GUESSED)
    assert driver.form.primary.name.placeholderText() == "signups"


def test_enter_in_a_field_analyses_nothing(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    asked: list[None] = []
    driver.wizard.finished_requested.connect(lambda: asked.append(None))
    for field in (driver.form.name, driver.form.alpha):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == []
    assert driver.step is Step.CHARTER


def test_the_wheel_changes_no_value(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    row = driver.guardrail("errors")
    for field in (driver.form.alpha, row.worsened, row.direction):
        field.setFocus()
        centre = QPointF(field.rect().center())
        event = QWheelEvent(
            centre,
            field.mapToGlobal(centre),
            QPoint(0, 0),
            QPoint(0, 240),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, event)
    assert driver.form.alpha.text() == "0.05"
    assert row.worsened.text() == "0.10"
    assert row.direction.currentIndex() == 0
