"""One read-only table model for every table: columns defined over records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, override

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from experimentos_gui.theme import ItemRole, Tone

type Index = QModelIndex | QPersistentModelIndex

_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column[R]:
    """What a column shows of a record.

    Attributes:
        title: Its heading.
        text: First line of the cell.
        detail: Second, quieter line; None: there is none.
        tone: Colour of the first line; None: that of text.
        is_number: Whether the cells align right with figures of equal width.
        explanation: What the column means, shown as the heading's tooltip; markup is not read.
    """

    title: str
    text: Callable[[R], str]
    detail: Callable[[R], str] | None = None
    tone: Callable[[R], Tone | None] | None = None
    is_number: bool = False
    explanation: str = ""


class RecordTableModel[R](QAbstractTableModel):
    """Shows records through columns; holds no state of its own beyond them."""

    def __init__(
        self, columns: Sequence[Column[R]], tooltip: Callable[[str], str], parent: QObject | None
    ) -> None:
        """Make an empty table; `tooltip` turns a text into one that is safe as a tooltip."""
        super().__init__(parent)
        self._columns = tuple(columns)
        self._tooltip = tooltip
        self._records: tuple[R, ...] = ()
        self._texts: dict[tuple[int, int], tuple[str, str]] = {}

    @property
    def records(self) -> tuple[R, ...]:
        """What the rows show, in order."""
        return self._records

    def set_records(self, records: Sequence[R], columns: Sequence[Column[R]] | None = None) -> None:
        """Show these records instead of the former ones, through other columns where given."""
        self.beginResetModel()
        if columns is not None:
            self._columns = tuple(columns)
        self._records = tuple(records)
        self._texts.clear()
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of records."""
        return 0 if parent.isValid() else len(self._records)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        value: object = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                value = self._text_of(index)[0]
            case ItemRole.DETAIL:
                value = self._text_of(index)[1]
            case ItemRole.TONE if column.tone:
                value = column.tone(self._records[index.row()])
            case Qt.ItemDataRole.TextAlignmentRole:
                value = _side(column) | Qt.AlignmentFlag.AlignTop
            case Qt.ItemDataRole.AccessibleTextRole:
                text, detail = self._text_of(index)
                value = f"{column.title}: {text} {detail}".strip()
        return value

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's heading or explanation."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(column.explanation)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column) | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text_of(self, index: Index) -> tuple[str, str]:
        """Both lines of a cell; a view asks for them many times, and records never change."""
        place = (index.row(), index.column())
        if place not in self._texts:
            column, record = self._columns[index.column()], self._records[index.row()]
            detail = column.detail(record) if column.detail else ""
            self._texts[place] = (column.text(record), detail)
        return self._texts[place]


def _side(column: Column[Any]) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
