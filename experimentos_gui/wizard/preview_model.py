"""The open file as a table model: every cell as it stood, what was read in it and found."""

import re
from collections.abc import Mapping
from typing import Any, Final, override

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.table import column_key
from experimentos_gui.messages import symbol
from experimentos_gui.models.continuous import ContinuousMetrics
from experimentos_gui.theme import ItemRole
from experimentos_gui.widgets.labels import plain_tooltip, shortened, visible
from experimentos_gui.wizard.assignments import Part
from experimentos_gui.wizard.pins import Mark, Spot
from experimentos_gui.wizard.shown_rows import ShownRows

type Index = QModelIndex | QPersistentModelIndex

MARK_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 10
VALUE_ROLE: Final = MARK_ROLE + 1
LEFT_OUT_ROLE: Final = MARK_ROLE + 2
_NOWHERE: Final = QModelIndex()
_LONGEST_CELL: Final = 200
_LONGEST_TOOLTIP: Final = 600
_NUMBERS: Final = frozenset(
    {Part.USERS, Part.CONVERSIONS, Part.RATE, Part.GUARDRAIL, Part.MEASURE, Part.SIZE}
)
_OF_METRICS: Final = frozenset({Part.MEASURE, Part.SIZE})
_NAMES: Final = frozenset({Part.VARIANT, Part.DAY, Part.SEGMENT})
_ROWS_LOOKED_AT: Final = 50
_LIKE_A_NUMBER: Final = re.compile(
    r"[-+(\u2212]?\s?[^\W\d_]{0,3}[$\u20ac\u00a3\u00a5]?\s?"
    r"[0-9][0-9.,'\u2019\u00a0\u202f ]*(?:e[-+]?[0-9]+)?"
    r"\s?[%\u2030$\u20ac\u00a3\u00a5)]?",
    re.IGNORECASE,
)
_LINE_END: Final = "\u21b5"
_LEFT_OUT: Final = "\u2013"


