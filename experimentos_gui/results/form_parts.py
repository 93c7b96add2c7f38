"""Small parts the forms of the results share."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from experimentos_gui.theme import SPACE, Tone
from experimentos_gui.widgets.labels import PlainLabel, plain_label
from experimentos_gui.widgets.layouts import column


def text_field(lines: int) -> QPlainTextEdit:
    """Make a field for a few lines of text that lets the tab key pass."""
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(lines * made.fontMetrics().lineSpacing() + 3 * SPACE)
    return made


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
