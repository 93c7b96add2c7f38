"""Second step: what was promised before the test, and a button that analyses at once."""

from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWizardPage

from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.layouts import column, scroll_page
from experimentos_gui.wizard.charter_form import CharterForm
from experimentos_gui.wizard.flow import Readiness, Step
from experimentos_gui.wizard.lock_bar import LockBar
from experimentos_gui.wizard.page_parts import PageFoot, PageHead

if TYPE_CHECKING:
    from experimentos_gui.session import ExperimentSession
    from experimentos_gui.wizard.plan_editor import PlanEditor

_PROMISED: Final = "What did you promise before the test?"
_PROMISING: Final = "What do you promise before the test?"


class CharterPage(QWizardPage):
    """Shows the draft of the plan editor; what is typed goes back to it."""

    def __init__(self, session: "ExperimentSession", plan: "PlanEditor") -> None:
        """Make the page for this session."""
        super().__init__()
        self._session = session
        self._plan = plan
        self._form = CharterForm()
        self.lock_bar = LockBar(session, plan)
        self._is_stale = True
        self._was_complete = False
        self.foot = PageFoot()
        self._head = PageHead(
            Step.CHARTER,
            _PROMISED,
            "The memo prints what is written here, and the verdict follows it.",
        )
        layout = column(self._head, spacing=SPACE)
        self._area = scroll_page(column(self.lock_bar, self._form, spacing=GAP), margin=0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.foot)
        layout.setContentsMargins(0, SPACE, 0, 0)
        self.setLayout(layout)
        self._form.edited.connect(self._on_edited)
        plan.renewed.connect(self._on_renewed)
        plan.changed.connect(self._on_plan_changed)
        session.checkup_changed.connect(self._on_plan_changed)
        session.busy_changed.connect(self._on_busy_changed)
        session.reading_under_way.connect(self._on_busy_changed)
        self._on_renewed()

    @property
    def form(self) -> CharterForm:
        """The fields, as they stand now."""
        self._refresh()
        return self._form

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Fill the fields; while the page is not seen that would only hold up the others."""
        self._refresh()
        super().showEvent(event)

    @override
    def isComplete(self) -> bool:
        """Whether the plan may be followed now."""
        session = self._session
        is_waiting = session.is_analysing or session.is_reading
        return self._plan.charter_readiness.may_go_on and not is_waiting

    def focus_first(self) -> None:
        """Give the keyboard to the first field."""
        self._form.name.setFocus()

    @Slot()
    def _on_edited(self) -> None:
        self._plan.edit(self._form.draft)

    @Slot()
    def _on_renewed(self) -> None:
        self._area.verticalScrollBar().setValue(0)
        self._on_plan_changed()

    @Slot()
    def _on_plan_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._refresh()
        self._show_readiness()

    def _refresh(self) -> None:
        if self._is_stale:
            self._is_stale = False
            plan = self._plan
            question = _PROMISED if plan.has_data else _PROMISING
            self._head.show_planning(is_planning=not plan.has_data, question=question)
            self._form.load(
                plan.draft, plan.roles.conversions, plan.candidates, has_data=plan.has_data
            )
            self._form.show_troubles(self._plan.troubles)

    @Slot()
    def _on_busy_changed(self) -> None:
        self._show_readiness()

    def _readiness(self) -> Readiness:
        readiness = self._plan.charter_readiness
        if readiness.may_go_on and self._plan.size_troubles:
            reason = "An entry on the next page cannot be used yet."
            return Readiness(may_go_on=True, reason=reason)
        return readiness

    def _show_readiness(self) -> None:
        if self._session.is_analysing:
            self.foot.say("Analysing\u2026 Cancel stops it.", Tone.NEUTRAL)
        elif self._session.is_reading:
            self.foot.say("Reading the file\u2026 Cancel stops it.", Tone.NEUTRAL)
        else:
            self.foot.show_readiness(self._readiness())
        is_final = self._plan.has_data and not self._plan.size_troubles
        if is_final is not self.isFinalPage():
            self.setFinalPage(is_final)
        if self.isComplete() is not self._was_complete:
            self._was_complete = self.isComplete()
            self.completeChanged.emit()  # lays the whole wizard out again, so not for nothing
