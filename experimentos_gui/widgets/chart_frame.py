"""A chart that stays readable at any size of text: too wide for its place, it scrolls sideways."""

from typing import override

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from experimentos_gui.widgets.svg_view import SvgView


class ChartFrame(QScrollArea):
    """Holds one drawing, as high as it is; takes the keyboard only where there is more to see."""

    def __init__(self, view: SvgView, parent: QWidget | None = None) -> None:
        """Hold `view`."""
        super().__init__(parent)
        self._view = view
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Chart, scrolls sideways")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(view)
        view.setAutoFillBackground(False)

    def fit(self) -> None:
        """Give the drawing the room it needs; to be called when there is another one."""
        self._view.setMinimumWidth(self._view.readable_width)
        self._offer_keyboard()
        self.updateGeometry()

    @override
    def hasHeightForWidth(self) -> bool:
        """The proportions of the drawing are kept."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the drawing's height, with that of the bar below where it needs one."""
        least = self._view.minimumWidth()
        bar = self.horizontalScrollBar().sizeHint().height() if width < least else 0
        return self._view.heightForWidth(max(width, least)) + bar

    @override
    def sizeHint(self) -> QSize:
        """Return the drawing's own size."""
        return self._view.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return nothing: a chart never pushes its page wider."""
        return QSize(0, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the keyboard where the drawing is too wide now."""
        super().resizeEvent(event)
        self._offer_keyboard()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Fit the drawing to another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def _offer_keyboard(self) -> None:
        overflows = self._view.minimumWidth() > self.width()
        policy = Qt.FocusPolicy.TabFocus if overflows else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
