import logging
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from experimentos_core import __version__
from experimentos_gui.crash import CrashHandler
from experimentos_gui.crash.dialog import CrashDialog, crash_report, plain_words

CELL = "4711-cell-of-the-file"


def fail(cell: str = CELL) -> None:
    raise ValueError(f"invalid literal: {cell}")


def caught() -> ValueError:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def chained() -> BaseException:
    try:
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(CELL) from error
    except RuntimeError as error:
        return error


@pytest.fixture
def handler(qtbot, theme, tmp_path):
    made = CrashHandler(tmp_path / "logs")
    with qtbot.captureExceptions():
        made.install()
        yield made
        made.uninstall()
    if made.dialog is not None:
        made.dialog.close()
    made.deleteLater()


def test_report_holds_versions_system_and_place() -> None:
    report = crash_report(caught())
    assert __version__ in report
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}" in report
    assert "Qt 6" in report
    assert "ValueError" in report
    assert "test_crash.py" in report
    assert "in fail" in report


def test_report_holds_no_text_of_the_users_file() -> None:
    assert CELL not in crash_report(caught())
    report = crash_report(chained())
    assert CELL not in report
    assert report.index("ValueError") < report.index("RuntimeError")


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (MemoryError(), "memory"),
        (OSError(), "folder"),
        (ImportError(), "Installing"),
        (KeyError(), "not made for"),
    ],
)
def test_what_happened_is_said_in_plain_words(error: BaseException, word: str) -> None:
    assert word in plain_words(error)


def test_dialog_stops_nobody_and_its_report_can_be_copied(qtbot, theme) -> None:
    dialog = CrashDialog(caught())
    dialog.show()
    assert not dialog.isModal()
    copy = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "Copy report")
    copy.click()
    assert QGuiApplication.clipboard().text() == dialog.report
    dialog.close()


def test_an_error_in_a_slot_shows_the_dialog(qtbot, handler) -> None:
    with qtbot.waitSignal(handler.crashed) as told:
        QTimer.singleShot(0, fail)
    assert isinstance(told.args[0], ValueError)
    qtbot.waitUntil(lambda: handler.dialog is not None)


def test_an_error_on_a_thread_shows_the_dialog_on_the_ui_thread(qtbot, handler) -> None:
    with qtbot.waitSignal(handler.crashed):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: handler.dialog is not None)
    assert "ValueError" in handler.dialog.report


def test_further_errors_join_the_open_dialog(qtbot, handler) -> None:
    for _ in range(3):
        with qtbot.waitSignal(handler.crashed):
            QTimer.singleShot(0, fail)
    assert handler.dialog.report.count("\nValueError") == 3


def test_a_closed_dialog_makes_room_for_the_next(qtbot, handler) -> None:
    with qtbot.waitSignal(handler.crashed):
        QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: handler.dialog is not None)
    handler.dialog.close()
    qtbot.waitUntil(lambda: handler.dialog is None)
    with qtbot.waitSignal(handler.crashed):
        QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: handler.dialog is not None)


def test_crashes_and_qts_messages_are_logged_without_data(qtbot, handler, caplog) -> None:
    logging.getLogger("experimentos").propagate = True
    with qtbot.waitSignal(handler.crashed):
        QTimer.singleShot(0, fail)
    qWarning("a remark of Qt")
    assert "ValueError" in caplog.text
    assert CELL not in caplog.text
    assert "a remark of Qt" in caplog.text


def test_everything_is_as_before_after_uninstalling(qtbot, tmp_path) -> None:
    before = (sys.excepthook, threading.excepthook)
    handler = CrashHandler(tmp_path / "logs")
    handler.install()
    assert sys.excepthook != before[0]
    handler.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_an_unwritable_log_folder_is_no_trouble(qtbot, tmp_path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    handler = CrashHandler(blocker / "logs")
    handler.install()
    handler.uninstall()


def test_a_fault_of_the_interpreter_leaves_a_trace(tmp_path) -> None:
    code = (
        "import sys, faulthandler, os, signal; from pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from experimentos_gui.crash import CrashHandler\n"
        "app = QCoreApplication([])\n"
        f"CrashHandler(Path({str(tmp_path)!r})).install()\n"
        "os.kill(os.getpid(), signal.SIGSEGV)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0
    assert "Segmentation fault" in (tmp_path / "faults.log").read_text()
