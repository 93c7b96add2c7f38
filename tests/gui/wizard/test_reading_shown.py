"""The data page says how a file was read, asks what is open, and takes every step back."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from experimentos_core.foundation.values import Severity
from experimentos_gui.session import ExperimentSession
from experimentos_gui.theme import Theme
from experimentos_gui.wizard.assignments import Part
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.pins import Spot
from experimentos_gui.wizard.preview_model import LEFT_OUT_ROLE, VALUE_ROLE
from tests.gui.wizard.driver import TIDY, WizardDriver

MESSY = (
    "Checkout-Test M\u00e4rz;;;;\n"
    "variant;visitors;conversions;revenue;errors\n"
    "control;10.234;512;1.234,50;12\n"
    "b;10.190;561;1.402,10;15\n"
    "Total;20.424;1.073;2.636,60;27\n"
)
OPEN = "variant;users;conversions\ncontrol;10.234;512\nb;10.190;561\n"
SEGMENTS = "variant,country,users,conversions\n" + "".join(
    f"{variant},{country},{users},{users // 20}\n"
    for variant in ("control", "b")
    for country, users in (("US", 4000), ("DE", 3000))
)
DAYS = "day,variant,users,conversions\n" + "".join(
    f"{date(2026, 3, 1) + timedelta(days=number)},{variant},1000,{50 + number % 3}\n"
    for number in range(14)
    for variant in ("control", "b")
)
RATE = "variant,users,conversion rate\ncontrol,10234,5.00%\nb,10190,5.51%\n"


def messy(driver: WizardDriver) -> None:
    driver.open(MESSY.encode("cp1252"))


def chosen(driver: WizardDriver, menu_of: str, answer: str) -> None:
    """Choose in the menu of a chip."""
    button = next(b for b in driver.panel.chips.buttons if b.text().startswith(menu_of))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = next(m for m in button.findChildren(QWidget) if m.inherits("QMenu"))
    assert menu.isVisible()
    action = next(a for a in menu.actions() if answer in a.text())
    action.trigger()
    menu.close()
    driver.settle()


def pressed(driver: WizardDriver, words: str) -> None:
    """Press a button or link of the page by its words."""
    QApplication.processEvents()
    buttons = driver.panel.findChildren(QPushButton)
    button = next(b for b in buttons if b.isVisibleTo(driver.panel) and words in b.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    driver.qtbot.waitUntil(lambda: not driver.session.is_reading)


def labels(driver: WizardDriver) -> list[str]:
    return [variant.label for variant in driver.wizard.plan.variants]


def test_a_tidy_file_has_no_notes_questions_or_values(driver: WizardDriver) -> None:
    driver.open(TIDY)
    panel, model = driver.panel, driver.panel.preview.preview
    assert (panel.notes.texts, panel.warnings.texts, panel.question.text) == ([], [], "")
    assert not any("?" in button.text() for button in panel.chips.buttons)
    for row in range(2):
        for column in range(5):
            index = model.index(row, column)
            assert not index.data(VALUE_ROLE)
            assert not index.data(LEFT_OUT_ROLE)
    assert not panel.undo.isEnabled()


def test_every_decision_is_a_chip_and_a_guess_says_so(driver: WizardDriver) -> None:
    messy(driver)
    chips = driver.panel.chips
    assert "semicolon" in chips.text
    assert "header in row 2" in chips.text
    assert chips.text.endswith("3 rows, 5 columns")
    guess = next(b for b in chips.buttons if "Windows-1252" in b.text())
    assert "?" in guess.text()
    assert guess.accessibleName() == "Windows-1252, guessed"


def test_what_was_read_stands_beside_what_stood_there(driver: WizardDriver) -> None:
    messy(driver)
    model = driver.panel.preview.preview
    cells = [(model.index(row, 1).data(), model.index(row, 1).data(VALUE_ROLE)) for row in (0, 1)]
    assert cells == [("10.234", "10,234"), ("10.190", "10,190")]
    assert not model.index(0, 2).data(VALUE_ROLE), "512 is read as it stands"
    spoken = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Read as 10,234" in spoken
    assert driver.outcomes[0] == "control: 10,234 users, 5.00% converted"


def test_a_row_left_out_is_struck_out_and_says_why(driver: WizardDriver) -> None:
    messy(driver)
    model = driver.panel.preview.preview
    assert [bool(model.index(row, 0).data(LEFT_OUT_ROLE)) for row in range(3)] == [0, 0, 1]
    assert "is the sum of the others" in model.index(2, 1).data(Qt.ItemDataRole.ToolTipRole)
    vertical = Qt.Orientation.Vertical
    assert model.headerData(2, vertical) == "\u2013 5"
    reason = model.headerData(2, vertical, Qt.ItemDataRole.ToolTipRole)
    assert "Row 5 of the file" in reason
    assert "sum of the others" in reason
    assert model.headerData(2, vertical, Qt.ItemDataRole.AccessibleTextRole) == "5, left out"


def test_a_row_left_out_is_taken_in_by_its_link_and_left_out_again(driver: WizardDriver) -> None:
    messy(driver)
    assert labels(driver) == ["control", "b"]
    pressed(driver, "more note")
    pressed(driver, "Use this row")
    driver.settle()
    assert labels(driver) == ["control", "b", "Total"]
    model = driver.panel.preview.preview
    assert not model.index(2, 0).data(LEFT_OUT_ROLE)
    assert driver.panel.undo.isEnabled()
    pressed(driver, "Undo")
    driver.settle()
    assert labels(driver) == ["control", "b"]
    assert not driver.panel.undo.isEnabled()


def test_notes_beyond_three_are_folded_and_unfold(driver: WizardDriver) -> None:
    messy(driver)
    notes = driver.panel.notes
    folded = notes.texts
    assert folded[-1].endswith("more notes")
    hidden = int(folded[-1].split()[0])
    pressed(driver, "more notes")
    assert len(notes.texts) == 3 + hidden
    assert notes.texts[:3] == folded[:3]


def test_nothing_is_said_twice(driver: WizardDriver) -> None:
    messy(driver)
    pressed(driver, "more notes")
    said = " ".join(driver.panel.notes.texts)
    assert "Total" in said
    assert not any(finding in said for finding in driver.findings)
    issues = driver.session.checkup.health.issues
    assert any(issue.code.value == "TOTALS_ROW" for issue in issues)


def test_a_chip_reads_otherwise_and_ctrl_z_takes_it_back(driver: WizardDriver) -> None:
    messy(driver)
    chosen(driver, "header in row 2", "row 1")
    assert "header in row 1" in driver.panel.chips.text
    assert driver.session.interpretation.raw.row_numbers[0] == 2
    undo = QKeySequence(QKeySequence.StandardKey.Undo)[0]
    driver.wizard.activateWindow()
    driver.panel.preview.setFocus()
    QApplication.processEvents()
    QTest.keyClick(driver.panel.preview, undo.key(), undo.keyboardModifiers())
    driver.qtbot.waitUntil(lambda: "header in row 2" in driver.panel.chips.text)
    driver.settle()
    assert labels(driver) == ["control", "b"]


def test_a_question_stops_the_way_until_one_click_answers_it(driver: WizardDriver) -> None:
    driver.open(OPEN)
    card = driver.panel.question
    assert card.isVisible()
    assert "10.234" in card.text
    assert driver.reason == "! Answer the question above the table first."
    assert not driver.next_button.isEnabled()
    assert not any("%" in line for line in driver.outcomes), "no rates on a supposition"
    first = card.buttons[0]
    assert first.property("kind") == "primary"
    assert card.buttons[1].property("kind") == "plain"
    assert "10.234" in first.accessibleName()
    marks = driver.panel.preview.preview._marks
    assert marks[Spot(row=0, column=1)].severity is Severity.WARNING
    assert driver.selected_cells == {(0, 1)}
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    driver.qtbot.waitUntil(lambda: not driver.session.is_reading)
    driver.settle()
    assert not card.isVisible()
    assert driver.next_button.isEnabled()
    assert driver.outcomes[0] == "control: 10,234 users, 5.00% converted"


def test_the_keyboard_alone_answers(driver: WizardDriver) -> None:
    driver.open(OPEN)
    driver.wizard.activateWindow()
    driver.wizard.setFocus()
    focused = driver.wizard.focusWidget()
    assert focused is driver.panel.question.buttons[0]
    QTest.keyClick(focused, Qt.Key.Key_Space)
    driver.qtbot.waitUntil(lambda: driver.session.is_ready)
    driver.settle()
    assert driver.next_button.isEnabled()


def test_the_other_answer_is_read_too_and_taken_back(driver: WizardDriver) -> None:
    driver.open(OPEN)
    pressed(driver, "fraction")
    driver.settle()
    assert driver.status.value == "Blocked"
    assert not driver.panel.question.isVisible()
    pressed(driver, "Undo")
    driver.settle()
    assert driver.panel.question.isVisible()


def test_without_a_likely_answer_the_rows_are_shown_and_nothing_is_said(
    driver: WizardDriver,
) -> None:
    _open_unsettled(driver, SEGMENTS)
    assert driver.session.table is None
    assert driver.panel.preview.preview.rowCount() == 4
    assert {b.property("kind") for b in driver.panel.question.buttons} == {"plain"}
    assert (driver.outcomes, driver.findings) == ([], [])
    assert driver.panel._state.accessibleName() == "Not checked yet"
    pressed(driver, "Only DE")
    driver.settle()
    assert driver.outcomes[0] == "control: 3,000 users, 5.00% converted"
    model = driver.panel.preview.preview
    assert [bool(model.index(row, 0).data(LEFT_OUT_ROLE)) for row in range(4)] == [1, 0, 1, 0]
    assert any("country = DE" in text for text in driver.panel.warnings.texts)


def _open_unsettled(driver: WizardDriver, text: str) -> None:
    path = driver._folder / "open.csv"
    path.write_text(text, encoding="utf-8")
    driver.session.open_file(path)
    driver.qtbot.waitUntil(lambda: driver.session.interpretation is not None)


def test_days_are_added_up_with_a_warning_that_one_click_settles(driver: WizardDriver) -> None:
    driver.open(DAYS)
    (warning,) = driver.panel.warnings.texts
    assert "14 days" in warning
    assert "--map" not in warning
    assert driver.outcomes[0].startswith("control: 14,000 users")
    pressed(driver, "Yes, each user counts on one day")
    driver.settle()
    assert driver.panel.warnings.texts == []
    assert driver.status.value == "Healthy"
    assert any("14 days" in text for text in driver.panel.notes.texts)


def test_a_rate_is_shown_as_what_the_conversions_come_from(driver: WizardDriver) -> None:
    driver.open(RATE)
    assert driver.parts == ["Variant", "Users", "Rate"]
    assert driver.next_button.isEnabled()
    assert driver.outcomes[1] == "b: 10,190 users, 5.51% converted"


def test_a_column_is_said_to_be_the_rate(driver: WizardDriver) -> None:
    driver.open("variant,users,share\ncontrol,10234,5.00%\nb,10190,5.51%\n")
    if "Rate" not in driver.parts:
        driver.choose_part("share", Part.RATE)
        driver.settle()
    assert driver.parts == ["Variant", "Users", "Rate"]
    assert driver.outcomes[0] == "control: 10,234 users, 5.00% converted"


def test_a_choice_keeps_what_was_typed(driver: WizardDriver) -> None:
    messy(driver)
    driver.choose_control("control")
    driver.settle()
    driver.next()
    driver.type_into(driver.form.name, "Typed")
    driver.type_into(driver.share("b"), "60")
    driver.back()
    pressed(driver, "more notes")
    pressed(driver, "Read with a decimal point")
    driver.settle()
    assert driver.step is Step.DATA
    charter = driver.session.charter
    assert (charter.name, charter.control) == ("Typed", "control")
    assert charter.split == {"control": 50, "b": 60}
    pressed(driver, "Undo")
    driver.settle()
    assert driver.session.charter == charter


def test_other_variants_forget_the_split_and_undo_brings_it_back(driver: WizardDriver) -> None:
    messy(driver)
    driver.choose_control("b")
    driver.settle()
    driver.next()
    driver.type_into(driver.share("b"), "60")
    driver.back()
    split = driver.session.charter.split
    pressed(driver, "more notes")
    pressed(driver, "Use this row")
    driver.settle()
    assert (driver.session.charter.split, driver.session.charter.control) == (None, "b")
    assert [s.variant for s in driver.form.split.shares] == ["control", "b", "Total"]
    pressed(driver, "Undo")
    driver.settle()
    assert driver.session.charter.split == split


def test_the_place_in_the_table_stays_when_the_same_rows_are_read_otherwise(
    driver: WizardDriver,
) -> None:
    driver.open(TIDY)
    heads = driver.panel.preview.heads
    heads.setFocus()
    heads.set_current(4)
    driver.choose_part("orders", Part.CONVERSIONS)
    driver.settle()
    assert heads.current == 4
    assert driver.session.roles.conversions == "orders"


def test_a_copied_table_is_pasted_by_the_button(driver: WizardDriver) -> None:
    QGuiApplication.clipboard().setText("variant\tusers\tconversions\ncontrol\t900\t90\nb\t910\t95")
    button = next(
        b
        for b in driver.wizard.data_page.drop_area.findChildren(QPushButton)
        if "Paste" in b.text()
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    driver.qtbot.waitUntil(lambda: driver.session.table is not None)
    driver.settle()
    assert driver.panel._file.accessibleName() == "Clipboard"
    assert driver.outcomes[0] == "control: 900 users, 10.00% converted"


def test_what_was_read_as_last_time_is_said_and_given_up(
    driver: WizardDriver, session: ExperimentSession
) -> None:
    class Memory:
        def __init__(self) -> None:
            self.readings = {}

        def remember_reading(self, key, options):
            self.readings[key] = options

    session.use_memory(Memory())
    driver.open(TIDY)
    driver.choose_part("orders", Part.CONVERSIONS)
    driver.settle()
    session.analyse()
    driver.open(TIDY.replace("10234", "10235"), "april.csv")
    (said,) = driver.panel.warnings.texts
    assert said.startswith("Read as last time (conversions = orders")
    pressed(driver, "Ask again")
    driver.settle()
    assert driver.panel.warnings.texts == []
    assert driver.session.roles.conversions == "conversions"


def test_tab_goes_down_the_page(driver: WizardDriver) -> None:
    messy(driver)
    panel = driver.panel
    panel.undo.setEnabled(True)
    stops = [panel.undo, panel._paste, panel._other, *panel.chips.buttons, panel.preview.heads]
    focused: list[QWidget] = []
    stops[0].setFocus()
    for _ in stops:
        focused.append(driver.wizard.focusWidget())
        QTest.keyClick(driver.wizard.focusWidget(), Qt.Key.Key_Tab)
    assert focused == stops


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("text", [MESSY, OPEN, DAYS, TIDY], ids=["messy", "open", "days", "tidy"])
def test_nothing_is_cut_off_at_the_side(
    driver: WizardDriver, theme: Theme, zoom: int, text: str
) -> None:
    driver.open(text)
    theme.set_zoom(zoom)
    driver.qtbot.wait(50)
    assert driver.wizard.width() == 1024
    panel = driver.panel
    for widget in panel.findChildren(QWidget):
        if not widget.isVisible() or panel.preview.isAncestorOf(widget):
            continue
        if isinstance(widget, QLabel | QPushButton):
            least = widget.minimumSizeHint().width()
            assert widget.width() >= least, (widget.text(), widget.width(), least)
            right = widget.mapTo(panel, widget.rect().topRight()).x()
            assert right <= panel.width(), widget.text()


def test_the_way_is_closed_while_the_file_is_read_otherwise(driver: WizardDriver) -> None:
    driver.open(TIDY)
    assert driver.next_button.isEnabled()
    driver.choose_part("orders", Part.CONVERSIONS)
    assert driver.session.is_rereading
    assert not driver.next_button.isEnabled()
    driver.settle()
    assert driver.next_button.isEnabled()