class PreviewModel(QAbstractTableModel):
    """Read-only; a cell is looked at when it is shown, however many there are.

    `MARK_ROLE` gives the Mark of a cell, `VALUE_ROLE` what was read where that is not what stands
    there, `LEFT_OUT_ROLE` why its row is not used, `ItemRole.DETAIL` the part of a column.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self._rows: ShownRows | None = None
        self._width = 0
        self._parts: tuple[Part, ...] = ()
        self._continuous = ContinuousMetrics()
        self._marks: Mapping[Spot, Mark] = {}
        self._holds_numbers: dict[int, bool] = {}

    def set_rows(
        self, rows: ShownRows, parts: tuple[Part, ...], continuous: ContinuousMetrics
    ) -> None:
        """Show another table, without marks."""
        self.beginResetModel()
        self._rows = rows
        self._parts, self._continuous = parts, continuous
        self._marks = {}
        self._holds_numbers = {}
        self._width = max(len(rows.raw.header), *(len(cells) for cells in rows.raw.rows), 0)
        self.endResetModel()

    def reread(
        self, rows: ShownRows, parts: tuple[Part, ...], continuous: ContinuousMetrics
    ) -> None:
        """Show another reading of the very same rows; what is selected stays selected."""
        self._rows = rows
        self._parts, self._continuous = parts, continuous
        self._marks = {}
        self._repaint()

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

    def part_in_words(self, column: int) -> str:
        """Return what a head says: of a column of a continuous metric, what it is to the metric."""
        part = self.part(column)
        if part is None or part not in _OF_METRICS or self._rows is None:
            return part.value if part is not None else ""
        key = column_key(self._rows.raw.header[column])
        words = self._continuous.figures if part is Part.MEASURE else self._continuous.sizes
        return one_line(words.get(key, part.value))

    def figure(self, column: int) -> str:
        """Return what a column holds of a continuous metric, used or left out; empty: nothing."""
        if self._rows is None or column >= len(self._rows.raw.header):
            return ""
        return self._continuous.figures.get(column_key(self._rows.raw.header[column]), "")

    def is_number(self, column: int) -> bool:
        """Whether a column is one of numbers: by its part, or by what stands in it."""
        part = self.part(column)
        if part in _NUMBERS or part in _NAMES:
            return part in _NUMBERS
        if column not in self._holds_numbers:
            rows = range(min(self.rowCount(), _ROWS_LOOKED_AT))
            cells = [self._rows.text(row, column).strip() for row in rows] if self._rows else []
            numbers = sum(1 for cell in cells if _LIKE_A_NUMBER.fullmatch(cell))
            self._holds_numbers[column] = 2 * numbers > sum(1 for cell in cells if cell)
        return self._holds_numbers[column]

    def length(self, row: int, column: int) -> int:
        """Return about how many characters a cell shows."""
        if self._rows is None:
            return 0
        return len(self._rows.text(row, column)) + len(self._rows.value(row, column))

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of data rows."""
        return 0 if parent.isValid() or self._rows is None else len(self._rows.raw.rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the width of the widest row."""
        return 0 if parent.isValid() else self._width

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or self._rows is None:
            return None
        if role == MARK_ROLE:
            return self._mark(index)
        if role == VALUE_ROLE:
            return self._rows.value(index.row(), index.column())
        if role == LEFT_OUT_ROLE:
            return self._rows.left_out(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return self._cell_text(self._rows, index, role)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's name and part, or a row's number in the file."""
        if self._rows is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._row_head(self._rows, section, role)
        return self._column_head(self._rows.raw.header, section, role)

    def _cell_text(self, rows: ShownRows, index: Index, role: int) -> str | None:
        text = rows.text(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(text)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self._cell_explained(rows, index, text))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._cell_explained(rows, index, one_line(text) or "blank")
        return None

    def _cell_explained(self, rows: ShownRows, index: Index, text: str) -> str:
        value = rows.value(index.row(), index.column())
        left_out = rows.left_out(index.row())
        said = [text, f"Read as {value}" if value else "", left_out]
        return self._explained("\n".join(line for line in said if line), self._mark(index))

    def _column_head(self, header: tuple[str, ...], section: int, role: int) -> str | Mark | None:
        name = header[section] if section < len(header) else ""
        shown = one_line(name) or "(no name)"
        part = self.part(section)
        mark = self._marks.get(Spot(row=None, column=section))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown
            case Qt.ItemDataRole.ToolTipRole:
                said = f"{name}\n{self.part_in_words(section)}" if part in _OF_METRICS else name
                return plain_tooltip(self._explained(said, mark))
            case Qt.ItemDataRole.AccessibleTextRole:
                words = self.part_in_words(section)
                used = f", used as: {words}" if words else ", beyond the header"
                return self._explained(f"{shown}{used}", mark)
            case ItemRole.DETAIL:
                return self.part_in_words(section)
            case _ if role == MARK_ROLE:
                return mark
        return None

    def _row_head(self, rows: ShownRows, section: int, role: int) -> str | Mark | None:
        mark = self._marks.get(Spot(row=section, column=None))
        number, left_out = rows.number(section), rows.left_out(section)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                is_grave = mark is not None and mark.severity is not Severity.NOTE
                sign = symbol(mark.severity) if mark and is_grave else _LEFT_OUT if left_out else ""
                return f"{sign} {number}".strip()
            case Qt.ItemDataRole.ToolTipRole:
                place = rows.place(section)
                return plain_tooltip(self._explained(f"{place}\n{left_out}".strip(), mark))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{number}, left out" if left_out else str(number)
            case _ if role == MARK_ROLE:
                return mark
        return None

    def _mark(self, index: Index) -> Mark | None:
        return self._marks.get(Spot(row=index.row(), column=index.column()))

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        flag = Qt.AlignmentFlag
        side = flag.AlignRight if self.is_number(column) else flag.AlignLeft
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
