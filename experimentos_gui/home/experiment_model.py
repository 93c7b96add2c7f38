"""The list as a model: every experiment by its key, the rows themselves only where one looks."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, override

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from experimentos_core.history.records import ExperimentRow
from experimentos_gui.home.catalogue import PAGE
from experimentos_gui.home.row_words import accessible_text, name_of, tooltip_text
from experimentos_gui.widgets.labels import plain_tooltip

type Index = QModelIndex | QPersistentModelIndex

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
_MOST_PAGES: Final = 20
_NOWHERE: Final = QModelIndex()
_ON_ITS_WAY: Final = "\u2026"


class ExperimentModel(QAbstractListModel):
    """Knows the key of every row at once, and up to twenty pages of two hundred rows.

    A row that is looked at and not there is asked for, once, and painted when its page has come.

    Signals:
        page_wanted(int): The rows of this page, counted from 0, are looked at.
    """

    page_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self._keys: tuple[int, ...] = ()
        self._pages: OrderedDict[int, tuple[ExperimentRow, ...]] = OrderedDict()
        self._asked: set[int] = set()

    @property
    def keys(self) -> tuple[int, ...]:
        """The key of every row, in order."""
        return self._keys

    @property
    def pages_held(self) -> int:
        """How many pages are in memory."""
        return len(self._pages)

    def page_keys(self, page: int) -> tuple[int, ...]:
        """Return the keys of a page."""
        return self._keys[page * PAGE : (page + 1) * PAGE]

    def set_found(self, keys: tuple[int, ...], pages: dict[int, tuple[ExperimentRow, ...]]) -> None:
        """Show these instead, with the pages that are known already."""
        self.beginResetModel()
        self._keys = keys
        self._pages = OrderedDict(
            (page, rows) for page, rows in pages.items() if len(rows) == len(self.page_keys(page))
        )
        self._asked.clear()
        self.endResetModel()

    def extend(self, keys: tuple[int, ...]) -> bool:
        """Add what follows the rows that are there; False where `keys` begins otherwise."""
        known = len(self._keys)
        if keys[:known] != self._keys:
            return False
        if len(keys) > known:
            self.beginInsertRows(_NOWHERE, known, len(keys) - 1)
            self._keys = keys
            self.endInsertRows()
        return True

    def set_page(self, page: int, rows: Sequence[ExperimentRow]) -> bool:
        """Take the rows of a page; False where some are gone, so that the list is out of date."""
        self._asked.discard(page)
        keys = self.page_keys(page)
        if len(rows) != len(keys):
            return False
        if not keys:
            return True
        self._pages[page] = tuple(rows)
        while len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)
        first = page * PAGE
        self.dataChanged.emit(self.index(first), self.index(first + len(rows) - 1))
        return True

    def row(self, position: int) -> ExperimentRow | None:
        """Return a row; None where it is not in memory, and is asked for."""
        page, place = divmod(position, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            if page not in self._asked:
                self._asked.add(page)
                self.page_wanted.emit(page)
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many experiments were found."""
        return 0 if parent.isValid() else len(self._keys)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row says; three dots while it is on its way."""
        if not index.isValid() or role not in _ROLES:
            return None
        row = self.row(index.row())
        if row is None:
            return None if role == ROW_ROLE else _ON_ITS_WAY
        value: object = row
        match role:
            case Qt.ItemDataRole.DisplayRole:
                value = name_of(row)
            case Qt.ItemDataRole.ToolTipRole:
                value = plain_tooltip(tooltip_text(row)).replace("\n", "<br>")
            case Qt.ItemDataRole.AccessibleTextRole:
                value = accessible_text(row, datetime.now(UTC))
        return value


_ROLES: Final = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        ROW_ROLE,
    }
)
