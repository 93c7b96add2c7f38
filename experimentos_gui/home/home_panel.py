"""The first page: the experiments there are, or, before the first one, where it begins."""

from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.home.welcome_page import WelcomePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from experimentos_core.history.database import Database
    from experimentos_core.history.finding import Counts, Query
    from experimentos_gui.home.catalogue import Catalogue, Found
    from experimentos_gui.home.experiments_page import ExperimentsPage


class HomePanel(QWidget):
    """Where every experiment begins, and where it is found again.

    Signals:
        continue_requested(): Back to the work that is open.
        new_requested(): A new experiment without a file.
        plan_requested(): A plan before there is any data.
        choose_requested(): The person wants to choose a file.
        paste_requested(): A copied table shall be pasted.
        file_chosen(Path): A file was dropped.
        sample_chosen(object): A Sample was picked.
        experiment_chosen(str): An experiment shall be opened, by its uid.
        record_requested(): The person wants their own record.
        details_requested(str): Everything about an experiment shall be shown.
        compare_requested(str, str): Two experiments shall be shown side by side.
        rerun_requested(str): An experiment shall be recomputed.
        export_requested(str): An experiment shall be written to a file.
        trash_requested(object): These experiments, a tuple of uids, shall go to the trash.
        restore_requested(object): These shall come back from it.
        delete_requested(object): These shall be deleted for good; that was asked already.
        backups_requested(): A backup shall be chosen, to take the place of the history.
        failed(object): The history could not be read; carries an ExperimentError.
    """

    continue_requested = Signal()
    new_requested = Signal()
    plan_requested = Signal()
    choose_requested = Signal()
    paste_requested = Signal()
    file_chosen = Signal(Path)
    sample_chosen = Signal(object)
    experiment_chosen = Signal(str)
    record_requested = Signal()
    details_requested = Signal(str)
    compare_requested = Signal(str, str)
    rerun_requested = Signal(str)
    export_requested = Signal(str)
    trash_requested = Signal(object)
    restore_requested = Signal(object)
    delete_requested = Signal(object)
    backups_requested = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show where the first experiment begins; see `use_history` and `refresh`."""
        super().__init__(parent)
        self._welcome = WelcomePage()
        self._history: Callable[[], Database] | None = None
        self._catalogue: Catalogue | None = None
        self._listed: ExperimentsPage | None = None
        self._work = ""
        self._is_empty = True
        self._is_stale = False
        self._wants_samples = False
        self._blank = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._welcome)
        self._stack.addWidget(self._blank)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        welcome = self._welcome
        welcome.back_requested.connect(self._on_back)
        welcome.sample_chosen.connect(self.sample_chosen)
        welcome.restore_requested.connect(self.backups_requested)
        welcome.retry_requested.connect(self.refresh)
        self._connect_beginnings(welcome)

    @property
    def is_listing(self) -> bool:
        """Whether the list is what is seen."""
        return self._listed is not None and self._stack.currentWidget() is self._listed

    @property
    def query(self) -> "Query | None":
        """What the list shows; None where there is none."""
        return self._listed.query if self._listed is not None else None

    def use_history(self, history: "Callable[[], Database]", *, expects: bool = False) -> None:
        """List the experiments of a history; `expects`: there probably are some.

        Nothing is read before `refresh`; where some are expected, the place stays empty so long
        instead of showing a first page that would be gone in a moment.
        """
        self._history = history
        if expects:
            self._stack.setCurrentWidget(self._blank)

    @Slot()
    def refresh(self) -> None:
        """Something in the history changed, or it is looked at for the first time."""
        if self._listed is not None and not self.isVisible():
            self._is_stale = True  # looked at again when it is seen
        elif self._listed is not None:
            self._listed.refresh()
        elif self._history is not None:
            self._catalogue = self._catalogue or self._make_catalogue(self._history)
            self._catalogue.search()

    def offer_work(self, name: str) -> None:
        """Offer the way back to the work on `name`; none where it is empty."""
        self._work = name
        self._welcome.head.offer_work(name)
        if self._listed is not None:
            self._listed.head.offer_work(name)

    @Slot(object)
    def offer_undo(self, uids: tuple[str, ...]) -> None:
        """Say that these experiments lie in the trash now, and offer to bring them back."""
        if self._listed is not None:
            self._listed.offer_undo(uids)

    @Slot()
    def show_samples(self) -> None:
        """Add the sample experiments, once they are seen."""
        self._wants_samples = True
        if self._stack.currentWidget() is self._welcome:
            self._welcome.show_samples()

    def shutdown(self) -> None:
        """End what is being looked up."""
        if self._catalogue is not None:
            self._catalogue.shutdown()

    def _connect_beginnings(self, page: "WelcomePage | ExperimentsPage") -> None:
        head = page.head
        head.continue_requested.connect(self.continue_requested)
        head.new_requested.connect(self.new_requested)
        head.plan_requested.connect(self.plan_requested)
        page.choose_requested.connect(self.choose_requested)
        page.paste_requested.connect(self.paste_requested)
        page.file_chosen.connect(self.file_chosen)

    def _make_catalogue(self, history: "Callable[[], Database]") -> "Catalogue":
        from experimentos_gui.home.catalogue import Catalogue  # noqa: PLC0415 - after the first paint

        made = Catalogue(history, self)
        made.found.connect(self._on_first_found)
        made.counted.connect(self._on_counted)
        made.failed.connect(self._on_failed)
        return made

    @Slot(object)
    def _on_first_found(self, found: "Found") -> None:
        """Make the list once there is something to list; else see whether the trash holds any."""
        if self._listed is not None or self._catalogue is None:
            return
        if found.keys:
            self._make_list(self._catalogue).show_found(found)
        self._catalogue.count()

    @Slot(object)
    def _on_counted(self, counts: "Counts") -> None:
        """Change between the list and the first page as the first comes or the last one goes."""
        if self._catalogue is None:
            return
        from experimentos_gui.home.catalogue import total_of  # noqa: PLC0415 - after the first paint

        was_empty, self._is_empty = self._is_empty, not total_of(counts)
        if self._is_empty:
            self._show_welcome()
        elif self._listed is None:
            self._make_list(self._catalogue).look()
        elif was_empty:
            self._show_list()

    @Slot(object)
    def _on_failed(self, error: ExperimentError) -> None:
        """Say why nothing is listed; a list that is there stays as it was."""
        if self._listed is None:
            self._show_welcome(error)
        self.failed.emit(error)

    def _make_list(self, catalogue: "Catalogue") -> "ExperimentsPage":
        from experimentos_gui.home.experiments_page import (  # noqa: PLC0415 - after the first paint
            ExperimentsPage,
        )

        page = self._listed = ExperimentsPage(catalogue)
        page.head.offer_work(self._work)
        page.samples_requested.connect(self._on_samples)
        page.experiment_chosen.connect(self.experiment_chosen)
        page.record_requested.connect(self.record_requested)
        page.details_requested.connect(self.details_requested)
        page.compare_requested.connect(self.compare_requested)
        page.rerun_requested.connect(self.rerun_requested)
        page.export_requested.connect(self.export_requested)
        page.trash_requested.connect(self.trash_requested)
        page.restore_requested.connect(self.restore_requested)
        page.delete_requested.connect(self.delete_requested)
        self._connect_beginnings(page)
        self._is_empty = False
        QTimer.singleShot(0, self, self._show_list)  # styled in a turn of its own: no long wait
        return page

    @Slot()
    def _show_list(self) -> None:
        if self._listed is None or self._is_empty:
            return
        if self._stack.indexOf(self._listed) < 0:
            self._stack.addWidget(self._listed)
        self._stack.setCurrentWidget(self._listed)

    def _show_welcome(self, why_no_list: ExperimentError | None = None) -> None:
        self._welcome.explain_no_list(why_no_list)
        self._welcome.offer_back(is_offered=False)
        self._stack.setCurrentWidget(self._welcome)
        if self._wants_samples:
            self._welcome.show_samples()

    @Slot()
    def _on_samples(self) -> None:
        self._welcome.explain_no_list(None)
        self._welcome.offer_back(is_offered=True)
        self._stack.setCurrentWidget(self._welcome)
        self._welcome.show_samples()

    @Slot()
    def _on_back(self) -> None:
        self._show_list()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Return to the list from wherever one left."""
        super().showEvent(event)
        if not self._is_empty:
            self._on_back()
        if self._is_stale:
            self._is_stale = False
            self.refresh()
