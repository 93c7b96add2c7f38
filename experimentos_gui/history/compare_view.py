"""The table of a comparison: both sides get the same width, and as much height as there is."""

from typing import Final, override

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.record_view import RecordView

_LEFT: Final = 1
_RIGHT: Final = 2
_TALLEST: Final = 16_777_215  # Qt's own largest size
_LEAST_HEIGHT: Final = 20 * SPACE
_NARROWEST_SIDE: Final = 18 * SPACE
_WIDEST_TITLE: Final = 26 * SPACE


class CompareView(RecordView):
    """Scrolls inside; texts wrap."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty view called `name`."""
        super().__init__(name, _LEFT, parent)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @override
    def fit(self) -> None:
        """Give the rows the room their texts need, and the table all there is."""
        super().fit()
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setMaximumHeight(_TALLEST)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows."""
        return QSize(0, _LEAST_HEIGHT)

    @override
    def _fill_width(self) -> None:
        if not self._natural:
            return
        title = min(self._natural[0], _WIDEST_TITLE * self.fontMetrics().height() // 17)
        others = title + sum(self._natural[_RIGHT + 1 :])
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - 2 * self.frameWidth() - bar - others
        self.setColumnWidth(0, title)
        for side in (_LEFT, _RIGHT):
            self.setColumnWidth(side, max(room // 2, _NARROWEST_SIDE))
