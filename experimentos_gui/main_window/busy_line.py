"""A thin moving line while work takes longer than a moment."""

from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

_PATIENCE_MS: Final = 80


class BusyLine(QProgressBar):
    """Keeps its place free, so that nothing below jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a line that rests."""
        super().__init__(parent)
        self.setTextVisible(False)
        self.setFixedHeight(4)
        self.setAccessibleName("Working")
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._on_late)
        self.hide()

    @Slot(bool)
    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - the signature of busy_changed
        """Show the line when work goes on for a moment; hide it when it ends."""
        if busy:
            self._timer.start()
            return
        self._timer.stop()
        self.setRange(0, 1)
        self.hide()

    @Slot()
    def _on_late(self) -> None:
        self.setRange(0, 0)
        self.show()
