"""A number with arrows that keeps what was typed, even what is impossible."""

from decimal import Decimal
from typing import override

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from experimentos_gui.theme import SPACE
from experimentos_gui.wizard.numbers import decimal_text, parse_number


class NumberField(QAbstractSpinBox):
    """Text with arrows; numbers are written with a point in every locale.

    Qt's own number fields drop keys they cannot read: where a comma is ignored, "0,30" becomes 30.
    This one keeps every character and leaves the judgement to the plan.

    Signals:
        edited(str): The person typed, or used an arrow; carries the text.
    """

    edited = Signal(str)

    def __init__(self, name: str, step: str, decimals: int, parent: QWidget | None = None) -> None:
        """Make a field that arrows move by `step`, written with at least so many decimals."""
        super().__init__(parent)
        self._step = Decimal(step)
        self._decimals = decimals
        self.set_name(name)
        self.lineEdit().setTextMargins(SPACE - 2, 0, 0, 0)
        self.setFixedWidth(16 * SPACE)
        self.lineEdit().textEdited.connect(self.edited)

    def set_name(self, name: str) -> None:
        """Call the field otherwise."""
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)

    def set_step(self, step: str, decimals: int) -> None:
        """Let arrows move by `step` from now on."""
        self._step, self._decimals = Decimal(step), decimals

    def set_text(self, text: str) -> None:
        """Show a text that nobody typed."""
        if text != self.text():
            self.lineEdit().setText(text)

    def set_trouble(self, sentence: str) -> None:
        """Tell assistive technology what is wrong with the text; empty: nothing."""
        self.setAccessibleDescription(sentence)
        self.lineEdit().setAccessibleDescription(sentence)

    @override
    def validate(self, input: str, pos: int) -> tuple[QValidator.State, str, int]:
        """Accept every text."""
        return QValidator.State.Acceptable, input, pos

    @override
    def stepBy(self, steps: int) -> None:
        """Go up or down, not below zero; a text that is no number stays."""
        value = parse_number(self.text())
        if value is None:
            return
        text = decimal_text(max(value + steps * self._step, Decimal(0)), self._decimals)
        self.lineEdit().setText(text)
        self.edited.emit(text)

    @override
    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Offer both arrows, down only above zero."""
        flags = QAbstractSpinBox.StepEnabledFlag
        value = parse_number(self.text())
        if value is None:
            return flags.StepNone
        return flags.StepUpEnabled | flags.StepDownEnabled if value > 0 else flags.StepUpEnabled

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
