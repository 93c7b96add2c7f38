"""One line that says what went wrong or was done, without stopping anyone."""

import re
from typing import Final

from PySide6 import QtGui
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import plain_label, selectable
from experimentos_gui.widgets.layouts import Card, column, row

_MARKS = {Tone.BAD: "\u2715", Tone.CAUTION: "!", Tone.GOOD: "\u2713", Tone.NEUTRAL: "\u00b7"}
_WITH_SQL: Final = re.compile(r"(?P<words>.*?:)\s+(?P<sql>SELECT\s.+?)\.?\s*", re.DOTALL)


class NoticeBar(Card):
    """Hidden until there is something to say; stays until it is closed or replaced.

    That something was done may go with the page it was done on; what went wrong stays.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden bar."""
        self._mark = plain_label("", "strong")
        self._message = selectable(plain_label("", "strong"))
        self._hint = selectable(plain_label("", "body"))
        self._statement = ""
        self._is_passing = False
        self._sql = selectable(plain_label("", "mono"))
        self._copy = link_button("Copy SQL")
        close = link_button("Close")
        close.setAccessibleName("Close this notice")
        layout = row(self._mark, spacing=SPACE)
        layout.addLayout(column(self._message, self._hint, self._sql, spacing=2), 1)
        for button in (self._copy, close):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, SPACE, SPACE, SPACE)
        self._copy.clicked.connect(self._on_copied)
        close.clicked.connect(self._on_closed)
        self.hide()

    def say(self, message: str, hint: str = "", tone: Tone = Tone.BAD) -> None:
        """Show a sentence and, if there is one, what to do about it.

        A hint that ends in an SQL statement after a colon gets a line for it, and a way to copy it.
        """
        self._is_passing = tone is Tone.GOOD
        self.set_tone(tone)
        self._mark.set_plain(_MARKS[tone])
        self._mark.set_tone(tone)
        self._message.set_plain(message)
        self._message.set_tone(tone)
        self._show_hint(hint)
        self.setAccessibleName(f"{message} {hint}".strip())
        self.show()
        alert = QtGui.QAccessibleEvent(self, QtGui.QAccessible.Event.Alert)
        QtGui.QAccessible.updateAccessibility(alert)

    @Slot()
    def let_go(self) -> None:
        """Hide it, unless it says what went wrong."""
        if self._is_passing:
            self.hide()

    @property
    def text(self) -> str:
        """What the bar says."""
        return self.accessibleName()

    def _show_hint(self, hint: str) -> None:
        found = _WITH_SQL.fullmatch(hint)
        words, self._statement = (hint, "") if found is None else found.group("words", "sql")
        self._hint.set_plain(words)
        self._hint.setVisible(bool(words))
        self._sql.set_plain(self._statement)
        self._sql.setVisible(bool(self._statement))
        self._copy.setText("Copy SQL")
        self._copy.setVisible(bool(self._statement))

    @Slot()
    def _on_copied(self) -> None:
        QtGui.QGuiApplication.clipboard().setText(self._statement)
        self._copy.setText("Copied")

    @Slot()
    def _on_closed(self) -> None:
        self.hide()
