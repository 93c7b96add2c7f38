"""What came of the check in a sentence that cannot be missed, and how far it is before."""

from typing import Final

from PySide6 import QtGui
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from experimentos_core.foundation.formatting import count
from experimentos_gui.messages import counted
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.verification.checking import Checked, Progress
from experimentos_gui.verification.figure_rows import FigureRow
from experimentos_gui.widgets.labels import LabelRole, plain_label, selectable
from experimentos_gui.widgets.layouts import Card, column, row

_ROLES: Final[tuple[LabelRole, ...]] = ("strong", "body", "hint")
_MOST_NAMED: Final = 2
_MARKS: Final = {Tone.GOOD: "\u2713", Tone.CAUTION: "!", Tone.BAD: "\u2715", Tone.NEUTRAL: "\u2026"}
_TRUSTED: Final = "Every one is right to the last digit its source gives."
_MEND: Final = (
    "Do not rely on this installation. Install ExperimentOS again and run this check once more; "
    "if a figure still differs, copy the report and pass it on."
)


class ResultBanner(Card):
    """Says how the check stands: running, cancelled, failed, all agrees, or what differs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a banner that says nothing yet."""
        self._mark = plain_label("", "subtitle")
        self._mark.setWordWrap(False)
        self._title = selectable(plain_label("", "subtitle"))
        self._texts = tuple(selectable(plain_label("", role)) for role in _ROLES)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("How far the check is")
        layout = row(self._mark, spacing=SPACE)
        inner = column(self._title, *self._texts, self._bar, spacing=SPACE // 2)
        layout.addLayout(inner, 1)
        layout.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, SPACE + SPACE // 2, GAP, SPACE + SPACE // 2)

    @property
    def text(self) -> str:
        """Everything the banner says."""
        return self.accessibleName()

    def show_progress(self, progress: Progress) -> None:
        """Say how far the check is; before the first case, that it is being prepared."""
        where = f"Case {progress.done} of {progress.total}." if progress.total else "Preparing."
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._say(Tone.NEUTRAL, "Recomputing on this machine", details=where)

    def show_cancelled(self, progress: Progress) -> None:
        """Say that the check was given up, and that nothing follows from it."""
        done = f"{progress.done} of {counted(progress.total, 'case')} had been recomputed."
        details = f"Nothing follows from it. {done if progress.total else ''}".rstrip()
        self._say(Tone.CAUTION, "The check was cancelled", details=details)
        self._announce()

    def show_failure(self, message: str, hint: str) -> None:
        """Say why the check could not come to an end."""
        self._say(Tone.BAD, message.removesuffix("."), advice=hint)
        self._announce()

    def show_checked(self, checked: Checked) -> None:
        """Say whether everything agrees; name the first figures that do not."""
        tone = Tone.GOOD if checked.passed else Tone.BAD
        self._say(
            tone,
            _headline(checked),
            advice="" if checked.passed else _MEND,
            details=_TRUSTED if checked.passed else _named(checked.rows, checked.differing),
            basis=f"Recomputed in {checked.seconds:.1f} seconds by {checked.computed_by}.",
        )
        self._announce()

    def _say(
        self, tone: Tone, title: str, *, advice: str = "", details: str = "", basis: str = ""
    ) -> None:
        self.set_tone(tone)
        self._mark.set_plain(_MARKS[tone])
        for label in (self._mark, self._title):
            label.set_tone(None if tone is Tone.NEUTRAL else tone)
        self._title.set_plain(title)
        texts = (advice, details, basis)
        for label, text in zip(self._texts, texts, strict=True):
            label.set_plain(text)
            label.setVisible(bool(text))
        self._bar.setVisible(tone is Tone.NEUTRAL)
        self.setAccessibleName(" ".join((f"{title}.", *filter(None, texts))))

    def _announce(self) -> None:
        alert = QtGui.QAccessibleEvent(self, QtGui.QAccessible.Event.Alert)
        QtGui.QAccessible.updateAccessibility(alert)


def _headline(checked: Checked) -> str:
    figures = count(len(checked.rows))
    if checked.passed:
        cases = f"{count(checked.cases)} case{'' if checked.cases == 1 else 's'}"
        return f"All {figures} figures of {cases} agree with their sources"
    verb = "differs" if checked.differing == 1 else "differ"
    return f"{count(checked.differing)} of {figures} figures {verb} from their sources"


def _named(rows: tuple[FigureRow, ...], differing: int) -> str:
    """The first differences, a line each; those that differ stand first in the rows."""
    named = [
        f"{row.case}: {row.figure} should be {row.expected}, but is {row.got}."
        for row in rows[: min(differing, _MOST_NAMED)]
    ]
    more = differing - len(named)
    if more:
        named.append(f"And {count(more)} more, first in the table below.")
    return "\n".join(named)
