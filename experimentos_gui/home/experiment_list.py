"""The list with its search: first rows at once, the rest behind them, the place kept."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from experimentos_core.foundation.formatting import count
from experimentos_core.history.finding import Query, Standing
from experimentos_gui.home.catalogue import Catalogue, Found
from experimentos_gui.home.experiment_model import ExperimentModel
from experimentos_gui.home.experiment_view import MOST_CHOSEN, ExperimentView
from experimentos_gui.home.place_kept import PlaceKept, pages_seen, place_of, restore_place
from experimentos_gui.widgets.empty_state import EmptyState
from experimentos_gui.widgets.labels import shortened
from experimentos_gui.widgets.layouts import column

if TYPE_CHECKING:
    from collections.abc import Callable

    from experimentos_core.history.records import ExperimentRow

_LONGEST_WORDS: Final = 60
_NO_HITS: Final = (
    "Every word is looked for in name, owner, verdict, result, tags and note. Use fewer or shorter "
    "words, or look among all experiments."
)
_NONE: Final = {
    Standing.TRASH: ("The trash is empty", "What you move to the trash waits here."),
    Standing.DUE: ("No follow-up is due", "Decisions with a day to look again appear on that day."),
    Standing.PLANS: ("No locked plan waits for data", "Plan an experiment and lock the plan."),
    Standing.OPEN: ("Nothing is left unfinished", "Every experiment has its report."),
}
_NONE_OF_KIND: Final = ("None of these so far", "Look among all experiments.")
_ALL_IN_TRASH: Final = (
    "No experiments here",
    "What there was lies in the trash; from there it can be brought back.",
)


class ExperimentList(QStackedWidget):
    """Shows what was found, or why nothing was and what to do.

    Signals:
        chosen_changed(): Other rows are chosen.
        open_requested(): The chosen row shall be opened.
        remove_requested(): What is chosen shall be removed.
        typed(str): Letters were typed, to be searched for.
        menu_requested(QPoint): A menu is wanted at this place of the screen.
        everything_wanted(): Nothing was found; all experiments shall be shown.
        summary_changed(str): How many there are, in words.
    """

    chosen_changed = Signal()
    open_requested = Signal()
    remove_requested = Signal()
    typed = Signal(str)
    menu_requested = Signal(QPoint)
    everything_wanted = Signal()
    summary_changed = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        """Show what `catalogue` finds."""
        super().__init__(parent)
        self._catalogue = catalogue
        self._query = Query()
        self._place: PlaceKept | None = None
        self._model = ExperimentModel(self)
        self.view = ExperimentView(self._model)
        self._empty = EmptyState("Show all experiments")
        empty = QWidget()
        layout = column(self._empty)
        layout.addStretch(1)
        empty.setLayout(layout)
        self.addWidget(self.view)
        self.addWidget(empty)
        self._connect_signals()

    def _connect_signals(self) -> None:
        catalogue, model, view = self._catalogue, self._model, self.view
        catalogue.found.connect(self.show_found)
        catalogue.rest_found.connect(self._on_rest_found)
        catalogue.page_read.connect(self._on_page_read)
        model.page_wanted.connect(self._on_page_wanted, Qt.ConnectionType.QueuedConnection)
        view.chosen_changed.connect(self.chosen_changed)
        view.open_requested.connect(self.open_requested)
        view.remove_requested.connect(self.remove_requested)
        view.typed.connect(self.typed)
        view.customContextMenuRequested.connect(self._on_menu)
        self._empty.requested.connect(self.everything_wanted)

    @property
    def model(self) -> ExperimentModel:
        """What the list shows."""
        return self._model

    @property
    def how_many_chosen(self) -> int:
        """How many rows are chosen; none while nothing is found."""
        return self.view.how_many_chosen if self.currentWidget() is self.view else 0

    def search(self, query: Query) -> None:
        """Look for something else, from the top."""
        self._query = query
        self._place = None
        self._catalogue.search(query)

    def refresh(self) -> None:
        """Look for the same once more, and stay in place."""
        self._place = place_of(self.view, self._model)
        self._catalogue.refresh(self._query, pages_seen(self.view))

    def with_chosen(self, then: "Callable[[tuple[ExperimentRow, ...]], None]") -> None:
        """Call `then` with the rows that are chosen, from top to bottom; at most a thousand."""
        positions = self.view.chosen_positions()[:MOST_CHOSEN]
        rows = tuple(row for row in map(self._model.row, positions) if row is not None)
        if len(rows) == len(positions):
            then(rows)
            return
        keys = tuple(self._model.keys[position] for position in positions)
        self._catalogue.resolve(keys, then)

    def focus_list(self) -> None:
        """Lead the keyboard to the list."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def show_found(self, found: Found) -> None:
        """Show what a search came to, from the top, or where the person was."""
        place, self._place = self._place, None
        self._model.set_found(found.keys, found.pages)
        if place is not None:
            restore_place(self.view, self._model, place)
        else:
            self.view.scrollToTop()
        self._show_state(is_whole=found.is_whole)

    @Slot(object)
    def _on_rest_found(self, keys: tuple[int, ...]) -> None:
        if self._model.extend(keys):
            self._show_state(is_whole=True)
        else:
            self.refresh()  # something changed between the two looks

    @Slot(int, object)
    def _on_page_read(self, page: int, rows: "tuple[ExperimentRow, ...]") -> None:
        if not self._model.set_page(page, rows):
            self.refresh()

    @Slot(int)
    def _on_page_wanted(self, page: int) -> None:
        keys = self._model.page_keys(page)
        if keys:
            self._catalogue.read_page(page, keys)

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        self.menu_requested.emit(self.view.viewport().mapToGlobal(place))

    def _show_state(self, *, is_whole: bool) -> None:
        number = self._model.rowCount()
        if not number:
            self._empty.explain(*_why_none(self._query))
        self.setCurrentIndex(0 if number else 1)
        self.summary_changed.emit(_summary(number, self._query) if is_whole else "")
        self.chosen_changed.emit()


def _summary(number: int, query: Query) -> str:
    noun = "experiment" if number == 1 else "experiments"
    found = " found" if query.text.strip() or query.tag else ""
    where = " in the trash" if query.standing is Standing.TRASH else ""
    return f"{count(number)} {noun}{found}{where}"


def _why_none(query: Query) -> tuple[str, str]:
    words = " ".join(query.text.split())
    if words:
        return f"Nothing found for \u201c{shortened(words, _LONGEST_WORDS)}\u201d", _NO_HITS
    if query.tag:
        return f"Nothing with the tag \u201c{query.tag}\u201d here", _NONE_OF_KIND[1]
    if query.standing is Standing.ALL:
        return _ALL_IN_TRASH
    return _NONE.get(query.standing, _NONE_OF_KIND)
