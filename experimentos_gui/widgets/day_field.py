"""A day, written the one way that means the same everywhere, and said in words beside it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from experimentos_core.foundation.days import (
    after_months,
    after_weeks,
    distance_words,
    read_day,
    weekday_words,
)
from experimentos_gui.theme import SPACE, Tone
from experimentos_gui.widgets.buttons import chip_button
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column

_PICKS: Final[tuple[tuple[str, Callable[[date], date] | None], ...]] = (
    ("In 2 weeks", partial(after_weeks, weeks=2)),
    ("In 4 weeks", partial(after_weeks, weeks=4)),
    ("In 3 months", partial(after_months, months=3)),
    ("None", None),
)


class DayField(QWidget):
    """Takes a day of the future, or none.

    Signals:
        edited(): Another day was typed or picked.
    """

    edited = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        """Make an empty field; `today` is asked whenever it matters."""
        super().__init__(parent)
        self._today = today
        self.line = QLineEdit()
        self.line.setPlaceholderText("2026-12-24")
        self._words = plain_label("", "hint")
        self.picks = [chip_button(name) for name, _ in _PICKS]
        for pick, (name, later) in zip(self.picks, _PICKS, strict=True):
            pick.setAccessibleName(f"Follow up: {name.lower()}")
            pick.clicked.connect(partial(self._on_picked, later))
        flow = FlowLayout(self.line, *self.picks)
        picks = QWidget()
        picks.setLayout(flow)
        self.setLayout(column(picks, self._words, spacing=SPACE // 2))
        self.line.textChanged.connect(self._on_changed)
        self._on_changed()

    @property
    def day(self) -> str:
        """The day as it is kept, '2026-12-24'; empty for none, and for what is no day."""
        found = read_day(self.line.text())
        return found.isoformat() if found is not None else ""

    @property
    def trouble(self) -> str:
        """Why what is typed is no day; empty where it is one, or nothing is typed."""
        if not self.line.text().strip() or self.day:
            return ""
        return "Write the day as year, month and day: 2026-12-24."

    @property
    def words(self) -> str:
        """What is said beside the field."""
        return self._words.accessibleName()

    def set_day(self, day: str) -> None:
        """Show a day; none where it is empty."""
        self.line.setText(day)

    @Slot()
    def _on_changed(self) -> None:
        self._words.set_plain(self._said())
        self._words.set_tone(Tone.BAD if self.trouble else None)
        self._words.setVisible(bool(self.words))
        self.line.setAccessibleDescription(self.words)
        self.edited.emit()

    def _said(self) -> str:
        found = read_day(self.line.text())
        if found is None:
            return f"\u2715 {self.trouble}" if self.trouble else ""
        words = f"{weekday_words(found)}, {distance_words(found, self._today())}"
        return f"{words}: due at once" if found <= self._today() else words

    def _on_picked(self, later: Callable[[date], date] | None, *_: object) -> None:
        self.set_day("" if later is None else later(self._today()).isoformat())
        self.line.setFocus()
