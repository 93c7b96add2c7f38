"""Looks things up in the history off the UI thread: the newest question wins."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from experimentos_core.history.database import Database
    from experimentos_core.history.finding import Counts, Query
    from experimentos_core.history.records import ExperimentRow

PAGE: Final = 200
_FIND: Final = "find"
_REST: Final = "rest"
_COUNT: Final = "count"
_RESOLVE: Final = "resolve"
_LIST: Final = "experimentos_gui.home.experiments_page"
_EVERYWHERE: Final = ("all", "trash")  # a Standing equals its value
_MOST_AT_ONCE: Final = 1000  # names of values in one question


class Found(NamedTuple):
    """What a search came to so far.

    Attributes:
        keys: Of what was found, in order.
        pages: The rows of some pages.
        is_whole: Whether there is nothing beyond these keys.
    """

    keys: tuple[int, ...]
    pages: "dict[int, tuple[ExperimentRow, ...]]"
    is_whole: bool


class Catalogue(QObject):
    """Asks the history; every answer is a signal.

    Signals:
        found(object): The first rows of the newest search, or all of it anew: a Found.
        rest_found(object): Every key of the newest search.
        page_read(int, object): A page and its rows.
        counted(object): How many there are of each: Counts.
        failed(object): The history cannot be read; carries an ExperimentError.
    """

    found = Signal(object)
    rest_found = Signal(object)
    page_read = Signal(int, object)
    counted = Signal(object)
    failed = Signal(object)

    def __init__(self, history: "Callable[[], Database]", parent: QObject | None = None) -> None:
        """Ask the history that `history` returns; it is called on the threads."""
        super().__init__(parent)
        self._history = history
        self._runner = TaskRunner(self)
        self._pages: set[str] = set()

    def search(self, query: "Query | None" = None) -> None:
        """Look for something else; None: everything. The first page comes before the rest."""
        self._drop()
        history = self._history

        def done(found: Found) -> None:
            self.found.emit(found)
            if not found.is_whole:
                self._runner.start(
                    _REST,
                    lambda: _find(history(), query, -1),
                    self.rest_found.emit,
                    self.failed.emit,
                )

        self._runner.start(_FIND, lambda: _first(history(), query), done, self.failed.emit)

    def refresh(self, query: "Query", pages: tuple[int, ...]) -> None:
        """Look for the same once more: all of it at once, with the rows of these pages."""
        self._drop()
        history = self._history
        self._runner.start(
            _FIND, lambda: _anew(history(), query, pages), self.found.emit, self.failed.emit
        )

    def read_page(self, page: int, keys: tuple[int, ...]) -> None:
        """Read the rows of a page of the newest search."""
        history = self._history
        lane = f"page {page}"
        self._pages.add(lane)

        def done(rows: "tuple[ExperimentRow, ...]") -> None:
            self.page_read.emit(page, rows)

        self._runner.start(lane, lambda: _rows(history(), keys), done, self.failed.emit)

    def count(self) -> None:
        """Count what there is of each."""
        history = self._history
        self._runner.start(_COUNT, lambda: _count(history()), self.counted.emit, self.failed.emit)

    def resolve(self, keys: tuple[int, ...], then: Callable[[Any], None]) -> None:
        """Call `then` with the rows of these keys, wherever in the list they are."""
        history = self._history
        self._runner.start(_RESOLVE, lambda: _rows(history(), keys), then, self.failed.emit)

    def shutdown(self) -> None:
        """Ask nothing more."""
        self._runner.shutdown()

    def _drop(self) -> None:
        """Pages and rest of an older search are wanted no more."""
        self._runner.cancel(_REST, *self._pages)
        self._pages.clear()


def total_of(counts: "Counts") -> int:
    """Return how many experiments there are, those in the trash among them."""
    return sum(number for standing, number in counts.standings.items() if standing in _EVERYWHERE)


def _first(history: "Database", query: "Query | None") -> Found:
    import_module(_LIST)  # the list is made on the UI thread with what came; it shall not wait then
    keys = _find(history, query, PAGE)
    return Found(keys=keys, pages={0: _rows(history, keys)}, is_whole=len(keys) < PAGE)


def _anew(history: "Database", query: "Query", pages: tuple[int, ...]) -> Found:
    keys = _find(history, query, -1)
    rows = {page: _rows(history, keys[page * PAGE : (page + 1) * PAGE]) for page in pages}
    return Found(keys=keys, pages=rows, is_whole=True)


def _find(history: "Database", query: "Query | None", most: int) -> tuple[int, ...]:
    from experimentos_core.history import finding  # noqa: PLC0415 - on the worker thread

    return finding.find(history, query or finding.Query(), most)


def _rows(history: "Database", keys: tuple[int, ...]) -> "tuple[ExperimentRow, ...]":
    from experimentos_core.history import finding  # noqa: PLC0415 - on the worker thread

    parts = range(0, len(keys), _MOST_AT_ONCE)
    return tuple(
        row
        for start in parts
        for row in finding.rows_of(history, keys[start : start + _MOST_AT_ONCE])
    )


def _count(history: "Database") -> "Counts":
    from experimentos_core.history import finding  # noqa: PLC0415 - on the worker thread

    return finding.count(history)
