"""The locked plans of this user: whose, since when, how many versions, and what is broken."""

from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from experimentos_gui.messages import counted
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import plain_label, shortened
from experimentos_gui.widgets.layouts import Card, column, row

if TYPE_CHECKING:
    from experimentos_core.plans import PlanEntry

_MOST_SHOWN: Final = 8
_LONGEST_NAME: Final = 90
_LONGEST_FAULT: Final = 300
_MINUTE: Final = len("2026-03-01T09:30")
_NAMELESS: Final = "A plan without a name"


class PlanCard(Card):
    """One locked plan; opens with a click anywhere, or with its button.

    Signals:
        chosen(object): The person wants the plan of this Path.
    """

    chosen = Signal(object)

    def __init__(self, entry: "PlanEntry", parent: QWidget | None = None) -> None:
        """Show `entry`; one with a fault says so, and cannot be opened."""
        self._entry = entry
        name = shortened(" ".join(entry.name.split()) or _NAMELESS, _LONGEST_NAME)
        words = column(plain_label(name, "strong"), spacing=2)
        if entry.fault:
            broken = plain_label(f"\u2715 {shortened(entry.fault, _LONGEST_FAULT)}", "body")
            broken.set_tone(Tone.BAD)
            words.addWidget(broken)
            words.addWidget(plain_label(f"Its file: {entry.path}", "hint"))
        else:
            words.addWidget(plain_label(_facts(entry), "hint"))
        layout = row(spacing=GAP)
        layout.addLayout(words, 1)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, SPACE, GAP, SPACE)
        if entry.fault:
            self.set_tone(Tone.BAD)
            return
        button = link_button("Open")
        button.setAccessibleName(f"Open locked plan: {name}")
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("hot", "true")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._on_chosen)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the plan on a click anywhere on the card."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        if not self._entry.fault:
            self.chosen.emit(self._entry.path)


class PlanList(QWidget):
    """The plans in the order they come in; beyond eight, the rest at one more click.

    Signals:
        chosen(object): The person wants the plan of this Path.
    """

    chosen = Signal(object)

    def __init__(self, entries: "tuple[PlanEntry, ...]", parent: QWidget | None = None) -> None:
        """Show `entries`; those with a fault come first and are always shown."""
        super().__init__(parent)
        faults = sum(bool(entry.fault) for entry in entries)
        shown = max(_MOST_SHOWN, faults)
        self._rest = entries[shown:]
        self._cards = column(spacing=SPACE)
        self._more = link_button(f"Show {counted(len(self._rest), 'more plan')}")
        self._more.setVisible(bool(self._rest))
        layout = column(plain_label("Locked plans", "subtitle"), spacing=GAP)
        layout.addLayout(self._cards)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.setContentsMargins(0, SPACE, 0, 0)
        self.setLayout(layout)
        self._more.clicked.connect(self._on_more)
        self._add(entries[:shown])

    def _add(self, entries: "tuple[PlanEntry, ...]") -> None:
        for entry in entries:
            card = PlanCard(entry)
            card.chosen.connect(self.chosen)
            self._cards.addWidget(card)

    @Slot()
    def _on_more(self) -> None:
        self._more.hide()
        self._add(self._rest)


def _facts(entry: "PlanEntry") -> str:
    """Return owner, time of the latest lock, and how many versions there are."""
    owner = shortened(" ".join(entry.owner.split()), _LONGEST_NAME)
    locked = f"Locked {entry.locked_at[:_MINUTE].replace('T', ' ')} UTC"
    parts = (owner, locked, counted(entry.versions, "version"))
    return " \u00b7 ".join(part for part in parts if part)
