"""A drawing that scales with its width and says in words what it shows."""

from typing import Final, override

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from experimentos_gui.widgets.labels import visible

_LARGEST_SCALE: Final = 0.165  # for each point of the window's text
_READABLE: Final = 0.75  # of the largest scale


class SvgView(QWidget):
    """Shows an SVG as wide as there is room, its text never much larger than the window's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty view."""
        super().__init__(parent)
        self._renderer = QSvgRenderer(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_svg(self, svg: str, description: str) -> None:
        """Show `svg`; `description` says the same in words, for those who cannot see it."""
        self._renderer.load(QByteArray(svg.encode()))
        self.setAccessibleName("Chart")
        self.setAccessibleDescription(visible(description))
        self.updateGeometry()
        self.update()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that can be drawn."""
        return not self._renderer.isValid()

    @property
    def readable_width(self) -> int:
        """The width from which the drawing's text is not much smaller than the window's."""
        return round(self.sizeHint().width() * self._largest_scale * _READABLE)

    @property
    def _largest_scale(self) -> float:
        return _LARGEST_SCALE * self.font().pointSizeF()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Take another height beside another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        """Return the drawing's own size."""
        return self._renderer.defaultSize() if self._renderer.isValid() else QSize(0, 0)

    @override
    def hasHeightForWidth(self) -> bool:
        """The proportions of the drawing are kept."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height at which the drawing fills `width`."""
        own = self.sizeHint()
        if own.width() <= 0:
            return 0
        return round(own.height() * min(width / own.width(), self._largest_scale))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw, left aligned, in proportion."""
        own = self.sizeHint()
        if own.isEmpty():
            return
        room = self.size().boundedTo(own * self._largest_scale)
        scaled = own.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, QRectF(0, 0, scaled.width(), scaled.height()))
