"""The wizard itself: two pages, Back that loses nothing, and a last button that is a verb."""

from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QStyle, QWidget, QWizard

from experimentos_gui.theme import MARGIN, READING_WIDTH
from experimentos_gui.widgets.labels import restyle
from experimentos_gui.widgets.layouts import row
from experimentos_gui.wizard.charter_page import CharterPage
from experimentos_gui.wizard.data_page import DataPage
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.plan_editor import PlanEditor

if TYPE_CHECKING:
    from experimentos_gui.session import ExperimentSession

_BUTTONS: Final = {
    QWizard.WizardButton.CancelButton: ("&Cancel", "plain"),
    QWizard.WizardButton.BackButton: ("&Back", "plain"),
    QWizard.WizardButton.NextButton: ("Ne&xt", "primary"),
    QWizard.WizardButton.FinishButton: ("&Analyse", "primary"),
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
        self.plan = PlanEditor(session, self)
        self.data_page = DataPage(session, self.plan)
        self.charter_page = CharterPage(session, self.plan)
        self.pages = StepPages(self)
        self.pages.setPage(Step.DATA, self.data_page)
        self.pages.setPage(Step.CHARTER, self.charter_page)
        self.pages.setStartId(Step.DATA)
        self._arrange()
        self.pages.restart()
        self.plan.renewed.connect(self._on_renewed)
        self.pages.currentIdChanged.connect(self._on_page_changed)
        self.pages.analyse_requested.connect(self._on_analyse_requested)
        self.pages.leave_requested.connect(self._on_leave_requested)

    @property
    def step(self) -> Step:
        """The page that is shown."""
        return Step(self.pages.currentId())

    def show_step(self, step: Step) -> None:
        """Go to a page; forward only as far as the pages before it are complete."""
        while self.step > step:
            self.pages.back()
        while self.step < step and self.pages.currentPage().isComplete():
            self.pages.next()

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
        page = self.charter_page if self.step is Step.CHARTER else self.data_page
        page.focus_first()

    @Slot()
    def _on_renewed(self) -> None:
        self.show_step(Step.DATA)
        if self.isVisible():
            self._focus_page()

    @Slot()
    def _on_page_changed(self) -> None:
        if self.isVisible():
            self._focus_page()

    @Slot()
    def _on_analyse_requested(self) -> None:
        self.plan.confirm()
        self.finished_requested.emit()

    @Slot()
    def _on_leave_requested(self) -> None:
        if self._session.is_reading:
            self._session.cancel_reading()
        elif self._session.is_analysing:
            self._session.cancel_analysis()
        else:
            self.cancelled.emit()
