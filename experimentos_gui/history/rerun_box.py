"""What came of computing a report anew: equal, or every difference and what it comes from."""

from typing import Final

from PySide6.QtWidgets import QWidget

from experimentos_core.foundation.formatting import count
from experimentos_core.history.rerun_records import Cause, CauseKind, Rerun, RerunDifference
from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.theme import SPACE, Tone
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, selectable, visible
from experimentos_gui.widgets.layouts import Card, column
from experimentos_gui.widgets.record_view import RecordView

_CAUSES: Final = {
    CauseKind.PROGRAM: "another version of the program",
    CauseKind.LIBRARY: "another version of a library",
    CauseKind.THRESHOLD: "other thresholds",
    CauseKind.FORMAT: "an older report format",
    CauseKind.UNKNOWN: "nothing that is known to have changed",
}
_NOTHING: Final = "nothing"
_WAITING: Final = "Computing the report anew\u2026"


def _causes(difference: RerunDifference) -> str:
    return " or ".join(_CAUSES[cause] for cause in difference.causes)


_COLUMNS: Final = (
    Column[RerunDifference](title="Where", text=lambda one: one.where),
    Column[RerunDifference](title="Then", text=lambda one: one.then or _NOTHING),
    Column[RerunDifference](title="Now", text=lambda one: one.now or _NOTHING),
    Column[RerunDifference](title="Comes from", text=_causes),
)


class RerunBox(Card):
    """Hidden until a report was computed anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden box."""
        self._title = selectable(plain_label("", "strong"))
        self._text = selectable(plain_label("", "body"))
        self._model: RecordTableModel[RerunDifference] = RecordTableModel(
            _COLUMNS, plain_tooltip, None
        )
        self._table = RecordView("Differences", 0)
        self._table.setModel(self._model)
        super().__init__(column(self._title, self._text, self._table, spacing=SPACE), parent)
        self._model.setParent(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._title.accessibleName()}\n{self._text.accessibleName()}".strip()

    def show_waiting(self) -> None:
        """Say that it is on its way."""
        self._say(_WAITING, "", None)

    def show_failure(self, message: str, hint: str) -> None:
        """Say why it could not be computed."""
        self._say(f"\u2715 {message}", hint, Tone.BAD)

    def show_rerun(self, rerun: Rerun) -> None:
        """Say what came of it."""
        if rerun.is_equal:
            title = f"\u2713 Equal: all {count(rerun.figures)} figures come out as they did."
            self._say(title, "\n".join(remarks_of(rerun)), Tone.GOOD)
            return
        number = len(rerun.differences)
        verb = "thing comes" if number == 1 else "things come"
        title = f"! Not equal: {count(number)} {verb} out otherwise now."
        self._say(title, "\n".join(remarks_of(rerun)), Tone.CAUTION)
        self._model.set_records(rerun.differences)
        self._table.show()

    def _say(self, title: str, text: str, tone: Tone | None) -> None:
        self.set_tone(tone)
        self._title.set_plain(title)
        self._title.set_tone(tone)
        self._text.set_plain(text)
        self._text.setVisible(bool(text))
        self._table.hide()
        self.show()


def remarks_of(rerun: Rerun) -> tuple[str, ...]:
    """Return everything to be known beside the figures, a sentence each."""
    changed = tuple(_change_words(cause) for cause in rerun.changed)
    since = (f"Changed since it was made: {'; '.join(changed)}.",) if changed else ()
    return (*since, *rerun.remarks)


def _change_words(cause: Cause) -> str:
    then = cause.then or "not known"
    return visible(f"{cause.name} {then} \u2192 {cause.now}")
