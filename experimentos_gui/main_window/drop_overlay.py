"""A file dragged over any part of the window finds one large place to be dropped."""

from pathlib import Path
from typing import override

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QWidget

from experimentos_gui.theme import GAP
from experimentos_gui.widgets.drop_area import dropped_file
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column


class DropOverlay(QFrame):
    """Covers its window while a file is dragged over it; text drags pass below.

    It watches the native window, because a text field below the pointer would otherwise take
    the file's path as text.

    Signals:
        file_dropped(Path): A file was dropped.
    """

    file_dropped = Signal(Path)

    def __init__(self, window: QWidget) -> None:
        """Cover `window` when needed."""
        super().__init__(window)
        self.setProperty("drop", "over")
        self.setAcceptDrops(True)
        label = plain_label("Drop the file to open it", "title")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(label))
        self.hide()

    def watch(self) -> None:
        """Begin to watch; the window must have been shown."""
        handle = self.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window before Qt looks for the widget below the pointer."""
        if isinstance(event, QDragEnterEvent) and dropped_file(event.mimeData()) is not None:
            self.setGeometry(self.window().rect().adjusted(GAP, GAP, -GAP, -GAP))
            self.show()
            self.raise_()
        return super().eventFilter(watched, event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take the file."""
        event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Uncover the window."""
        self.hide()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Announce the file and uncover the window."""
        self.hide()
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)
