"""Decisions that are to be looked at again, each with the way to its experiment."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from experimentos_core.foundation.days import day_words, local_day_words, read_day
from experimentos_gui.messages import counted, with_symbol
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import plain_label, shortened, visible
from experimentos_gui.widgets.layouts import Card, clear, column, divider, row

if TYPE_CHECKING:
    from experimentos_core.history.follow_ups import FollowUp

_FEW: Final = 5
_LONGEST_NAME: Final = 90
_NAMELESS: Final = "An experiment without a name"


class DueList(Card):
    """Lists what is due, the longest first; hidden while nothing is.

    Signals:
        experiment_chosen(str): The person wants this experiment, by its name in the history.
    """

    experiment_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden list."""
        self._due: tuple[FollowUp, ...] = ()
        self._title = plain_label("", "strong")
        self._rows = column(spacing=SPACE)
        self._more = link_button("")
        layout = column(self._title, spacing=SPACE)
        layout.addLayout(self._rows)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, GAP - 2, GAP, GAP - 2)
        self._more.clicked.connect(self._on_more)
        self.hide()

    def show_due(self, due: "tuple[FollowUp, ...]") -> None:
        """List these; hide where there are none."""
        self._due = due
        self.setVisible(bool(due))
        decisions = f"{counted(len(due), 'decision')} to look at again"
        self._title.set_plain(decisions)
        self._list(_FEW)

    def _list(self, most: int) -> None:
        clear(self._rows)
        for follow_up in self._due[:most]:
            self._rows.addWidget(divider())
            self._rows.addWidget(self._row(follow_up))
        hidden = len(self._due) - most
        self._more.setText(f"Show {hidden} more")
        self._more.setVisible(hidden > 0)

    def _row(self, follow_up: "FollowUp") -> QWidget:
        name = shortened(" ".join(follow_up.name.split()) or _NAMELESS, _LONGEST_NAME)
        words = column(plain_label(name, "strong"), plain_label(due_words(follow_up), "hint"))
        words.setSpacing(2)
        button = link_button("Open")
        button.setAccessibleName(f"Open {visible(name)}")
        button.clicked.connect(partial(self._on_chosen, follow_up.uid))
        line = row(spacing=GAP)
        line.addLayout(words, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        whole = QWidget()
        whole.setLayout(line)
        return whole

    @Slot()
    def _on_more(self) -> None:
        self._list(len(self._due))

    def _on_chosen(self, uid: str, *_: object) -> None:
        self.experiment_chosen.emit(uid)


def due_words(follow_up: "FollowUp") -> str:
    """Return 'Launch decided 2 March 2026; due since 1 April 2026, for 10 days'."""
    taken = with_symbol(follow_up.taken) if follow_up.taken is not None else "Something"
    day = read_day(follow_up.day)
    when = f" {local_day_words(follow_up.decided_at)}" if follow_up.decided_at else ""
    since = f" {day_words(day)}" if day is not None else ""
    if follow_up.days <= 0:
        return f"{taken} decided{when} \u00b7 due today"
    return f"{taken} decided{when} \u00b7 due since{since}, for {counted(follow_up.days, 'day')}"
