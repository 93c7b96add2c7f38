"""What can be done with the experiments that are chosen: as buttons, and as a menu."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.flow_layout import FlowLayout


class Doing(StrEnum):
    """What can be done."""

    OPEN = "open"
    COMPARE = "compare"
    DETAILS = "details"
    RERUN = "rerun"
    EXPORT = "export"
    TRASH = "trash"
    RESTORE = "restore"
    DELETE = "delete"


_WORDS: Final = {
    Doing.OPEN: "Open",
    Doing.COMPARE: "Compare two",
    Doing.DETAILS: "Details, tags, note\u2026",
    Doing.RERUN: "Re-run",
    Doing.EXPORT: "Export\u2026",
    Doing.TRASH: "Move to trash",
    Doing.RESTORE: "Restore",
    Doing.DELETE: "Delete for good\u2026",
}
_MEANINGS: Final = {
    Doing.OPEN: "Open it with everything it had (Enter)",
    Doing.COMPARE: "Two experiments side by side; choose two with Ctrl+click",
    Doing.DETAILS: "Tags, note, what happened, and every analysis",
    Doing.RERUN: "Recompute its report from the data that was kept, and say what differs",
    Doing.EXPORT: "Everything about it as one file, which another ExperimentOS can import",
    Doing.TRASH: "It can be brought back (Del)",
    Doing.RESTORE: "Bring it back to the list",
    Doing.DELETE: "Delete it with all it had; nothing brings it back",
}
_IN_TRASH: Final = (Doing.RESTORE, Doing.DETAILS, Doing.DELETE)
_OUTSIDE: Final = (
    Doing.OPEN, Doing.COMPARE, Doing.DETAILS, Doing.RERUN, Doing.EXPORT, Doing.TRASH,
)  # fmt: skip
_OF_ANY_NUMBER: Final = frozenset({Doing.TRASH, Doing.RESTORE, Doing.DELETE})


class SelectionBar(QWidget):
    """Buttons for everything; what does not fit the choice is off.

    Signals:
        requested(object): This Doing is wanted.
    """

    requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the buttons, all off."""
        super().__init__(parent)
        self._is_trash = False
        self._chosen = 0
        self._buttons = {doing: plain_button(words) for doing, words in _WORDS.items()}
        for doing, button in self._buttons.items():
            button.setProperty("dense", "true")
            button.setToolTip(_MEANINGS[doing])
            button.clicked.connect(lambda _checked, doing=doing: self.requested.emit(doing))
        self.setLayout(FlowLayout(*self._buttons.values()))
        self.show_for(0, is_trash=False)

    def show_for(self, chosen: int, *, is_trash: bool) -> None:
        """Offer what fits so many chosen experiments, in or outside the trash."""
        self._chosen, self._is_trash = chosen, is_trash
        offered = offered_for(is_trash=is_trash)
        for doing, button in self._buttons.items():
            button.setVisible(doing in offered)
            button.setEnabled(fits(doing, chosen))

    def menu(self, parent: QWidget) -> QMenu:
        """Return the same as a menu; what does not fit is left out."""
        menu = QMenu(parent)
        for doing in offered_for(is_trash=self._is_trash):
            if fits(doing, self._chosen):
                menu.addAction(self._action(doing, menu))
        return menu

    def _action(self, doing: Doing, parent: QObject) -> QAction:
        action = QAction(_WORDS[doing], parent)
        action.triggered.connect(lambda: self.requested.emit(doing))
        return action


def offered_for(*, is_trash: bool) -> tuple[Doing, ...]:
    """Return what is offered in or outside the trash."""
    return _IN_TRASH if is_trash else _OUTSIDE


def fits(doing: Doing, chosen: int) -> bool:
    """Whether something can be done with so many experiments at once."""
    if doing in _OF_ANY_NUMBER:
        return chosen > 0
    return chosen == (2 if doing is Doing.COMPARE else 1)
