"""The wizard itself: three pages, Back that loses nothing, and a last button that is a verb."""

from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QPushButton, QStyle, QWidget, QWizard

from experimentos_gui.theme import MARGIN, READING_WIDTH
from experimentos_gui.widgets.buttons import ButtonKind, set_kind
from experimentos_gui.widgets.labels import restyle
from experimentos_gui.widgets.layouts import row
from experimentos_gui.wizard.charter_page import CharterPage
from experimentos_gui.wizard.data_page import DataPage
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.plan_editor import PlanEditor
from experimentos_gui.wizard.power_page import PowerPage

if TYPE_CHECKING:
    from experimentos_gui.session import ExperimentSession

_ANALYSE: Final = "&Analyse"
_LOCK: Final = "&Lock the plan\u2026"
_DONE: Final = "Don&e"
_BUTTONS: Final = {
    QWizard.WizardButton.CancelButton: ("&Cancel", "plain"),
    QWizard.WizardButton.BackButton: ("&Back", "plain"),
    QWizard.WizardButton.NextButton: ("Ne&xt", "primary"),
    QWizard.WizardButton.FinishButton: (_ANALYSE, "primary"),
}


class StepPages(QWizard):
    """Qt's wizard as a plain child widget that never closes by itself.

    Signals:
        analyse_requested(): The last button was pressed.
        leave_requested(): Cancel or Escape was pressed.
    """

    analyse_requested = Signal()
    leave_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Make a wizard without pages."""
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)  # the constructor turns this one into a dialog
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setSizeGripEnabled(False)
        self.setAccessibleName("New experiment")
        for option in (
            QWizard.WizardOption.IndependentPages,
            QWizard.WizardOption.NoBackButtonOnStartPage,
            QWizard.WizardOption.NoDefaultButton,
        ):
            self.setOption(option)
        self._set_up_buttons()

    def name_finish(self, text: str) -> None:
        """Call the last button what it does."""
        if self.buttonText(QWizard.WizardButton.FinishButton) != text:
            self.setButtonText(QWizard.WizardButton.FinishButton, text)
            button = self.button(QWizard.WizardButton.FinishButton)
            button.setAccessibleName(text.replace("&", ""))

    @override
    def accept(self) -> None:
        """Ask for the analysis; the wizard stays as it is."""
        self.analyse_requested.emit()

    @override
    def reject(self) -> None:
        """Ask to leave; the wizard stays as it is."""
        self.leave_requested.emit()

    def _set_up_buttons(self) -> None:
        self.setButtonLayout(
            [
                QWizard.WizardButton.CancelButton,
                QWizard.WizardButton.Stretch,
                QWizard.WizardButton.BackButton,
                QWizard.WizardButton.NextButton,
                QWizard.WizardButton.FinishButton,
            ]
        )
        for which, (text, kind) in _BUTTONS.items():
            self.setButtonText(which, text)
            button = self.button(which)
            if isinstance(button, QPushButton):
                button.setAutoDefault(which in _ENTERED)
            button.setProperty("kind", kind)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setAccessibleName(text.replace("&", ""))
            restyle(button)


_ENTERED: Final = (QWizard.WizardButton.NextButton, QWizard.WizardButton.FinishButton)


class ExperimentWizard(QWidget):
    """Leads from a file to its analysis; all state is the session's.

    Signals:
        finished_requested(): Everything is said; the analysis may begin.
        cancelled(): The person wants to leave; nothing is lost.
    """

    finished_requested = Signal()
    cancelled = Signal()

    def __init__(self, session: "ExperimentSession", parent: QWidget | None = None) -> None:
        """Make the wizard for this session."""
        super().__init__(parent)
        self._session = session
        self._is_analysis_due = False
        self.plan = PlanEditor(session, self)
        self.data_page = DataPage(session, self.plan)
        self.charter_page = CharterPage(session, self.plan)
        self.pages = StepPages(self)
        self.pages.setPage(Step.DATA, self.data_page)
        self.power_page = PowerPage(session, self.plan)
        self.pages.setPage(Step.CHARTER, self.charter_page)
        self.pages.setPage(Step.POWER, self.power_page)
        self.pages.setStartId(Step.DATA)
        self._arrange()
        self.pages.restart()
        self._show_buttons()
        self.plan.renewed.connect(self._on_renewed)
        self.plan.changed.connect(self._show_buttons)
        session.busy_changed.connect(self._show_buttons)
        self.power_page.settled.connect(self._on_settled)
        self.pages.currentIdChanged.connect(self._on_page_changed)
        self.charter_page.lock_bar.data_requested.connect(lambda: self.show_step(Step.DATA))
        self.pages.analyse_requested.connect(self._on_analyse_requested)
        self.pages.leave_requested.connect(self._on_leave_requested)
        self.show_step(self._first_step)

    @property
    def step(self) -> Step:
        """The page that is shown."""
        return Step(self.pages.currentId())

    @property
    def _first_step(self) -> Step:
        """Where an experiment begins: with its plan where that is made before the data."""
        is_before_data = self._session.is_planning and self._session.interpretation is None
        return Step.CHARTER if is_before_data else Step.DATA

    def show_step(self, step: Step) -> None:
        """Go to a page; forward only as far as the pages before it are complete."""
        while self.step > step:
            self.pages.back()
        while self.step < step and self.pages.currentPage().isComplete():
            self.pages.next()

    def shutdown(self) -> None:
        """Drop the work of the pages and wait for its threads."""
        self.power_page.shutdown()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """End the work of the pages."""
        self.shutdown()
        super().closeEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard to the first field of the page."""
        super().focusInEvent(event)
        self._focus_page()

    def _arrange(self) -> None:
        """Keep page and buttons in the middle, no wider than is readable."""
        metric = QStyle.PixelMetric.PM_LayoutLeftMargin
        inner = self.pages.style().pixelMetric(metric, None, self.pages)
        self.pages.setMaximumWidth(READING_WIDTH + 2 * inner)
        layout = row(spacing=0)
        layout.addStretch(1)
        layout.addWidget(self.pages, 1000)
        layout.addStretch(1)
        layout.setContentsMargins(MARGIN - inner, 0, MARGIN - inner, 0)
        self.setLayout(layout)
        self.pages.show()  # a QDialog stays hidden inside its parent unless it is told otherwise

    def _focus_page(self) -> None:
        match self.step:
            case Step.DATA:
                self.data_page.focus_first()
            case Step.CHARTER:
                self.charter_page.focus_first()
            case Step.POWER:
                self.power_page.focus_first()

    @Slot()
    def _on_renewed(self) -> None:
        self.show_step(self._first_step)
        if self.isVisible():
            self._focus_page()

    @Slot()
    def _on_page_changed(self) -> None:
        self._show_buttons()
        if self.isVisible():
            self._focus_page()

    @Slot()
    def _show_buttons(self) -> None:
        """Let one button lead on: that which analyses, where one can; the size may be skipped."""
        if self.pages.currentId() < 0:
            return  # between two pages
        is_last = self.pages.currentPage().isFinalPage()
        following = self.pages.button(QWizard.WizardButton.NextButton)
        kind: ButtonKind = "plain" if is_last else "primary"
        if isinstance(following, QPushButton) and following.property("kind") != kind:
            set_kind(following, kind)
        self.pages.name_finish(self._finish())

    def _finish(self) -> str:
        """What the last button does: analyse; before there is data, lock the plan, then leave."""
        if self.plan.has_data:
            return _ANALYSE
        return _LOCK if self._session.chain is None else _DONE

    @Slot()
    def _on_analyse_requested(self) -> None:
        self._is_analysis_due = True
        if not self.power_page.is_working_out:
            self._on_settled()

    @Slot()
    def _on_settled(self) -> None:
        """Go on with the analysis, or the lock, once the planned users are in the plan."""
        if not self._is_analysis_due:
            return
        self._is_analysis_due = False
        if self.plan.has_data:
            self.plan.confirm()
            self.finished_requested.emit()
        elif self._session.chain is None:
            self.charter_page.lock_bar.ask_to_lock(self)
        else:
            self.cancelled.emit()

    @Slot()
    def _on_leave_requested(self) -> None:
        self._is_analysis_due = False
        if self._session.is_reading:
            self._session.cancel_reading()
        elif self._session.is_analysing:
            self._session.cancel_analysis()
        else:
            self.cancelled.emit()
