"""What the file leaves open, asked above the table, with a button for each answer."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from experimentos_core.reading.choices import Choice
from experimentos_core.reading.notes import Question
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label, shortened, visible
from experimentos_gui.widgets.layouts import Card, clear, column

_LONGEST_QUESTION: Final = 600
_LONGEST_ANSWER: Final = 60


class QuestionCard(Card):
    """One question at a time: an answer often settles the next one too.

    Signals:
        answered(object): A Choice: the answer that was given.
    """

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden card."""
        self._count = plain_label("", "caption")
        self._text = plain_label("", "strong")
        self._answers = FlowLayout(gap=SPACE, line_gap=SPACE)
        self._questions: tuple[Question, ...] = ()
        words = column(self._count, self._text, spacing=2)
        layout = column(spacing=SPACE)
        layout.addLayout(words)
        layout.addLayout(self._answers)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, SPACE + SPACE // 2, GAP, SPACE + SPACE // 2)
        self.set_tone(Tone.CAUTION)
        self.hide()

    @property
    def text(self) -> str:
        """What is asked; empty where nothing is."""
        return self._text.accessibleName() if self._questions else ""

    @property
    def buttons(self) -> list[QPushButton]:
        """The answers."""
        items = [self._answers.itemAt(place) for place in range(self._answers.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def set_questions(self, questions: tuple[Question, ...]) -> None:
        """Ask the first of these; none hide the card."""
        if questions == self._questions:
            return
        had_focus = any(button.hasFocus() for button in self.buttons)
        self._questions = questions
        clear(self._answers)
        self.setVisible(bool(questions))
        if not questions:
            return
        first = questions[0]
        self._count.setVisible(len(questions) > 1)
        self._count.set_plain(f"Question 1 of {len(questions)}")
        self._text.set_plain(f"? {shortened(first.text, _LONGEST_QUESTION)}")
        self.setAccessibleName(visible(first.text))
        for place, answer in enumerate(first.answers):
            make = primary_button if place == first.default else plain_button
            words = visible(shortened(answer.label, _LONGEST_ANSWER)).replace("\n", " ")
            button = make(words.replace("&", "&&"))
            button.setAccessibleName(f"{words}. Answers: {visible(first.text)}")
            button.clicked.connect(partial(self._on_clicked, answer.choice))
            self._answers.addWidget(button)
        if had_focus:
            self.focus_first()

    def focus_first(self) -> None:
        """Give the keyboard to the likeliest answer."""
        buttons = self.buttons
        if buttons:
            buttons[self._questions[0].default or 0].setFocus()

    def _on_clicked(self, choice: Choice, *_: object) -> None:
        self.answered.emit(choice)
