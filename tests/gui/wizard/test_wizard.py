"""The wizard as a whole: its buttons, leaving, analysing, and the keyboard."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget

from experimentos_gui.session import work
from experimentos_gui.settings import Settings
from experimentos_gui.theme import Theme
from experimentos_gui.wizard.flow import Step
from tests.gui.wizard.driver import BLOCKED, GUESSED, THREE_ARMS, TIDY, WizardDriver


def test_the_last_button_asks_for_the_analysis(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    assert driver.analyse_button.text() == "&Analyse"
    with driver.qtbot.waitSignal(driver.wizard.finished_requested):
        driver.analyse()
    assert driver.wizard.pages.isVisible()


def test_while_the_analysis_runs_cancel_stops_it(driver: WizardDriver, monkeypatch) -> None:
    driver.open(TIDY)
    driver.next()
    running = [True]
    monkeypatch.setattr(type(driver.session), "is_analysing", property(lambda _: running[0]))
    monkeypatch.setattr(
        driver.session, "cancel_analysis", lambda: running.clear() or running.append(False)
    )
    driver.session.busy_changed.emit(True)
    assert not driver.analyse_button.isEnabled()
    assert "Analysing" in driver.reason
    left: list[None] = []
    driver.wizard.cancelled.connect(lambda: left.append(None))
    driver.cancel()
    assert (running, left) == ([False], [])
    driver.session.busy_changed.emit(False)
    assert driver.analyse_button.isEnabled()
    driver.cancel()
    assert left == [None]


def test_a_report_comes_and_coming_back_finds_everything_as_typed(driver: WizardDriver) -> None:
    driver.open(TIDY)
    driver.next()
    driver.type_into(driver.form.name, "Checkout")
    driver.wizard.finished_requested.connect(driver.session.analyse)
    driver.analyse()
    driver.qtbot.waitUntil(lambda: driver.session.report is not None, timeout=20_000)
    assert driver.session.report.charter.name == "Checkout"
    assert driver.step is Step.CHARTER
    assert driver.form.name.text() == "Checkout"
    driver.back()
    assert driver.parts[0] == "Variant"


def test_escape_asks_to_leave_and_loses_nothing(driver: WizardDriver) -> None:
    driver.open(TIDY)
    with driver.qtbot.waitSignal(driver.wizard.cancelled):
        QTest.keyClick(driver.wizard.pages, Qt.Key.Key_Escape)
    assert driver.wizard.pages.isVisible()
    assert driver.session.table is not None


def test_going_to_the_plan_stops_where_the_data_is_not_settled(driver: WizardDriver) -> None:
    driver.open(GUESSED)
    driver.wizard.show_step(Step.CHARTER)
    assert driver.step is Step.DATA
    driver.confirm_control()
    driver.wizard.show_step(Step.CHARTER)
    assert driver.step is Step.CHARTER
    driver.wizard.show_step(Step.DATA)
    assert driver.step is Step.DATA


@pytest.mark.parametrize("text", [TIDY, BLOCKED, THREE_ARMS], ids=["tidy", "blocked", "three"])
def test_everything_that_takes_the_keyboard_has_a_name(driver: WizardDriver, text: str) -> None:
    driver.open(text)
    driver.next()
    nameless = [
        widget
        for widget in driver.wizard.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollArea)
        and widget.objectName() != "qt_spinbox_lineedit"
        and widget.isVisibleTo(driver.wizard)
        and not _accessible_name(widget)
    ]
    assert nameless == []


def _accessible_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


@pytest.mark.parametrize("page", list(Step))
def test_tab_reaches_everything_and_comes_round(driver: WizardDriver, page: Step) -> None:
    driver.open(TIDY)
    driver.wizard.activateWindow()
    driver.qtbot.waitUntil(driver.wizard.isActiveWindow)
    driver.wizard.show_step(page)
    driver.wizard.setFocus()
    first = driver.wizard.focusWidget()
    seen = [first]
    for _ in range(80):
        QTest.keyClick(driver.wizard.focusWidget(), Qt.Key.Key_Tab)
        if driver.wizard.focusWidget() is first:
            break
        seen.append(driver.wizard.focusWidget())
    assert driver.wizard.focusWidget() is first
    primary = driver.next_button if page is Step.DATA else driver.analyse_button
    assert primary in seen
    if page is Step.DATA:
        assert driver.panel.preview in seen
        assert driver.panel.control._box in seen


@pytest.mark.parametrize("text", [TIDY, BLOCKED, GUESSED], ids=["tidy", "blocked", "guessed"])
@pytest.mark.parametrize("zoom", [100, 150])
def test_no_page_scrolls_sideways_at_the_smallest_size(
    theme: Theme, driver: WizardDriver, text: str, zoom: int
) -> None:
    theme.set_zoom(zoom)
    driver.open(text)
    driver.wizard.show_step(Step.CHARTER)
    driver.qtbot.wait(20)
    areas = driver.wizard.findChildren(QAbstractScrollArea)
    pages = [area for area in areas if isinstance(area, QScrollArea) and area.isVisible()]
    assert [area for area in pages if area.horizontalScrollBar().maximum() > 0] == []
    assert driver.wizard.minimumSizeHint().width() <= 1024
    assert driver.wizard.minimumSizeHint().height() <= 700


def test_the_wizard_loads_no_statistics() -> None:
    code = (
        "import sys, experimentos_gui.wizard.wizard;"
        "heavy = {'numpy', 'scipy', 'matplotlib', 'experimentos_core.healthcheck',"
        " 'experimentos_core.experiment'} & set(sys.modules); print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_rules_know_no_window() -> None:
    modules = (
        "assignments candidates draft flow guardrail_draft margins note_words numbers outcomes "
        "pins plan_fitting power_question refreshing shown_rows size_draft troubles wording"
    )
    names = ", ".join(f"experimentos_gui.wizard.{name}" for name in modules.split())
    code = f"import sys, {names}; print(any(name.startswith('PySide6') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_guardrails_taken_over_from_last_time_are_said(driver: WizardDriver, tmp_path) -> None:
    settings = Settings(tmp_path / "config")
    header = tuple(TIDY.splitlines()[0].split(","))
    option = 'guardrails=[{"name": "errors"}]'
    settings.remember_reading(work.header_key(header), (option,))
    driver.session.use_memory(settings)
    driver.open(TIDY)
    assert any("(guardrails: errors)" in text for text in driver.panel.warnings.texts)
    assert driver.parts[-2:] == ["Guardrail", "Not used"]
    driver.session.start_over()
    driver.settle()
    assert not any("last time" in text for text in driver.panel.warnings.texts)
