"""The open file as a table model: every cell as text, exactly as it stood, with what was found."""

from collections.abc import Mapping
from typing import Any, Final, override

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from experimentos_core.reading.table import Table
from experimentos_gui.messages import symbol
from experimentos_gui.theme import ItemRole
from experimentos_gui.widgets.labels import plain_tooltip, shortened, visible
from experimentos_gui.wizard.assignments import Part
from experimentos_gui.wizard.pins import Mark, Spot

type Index = QModelIndex | QPersistentModelIndex

MARK_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 10
_NOWHERE: Final = QModelIndex()
_LONGEST_CELL: Final = 200
_LONGEST_TOOLTIP: Final = 600
_NUMBERS: Final = frozenset({Part.USERS, Part.CONVERSIONS, Part.GUARDRAIL})
_LINE_END: Final = "\u21b5"


class PreviewModel(QAbstractTableModel):
    """Read-only; `MARK_ROLE` gives the Mark of a cell, `ItemRole.DETAIL` the part of a column."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self._table: Table | None = None
        self._width = 0
        self._parts: tuple[Part, ...] = ()
        self._marks: Mapping[Spot, Mark] = {}

    def set_table(self, table: Table | None, parts: tuple[Part, ...]) -> None:
        """Show another table, without marks."""
        self.beginResetModel()
        self._table = table
        self._parts = parts
        self._marks = {}
        rows = table.rows if table is not None else ()
        header = table.header if table is not None else ()
        self._width = max((len(header), *(len(cells) for cells in rows)))
        self.endResetModel()

    def set_parts(self, parts: tuple[Part, ...]) -> None:
        """Show what each column is used as."""
        self._parts = parts
        self._repaint()

    def set_marks(self, marks: Mapping[Spot, Mark]) -> None:
        """Mark these places."""
        self._marks = marks
        self._repaint()

    def part(self, column: int) -> Part | None:
        """Return what a column is used as; None for cells beyond the header."""
        return self._parts[column] if column < len(self._parts) else None

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of data rows."""
        return 0 if parent.isValid() or self._table is None else len(self._table.rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the width of the widest row."""
        return 0 if parent.isValid() else self._width

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or self._table is None:
            return None
        if role == MARK_ROLE:
            return self._mark(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return self._cell_text(index, role)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's name and part, or a row's number in the file."""
        if self._table is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._row_head(section, role)
        return self._column_head(section, role)

    def _cell_text(self, index: Index, role: int) -> str | None:
        cells = self._table.rows[index.row()] if self._table is not None else ()
        text = cells[index.column()] if index.column() < len(cells) else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(text)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self._explained(text, self._mark(index)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._explained(one_line(text) or "blank", self._mark(index))
        return None

    def _column_head(self, section: int, role: int) -> str | Mark | None:
        header = self._table.header if self._table is not None else ()
        name = header[section] if section < len(header) else ""
        shown = one_line(name) or "(no name)"
        part = self.part(section)
        mark = self._marks.get(Spot(row=None, column=section))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self._explained(name, mark))
            case Qt.ItemDataRole.AccessibleTextRole:
                used = f", used as: {part.value}" if part is not None else ", beyond the header"
                return self._explained(f"{shown}{used}", mark)
            case ItemRole.DETAIL:
                return part.value if part is not None else ""
            case _ if role == MARK_ROLE:
                return mark
        return None

    def _row_head(self, section: int, role: int) -> str | Mark | None:
        mark = self._marks.get(Spot(row=section, column=None))
        number = self._table.row_numbers[section] if self._table is not None else 0
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{symbol(mark.severity)} {number}" if mark is not None else str(number)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self._explained(f"Row {number} of the file", mark))
            case _ if role == MARK_ROLE:
                return mark
        return None

    def _mark(self, index: Index) -> Mark | None:
        return self._marks.get(Spot(row=index.row(), column=index.column()))

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        is_number = self.part(column) in _NUMBERS
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _explained(self, text: str, mark: Mark | None) -> str:
        lines = [shortened(text, _LONGEST_TOOLTIP)]
        if mark is not None:
            lines += [f"{mark.severity.value}: {sentence}" for sentence in mark.sentences]
        return "\n".join(lines)

    def _repaint(self) -> None:
        rows, columns = self.rowCount(), self.columnCount()
        if rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, rows - 1)
        if columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)


def one_line(text: str) -> str:
    """Return a cell as it fits on one line: line ends as a sign, invisible characters left out."""
    flat = _LINE_END.join(shortened(text, _LONGEST_CELL).splitlines())
    return visible(flat)
