from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QWidget

from experimentos_core.samples import all_samples
from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.home.sample_card import SampleCard
from experimentos_gui.main_window import MainWindow
from experimentos_gui.main_window import window as window_module
from experimentos_gui.main_window.about_dialog import AboutDialog
from experimentos_gui.main_window.busy_line import BusyLine
from experimentos_gui.memo.memo_dialog import MemoDialog
from experimentos_gui.results.results_panel import ResultsPanel
from experimentos_gui.session import ExperimentSession
from experimentos_gui.settings import Settings
from experimentos_gui.theme import LARGEST_ZOOM, Scheme
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.wizard import ExperimentWizard
from tests.gui.conftest import WAIT_MS

GOOD = ("variant,users,conversions", "control,10000,1000", "treatment,10000,1200")
COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def sample_shown(qtbot, window):
    window.findChildren(SampleCard)[2].chosen.emit(all_samples()[2])
    qtbot.waitUntil(lambda: isinstance(window.page, ResultsPanel), timeout=WAIT_MS)


def drop(window: MainWindow, path: Path, position: QPointF) -> None:
    """Drag a file into the native window and let it go, as the system would."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    handle = window.windowHandle()
    QCoreApplication.sendEvent(handle, QDragEnterEvent(position, COPY, data, LEFT, NO_KEYS))
    QCoreApplication.sendEvent(handle, QDropEvent(position, COPY, data, LEFT, NO_KEYS))


def page_is(window: MainWindow, kind: type[QWidget]) -> bool:
    return isinstance(window.page, kind)


def test_it_opens_at_home_and_fits_a_small_screen(window) -> None:
    assert page_is(window, HomePanel)
    assert (window.minimumWidth(), window.minimumHeight()) <= (1024, 700)


def test_a_sample_is_one_click_from_its_result(qtbot, window, session, sample_shown) -> None:
    planned, followed = all_samples()[2].charter, session.report.charter
    assert replace(followed, guardrails=planned.guardrails) == planned
    names = [plan.name for plan in followed.guardrails]
    assert names == [plan.name for plan in planned.guardrails]
    assert window.windowTitle() == all_samples()[2].charter.name


def test_a_new_experiment_opens_an_empty_wizard(qtbot, window, session, sample_shown) -> None:
    window._actions.new.trigger()
    assert page_is(window, ExperimentWizard)
    assert session.table is None


def test_a_file_opens_in_the_wizard(qtbot, window, session, write_csv) -> None:
    window.open_file(write_csv(*GOOD))
    qtbot.waitUntil(lambda: page_is(window, ExperimentWizard), timeout=WAIT_MS)
    assert session.table is not None
    assert session.report is None


def test_a_chosen_file_opens_and_its_folder_is_remembered(
    qtbot, window, settings, write_csv, monkeypatch
) -> None:
    path = write_csv(*GOOD)
    monkeypatch.setattr(window_module, "choose_file", lambda *_: path)
    window._actions.open.trigger()
    qtbot.waitUntil(lambda: page_is(window, ExperimentWizard), timeout=WAIT_MS)
    assert settings.folder == path.parent


def test_choosing_nothing_changes_nothing(window, session, monkeypatch) -> None:
    monkeypatch.setattr(window_module, "choose_file", lambda *_: None)
    window._actions.open.trigger()
    assert page_is(window, HomePanel)
    assert not session.is_busy


@pytest.mark.parametrize("x", [20, 500, 1000])
def test_a_file_dropped_anywhere_on_home_opens_the_wizard(qtbot, window, write_csv, x) -> None:
    drop(window, write_csv(*GOOD), QPointF(x, 350))
    qtbot.waitUntil(lambda: page_is(window, ExperimentWizard), timeout=WAIT_MS)
    assert not window._overlay.isVisible()


def test_a_file_dropped_on_results_opens_the_wizard(
    qtbot, window, session, sample_shown, write_csv
) -> None:
    path = write_csv(*GOOD)
    drop(window, path, QPointF(500, 400))
    qtbot.waitUntil(lambda: page_is(window, ExperimentWizard), timeout=WAIT_MS)
    assert session.source_path == path


def test_a_file_dropped_on_a_text_field_is_opened_and_not_typed(
    qtbot, window, session, write_csv
) -> None:
    window.open_file(write_csv(*GOOD, name="first.csv"))
    qtbot.waitUntil(lambda: page_is(window, ExperimentWizard), timeout=WAIT_MS)
    window.page.show_step(Step.CHARTER)
    fields = [f for f in window.page.findChildren(QLineEdit) if f.isVisible()]
    before = [f.text() for f in fields]
    spot = fields[0].mapTo(window, fields[0].rect().center())
    second = write_csv(*GOOD, name="second.csv")
    drop(window, second, QPointF(spot))
    qtbot.waitUntil(lambda: session.source_path == second, timeout=WAIT_MS)
    assert all("second.csv" not in text for text in before + [f.text() for f in fields])


def test_a_file_dragged_out_again_leaves_no_trace(window, write_csv) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write_csv(*GOOD)))])
    handle = window.windowHandle()
    enter = QDragEnterEvent(QPointF(500, 400), COPY, data, LEFT, NO_KEYS)
    QCoreApplication.sendEvent(handle, enter)
    assert window._overlay.isVisible()
    QCoreApplication.sendEvent(handle, QDragLeaveEvent())
    assert not window._overlay.isVisible()


def test_dragged_text_does_not_cover_the_window(window) -> None:
    data = QMimeData()
    data.setText("just words")
    enter = QDragEnterEvent(QPointF(500, 400), COPY, data, LEFT, NO_KEYS)
    QCoreApplication.sendEvent(window.windowHandle(), enter)
    assert not window._overlay.isVisible()


def test_an_unreadable_file_is_told_in_a_line_and_the_page_stays(
    qtbot, window, sample_shown, tmp_path
) -> None:
    window.open_file(tmp_path / "missing.csv")
    qtbot.waitUntil(window.notice.isVisible, timeout=WAIT_MS)
    assert "missing.csv" in window.notice.text
    assert page_is(window, ResultsPanel)


def test_results_lead_to_the_data_and_back(qtbot, window, session, sample_shown) -> None:
    window._pages.results.data_requested.emit()
    assert page_is(window, ExperimentWizard)
    window._pages.wizard.cancelled.emit()
    assert page_is(window, ResultsPanel)


def test_leaving_an_unfinished_wizard_leads_home(qtbot, window) -> None:
    window._actions.new.trigger()
    window._pages.wizard.cancelled.emit()
    assert page_is(window, HomePanel)


def test_a_finished_wizard_leads_to_results(qtbot, window, session, write_csv) -> None:
    window.open_file(write_csv(*GOOD))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    window._pages.wizard.finished_requested.emit()
    qtbot.waitUntil(lambda: page_is(window, ResultsPanel), timeout=WAIT_MS)


def test_memo_and_results_wait_for_a_report(qtbot, window, session) -> None:
    assert not window._actions.memo.isEnabled()
    window.show_results()
    assert page_is(window, HomePanel)
    session.open_file(all_samples()[0].path, analyse=True)
    qtbot.waitUntil(window._actions.memo.isEnabled, timeout=WAIT_MS)


def test_the_memo_opens_and_stops_nobody(qtbot, window, sample_shown) -> None:
    window._actions.memo.trigger()
    dialog = window.findChild(MemoDialog)
    with qtbot.waitSignal(dialog.ready, timeout=WAIT_MS):
        pass
    assert not dialog.isModal()
    dialog.close()


def test_closing_the_window_closes_its_dialogs(qtbot, window, sample_shown) -> None:
    window._actions.memo.trigger()
    dialog = window.findChild(MemoDialog)
    with qtbot.waitSignal(dialog.finished, timeout=WAIT_MS):
        window.close()


def test_about_names_the_licences(window) -> None:
    window._actions.about.trigger()
    dialog = window.findChild(AboutDialog)
    words = " ".join(child.accessibleName() for child in dialog.findChildren(QWidget))
    assert "GNU Lesser General Public License, version 3" in words
    assert "PySide6" in words
    dialog.close()


def test_zoom_changes_and_is_remembered(window, theme, settings) -> None:
    window._actions.zoom_in.trigger()
    assert settings.zoom == theme.zoom == 110
    for _ in range(30):
        window._actions.zoom_in.trigger()
    assert settings.zoom == LARGEST_ZOOM
    window._actions.zoom_reset.trigger()
    window._actions.zoom_out.trigger()
    assert theme.zoom == 90


def test_colours_change_and_are_remembered(window, theme, settings) -> None:
    window._actions.schemes[Scheme.DARK].trigger()
    assert settings.scheme is theme.scheme is Scheme.DARK


def test_place_and_size_are_remembered(qtbot, window, settings, theme, tmp_path) -> None:
    window.resize(1024, 720)
    window.close()
    session = ExperimentSession()
    again = MainWindow(session, theme, Settings(tmp_path / "config"))
    assert (again.width(), again.height()) == (1024, 720)
    session.shutdown()
    again.deleteLater()


def test_closing_while_busy_is_quiet(qtbot, theme, settings, write_csv) -> None:
    path = write_csv(*GOOD)
    for _ in range(5):
        session = ExperimentSession()
        window = MainWindow(session, theme, settings)
        window.show()
        session.open_file(path, analyse=True)
        window.close()
        window.deleteLater()
        session.deleteLater()
    qtbot.wait(50)


def test_a_hostile_file_name_is_a_plain_title(qtbot, window, write_csv) -> None:
    window.open_file(write_csv(*GOOD, name="<b>x<b>[*]\u202e.csv"))
    qtbot.waitUntil(lambda: page_is(window, ExperimentWizard), timeout=WAIT_MS)
    assert window.windowTitle() == "<b>x<b>[ ].csv"


def test_the_busy_line_shows_itself_only_when_it_takes_long(qtbot, theme) -> None:
    line = BusyLine()
    qtbot.addWidget(line)
    line.set_busy(True)
    line.set_busy(False)
    qtbot.wait(350)
    assert line.isHidden()
    line.set_busy(True)
    qtbot.waitUntil(lambda: not line.isHidden())
    line.set_busy(False)
    assert line.isHidden()


def nameless(window: QWidget) -> list[str]:
    """Visible things that take the keyboard and say nothing to a screen reader."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        part_of = widget.parent()
        if isinstance(part_of, QAbstractSpinBox | QComboBox):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} in {type(part_of).__name__}")
    return found


def test_everything_the_keyboard_reaches_has_a_name(qtbot, window, session, write_csv) -> None:
    assert nameless(window) == []
    window.open_file(write_csv("variant,users,conversions,errors", "a,90,9,1", "b,90,9,2"))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    assert nameless(window) == []
    window.page.show_step(Step.CHARTER)
    qtbot.wait(50)
    assert nameless(window) == []
    session.analyse()
    qtbot.waitUntil(lambda: page_is(window, ResultsPanel), timeout=WAIT_MS)
    for tab in range(5):
        window.page._tabs.show_page(tab)
        assert nameless(window) == []


def test_the_keyboard_alone_opens_a_sample(qtbot, window) -> None:
    qtbot.waitUntil(lambda: bool(window.findChildren(SampleCard)))
    for _ in range(40):
        focused = window.focusWidget()
        if focused is not None and focused.accessibleName().startswith("Open sample"):
            break
        qtbot.keyClick(focused or window, Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page_is(window, ResultsPanel), timeout=WAIT_MS)
