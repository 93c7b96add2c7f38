"""The data page: roles, control, findings at their cells, and when one may go on."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from experimentos_core.foundation.values import HealthStatus
from experimentos_gui.wizard.assignments import PART_IN_FULL, Part
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.pins import Spot
from tests.gui.wizard.driver import BLOCKED, GUESSED, NAMELESS, TIDY, WizardDriver

if TYPE_CHECKING:
    from experimentos_core.foundation.errors import ExperimentError


def test_before_a_file_there_is_a_place_for_one_and_next_says_why_it_is_off(
    driver: WizardDriver,
) -> None:
    assert driver.wizard.data_page.drop_area.isVisible()
    assert not driver.next_button.isEnabled()
    assert driver.reason == "! Choose a file first."


def test_the_file_is_named_with_how_it_was_read(driver: WizardDriver) -> None:
    driver.open(TIDY, "shop.csv")
    assert driver.panel._file.accessibleName() == "shop.csv"
    assert driver.panel.chips.text == (
        "Read as: UTF-8 \u00b7 comma \u00b7 header in row 1 \u00b7 2 rows, 5 columns"
    )


def test_cells_are_shown_as_they_stood_in_the_file(driver: WizardDriver) -> None:
    driver.open("variant,users,conversions\ncontrol,1000.0, 0050\nb,1e3,51\n")
    model = driver.panel.preview.preview
    shown = [[model.index(row, c).data() for c in range(3)] for row in range(2)]
    assert shown == [["control", "1000.0", " 0050"], ["b", "1e3", "51"]]


def test_roles_are_filled_in_from_the_names(driver: WizardDriver) -> None:
    driver.open(TIDY)
    assert driver.parts == ["Variant", "Users", "Conversions", "Guardrail", "Not used"]


def test_a_required_part_moves_to_the_column_it_is_given_to(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.choose_part("orders", Part.CONVERSIONS)
    driver.settle()
    assert driver.parts == ["Variant", "Users", "Not used", "Guardrail", "Conversions"]
    assert driver.session.roles.conversions == "orders"
    assert "5.86% converted" in driver.outcomes[0]


def test_a_column_becomes_a_guardrail_and_is_left_out_again(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.choose_part("orders", Part.GUARDRAIL)
    assert [g.name for g in driver.session.charter.guardrails or ()] == ["errors", "orders"]
    driver.choose_part("errors", Part.UNUSED)
    assert [g.name for g in driver.session.charter.guardrails or ()] == ["orders"]
    assert driver.parts == ["Variant", "Users", "Conversions", "Not used", "Guardrail"]


def test_a_missing_required_column_turns_next_off_and_names_it(driver: WizardDriver) -> None:
    driver.open(TIDY)
    assert driver.next_button.isEnabled()
    driver.choose_part("users", Part.UNUSED)
    driver.settle()
    assert not driver.next_button.isEnabled()
    assert driver.reason == ("! Choose the column that holds the users, in the heads of the table.")
    assert "No column is chosen for the users of each variant." in driver.findings
    driver.choose_part("users", Part.USERS)
    driver.settle()
    assert driver.next_button.isEnabled()
    assert driver.status is HealthStatus.HEALTHY


def test_columns_nobody_recognises_are_chosen_by_hand(driver: WizardDriver) -> None:
    driver.open(NAMELESS)
    assert "the variant names, the users and the conversions" in driver.reason
    for column, part in zip(("name", "headcount", "outcome"), list(Part)[:3], strict=True):
        driver.choose_part(column, part)
    driver.settle()
    assert driver.reason == "! Choose the variant that is the control."
    assert driver.control == ""
    driver.choose_control("blue")
    driver.settle()
    assert driver.next_button.isEnabled()
    assert driver.outcomes[0].startswith("blue: 10,190 users, 5.51% converted")


def test_a_control_by_that_very_name_needs_no_confirmation(driver: WizardDriver) -> None:
    driver.open(TIDY)
    assert driver.control == "control"
    assert not driver.asks_for_confirmation
    assert driver.next_button.isEnabled()


def test_a_recognised_control_asks_for_one_click(driver: WizardDriver) -> None:
    driver.open(GUESSED)
    assert driver.control == "A"
    assert driver.asks_for_confirmation
    assert driver.reason == "! Confirm which variant is the control."
    assert not driver.next_button.isEnabled()
    driver.confirm_control()
    assert driver.session.charter.control == "A"
    assert not driver.asks_for_confirmation
    assert driver.next_button.isEnabled()


def test_another_control_is_chosen_without_a_further_click(driver: WizardDriver) -> None:
    driver.open(GUESSED)
    driver.choose_control("B")
    driver.settle()
    assert driver.session.charter.control == "B"
    assert driver.next_button.isEnabled()
    assert driver.outcomes[0].startswith("B:")


def test_the_outcome_is_said_in_words(driver: WizardDriver) -> None:
    driver.open(TIDY)
    assert driver.outcomes == [
        "control: 10,234 users, 5.00% converted",
        "new: 10,190 users, 5.51% converted",
    ]


def test_blocked_data_shows_no_rates_and_every_finding(driver: WizardDriver) -> None:
    driver.open(BLOCKED)
    assert driver.status is HealthStatus.BLOCKED
    assert driver.outcomes == ["control: 10,000 users", "new: users cannot be read"]
    assert len(driver.findings) == 4
    assert "%" not in " ".join(driver.outcomes)


def test_blocked_data_may_go_on_and_is_told_what_to_expect(driver: WizardDriver) -> None:
    driver.open(BLOCKED)
    assert driver.next_button.isEnabled()
    assert "blocked" in driver.reason
    driver.next()
    assert driver.step is Step.CHARTER
    assert driver.analyse_button.isEnabled()


def test_a_broken_split_shows_no_rates(driver: WizardDriver) -> None:
    driver.open("variant,users,conversions\ncontrol,5000,500\nb,10000,1000\n")
    assert driver.status is HealthStatus.BLOCKED
    assert driver.outcomes == ["control: 5,000 users", "b: 10,000 users"]


def test_findings_are_pinned_to_their_cells(driver: WizardDriver) -> None:
    driver.open(BLOCKED)
    marks = driver.panel.preview.preview._marks
    assert set(marks) == {
        Spot(row=0, column=2),
        Spot(row=0, column=3),
        Spot(row=1, column=1),
        Spot(row=1, column=2),
    }
    model = driver.panel.preview.preview
    cell = model.index(1, 2)
    assert cell.data() == "n/a"
    assert "not a plain number" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert "Blocked: conversions" in cell.data(Qt.ItemDataRole.AccessibleTextRole)


def test_clicking_a_finding_leads_to_its_cell(driver: WizardDriver) -> None:
    rows = "".join(f"b{number},1000,100\n" for number in range(200))
    driver.open(f"variant,users,conversions\ncontrol,1000,100\n{rows}last,1000,n/a\n")
    preview = driver.panel.preview
    assert preview.verticalScrollBar().value() == 0
    driver.click_finding(0)
    assert driver.selected_cells == {(201, 2)}
    shown = preview.visualRect(preview.model().index(201, 2))
    assert preview.viewport().rect().contains(shown.center())


def test_a_finding_of_a_whole_row_selects_the_row(driver: WizardDriver) -> None:
    driver.open("variant,users,conversions\ncontrol,1000,100\nb,1,000,110\n")
    assert driver.findings[0] == "Row 3 has 4 cells, the header has 3."
    driver.click_finding(0)
    assert driver.selected_cells == {(1, column) for column in range(4)}


def test_a_finding_about_the_whole_table_selects_nothing(driver: WizardDriver) -> None:
    driver.open("variant,users,conversions\ncontrol,5000,500\nb,10000,1000\n")
    assert "The arms are not of equal size" in driver.findings[0]
    driver.click_finding(0)
    assert driver.selected_cells == set()


def test_the_keyboard_alone_changes_a_role(driver: WizardDriver) -> None:
    driver.open(TIDY)
    heads = driver.panel.preview.heads
    heads.setFocus()
    for _ in range(4):
        QTest.keyClick(heads, Qt.Key.Key_Right)
    assert "orders" in heads.accessibleDescription()
    assert "Not used" in heads.accessibleDescription()
    QTest.keyClick(heads, Qt.Key.Key_Return)
    menu = next(menu for menu in heads.findChildren(QMenu) if menu.isVisible())
    assert menu.activeAction().text() == PART_IN_FULL[Part.UNUSED]
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert driver.parts[4] == "Guardrail"


def test_another_file_forgets_the_old_plan(driver: WizardDriver) -> None:
    driver.open(GUESSED)
    driver.choose_control("B")
    driver.next()
    driver.type_into(driver.share("A"), "60")
    driver.type_into(driver.form.name, "Old test")
    driver.open("variant,users,conversions,crashes\nA,5000,500,1\nC,5000,510,2\n", "other.csv")
    assert driver.step is Step.DATA
    charter = driver.session.charter
    assert (charter.control, charter.split, charter.name) == (None, None, "")
    assert driver.asks_for_confirmation
    assert driver.form.name.text() == ""
    assert [share.variant for share in driver.form.split.shares] == ["A", "C"]
    assert [row.draft.name for row in driver.form.guardrails.rows] == ["crashes"]


def test_other_variants_in_another_column_forget_control_and_split(driver: WizardDriver) -> None:
    driver.open("variant,arm,users,conversions\ncontrol,x,900,90\nb,y,910,95\n")
    driver.next()
    driver.type_into(driver.share("control"), "60")
    driver.back()
    driver.choose_control("control")
    driver.choose_part("arm", Part.VARIANT)
    assert (driver.session.charter.control, driver.session.charter.split) == (None, None)
    assert driver.reason == "! Choose the variant that is the control."


def test_a_file_that_cannot_be_read_leaves_everything_as_it_was(
    driver: WizardDriver, tmp_path
) -> None:
    driver.open(TIDY)
    driver.next()
    driver.type_into(driver.form.name, "Kept")
    told: list[ExperimentError] = []
    driver.session.failed.connect(told.append)
    driver.session.open_file(tmp_path / "absent.csv")
    driver.qtbot.waitUntil(lambda: bool(told))
    driver.settle()
    assert driver.step is Step.CHARTER
    assert driver.form.name.text() == "Kept"
    assert driver.session.table is not None


def test_starting_anew_empties_the_page(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.session.start_new()
    assert driver.wizard.data_page.drop_area.isVisible()
    assert not driver.next_button.isEnabled()
    assert driver.form.draft.shares == ()


@pytest.mark.parametrize("kind", ["first", "later"])
def test_the_keyboard_begins_where_the_work_is(driver: WizardDriver, kind: str) -> None:
    if kind == "later":
        driver.open(TIDY)
    driver.wizard.activateWindow()
    driver.wizard.setFocus()
    focused = driver.wizard.focusWidget()
    if kind == "first":
        assert isinstance(focused, QPushButton)
        assert driver.wizard.data_page.drop_area.isAncestorOf(focused)
    else:
        assert focused is driver.panel.preview.heads


def test_the_button_asks_for_a_file_beside_the_last_one(
    driver: WizardDriver, monkeypatch, tmp_path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("variant,users,conversions\ncontrol,900,90\nb,910,95\n")
    asked: list[object] = []
    answers = iter([None, other])

    def choose(_parent, folder):
        asked.append(folder)
        return next(answers)

    monkeypatch.setattr("experimentos_gui.wizard.data_page.choose_file", choose)
    driver.open(TIDY, "first.csv")
    button = next(b for b in driver.panel.findChildren(QPushButton) if "ther file" in b.text())
    button.click()
    assert driver.session.source_path.name == "first.csv"
    button.click()
    driver.qtbot.waitUntil(lambda: driver.session.source_path == other)
    assert asked == [tmp_path, tmp_path]


def test_marked_cells_are_copied_as_they_stand(driver: WizardDriver) -> None:
    driver.open(BLOCKED)
    preview = driver.panel.preview
    preview.selectColumn(2)
    QTest.keyClick(preview, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "conversions\n12000\nn/a"
    driver.click_finding(0)
    findings = driver.panel.findings
    QTest.keyClick(findings, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert driver.findings[0] in QApplication.clipboard().text()


def test_cells_beyond_the_header_have_no_part_and_no_menu(driver: WizardDriver) -> None:
    driver.open("variant,users,conversions\ncontrol,1000,100\nb,1,000,110\n")
    heads = driver.panel.preview.heads
    assert driver.panel.preview.preview.columnCount() == 4
    assert heads.make_menu(3) is None
    heads.open_menu(3)
    assert heads.current == 3
    assert "beyond the header" in heads.accessibleDescription()
    assert not driver.wizard.grab().isNull()


def test_the_keyboard_stays_within_the_heads(driver: WizardDriver) -> None:
    driver.open(TIDY)
    heads = driver.panel.preview.heads
    for key, place in (
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_End, 4),
        (Qt.Key.Key_Right, 4),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_X, 0),
    ):
        QTest.keyClick(heads, key)
        assert heads.current == place


def test_the_preview_is_a_sound_model(driver: WizardDriver, qtmodeltester) -> None:
    driver.open("variant,users,conversions\ncontrol,1000,100\nb,1,000,110\nc,n/a\n")
    qtmodeltester.check(driver.panel.preview.preview)


def test_a_file_without_rows_shows_its_heads(driver: WizardDriver) -> None:
    driver.open("variant,users,conversions\n")
    assert driver.parts == ["Variant", "Users", "Conversions"]
    assert "at least two variants" in driver.reason
    driver.panel.preview.heads.setFocus()
    QTest.keyClick(driver.panel.preview.heads, Qt.Key.Key_Right)
    assert driver.outcomes == []
    assert driver.findings


def test_clicking_a_head_opens_its_choices(driver: WizardDriver) -> None:
    driver.open(TIDY)
    heads = driver.panel.preview.heads
    middle = heads.sectionViewportPosition(1) + heads.sectionSize(1) // 2
    place = QPoint(middle, heads.height() // 2)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu = next(menu for menu in heads.findChildren(QMenu) if menu.isVisible())
    checked = [action.text() for action in menu.actions() if action.isChecked()]
    assert checked == ["Users"]
    menu.close()
