"""What the result may be called: confirmatory or exploratory, and everything not as promised."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from experimentos_core.promise import Standing
from experimentos_gui.messages import counted
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import plain_label, selectable, shortened
from experimentos_gui.widgets.layouts import Card, clear, column, row

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_core.promise import Promise
    from experimentos_gui.widgets.labels import LabelRole

_MARKS: Final = {Standing.CONFIRMATORY: "\u2713", Standing.EXPLORATORY: "!"}
_TONES: Final = {Standing.CONFIRMATORY: Tone.GOOD, Standing.EXPLORATORY: Tone.CAUTION}
_HEADS: Final = ("", "Promised", "Happened")
_FEW: Final = 6
_LONGEST: Final = 300
_SEAL_DIGITS: Final = 12
_MINUTE: Final = len("2026-03-01T09:30")


class PromiseCard(Card):
    """Holds the result to the locked plan; hidden where no plan was locked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden card."""
        self._standing = plain_label("", "subtitle")
        self._reason = selectable(plain_label("", "body"))
        self._lock = selectable(plain_label("", "hint"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(SPACE // 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._more = link_button("")
        self._promise: Promise | None = None
        foot = row(self._more, spacing=0)
        foot.addStretch(1)
        layout = column(self._standing, self._reason, self._lock, spacing=SPACE // 2)
        layout.addLayout(self._grid)
        layout.addLayout(foot)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, GAP - 2, GAP, GAP - 2)
        self._more.clicked.connect(self._on_more)
        self.hide()

    @property
    def text(self) -> str:
        """Everything the card says, line by line; empty while it is hidden."""
        labels = (self._standing, self._reason, self._lock)
        cells = (self._grid.itemAt(place) for place in range(self._grid.count()))
        widgets = (cell.widget() for cell in cells if cell is not None)
        said = [label.accessibleName() for label in labels]
        said += [widget.accessibleName() for widget in widgets if widget is not None]
        return "" if self.isHidden() else "\n".join(said)

    def set_report(self, report: "Report") -> None:
        """Show the promise of this report; hide where there is none."""
        promise = self._promise = report.promise
        self.setVisible(promise is not None)
        if promise is None:
            return
        tone = _TONES[promise.standing]
        self.set_tone(tone)
        self._standing.set_plain(f"{_MARKS[promise.standing]} {promise.standing.capitalize()}")
        self._standing.set_tone(tone)
        self._reason.set_plain(promise.reason)
        self._lock.set_plain(_lock(promise))
        self._list(_FEW)

    @Slot()
    def _on_more(self) -> None:
        if self._promise is not None:
            self._list(len(self._promise.deviations))

    def _list(self, most: int) -> None:
        """List the deviations, the first `most` of them."""
        clear(self._grid)
        found = self._promise.deviations if self._promise is not None else ()
        if found:
            self._add_row(0, "caption", _HEADS)
        for number, deviation in enumerate(found[:most], start=1):
            words = (deviation.subject.capitalize(), deviation.promised, deviation.happened)
            self._add_row(number, "body", words)
        hidden = len(found) - most
        self._more.setText(f"Show {counted(hidden, 'more deviation')}")
        self._more.setVisible(hidden > 0)

    def _add_row(self, number: int, role: "LabelRole", words: tuple[str, str, str]) -> None:
        for place, text in enumerate(words):
            label = plain_label(shortened(text, _LONGEST), role if place else "strong")
            self._grid.addWidget(selectable(label), number, place)


def _lock(promise: "Promise") -> str:
    """Return which version counts, since when, under which seal, and what came after it."""
    moment = f"{promise.locked_at[:_MINUTE].replace('T', ' ')} UTC"
    lock = f"Version {promise.version}, locked {moment}"
    kept = "" if promise.deviations else "nothing deviates from it"
    amended = counted(promise.amendments, "amendment") if promise.amendments else ""
    parts = (lock, f"seal {promise.sha256[:_SEAL_DIGITS]}\u2026", amended, kept)
    return " \u00b7 ".join(part for part in parts if part)
