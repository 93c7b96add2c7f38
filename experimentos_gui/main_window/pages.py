"""The pages of the window, one seen at a time; heavy ones are made when first needed."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.session import ExperimentSession

if TYPE_CHECKING:
    from experimentos_gui.results.results_panel import ResultsPanel
    from experimentos_gui.track_record.record_panel import RecordPanel
    from experimentos_gui.wizard.wizard import ExperimentWizard

PLACE_HOME: Final = "home"
PLACE_RESULTS: Final = "results"


class Pages(QStackedWidget):
    """Home, wizard, results and the user's own record.

    Signals:
        place_changed(str): Another page, or another step of the wizard, is seen; its name.
        wizard_made(object): The wizard exists from now on.
        results_made(object): The results panel exists from now on.
        record_made(object): The page of the user's own record exists from now on.
    """

    place_changed = Signal(str)
    wizard_made = Signal(object)
    results_made = Signal(object)
    record_made = Signal(object)

    def __init__(self, session: ExperimentSession, parent: QWidget | None = None) -> None:
        """Make home; the other pages show `session` once they exist."""
        super().__init__(parent)
        self._session = session
        self.home = HomePanel()
        self.wizard: ExperimentWizard | None = None
        self.results: ResultsPanel | None = None
        self.record: RecordPanel | None = None
        self.addWidget(self.home)
        self.currentChanged.connect(self._tell_place)

    @property
    def is_home(self) -> bool:
        """Whether the first page is seen."""
        return self.currentWidget() is self.home

    def show_home(self) -> None:
        """Go to the first page."""
        self._go_to(self.home)

    def show_wizard(self) -> None:
        """Go to data and plan."""
        self._go_to(self.prepare_wizard())

    def prepare_wizard(self) -> "ExperimentWizard":
        """Return the wizard, made if there is none yet."""
        if self.wizard is None:
            from experimentos_gui.wizard.wizard import (  # noqa: PLC0415 - on first use
                ExperimentWizard,
            )

            self.wizard = ExperimentWizard(self._session)
            self.addWidget(self.wizard)
            self.wizard.pages.currentIdChanged.connect(self._tell_place)
            self.wizard_made.emit(self.wizard)
        return self.wizard

    def show_results(self) -> None:
        """Go to the results."""
        if self.results is None:
            from experimentos_gui.results.results_panel import (  # noqa: PLC0415 - on first use
                ResultsPanel,
            )

            self.results = ResultsPanel(self._session)
            self.addWidget(self.results)
            self.results_made.emit(self.results)
        self._go_to(self.results)

    def go_to_step(self, place: str) -> None:
        """Go to the step of the wizard that has this name, as far as the steps before allow."""
        wizard = self.prepare_wizard()
        for step in type(wizard.step):
            if step.name.lower() == place:
                wizard.show_step(step)

    @property
    def place(self) -> str:
        """The name of what is seen; it is kept, so that it can be returned to."""
        page = self.currentWidget()
        if self.wizard is not None and page is self.wizard:
            return self.wizard.step.name.lower() if self.wizard.pages.currentId() >= 0 else ""
        return PLACE_RESULTS if page is self.results else PLACE_HOME

    def show_record(self) -> None:
        """Go to the user's own record."""
        if self.record is None:
            from experimentos_gui.track_record.record_panel import (  # noqa: PLC0415 - on first use
                RecordPanel,
            )

            self.record = RecordPanel()
            self.addWidget(self.record)
            self.record_made.emit(self.record)
        self._go_to(self.record)

    def shutdown(self) -> None:
        """End the work of the pages."""
        self.home.shutdown()
        if self.record is not None:
            self.record.shutdown()
        if self.results is not None:
            self.results.shutdown()
        if self.wizard is not None:
            self.wizard.shutdown()

    @Slot()
    def _tell_place(self) -> None:
        if self.place:
            self.place_changed.emit(self.place)

    def _go_to(self, page: QWidget) -> None:
        """Show a page; the keyboard begins above its first field, and no field looks chosen."""
        self.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
