"""A place for a table: dropped, chosen or pasted with the buttons inside."""

from pathlib import Path
from typing import override

from PySide6 import QtWidgets
from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QWidget

from experimentos_gui.theme import GAP, MARGIN, SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, restyle
from experimentos_gui.widgets.layouts import column, row

PASTE = "&Paste a table"
PASTE_HINT = "Cells copied from a spreadsheet, with their heads (Ctrl+V)."
FILE_FILTER = (
    "Tables and memos (*.csv *.tsv *.txt *.xlsx *.xlsm *.html *.htm);;"
    "Tables (*.csv *.tsv *.txt *.xlsx *.xlsm);;Memos (*.html *.htm);;All files (*)"
)


def dropped_file(data: QMimeData) -> Path | None:
    """Return the first local file among dragged things; None when there is none."""
    return next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)


def choose_file(parent: QWidget, folder: Path | None = None) -> Path | None:
    """Ask for a file; None when the person thought better of it."""
    name, _ = QtWidgets.QFileDialog.getOpenFileName(
        parent, "Choose a file", str(folder) if folder else "", FILE_FILTER
    )
    return Path(name) if name else None


class DropArea(QFrame):
    """A dashed box that takes a file or a copied table.

    Signals:
        file_dropped(Path): A file was dropped here.
        choose_requested(): A file shall be chosen.
        paste_requested(): The copied table shall be pasted.
    """

    file_dropped = Signal(Path)
    choose_requested = Signal()
    paste_requested = Signal()

    def __init__(
        self,
        invitation: str,
        explanation: str,
        parent: QWidget | None = None,
        *,
        is_slim: bool = False,
    ) -> None:
        """Make a box that says `invitation` large and `explanation` small; a slim one is a line."""
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setProperty("drop", "idle")
        self._button = plain_button("Choose file\u2026")
        paste = plain_button(PASTE)
        paste.setToolTip(PASTE_HINT)
        if is_slim:
            self.setLayout(_line(invitation, explanation, self._button, paste))
        else:
            self.setLayout(_box(invitation, explanation, self._button, paste))
        self._button.clicked.connect(self._on_clicked)
        paste.clicked.connect(self.paste_requested)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file, and show that it may be dropped here."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._highlight(over=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look idle again."""
        self._highlight(over=False)
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Announce the file."""
        self._highlight(over=False)
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    @Slot()
    def _on_clicked(self) -> None:
        self.choose_requested.emit()

    def _highlight(self, *, over: bool) -> None:
        self.setProperty("drop", "over" if over else "idle")
        restyle(self)


def _box(invitation: str, explanation: str, *buttons: QPushButton) -> QLayout:
    title = plain_label(invitation, "subtitle")
    hint = plain_label(explanation, "hint")
    for label in (title, hint):
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    below = row(*buttons, spacing=SPACE)
    below.insertStretch(0, 1)
    below.addStretch(1)
    layout = column(title, hint, spacing=SPACE)
    layout.insertStretch(0, 1)
    layout.addSpacing(SPACE)
    layout.addLayout(below)
    layout.addStretch(1)
    layout.setContentsMargins(MARGIN, MARGIN - GAP // 2, MARGIN, MARGIN - GAP // 2)
    return layout


def _line(invitation: str, explanation: str, *buttons: QPushButton) -> QLayout:
    words = plain_label(invitation, "strong")
    words.setToolTip(plain_tooltip(explanation))
    layout = row(words, spacing=SPACE)
    layout.setStretch(0, 1)
    for button in buttons:
        button.setProperty("dense", "true")
        layout.addWidget(button)
    layout.setContentsMargins(GAP, SPACE - 2, SPACE, SPACE - 2)
    return layout
