"""What is being read, once it takes longer than a moment, with a way to give it up."""

from typing import Final, override

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.labels import plain_label, shortened, visible
from experimentos_gui.widgets.layouts import Card, row

_PATIENCE_MS: Final = 300
_LONGEST_NAME: Final = 60


class ReadingToast(Card):
    """Lies over the foot of its window, so that nothing below it jumps.

    Signals:
        cancelled(): The person does not want to wait.
    """

    cancelled = Signal()

    def __init__(self, window: QWidget) -> None:
        """Make a hidden toast in `window`."""
        self._words = plain_label("", "strong")
        self._words.setWordWrap(False)
        self.cancel = plain_button("Cancel")
        self.cancel.setAccessibleName("Cancel reading")
        layout = row(self._words, self.cancel, spacing=GAP)
        super().__init__(layout, window)
        layout.setContentsMargins(GAP, SPACE, SPACE, SPACE)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._on_late)
        self.cancel.clicked.connect(self.cancelled)
        window.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What the toast says."""
        return self._words.accessibleName()

    @Slot(str)
    def set_name(self, name: str) -> None:
        """Wait for `name`, or for nothing any more where it is empty."""
        if not name:
            self._timer.stop()
            self.hide()
            return
        words = f"Reading {shortened(visible(name), _LONGEST_NAME)}\u2026"
        self._words.set_plain(words)
        self.setAccessibleName(words)
        if not self.isHidden():
            self._place()
        elif not self._timer.isActive():
            self._timer.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    @Slot()
    def _on_late(self) -> None:
        self._place()
        self.show()
        self.raise_()
        alert = QtGui.QAccessibleEvent(self, QtGui.QAccessible.Event.Alert)
        QtGui.QAccessible.updateAccessibility(alert)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        room = window.rect()
        size = self.sizeHint()
        left = max((room.width() - size.width()) // 2, 0)
        self.setGeometry(left, room.height() - size.height() - GAP, size.width(), size.height())
