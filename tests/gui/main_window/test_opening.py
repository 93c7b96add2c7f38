"""Pasting from anywhere, and a reading that takes long."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from experimentos_core.samples import all_samples
from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.main_window.reading_toast import ReadingToast
from experimentos_gui.results.results_panel import ResultsPanel
from experimentos_gui.session import work
from experimentos_gui.widgets.drop_area import FILE_FILTER
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.wizard import ExperimentWizard
from tests.gui.conftest import WAIT_MS

COPIED = "variant\tusers\tconversions\ncontrol\t1000\t100\nb\t1010\t120\n"
CONTROL_KEY = Qt.KeyboardModifier.ControlModifier


def paste(widget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_V, CONTROL_KEY)


@pytest.mark.parametrize("page", ["home", "results"])
def test_ctrl_v_opens_what_was_copied(qtbot, window, session, page) -> None:
    if page == "results":
        session.open_file(all_samples()[0].path, analyse=True)
        qtbot.waitUntil(lambda: isinstance(window.page, ResultsPanel), timeout=WAIT_MS)
    QGuiApplication.clipboard().setText(COPIED)
    window.activateWindow()
    paste(window)
    qtbot.waitUntil(lambda: isinstance(window.page, ExperimentWizard), timeout=WAIT_MS)
    assert session.table.rows[0] == ("control", "1000", "100")
    assert window.windowTitle() == "Clipboard"


def test_copied_words_are_said_to_be_no_table(qtbot, window, session) -> None:
    QGuiApplication.clipboard().setText("only words")
    window.activateWindow()
    paste(window)
    qtbot.waitUntil(window.notice.isVisible, timeout=WAIT_MS)
    assert isinstance(window.page, HomePanel)
    assert session.table is None


def test_ctrl_v_in_a_text_field_stays_there(qtbot, window, session) -> None:
    QGuiApplication.clipboard().setText(COPIED)
    window.paste()
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    QGuiApplication.clipboard().setText("words")
    window.page.show_step(Step.CHARTER)
    window.activateWindow()
    field = next(f for f in window.page.findChildren(QLineEdit) if f.isVisible())
    field.setFocus()
    before = session.interpretation
    paste(field)
    qtbot.wait(50)
    assert field.text() == "words"
    assert session.interpretation is before
    assert not session.is_reading


def test_the_button_at_home_pastes(qtbot, window, session) -> None:
    QGuiApplication.clipboard().setText(COPIED)
    button = next(b for b in window.findChildren(QPushButton) if b.text() == "&Paste a table")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.table is not None, timeout=WAIT_MS)


def test_a_long_reading_is_named_and_given_up(  # noqa: PLR0917 - fixtures
    qtbot, window, session, theme, write_csv, monkeypatch
):
    def endless(*args):
        while True:
            args[-1]()
            time.sleep(0.005)

    monkeypatch.setattr(work, "read_file", endless)
    window.open_file(write_csv("variant", name="<b>big.csv"))
    toast = window.findChild(ReadingToast)
    assert toast.isHidden(), "a short reading shows nothing"
    qtbot.waitUntil(toast.isVisible, timeout=WAIT_MS)
    assert toast.text == "Reading <b>big.csv\u2026"
    assert window.rect().contains(toast.geometry())
    window.resize(1300, 800)
    assert abs(toast.geometry().center().x() - 650) <= 1
    assert toast.geometry().bottom() < window.height() // 3, "foot and buttons stay free"
    for zoom in (150, 100, 200):
        theme.set_zoom(zoom)
        qtbot.wait(20)
        assert toast.size() == toast.sizeHint(), "nothing of its words is cut"
        assert not toast.geometry().intersects(window.menuWidget().geometry())
    qtbot.mouseClick(toast.cancel, Qt.MouseButton.LeftButton)
    assert toast.isHidden()
    assert not session.is_busy
    assert not window.notice.isVisible()
    assert isinstance(window.page, HomePanel)


def test_a_short_reading_shows_no_toast(qtbot, window, session, write_csv) -> None:
    window.open_file(write_csv("variant,users,conversions", "control,10,1", "b,10,1"))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    qtbot.wait(350)
    assert window.findChild(ReadingToast).isHidden()


def test_every_supported_file_is_offered() -> None:
    for suffix in ("csv", "tsv", "txt", "xlsx", "xlsm"):
        assert f"*.{suffix}" in FILE_FILTER
