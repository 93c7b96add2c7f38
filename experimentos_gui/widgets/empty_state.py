"""What stands where there is nothing to show: why, and what would fill the place."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from experimentos_gui.theme import GAP, MARGIN, SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.labels import plain_label, selectable
from experimentos_gui.widgets.layouts import Card, column


class EmptyState(Card):
    """A title, an explanation and a button that leads on.

    Signals:
        requested(): The button was pressed.
    """

    requested = Signal()

    def __init__(self, action: str, parent: QWidget | None = None) -> None:
        """Make an empty state whose button says `action`."""
        self._title = plain_label("", "subtitle")
        self._text = plain_label("", "body")
        self._example = selectable(plain_label("", "mono"))
        button = plain_button(action)
        layout = column(self._title, self._text, self._example, spacing=SPACE)
        layout.addSpacing(SPACE)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        super().__init__(layout, parent)
        layout.setContentsMargins(MARGIN, GAP + SPACE, MARGIN, GAP + SPACE)
        button.clicked.connect(self._on_clicked)
        self._example.hide()

    def explain(self, title: str, text: str, example: str = "") -> None:
        """Say what is missing and what would fill it, with lines of a file as an example."""
        self._title.set_plain(title)
        self._text.set_plain(text)
        self._example.set_plain(example)
        self._example.setVisible(bool(example))

    @Slot()
    def _on_clicked(self) -> None:
        self.requested.emit()
