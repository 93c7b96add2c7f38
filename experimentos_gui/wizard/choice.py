"""A choice between a few enum values, each with what it means in a sentence."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row

_INDENT: Final = 28  # below the words of a radio button, not below its circle


class Choice[E: StrEnum](QWidget):
    """Radio buttons, below each other with their explanation, or side by side without.

    Signals:
        chosen(): The person chose; `value` is new.
    """

    chosen = Signal()

    def __init__(self, name: str, options: Mapping[E, tuple[str, str]]) -> None:
        """Offer `options`: value to label and explanation; the first is chosen."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._values = tuple(options)
        explained = any(explanation for _, explanation in options.values())
        layout = column(spacing=SPACE) if explained else row(spacing=2 * GAP)
        for number, (label, explanation) in enumerate(options.values()):
            button = QRadioButton(label)
            button.setAccessibleName(f"{name} {label.replace('&', '')}")
            button.setAccessibleDescription(explanation)
            self._group.addButton(button, number)
            if explanation:
                hint = plain_label(explanation, "hint")
                hint.setContentsMargins(_INDENT, 0, 0, 0)
                layout.addLayout(column(button, hint, spacing=0))
            else:
                layout.addWidget(button)
        layout.addStretch(1)
        self.setLayout(layout)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda _: self.chosen.emit())

    @property
    def value(self) -> E:
        """What is chosen."""
        return self._values[self._group.checkedId()]

    def set_value(self, value: E) -> None:
        """Choose without telling anyone."""
        self._group.button(self._values.index(value)).setChecked(True)

    def button(self, value: E) -> QRadioButton:
        """Return the button of a value."""
        button = self._group.button(self._values.index(value))
        assert isinstance(button, QRadioButton)  # noqa: S101 - the group holds nothing else
        return button
