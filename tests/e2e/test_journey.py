"""The whole journey in a real window: dropped file, plan, verdict, the headless memo again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from experimentos_core.cli import main
from experimentos_core.memo import generate_memo
from experimentos_gui.main_window import MainWindow
from experimentos_gui.main_window.drop_overlay import DropOverlay
from experimentos_gui.session import ExperimentSession
from experimentos_gui.settings import Settings
from experimentos_gui.theme import Scheme, apply_theme
from tests.gui.wizard.driver import WizardDriver
from tests.helpers.experiments import csv_of

WIN = csv_of(("control", 10_000, 1000, 10), ("b", 10_000, 1200, 15),
             header="variant,users,conversions,errors")  # fmt: skip
WAIT_MS = 20_000

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    """The window as a person finds it."""
    session = ExperimentSession()
    theme = apply_theme(qapp, Scheme.LIGHT)
    made = MainWindow(session, theme, Settings(tmp_path / "config"))
    with qtbot.waitSignal(made.painted, timeout=WAIT_MS):
        made.show()
    qtbot.waitUntil(lambda: made.findChild(DropOverlay) is not None, timeout=WAIT_MS)
    yield made
    made.close()
    made.deleteLater()
    session.shutdown()
    qapp.setStyleSheet("")
    theme.deleteLater()


def drop(window: MainWindow, path: Path) -> None:
    """Drop a file the way a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    overlay = window.findChild(DropOverlay)
    assert overlay is not None
    overlay.dropEvent(event)


def test_from_a_dropped_file_to_the_memo_the_command_line_writes(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(WIN, encoding="utf-8")
    session = window._session
    drop(window, path)
    qtbot.waitUntil(
        lambda: window._pages.wizard is not None and session.checkup is not None, timeout=WAIT_MS
    )
    wizard = WizardDriver(qtbot, session, window._pages.wizard, tmp_path)
    wizard.settle()
    assert wizard.findings == []
    wizard.next()
    wizard.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    assert window.page is window._pages.results
    shown = [
        label.accessibleName() or label.text()
        for label in window._pages.results.findChildren(QLabel)
    ]
    assert any("Launch" in text for text in shown)

    memo = tmp_path / "headless.md"
    assert main(["analyze", str(path), "--guardrail", "errors", "--memo", str(memo)]) == 0
    assert generate_memo(session.report).markdown == memo.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_is_said_and_the_journey_goes_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"%PDF-1.7 no table")
    drop(window, broken)
    qtbot.waitUntil(window.notice.isVisible, timeout=WAIT_MS)
    good = tmp_path / "good.csv"
    good.write_text(WIN, encoding="utf-8")
    drop(window, good)
    qtbot.waitUntil(lambda: window._session.table is not None, timeout=WAIT_MS)
    assert not window.notice.isVisible()


def test_cancelling_a_change_brings_the_last_verdict_back(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(WIN, encoding="utf-8")
    session = window._session
    session.open_file(path, analyse=True)
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    report, charter = session.report, session.charter
    window.show_wizard()
    session.set_charter(replace(charter, alpha=0.1))
    assert session.report is None
    wizard = WizardDriver(qtbot, session, window._pages.wizard, tmp_path)
    wizard.settle()
    wizard.cancel()
    assert session.report is report
    assert session.charter == charter
    assert window.page is window._pages.results
