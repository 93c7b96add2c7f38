"""Pages that shrink as far as they can and scroll beyond; parts that stand beside each other."""

from typing import override

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QScrollArea, QWidget

from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.layouts import row


class FittingBody(QWidget):
    """Asks for no more than the least height its layout can do with in its present width.

    Qt's scroll area would ask for the usual height, and scroll a page whose tables could shrink.
    """

    def __init__(self, layout: QLayout) -> None:
        """Hold `layout`."""
        super().__init__()
        self.setProperty("page", "true")
        self._inner = QWidget(self)
        self._inner.setProperty("page", "true")
        layout.setContentsMargins(0, 0, 0, 0)
        self._inner.setLayout(layout)
        self._layout = layout
        self._inner.installEventFilter(self)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least width, and the least height in the present width."""
        least = self._layout.minimumSize()
        if self._layout.hasHeightForWidth():
            width = max(self.width(), least.width())
            return QSize(least.width(), self._layout.minimumHeightForWidth(width))
        return least

    @override
    def sizeHint(self) -> QSize:
        """Return the least size; whatever room there is beyond is taken."""
        return self.minimumSizeHint()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the page."""
        super().resizeEvent(event)
        self._inner.setGeometry(self.rect())
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask again when something inside needs more or less room."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def fitting_page(layout: QLayout) -> QScrollArea:
    """Make a page that scrolls downwards only where its content cannot shrink any further."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(FittingBody(layout))
    return area


class SideBySide(QWidget):
    """Two parts beside each other while there is room for both, else one below the other."""

    def __init__(
        self, left: QWidget, right: QWidget, *, shares: tuple[int, int], gap: int = 2 * SPACE
    ) -> None:
        """Give the parts these shares of the width; one without a share is never squeezed."""
        super().__init__()
        self._parts = (left, right)
        self._shares = shares
        self._box = row(left, right, spacing=gap)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(self._box)
        self._turn()

    @property
    def is_stacked(self) -> bool:
        """Whether one stands below the other."""
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the width of the wider part."""
        least = self._box.minimumSize()
        return QSize(max(_least_width(part) for part in self._parts), least.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand where there is room."""
        super().resizeEvent(event)
        self._turn()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Measure again with another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._turn()

    def _turn(self) -> None:
        widths = [
            _least_width(part) if share else part.sizeHint().width()
            for part, share in zip(self._parts, self._shares, strict=True)
        ]
        together = sum(widths) + self._box.spacing()
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if together <= self.width() else ways.TopToBottom
        self._box.setDirection(way)
        for place, share in enumerate(self._shares):
            self._box.setStretch(place, 0 if way is ways.TopToBottom else share)


def _least_width(widget: QWidget) -> int:
    return max(widget.minimumSizeHint().width(), widget.minimumWidth())
