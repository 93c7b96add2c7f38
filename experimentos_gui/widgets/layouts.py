"""Layouts on the window's grid, cards, and pages that scroll."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from experimentos_gui.theme import GAP, MARGIN, READING_WIDTH, SPACE, Tone
from experimentos_gui.widgets.labels import restyle


def column(*widgets: QWidget, spacing: int = SPACE, margin: int = 0) -> QVBoxLayout:
    """Lay widgets out below each other."""
    layout = QVBoxLayout()
    _arrange(layout, spacing, margin)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def row(*widgets: QWidget, spacing: int = SPACE, margin: int = 0) -> QHBoxLayout:
    """Lay widgets out beside each other."""
    layout = QHBoxLayout()
    _arrange(layout, spacing, margin)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


class Card(QFrame):
    """A quiet box with a hairline; may take the ground colour of a tone."""

    def __init__(self, layout: QLayout | None = None, parent: QWidget | None = None) -> None:
        """Make a card around `layout`."""
        super().__init__(parent)
        self.setProperty("card", "true")
        if layout is not None:
            layout.setContentsMargins(GAP, GAP, GAP, GAP)
            self.setLayout(layout)

    def set_tone(self, tone: Tone | None) -> None:
        """Colour the ground; the words inside must say the same."""
        self.setProperty("tone", tone.value if tone else None)
        restyle(self)


def divider() -> QFrame:
    """Make a hairline."""
    line = QFrame()
    line.setProperty("line", "true")
    return line


def scroll_page(content: QLayout, *, margin: int = MARGIN) -> QScrollArea:
    """Make a page that scrolls when the window is small and stays readable when it is large."""
    content.setContentsMargins(0, 0, 0, 0)
    body = QWidget()
    body.setLayout(content)
    body.setMaximumWidth(READING_WIDTH)
    page = QWidget()
    page.setProperty("page", "true")
    outer = QHBoxLayout(page)
    outer.setContentsMargins(margin, margin // 2, margin, margin)
    outer.addStretch(1)
    outer.addWidget(body, 1000)
    outer.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _arrange(layout: QVBoxLayout | QHBoxLayout, spacing: int, margin: int) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(margin, margin, margin, margin)
