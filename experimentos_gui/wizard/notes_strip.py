"""What the reading did to the file, a line each, with a way back."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice
from experimentos_core.reading.notes import Note
from experimentos_gui.messages import counted, symbol, tone
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.fitting import SideBySide
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label, shortened, visible
from experimentos_gui.widgets.layouts import Card, clear, column, row
from experimentos_gui.wizard.note_words import (
    note_in_words,
    undo_in_words,
    ways_of,
)

_AT_FIRST: Final = 3
_AT_MOST: Final = 60
_LONGEST_NOTE: Final = 400


class NotesStrip(QWidget):
    """Warnings on yellow ground, notes quiet; more than three are folded away.

    Signals:
        choice_made(object): A Choice: something shall be read otherwise.
        start_over_requested(): Nothing shall be taken over from last time.
        unfolded(): More lines are shown now.
    """

    choice_made = Signal(object)
    start_over_requested = Signal()
    unfolded = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make a hidden strip that assistive technology calls `name`."""
        super().__init__(parent)
        self._lines = column(spacing=SPACE // 2)
        self._notes: tuple[Note, ...] = ()
        self._remembered: tuple[str, ...] = ()
        self._is_unfolded = False
        self.setLayout(self._lines)
        self.setAccessibleName(name)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What is said now, line by line."""
        lines = (self._lines.itemAt(place) for place in range(self._lines.count()))
        widgets = (line.widget() for line in lines if line is not None)
        return [w.accessibleName() for w in widgets if w is not None]

    @property
    def buttons(self) -> list[QPushButton]:
        """The ways back, and what unfolds the rest, from the top."""
        found: list[QPushButton] = []
        for place in range(self._lines.count()):
            line = self._lines.itemAt(place)
            widget = line.widget() if line is not None else None
            if isinstance(widget, QPushButton):
                found.append(widget)
            elif widget is not None:
                found += widget.findChildren(QPushButton)
        return found

    def set_notes(self, notes: tuple[Note, ...], remembered: tuple[str, ...] = ()) -> None:
        """Say these notes and, above them, in these words what was taken over from last time."""
        if (notes, remembered) == (self._notes, self._remembered):
            return
        self._notes, self._remembered = notes, remembered
        self._is_unfolded = False
        self._fill()

    def _fill(self) -> None:
        had_focus = self.isAncestorOf(focus) if (focus := self._focused()) is not None else False
        clear(self._lines)
        if self._remembered:
            self._lines.addWidget(self._remembered_line())
        most = _AT_MOST if self._is_unfolded else _AT_FIRST
        shown = self._notes[:most]
        if len(self._notes) == most + 1:
            shown = self._notes[: most + 1]  # a fold for a single line saves nothing
        for note in shown:
            self._lines.addWidget(self._line(note))
        hidden = len(self._notes) - len(shown)
        if hidden and not self._is_unfolded:
            self._lines.addWidget(self._fold(hidden), 0, Qt.AlignmentFlag.AlignLeft)
        elif hidden:
            self._lines.addWidget(plain_label(f"and {counted(hidden, 'more note')}", "hint"))
        self.setVisible(bool(self._notes or self._remembered))
        if had_focus:
            for button in self.buttons[:1]:
                button.setFocus()

    def _line(self, note: Note) -> QWidget:
        words = shortened(note_in_words(note), _LONGEST_NOTE)
        buttons = []
        for choice in ways_of(note):
            button = link_button(undo_in_words(note, choice))
            button.setAccessibleName(f"{button.text()}. {visible(note.message)}")
            button.clicked.connect(partial(self._on_chosen, choice))
            buttons.append(button)
        return _line(words, note.severity, *buttons)

    def _remembered_line(self) -> QWidget:
        words = ", ".join(self._remembered)
        button = link_button("Ask again")
        button.setAccessibleName("Ask again: read this file as if nothing had been chosen")
        button.clicked.connect(self.start_over_requested)
        sentence = shortened(f"Read as last time ({words}).", _LONGEST_NOTE)
        return _line(sentence, Severity.NOTE, button)

    def _fold(self, hidden: int) -> QPushButton:
        button = link_button(counted(hidden, "more note"))
        button.clicked.connect(self._on_unfolded)
        return button

    def _on_unfolded(self, *_: object) -> None:
        self._is_unfolded = True
        self._fill()
        self.unfolded.emit()

    def _on_chosen(self, choice: Choice, *_: object) -> None:
        self.choice_made.emit(choice)

    def _focused(self) -> QWidget | None:
        return self.window().focusWidget()


def _beside(text: QWidget, buttons: tuple[QPushButton, ...]) -> QWidget:
    """Set a link beside a text, or below it where there is no room; several stand below it."""
    links = QWidget()
    links.setLayout(FlowLayout(*buttons, gap=2 * SPACE, line_gap=0))
    if len(buttons) > 1:
        both = QWidget()
        both.setLayout(column(text, links, spacing=0))
        return both
    return SideBySide(text, links, shares=(1, 0), gap=SPACE)


def _line(words: str, severity: Severity, *buttons: QPushButton) -> QWidget:
    mark = plain_label(symbol(severity), "strong")
    mark.setWordWrap(False)
    mark.set_tone(tone(severity))
    text = plain_label(words, "hint" if severity is Severity.NOTE else "body")
    layout = row(mark, spacing=SPACE)
    layout.addWidget(_beside(text, buttons) if buttons else text, 1)
    card = Card(layout)
    is_grave = severity is not Severity.NOTE
    card.set_tone(Tone.CAUTION if is_grave else None)
    card.setProperty("card", "true" if is_grave else "quiet")
    above = SPACE // 2 if is_grave else 0
    side = GAP if is_grave else 0
    layout.setContentsMargins(side, above, side, above)
    layout.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    card.setAccessibleName(visible(words))
    return card
