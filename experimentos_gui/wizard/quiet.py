"""Fields that change only when one means them: the wheel scrolls the page, never a value."""

from typing import override

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget


class QuietComboBox(QComboBox):
    """A choice that ignores the wheel and never asks for more width than a few words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty choice."""
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(12)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        e.ignore()
