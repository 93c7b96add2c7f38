"""What a person sees of a crash: plain words, and a report to copy."""

import platform
import traceback
from typing import Final

from PySide6.QtCore import Qt, Slot, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from experimentos_core import __version__
from experimentos_gui.messages import PRODUCT
from experimentos_gui.theme import GAP, MARGIN, SPACE
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row

TITLE: Final = "Something went wrong"
REASSURANCE: Final = (
    "An error in the program interrupted what it was doing. Your file was only read and is "
    "unchanged. You can close this message and go on; if the window behaves oddly, start again."
)


def crash_report(error: BaseException) -> str:
    """Return what a developer needs: versions, system, and where in the program it happened.

    The error's own words are left out of chained data: only its type and the lines of code are
    given, because a message may quote a cell of the user's file.
    """
    frames = traceback.TracebackException.from_exception(error)
    return "\n".join(
        (
            f"{PRODUCT} {__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            "",
            *_trace(frames),
        )
    )


def _trace(error: traceback.TracebackException) -> list[str]:
    """Return the calls and the kinds of errors, causes first, without the errors' texts."""
    lines: list[str] = []
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        lines += [*_trace(earlier), "", "then:", ""]
    lines += [line.rstrip("\n") for line in error.stack.format()]
    lines.append(error.exc_type_str)
    return lines


def plain_words(error: BaseException) -> str:
    """Say in a sentence what happened, without a technical word."""
    if isinstance(error, MemoryError):
        return "The computer ran out of memory."
    if isinstance(error, OSError):
        return "A file or folder the program needs could not be used."
    if isinstance(error, ImportError):
        return "A part of the program is missing or damaged. Installing it again should help."
    return "The program met a situation it was not made for."


class CrashDialog(QDialog):
    """Says what happened and offers a report; stops nobody from working on."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        """Describe `error`."""
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._report = QPlainTextEdit(crash_report(error))
        self._report.setReadOnly(True)
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._report.setAccessibleName("Report for the developers")
        self._report.setMinimumSize(70 * SPACE, 24 * SPACE)
        self._more = plain_label("", "hint")
        self._more.hide()
        copy = primary_button("&Copy report")
        close = plain_button("C&lose")
        buttons = row(close, copy, spacing=SPACE)
        buttons.insertStretch(0, 1)
        layout = column(
            plain_label(TITLE, "title"),
            plain_label(plain_words(error), "strong"),
            plain_label(REASSURANCE, "body"),
            self._report,
            self._more,
            spacing=GAP,
            margin=MARGIN,
        )
        layout.addLayout(buttons)
        self.setLayout(layout)
        copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.close)

    @property
    def report(self) -> str:
        """What is copied."""
        return self._report.toPlainText()

    def add(self, error: BaseException) -> None:
        """Append another error, met while this dialog is open."""
        self._report.appendPlainText(f"\n{crash_report(error)}")
        self._more.set_plain("More errors followed; the report holds all of them.")
        self._more.show()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
