"""The pages of the window, one seen at a time; heavy ones are made when first needed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.session import ExperimentSession

if TYPE_CHECKING:
    from experimentos_gui.results.results_panel import ResultsPanel
    from experimentos_gui.wizard.wizard import ExperimentWizard


class Pages(QStackedWidget):
    """Home, wizard and results.

    Signals:
        wizard_made(object): The wizard exists from now on.
        results_made(object): The results panel exists from now on.
    """

    wizard_made = Signal(object)
    results_made = Signal(object)

    def __init__(self, session: ExperimentSession, parent: QWidget | None = None) -> None:
        """Make home; the other pages show `session` once they exist."""
        super().__init__(parent)
        self._session = session
        self.home = HomePanel()
        self.wizard: ExperimentWizard | None = None
        self.results: ResultsPanel | None = None
        self.addWidget(self.home)

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

    def shutdown(self) -> None:
        """End the work of the pages."""
        if self.results is not None:
            self.results.shutdown()
        if self.wizard is not None:
            self.wizard.shutdown()

    def _go_to(self, page: QWidget) -> None:
        """Show a page; the keyboard begins above its first field, and no field looks chosen."""
        self.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
