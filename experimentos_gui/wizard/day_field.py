"""A day as text, year first: what every locale reads alike."""

from typing import Final, override

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from experimentos_gui.theme import SPACE

_EXAMPLE: Final = "2026-03-01"
_AROUND: Final = 5 * SPACE  # frame, margins and cursor


class DayField(QLineEdit):
    """A line as wide as a day, in whatever size of text."""

    def __init__(self, name: str) -> None:
        """Make an empty field called `name`."""
        super().__init__()
        self.setPlaceholderText(_EXAMPLE)
        self.setAccessibleName(f"{name}, as {_EXAMPLE}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Return the width of a day."""
        width = self.fontMetrics().horizontalAdvance(_EXAMPLE) + _AROUND
        return QSize(width, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the same: a day is never cut."""
        return self.sizeHint()
