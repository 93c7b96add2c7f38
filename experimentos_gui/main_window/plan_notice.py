"""Asks whether a file that was just opened is the data of a locked plan; it stops nobody."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from experimentos_core.foundation.days import local_day_words
from experimentos_core.foundation.formatting import count
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.action_notice import ActionNotice
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.labels import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from experimentos_core.history.awaiting import Awaiting

_LONGEST_NAME: Final = 60
_MOST_LISTED: Final = 8
_NAMELESS: Final = "without a name"


class PlanNotice(ActionNotice):
    """Offers the likeliest plan with a button, and the others in a short menu.

    Signals:
        chosen(str): The file is that of this plan, an experiment of the history.
        home_requested(): The person wants to see every plan that waits.
    """

    chosen = Signal(str)
    home_requested = Signal()

    def __init__(self) -> None:
        """Ask nothing yet."""
        self._others = plain_button("Another plan\u2026")
        super().__init__(None, self._others)
        self._menu = QMenu(self._others)
        self._menu.setAccessibleName("Locked plans that wait for data")
        self._first = ""
        self._others.clicked.connect(self._on_others)
        self.accepted.connect(self._on_accepted)

    @property
    def menu(self) -> QMenu:
        """The other plans."""
        return self._menu

    def ask(self, plans: "tuple[Awaiting, ...]") -> None:
        """Ask about these plans, the likeliest first; there is at least one."""
        first, others = plans[0], plans[1:]
        self._first = first.uid
        self._others.setVisible(bool(others))
        self._fill_menu(others)
        self.say(
            _question(first, len(others)),
            "Yes, use that plan",
            "No, a new experiment",
            hint=_evidence(first),
            tone=Tone.CAUTION,
        )

    def _fill_menu(self, others: "tuple[Awaiting, ...]") -> None:
        self._menu.clear()
        for plan in others[:_MOST_LISTED]:
            self._add(_listed(plan), partial(self.chosen.emit, plan.uid))
        rest = len(others) - _MOST_LISTED
        if rest > 0:
            self._menu.addSeparator()
            self._add(f"{count(rest)} more, on Home", self.home_requested.emit)

    def _add(self, words: str, then: "Callable[[], object]") -> None:
        action = QAction(words.replace("&", "&&"), self._menu)
        action.triggered.connect(lambda _checked=False: then())
        self._menu.addAction(action)

    @Slot()
    def _on_accepted(self) -> None:
        self.chosen.emit(self._first)

    @Slot()
    def _on_others(self) -> None:
        below = self._others.rect().bottomLeft() + QPoint(0, 2)
        self._menu.popup(self._others.mapToGlobal(below))
        actions = self._menu.actions()
        if actions:
            self._menu.setActiveAction(actions[0])


def plan_name(plan: "Awaiting") -> str:
    """Return what a plan is called in a sentence: “Button”, or that it has no name."""
    name = visible(shortened(" ".join(plan.charter.name.split()), _LONGEST_NAME))
    return f"\u201c{name}\u201d" if name else _NAMELESS


def _question(first: "Awaiting", others: int) -> str:
    name = plan_name(first)
    if not others:
        return f"The locked plan {name} waits for its data. Is it this file?"
    number = count(others + 1)
    whose = name if first.charter.name.strip() else f"the plan {name}"
    return f"{number} locked plans wait for their data. Is this the file for {whose}?"


def _evidence(plan: "Awaiting") -> str:
    """Return what speaks for or against it, and when it was locked."""
    like = plan.likeness
    there = [
        word
        for word, is_there in (("metric", like.has_metric), ("variants", like.has_variants))
        if is_there
    ]
    said = [f"Locked {local_day_words(plan.locked_at)}."]
    if there:
        verb = "is" if there == ["metric"] else "are"
        said.append(f"Its {' and its '.join(there)} {verb} in this file.")
    if like.missing:
        missing = visible(shortened(like.missing[0], _LONGEST_NAME))
        said.append(f"This file has no variant \u201c{missing}\u201d, which the plan names.")
    return " ".join(said)


def _listed(plan: "Awaiting") -> str:
    return f"{plan_name(plan)}, locked {local_day_words(plan.locked_at)}"
