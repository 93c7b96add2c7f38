"""One line with something to do about it beside it; it asks or offers, and stops nobody."""

from typing import Final, override

from PySide6 import QtGui
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.fitting import SideBySide
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label, selectable
from experimentos_gui.widgets.layouts import Card, row

_LEAST_CHARACTERS: Final = 40
_MARKS = {Tone.BAD: "\u2715", Tone.CAUTION: "!", Tone.GOOD: "\u2713", Tone.NEUTRAL: "\u00b7"}


class ActionNotice(Card):
    """Hidden until there is something to offer.

    Signals:
        accepted(): The first button was pressed.
        dismissed(): The second button was pressed; the notice is hidden then.
    """

    accepted = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *between: QPushButton) -> None:
        """Make a hidden notice; more buttons stand between the two it has."""
        self._mark = plain_label("", "strong")
        self._mark.setWordWrap(False)
        self._message = selectable(plain_label("", "strong"))
        self._hint = selectable(plain_label("", "body"))
        self._accept = plain_button("")
        self._dismiss = plain_button("")
        texts = _Texts(self._mark, self._message, self._hint)
        buttons = QWidget()
        buttons.setLayout(FlowLayout(self._accept, *between, self._dismiss))
        for button in (self._accept, *between, self._dismiss):
            button.setProperty("dense", "true")
        layout = row(SideBySide(texts, buttons, shares=(1, 0), gap=SPACE))
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, SPACE // 2, SPACE, SPACE // 2)
        self._accept.clicked.connect(self.accepted)
        self._dismiss.clicked.connect(self._on_dismissed)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self.accessibleName()

    def say(
        self, message: str, accept: str, dismiss: str, *, hint: str = "", tone: Tone = Tone.NEUTRAL
    ) -> None:
        """Show a sentence and its two buttons; one without words is left out."""
        self.set_tone(tone)
        self._mark.set_plain(_MARKS[tone])
        self._mark.set_tone(tone)
        self._message.set_plain(message)
        self._hint.set_plain(hint)
        self._hint.setVisible(bool(hint))
        _name(self._accept, accept)
        _name(self._dismiss, dismiss)
        self.setAccessibleName(f"{message} {hint}".strip())
        self.show()
        alert = QtGui.QAccessibleEvent(self, QtGui.QAccessible.Event.Alert)
        QtGui.QAccessible.updateAccessibility(alert)

    def focus_safe_button(self) -> None:
        """Lead the keyboard to the button that changes nothing."""
        self._dismiss.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_dismissed(self) -> None:
        self.hide()
        self.dismissed.emit()


class _Texts(QWidget):
    """The sentence and its hint: where they would become a narrow column, the buttons go below."""

    def __init__(self, mark: QWidget, message: QWidget, hint: QWidget) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(2)
        grid.addWidget(mark, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(message, 1, 1)
        grid.addWidget(hint, 2, 1)
        grid.setColumnStretch(1, 1)
        for place in (0, 3):  # in the middle of higher buttons
            grid.setRowStretch(place, 1)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the width of a readable line."""
        least = super().minimumSizeHint()
        line = self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS
        return QSize(max(least.width(), line), least.height())


def _name(button: QPushButton, words: str) -> None:
    button.setText(words)
    button.setAccessibleName(words.replace("&", "").rstrip("\u2026"))
    button.setVisible(bool(words))
