"""One question of the plan: what is asked and why on the left, the answer on the right."""

from typing import Final, override

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QVBoxLayout, QWidget

from experimentos_gui.theme import GAP, MARGIN, SPACE, Tone
from experimentos_gui.widgets.labels import PlainLabel, plain_label
from experimentos_gui.widgets.layouts import column, divider, row

_QUESTION_WIDTH: Final = 34 * SPACE
_ROOMY: Final = 100  # letters in a line, from which on question and answer stand side by side
_UNLIMITED: Final = 16_777_215


class Question(QWidget):
    """A question with its explanation, and room for the answer; below it where text is large."""

    def __init__(
        self, question: str, explanation: str, answer: QLayout, width: int | None = None
    ) -> None:
        """Ask `question`; `answer` holds the fields, no wider than `width` beside the question."""
        super().__init__()
        self._width = width or _UNLIMITED
        self._asked = QWidget()
        words: QVBoxLayout = column(plain_label(question, "subtitle"), spacing=SPACE // 2)
        if explanation:
            words.addWidget(plain_label(explanation, "hint"))
        words.addStretch(1)
        self._asked.setLayout(words)
        self._fields = QWidget()
        answer.setContentsMargins(0, 0, 0, 0)
        self._fields.setLayout(answer)
        self._box = row(spacing=MARGIN)
        self._box.addWidget(self._asked, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(self._fields, 1000)
        if width is not None:
            self._box.addStretch(1)
        self._box.setContentsMargins(0, GAP, 0, GAP)
        whole = column(divider(), spacing=0)
        whole.addLayout(self._box)
        self.setLayout(whole)
        self._turn()

    @property
    def is_stacked(self) -> bool:
        """Whether the answer stands below the question."""
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand where there is room."""
        super().resizeEvent(event)
        self._turn()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Measure again with another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._turn()

    def _turn(self) -> None:
        ways = QBoxLayout.Direction
        is_roomy = self.width() >= _ROOMY * self.fontMetrics().averageCharWidth()
        way = ways.LeftToRight if is_roomy else ways.TopToBottom
        self._asked.setMinimumWidth(_QUESTION_WIDTH if is_roomy else 0)
        self._asked.setMaximumWidth(_QUESTION_WIDTH if is_roomy else _UNLIMITED)
        self._fields.setMaximumWidth(self._width if is_roomy else _UNLIMITED)
        if way is not self._box.direction():
            self._box.setDirection(way)
            self._box.setSpacing(MARGIN if is_roomy else SPACE)


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
