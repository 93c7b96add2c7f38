"""The buttons of an open form stay in sight, and so does what it says is missing."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from experimentos_core.foundation.values import Verdict
from experimentos_gui.results.results_panel import ResultsPanel
from experimentos_gui.theme import Theme
from tests.gui.results.conftest import Show
from tests.helpers.experiments import csv_of

LAUNCH = csv_of(("control", 10000, 1000), ("b", 10000, 1200)).splitlines()


def is_in_sight(results: ResultsPanel, widget: QWidget) -> bool:
    """Whether all of a widget is within what of the page, or of the panel, is seen."""
    area = results._area
    around: QWidget = area.viewport() if area.isAncestorOf(widget) else results
    place = QRect(widget.mapTo(around, QPoint()), widget.size())
    return widget.isVisible() and around.rect().contains(place)


def press(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_a_decision_can_be_saved_without_scrolling(
    qtbot, results: ResultsPanel, show_report: Show, theme: Theme, zoom: int
) -> None:
    theme.set_zoom(zoom)
    show_report(*LAUNCH)
    card = results.decision
    press(qtbot, card.record_button)
    qtbot.waitUntil(lambda: is_in_sight(results, card.form.save))
    assert is_in_sight(results, card.form.cancel)
    qtbot.waitUntil(lambda: is_in_sight(results, card.form.choices[Verdict.LAUNCH]))
    bar = results._area.verticalScrollBar()
    for value in (bar.minimum(), bar.maximum()):
        bar.setValue(value)
        assert is_in_sight(results, card.form.save)


def test_the_whole_form_is_brought_into_sight(qtbot, results, show_report) -> None:
    show_report(*LAUNCH)
    press(qtbot, results.decision.record_button)
    qtbot.waitUntil(lambda: is_in_sight(results, results.decision))


def test_the_foot_goes_with_the_form(qtbot, results, show_report) -> None:
    show_report(*LAUNCH)
    form = results.decision.form
    assert not form.save.isVisible()
    press(qtbot, results.decision.record_button)
    assert form.save.isVisible()
    assert not results.decision.outcome.save.isVisible()
    press(qtbot, form.cancel)
    assert not form.save.isVisible()
    assert not results._foot.isVisible()


def test_the_foot_goes_with_the_report(qtbot, results, show_report, session) -> None:
    show_report(*LAUNCH)
    press(qtbot, results.decision.record_button)
    session._report = None
    session.report_changed.emit()
    assert not results._foot.isVisible()


def test_what_is_missing_is_brought_into_sight(qtbot, results, show_report, theme) -> None:
    theme.set_zoom(150)
    show_report(*LAUNCH)
    form = results.decision.form
    press(qtbot, results.decision.record_button)
    form.choices[Verdict.HOLD].setChecked(True)
    bar = results._area.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not is_in_sight(results, form.reason)
    press(qtbot, form.save)
    qtbot.waitUntil(lambda: is_in_sight(results, form.reason))
    assert is_in_sight(results, form._reason_trouble)


def test_the_tab_key_goes_from_the_last_field_to_the_buttons(qtbot, results, show_report) -> None:
    show_report(*LAUNCH)
    form = results.decision.form
    press(qtbot, results.decision.record_button)
    form.note.setFocus()
    qtbot.keyClick(form.note, Qt.Key.Key_Tab)
    assert form.save.hasFocus()
    qtbot.keyClick(form.save, Qt.Key.Key_Tab)
    assert form.cancel.hasFocus()


def test_what_came_of_it_is_saved_in_the_same_place(qtbot, results, show_report) -> None:
    show_report(*LAUNCH)
    results.decision._on_outcome()
    outcome = results.decision.outcome
    qtbot.waitUntil(lambda: is_in_sight(results, outcome.save))
    assert not results.decision.form.save.isVisible()


def test_text_fields_grow_with_the_letters(qtbot, results, show_report, theme) -> None:
    show_report(*LAUNCH)
    press(qtbot, results.decision.record_button)
    before = results.decision.form.reason.height()
    theme.set_zoom(200)
    qtbot.waitUntil(lambda: results.decision.form.reason.height() > before)
