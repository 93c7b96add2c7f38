"""What Home offers in a line: to undo, to confirm what nothing brings back, and what is due."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from experimentos_core.foundation.formatting import count
from experimentos_gui.home.row_words import name_of
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.action_notice import ActionNotice
from experimentos_gui.widgets.labels import shortened

if TYPE_CHECKING:
    from experimentos_core.history.records import ExperimentRow

type OnUids = Callable[[tuple[str, ...]], None]

_LONGEST_NAME: Final = 60


class Offer(ActionNotice):
    """Undo after the trash, and the one question before something is gone for good."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer nothing."""
        super().__init__(parent)
        self._names: dict[str, str] = {}
        self._then: Callable[[], None] | None = None
        self.accepted.connect(self._on_accepted)

    def remember(self, rows: "tuple[ExperimentRow, ...]") -> None:
        """Know the names of what is about to move."""
        self._names = {row.uid: name_of(row) for row in rows}

    def offer_undo(self, uids: tuple[str, ...], undo: OnUids) -> None:
        """Say that these lie in the trash, and call `undo` where it is wanted."""
        names = [self._names.get(uid, "") for uid in uids]
        self._then = lambda: undo(uids)
        self.say(f"Moved {_what(names)} to the trash.", "Undo", "Close")

    def ask_to_delete(self, rows: "tuple[ExperimentRow, ...]", delete: OnUids) -> None:
        """Ask once; call `delete` where it is meant."""
        uids = tuple(row.uid for row in rows)
        keep = "Keep it" if len(rows) == 1 else "Keep them"
        self._then = lambda: delete(uids)
        self.say(
            f"Delete {_what([name_of(row) for row in rows])} for good?",
            "Delete for good",
            keep,
            hint="With its data, its reports and its record; nothing brings that back.",
            tone=Tone.BAD,
        )
        self.focus_safe_button()

    @Slot()
    def _on_accepted(self) -> None:
        then, self._then = self._then, None
        self.hide()
        if then is not None:
            then()


class DueOffer(ActionNotice):
    """Says quietly how many decisions are due to be looked at again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say nothing."""
        super().__init__(parent)
        self._due = 0
        self._put_off = -1
        self.dismissed.connect(self._on_dismissed_due)

    def set_due(self, number: int) -> None:
        """Say it of so many; not again of a number that was put off."""
        self._due = number
        if not number or number == self._put_off:
            self.hide()
            return
        is_one = number == 1
        what = "decision is" if is_one else "decisions are"
        message = f"{count(number)} {what} due to be looked at again."
        if self.isHidden() or message != self.text:
            self.say(message, "Show it" if is_one else "Show them", "Later", tone=Tone.CAUTION)

    @Slot()
    def _on_dismissed_due(self) -> None:
        self._put_off = self._due


def _what(names: list[str]) -> str:
    if len(names) == 1 and names[0]:
        return f"\u201c{shortened(names[0], _LONGEST_NAME)}\u201d"
    return f"{count(len(names))} experiments" if len(names) != 1 else "one experiment"
