"""Catches what nobody caught: exceptions on any thread, Qt's messages, interpreter faults."""

import faulthandler
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Final

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)

from experimentos_core.foundation.logger import get_logger

if TYPE_CHECKING:
    from collections.abc import Callable

    from experimentos_gui.crash.dialog import CrashDialog

_log = get_logger("crash")
_qt_log = get_logger("qt")
_QT_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashHandler(QObject):
    """Catches what nobody caught, on any thread, and shows it on the UI thread.

    Signals:
        crashed(object): An unexpected exception was met; carries it.
    """

    crashed = Signal(object)
    _caught = Signal(object)

    def __init__(self, log_folder: Path, parent: QObject | None = None) -> None:
        """Prepare; nothing is caught before `install`."""
        super().__init__(parent)
        self._log_folder = log_folder
        self._fault_file: IO[str] | None = None
        self._dialog: CrashDialog | None = None
        self._restore: list[Callable[[], object]] = []
        self._caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    @property
    def dialog(self) -> "CrashDialog | None":
        """The open dialog, if any."""
        return self._dialog

    def install(self) -> None:
        """Catch exceptions, Qt's messages and crashes of the interpreter from now on."""
        former_hook, former_thread_hook = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        former_qt = qInstallMessageHandler(_log_qt_message)
        self._restore = [
            lambda: setattr(sys, "excepthook", former_hook),
            lambda: setattr(threading, "excepthook", former_thread_hook),
            lambda: qInstallMessageHandler(former_qt),
        ]
        self._watch_faults()

    def uninstall(self) -> None:
        """Leave everything as it was before `install`."""
        for restore in self._restore:
            restore()
        self._restore = []
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def _watch_faults(self) -> None:
        try:
            self._log_folder.mkdir(parents=True, exist_ok=True)
            self._fault_file = (self._log_folder / "faults.log").open("w", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(self._fault_file)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        self._caught.emit(error.with_traceback(trace))

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value
        if error is not None and not isinstance(error, SystemExit):
            self._caught.emit(error.with_traceback(arguments.exc_traceback))

    @Slot(object)
    def _on_caught(self, error: BaseException) -> None:
        from experimentos_gui.crash.dialog import (  # noqa: PLC0415 - loads with the first crash
            CrashDialog,
            crash_report,
        )

        _log.error("unexpected error\n%s", crash_report(error))
        if self._dialog is not None:
            self._dialog.add(error)
        else:
            self._dialog = CrashDialog(error)
            self._dialog.destroyed.connect(self._on_dialog_closed)
            self._dialog.show()
        self.crashed.emit(error)

    @Slot()
    def _on_dialog_closed(self) -> None:
        self._dialog = None


def _log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    _qt_log.log(_QT_LEVELS.get(kind, logging.WARNING), "%s", message)
