"""The card below the verdict: what was decided in fact, and what came of it."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from experimentos_core.foundation.moments import Clock, utc_now
from experimentos_gui.results.decision_form import DecisionForm
from experimentos_gui.results.decision_view import DecisionView
from experimentos_gui.results.decision_words import recommended_words
from experimentos_gui.results.outcome_form import OutcomeForm
from experimentos_gui.theme import GAP
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import Card, column, row

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_core.history.decisions import DecisionLog, Realised
    from experimentos_core.taken import DecisionTaken

_QUESTION: Final = "What was decided?"
_RECORD: Final = "&Record the decision\u2026"


class DecisionCard(Card):
    """Asks for the decision, shows it, and asks later what came of it.

    What is typed into a form stays until it is kept: see `set_report` and `refuse`.

    Signals:
        decided(object): A DecisionTaken that shall be kept.
        realised(object): A Realised that shall be kept.
        editing_changed(bool): A form is open from now on, or no more.
        stuck(object): Something is missing in a form; carries the QWidget to go to.
    """

    decided = Signal(object)
    realised = Signal(object)
    editing_changed = Signal(bool)
    stuck = Signal(object)

    def __init__(self, now: Clock = utc_now, parent: QWidget | None = None) -> None:
        """Make a card without a report; `now` is the clock."""
        self._now = now
        self._report: Report | None = None
        self._log: DecisionLog | None = None
        self._person = ""
        self._waiting: DecisionTaken | Realised | None = None
        self._question = plain_label(_QUESTION, "strong")
        self._recommended = plain_label("", "body")
        self.record_button = plain_button(_RECORD)
        self._view = DecisionView()
        self.form = DecisionForm(now)
        self.outcome = OutcomeForm(now)
        self._head = QWidget()
        self._head.setLayout(self._lay_out_head())
        layout = column(self._head, self._view, self.form, self.outcome, spacing=GAP)
        super().__init__(layout, parent)
        layout.setContentsMargins(GAP, GAP - 2, GAP, GAP - 2)
        self.record_button.clicked.connect(self._on_record)
        self._view.change_button.clicked.connect(self._on_record)
        self._view.outcome_button.clicked.connect(self._on_outcome)
        self.form.decided.connect(self._on_decided)
        self.outcome.realised.connect(self._on_realised)
        self.form.cancelled.connect(self._on_cancelled)
        self.outcome.cancelled.connect(self._on_cancelled)
        self.form.stuck.connect(self.stuck)
        self.outcome.stuck.connect(self.stuck)
        self._close()

    def set_person(self, name: str) -> None:
        """Begin every form with this name."""
        self._person = name

    def set_report(self, report: "Report") -> None:
        """Show this report's decision; an open form stays while only the decision differs."""
        is_other = self._report is None or not is_same_but_for_decision(self._report, report)
        waited_for = self._waiting is not None and report.taken == self._waiting
        self._report = report
        if is_other:
            self._log = None
        if is_other or waited_for:
            self._close()
        self._refresh()
        if waited_for:
            self._go_back()

    def set_log(self, log: "DecisionLog") -> None:
        """Show every decision and what came of the last one."""
        self._log = log
        waited_for = self._waiting is not None and log.realised == self._waiting
        if waited_for:
            self._close()
        self._refresh()
        if waited_for:
            self._go_back()

    def refuse(self) -> None:
        """Let the person try again: it could not be kept, and why is said elsewhere."""
        self._waiting = None
        self.form.set_saving(is_saving=False)
        self.outcome.set_saving(is_saving=False)

    @property
    def is_editing(self) -> bool:
        """Whether a form is open."""
        return not (self.form.isHidden() and self.outcome.isHidden())

    @property
    def text(self) -> str:
        """What the card says while no form is open, line by line."""
        if not self._head.isHidden():
            words = (self._question, self._recommended)
            said = [label.accessibleName() for label in words]
            return "\n".join([*said, *self._view.lines])
        return "\n".join(self._view.lines)

    def _lay_out_head(self) -> QHBoxLayout:
        head = row(spacing=GAP)
        head.addLayout(column(self._question, self._recommended, spacing=2), 1)
        head.addWidget(self.record_button, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _refresh(self) -> None:
        if self._report is None:
            return
        self._recommended.set_plain(f"Recommended: {recommended_words(self._report)}")
        self._view.show_decision(self._report, self._log, self._today())
        self._head.setVisible(self._report.taken is None or not self.form.isHidden())
        self.record_button.setVisible(not self.is_editing)
        self._view.setVisible(bool(self._view.lines) and not self.is_editing)

    def _open(self, form: QWidget, first: QWidget) -> None:
        self._show(form)
        self._refresh()
        first.setFocus()
        self.editing_changed.emit(True)  # noqa: FBT003 - a signal has no names

    def _show(self, form: QWidget | None) -> None:
        """Show one of the forms, or none; its foot may stand somewhere else."""
        for one in (self.form, self.outcome):
            one.setVisible(one is form)
            one.foot.setVisible(one is form)

    def _close(self) -> None:
        was_editing = self.is_editing
        self._waiting = None
        self._show(None)
        self._refresh()
        if was_editing:
            self.editing_changed.emit(False)  # noqa: FBT003 - a signal has no names

    @Slot()
    def _on_record(self) -> None:
        if self._report is not None:
            self.form.ask(self._report, self._person)
            self._open(self.form, self.form.choices[self._report.decision.decision])

    @Slot()
    def _on_outcome(self) -> None:
        if self._report is not None:
            prediction, unit = self._view.prediction, self._view.unit
            self.outcome.ask(prediction, unit, self._person)
            self._open(self.outcome, self.outcome.effect)

    @Slot(object)
    def _on_decided(self, taken: "DecisionTaken") -> None:
        self._waiting, self._person = taken, taken.by
        self.decided.emit(taken)

    @Slot(object)
    def _on_realised(self, realised: "Realised") -> None:
        self._waiting, self._person = realised, realised.by
        self.realised.emit(realised)

    @Slot()
    def _on_cancelled(self) -> None:
        self._close()
        self._go_back()

    def _go_back(self) -> None:
        """Return the keyboard to where the form was opened."""
        shown = self._view.change_button if self._head.isHidden() else self.record_button
        shown.setFocus()


def is_same_but_for_decision(one: "Report", other: "Report") -> bool:
    """Whether two reports say the same of the data, whatever was decided."""
    return replace(one, taken=None) == replace(other, taken=None)
