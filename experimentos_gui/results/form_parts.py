"""Small parts the forms of the results share."""

from typing import override

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from experimentos_gui.theme import SPACE, Tone
from experimentos_gui.widgets.labels import PlainLabel, plain_label
from experimentos_gui.widgets.layouts import column


class _TextField(QPlainTextEdit):
    """As high as its lines, whatever the size of the letters."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Make room for letters of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing() + 3 * SPACE)


def text_field(lines: int) -> QPlainTextEdit:
    """Make a field for a few lines of text that lets the tab key pass."""
    return _TextField(lines)


def field(*parts: QWidget) -> QWidget:
    """Stack a caption, its field and what is said of it."""
    whole = QWidget()
    layout = column(*parts, spacing=SPACE // 2)
    layout.addStretch(1)
    whole.setLayout(layout)
    return whole


def trouble_label() -> PlainLabel:
    """Make the hidden sentence beside a field."""
    label = plain_label("", "strong")
    label.set_tone(Tone.BAD)
    label.hide()
    return label


def tell(label: PlainLabel, sentence: str) -> None:
    """Say what is wrong; empty: nothing."""
    label.set_plain(f"\u2715 {sentence}" if sentence else "")
    label.setVisible(bool(sentence))
