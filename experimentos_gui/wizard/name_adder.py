"""A line to name something that no data has yet: a variant, a guardrail."""

from collections.abc import Callable
from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.wizard.question import Trouble

_WIDTH = 30 * SPACE


class _NameField(QLineEdit):
    """Keeps the return key for itself; the wizard would turn its page."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the name on return, and go no further."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returnPressed.emit()
            return
        super().keyPressEvent(event)


class NameAdder(QWidget):
    """Takes one name at a time; one that is there already is refused beside the field.

    Signals:
        added(str): Another name.
    """

    added = Signal(str)

    def __init__(self, what: str, placeholder: str, is_taken: Callable[[str], bool]) -> None:
        """Ask for the name of a `what`; `is_taken` tells which names are there already."""
        super().__init__()
        self._what = what
        self._is_taken = is_taken
        self.field = _NameField()
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(f"Name of another {what}")
        self.field.setMaximumWidth(_WIDTH)
        self.button = plain_button(f"Add {what}")
        self._trouble = Trouble()
        line = row(self.field, self.button, spacing=SPACE)
        line.setStretch(0, 1)
        line.addStretch(1)
        layout = column(spacing=SPACE // 2)
        layout.addLayout(line)
        layout.addWidget(self._trouble)
        self.setLayout(layout)
        self.field.returnPressed.connect(self._on_added)
        self.button.clicked.connect(self._on_added)
        self.field.textEdited.connect(self._on_typed)
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        self.button.setEnabled(bool(self.field.text().strip()))
        self._trouble.say("")

    @Slot()
    def _on_added(self) -> None:
        name = self.field.text().strip()
        if not name:
            return
        if self._is_taken(name):
            self._trouble.say(f"This {self._what} is listed already.")
            return
        self.field.clear()
        self._on_typed()
        self.added.emit(name)
