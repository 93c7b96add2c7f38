"""What is being read, once it takes longer than a moment, with a way to give it up."""

from typing import Final, override

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMainWindow, QWidget

from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.labels import plain_label, shortened, visible
from experimentos_gui.widgets.layouts import Card, row

_PATIENCE_MS: Final = 300
_LONGEST_NAME: Final = 24


class ReadingToast(Card):
    """Lies over the head of its window, so that nothing jumps and no foot or button is covered.

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
        """Stay in the middle of the window."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    @override
    def event(self, event: QEvent) -> bool:
        """Take the room its words need, in whatever size of text."""
        handled = super().event(event)
        if event.type() in _MEASURING and not self.isHidden():
            self._place()
        return handled

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
        menu = window.menuWidget() if isinstance(window, QMainWindow) else None
        above = menu.geometry().bottom() + 1 if menu is not None and menu.isVisible() else 0
        size = self.sizeHint()
        left = max((window.width() - size.width()) // 2, 0)
        self.setGeometry(left, above + SPACE // 2, size.width(), size.height())


_MEASURING: Final = frozenset(
    {QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LayoutRequest}
)
