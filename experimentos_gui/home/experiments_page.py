"""Home once there are experiments: find one, open it, or do something with several."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from experimentos_core.foundation.formatting import count
from experimentos_core.history.finding import Counts, Query, Standing
from experimentos_gui.home.catalogue import Catalogue, Found
from experimentos_gui.home.experiment_list import ExperimentList
from experimentos_gui.home.experiment_view import MOST_CHOSEN
from experimentos_gui.home.filter_bar import FilterBar
from experimentos_gui.home.head import Head
from experimentos_gui.home.offers import DueOffer, Offer
from experimentos_gui.home.selection_bar import Doing, SelectionBar, fits
from experimentos_gui.theme import GAP, MARGIN, READING_WIDTH, SPACE
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.drop_area import DropArea
from experimentos_gui.widgets.fitting import fitting_page
from experimentos_gui.widgets.labels import plain_label
from experimentos_gui.widgets.layouts import column, row

if TYPE_CHECKING:
    from experimentos_core.history.records import ExperimentRow

_INVITATION: Final = "Drop a CSV or Excel file anywhere"
_EXPLANATION: Final = (
    "With users and conversions of each variant, also by day or by segment. "
    "Nothing leaves this machine."
)


class ExperimentsPage(QWidget):
    """The list, what narrows it, and what can be done with what is chosen.

    Signals:
        samples_requested(): The samples shall be shown.
        record_requested(): The person wants their own record.
        choose_requested(): The person wants to choose a file.
        paste_requested(): A copied table shall be pasted.
        file_chosen(Path): A file was dropped.
        experiment_chosen(str): An experiment shall be opened, by its uid.
        details_requested(str): Everything about an experiment shall be shown.
        compare_requested(str, str): Two experiments shall be shown side by side.
        rerun_requested(str): An experiment shall be recomputed.
        export_requested(str): An experiment shall be written to a file.
        trash_requested(object): These experiments, a tuple of uids, shall go to the trash.
        restore_requested(object): These shall come back from it.
        delete_requested(object): These shall be deleted for good; that was asked already.
    """

    samples_requested = Signal()
    record_requested = Signal()
    choose_requested = Signal()
    paste_requested = Signal()
    file_chosen = Signal(Path)
    experiment_chosen = Signal(str)
    details_requested = Signal(str)
    compare_requested = Signal(str, str)
    rerun_requested = Signal(str)
    export_requested = Signal(str)
    trash_requested = Signal(object)
    restore_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        """Show what `catalogue` finds; nothing is looked for yet."""
        super().__init__(parent)
        self._catalogue = catalogue
        self.head = Head("", "Experiments")
        self._drop = DropArea(_INVITATION, _EXPLANATION, is_slim=True)
        self._due = DueOffer()
        self._due_count = 0
        self._filters = FilterBar()
        self._list = ExperimentList(catalogue)
        self._offer = Offer()
        self._bar = SelectionBar()
        self._summary = plain_label("", "hint")
        self._summary.setWordWrap(False)
        self._chosen = plain_label("", "hint")
        self._chosen.setWordWrap(False)
        self._samples = link_button("Sample experiments")
        self._record = link_button("Your &record")
        self._assemble()
        self._connect_signals()

    def _assemble(self) -> None:
        facts = row(self._summary, self._chosen, spacing=GAP)
        facts.addStretch(1)
        facts.addWidget(self._record)
        facts.addWidget(self._samples)
        content = column(
            self.head, self._drop, self._due, self._filters, self._list, spacing=SPACE + 2
        )
        content.setStretchFactor(self._list, 1)
        content.addWidget(self._offer)
        content.addWidget(self._bar)
        content.addLayout(facts)
        content.setContentsMargins(MARGIN, SPACE, MARGIN, SPACE)
        body = QWidget()
        body.setProperty("page", "true")
        body.setLayout(content)
        body.setMaximumWidth(READING_WIDTH + 2 * MARGIN)
        outer = row(spacing=0)
        outer.addStretch(1)
        outer.addWidget(body, 1000)
        outer.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(fitting_page(outer))

    def _connect_signals(self) -> None:
        drop, filters, listed = self._drop, self._filters, self._list
        drop.file_dropped.connect(self.file_chosen)
        drop.choose_requested.connect(self.choose_requested)
        drop.paste_requested.connect(self.paste_requested)
        self._samples.clicked.connect(self.samples_requested)
        self._record.clicked.connect(self.record_requested)
        self._due.accepted.connect(self._on_due)
        filters.changed.connect(self._on_filters)
        filters.list_wanted.connect(listed.focus_list)
        self._catalogue.counted.connect(self._on_counted)
        listed.chosen_changed.connect(self._on_chosen)
        listed.open_requested.connect(self._on_open)
        listed.remove_requested.connect(self._on_remove)
        listed.typed.connect(filters.type_on)
        listed.menu_requested.connect(self._on_menu)
        listed.everything_wanted.connect(filters.clear)
        listed.summary_changed.connect(self._summary.set_plain)
        self._bar.requested.connect(self._on_doing)

    @property
    def query(self) -> Query:
        """What is looked for."""
        return self._filters.query

    @Slot()
    def look(self) -> None:
        """Look for what the filters say, from the top, and count."""
        self._list.search(self._filters.query)
        self._catalogue.count()

    def show_found(self, found: Found) -> None:
        """Show what was found before the list was made."""
        self._list.show_found(found)

    @Slot()
    def refresh(self) -> None:
        """Something changed: look once more, and stay in place."""
        self._list.refresh()
        self._catalogue.count()

    def focus_search(self) -> None:
        """Lead the keyboard to the search field."""
        self._filters.focus_search()

    def offer_undo(self, uids: tuple[str, ...]) -> None:
        """Say what lies in the trash now, and offer to bring it back."""
        self._offer.offer_undo(uids, self.restore_requested.emit)

    @Slot()
    def _on_filters(self) -> None:
        self._offer.hide()
        self._show_due()
        self._list.search(self._filters.query)
        self._on_chosen()

    @Slot()
    def _on_due(self) -> None:
        self._filters.choose(Standing.DUE)

    @Slot(object)
    def _on_counted(self, counts: Counts) -> None:
        self._filters.set_counts(counts)
        self._due_count = counts.standings[Standing.DUE]
        self._show_due()

    def _show_due(self) -> None:
        """Say what is due, unless that is what the list shows."""
        is_listed = self._filters.query.standing is Standing.DUE
        self._due.set_due(0 if is_listed else self._due_count)

    @Slot()
    def _on_chosen(self) -> None:
        number = self._list.how_many_chosen
        self._bar.show_for(number, is_trash=self._is_trash)
        self._chosen.set_plain(_chosen_in_words(number))

    @property
    def _is_trash(self) -> bool:
        return self._filters.query.standing is Standing.TRASH

    @Slot()
    def _on_open(self) -> None:
        self._on_doing(Doing.DETAILS if self._is_trash else Doing.OPEN)

    @Slot()
    def _on_remove(self) -> None:
        self._on_doing(Doing.DELETE if self._is_trash else Doing.TRASH)

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        menu = self._bar.menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if menu.actions():
            menu.popup(place)

    @Slot(object)
    def _on_doing(self, doing: Doing) -> None:
        if fits(doing, self._list.how_many_chosen):
            self._list.with_chosen(lambda rows: self._do(doing, rows))

    def _do(self, doing: Doing, rows: "tuple[ExperimentRow, ...]") -> None:
        if not fits(doing, len(rows)):
            return  # some are gone meanwhile
        uids = tuple(row.uid for row in rows)
        match doing:
            case Doing.TRASH:
                self._offer.remember(rows)
                self.trash_requested.emit(uids)
            case Doing.RESTORE:
                self._offer.hide()
                self.restore_requested.emit(uids)
            case Doing.DELETE:
                self._offer.ask_to_delete(rows, self.delete_requested.emit)
            case Doing.COMPARE:
                self.compare_requested.emit(*uids)
            case _:
                self._signal_of_one(doing).emit(uids[0])

    def _signal_of_one(self, doing: Doing) -> SignalInstance:
        signals = {
            Doing.OPEN: self.experiment_chosen,
            Doing.DETAILS: self.details_requested,
            Doing.RERUN: self.rerun_requested,
            Doing.EXPORT: self.export_requested,
        }
        return signals[doing]


def _chosen_in_words(number: int) -> str:
    """Say how many are chosen where the eye cannot count them; one is seen in the list."""
    if number <= 1:
        return ""
    at_most = f"; the first {count(MOST_CHOSEN)} are taken at once" if number > MOST_CHOSEN else ""
    return f"{count(number)} chosen{at_most}"
