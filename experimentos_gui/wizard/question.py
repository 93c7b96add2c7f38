"""One question of the plan: what is asked and why on the left, the answer on the right."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from experimentos_gui.theme import GAP, MARGIN, SPACE, Tone
from experimentos_gui.widgets.labels import PlainLabel, plain_label
from experimentos_gui.widgets.layouts import column, divider, row

_QUESTION_WIDTH: Final = 34 * SPACE


class Question(QWidget):
    """A question with its explanation, and room for the answer."""

    def __init__(
        self, question: str, explanation: str, answer: QLayout, width: int | None = None
    ) -> None:
        """Ask `question`; `answer` holds the fields, no wider than `width`."""
        super().__init__()
        asked = QWidget()
        asked.setFixedWidth(_QUESTION_WIDTH)
        words: QVBoxLayout = column(plain_label(question, "subtitle"), spacing=SPACE // 2)
        if explanation:
            words.addWidget(plain_label(explanation, "hint"))
        words.addStretch(1)
        asked.setLayout(words)
        layout = row(spacing=MARGIN)
        layout.addWidget(asked, 0, Qt.AlignmentFlag.AlignTop)
        fields = QWidget()
        answer.setContentsMargins(0, 0, 0, 0)
        fields.setLayout(answer)
        layout.addWidget(fields, 1000)
        if width is not None:
            fields.setMaximumWidth(width)
            layout.addStretch(1)
        layout.setContentsMargins(0, GAP, 0, GAP)
        whole = column(divider(), spacing=0)
        whole.addLayout(layout)
        self.setLayout(whole)


class Trouble(PlainLabel):
    """The sentence beside a field that cannot be used; hidden while there is none."""

    def __init__(self) -> None:
        """Make a hidden sentence."""
        super().__init__("", "strong")
        self.set_tone(Tone.BAD)
        self.hide()

    def say(self, sentence: str) -> None:
        """Say what is wrong; empty: nothing."""
        self.set_plain(f"\u2715 {sentence}" if sentence else "")
        self.setVisible(bool(sentence))
