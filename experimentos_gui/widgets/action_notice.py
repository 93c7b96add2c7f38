"""One line with something to do about it beside it; it asks or offers, and stops nobody."""

from PySide6 import QtGui
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.labels import plain_label, selectable
from experimentos_gui.widgets.layouts import Card, column, row

_MARKS = {Tone.BAD: "\u2715", Tone.CAUTION: "!", Tone.GOOD: "\u2713", Tone.NEUTRAL: "\u00b7"}


class ActionNotice(Card):
    """Hidden until there is something to offer.

    Signals:
        accepted(): The first button was pressed.
        dismissed(): The second button was pressed; the notice is hidden then.
    """

    accepted = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden notice."""
        self._mark = plain_label("", "strong")
        self._mark.setWordWrap(False)
        self._message = selectable(plain_label("", "strong"))
        self._hint = selectable(plain_label("", "body"))
        self._accept = plain_button("")
        self._dismiss = plain_button("")
        layout = row(self._mark, spacing=SPACE)
        layout.addLayout(column(self._message, self._hint, spacing=2), 1)
        for button in (self._accept, self._dismiss):
            button.setProperty("dense", "true")
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
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


def _name(button: QPushButton, words: str) -> None:
    button.setText(words)
    button.setAccessibleName(words.replace("&", "").rstrip("\u2026"))
    button.setVisible(bool(words))
