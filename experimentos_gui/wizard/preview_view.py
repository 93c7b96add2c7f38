"""The preview: the file's rows as text under heads that say what each column means."""

from heapq import nlargest
from typing import Final, override

from PySide6.QtCore import QEvent, QItemSelectionModel, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from experimentos_gui.models.continuous import ContinuousMetrics
from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.clipboard import copy_cells
from experimentos_gui.wizard.assignments import Part
from experimentos_gui.wizard.pins import Mark, Spot
from experimentos_gui.wizard.preview_delegate import PreviewDelegate
from experimentos_gui.wizard.preview_model import PreviewModel
from experimentos_gui.wizard.role_header import RoleHeader
from experimentos_gui.wizard.shown_rows import ShownRows

_LONGEST_TEXT: Final = 34
_LONGEST_NUMBER: Final = 80
_ROWS_COUNTED: Final = 200
_ROWS_MEASURED: Final = 3
_COLUMNS_MEASURED: Final = 40
_FEWEST_ROWS_SHOWN: Final = 3
_ROOM_FOR: Final = 2


class RowNumbers(QHeaderView):
    """The rows' numbers in the file; as wide as the last one, without measuring hundreds."""

    def __init__(self, view: QTableView) -> None:
        """Make heads for the rows of `view`."""
        super().__init__(Qt.Orientation.Vertical, view)
        self.setSectionsClickable(True)

    @override
    def sizeHint(self) -> QSize:
        """Return room for the last number and a sign before it."""
        model = self.model()
        last = model.rowCount() - 1
        number = str(model.headerData(last, Qt.Orientation.Vertical)) if last >= 0 else ""
        metrics = self.fontMetrics()
        digits = metrics.horizontalAdvance("0") * len(number)
        return QSize(digits + metrics.horizontalAdvance("\u2013 ") + 2 * SPACE, 0)


class PreviewView(QTableView):
    """Shows every row; a marked cell carries a symbol, and says why when it is pointed at.

    Signals:
        part_chosen(int, object): A column shall be used as that Part.
    """

    part_chosen = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty preview."""
        super().__init__(parent)
        self._model = PreviewModel(self)
        self._heads = RoleHeader(self)
        self._widths: tuple[int, ...] = ()
        self.setHorizontalHeader(self._heads)
        self.setModel(self._model)
        self.setItemDelegate(PreviewDelegate(self))
        self.setAccessibleName("Rows of the file")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        numbers = RowNumbers(self)
        self.setVerticalHeader(numbers)
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        numbers.setHighlightSections(False)
        numbers.setStyleSheet("QHeaderView::section { border: none; padding: 0 8px; }")
        self._heads.part_chosen.connect(self.part_chosen)
        self._heads.section_entered.connect(self._on_section_entered)

    @property
    def heads(self) -> RoleHeader:
        """The heads of the columns."""
        return self._heads

    @property
    def preview(self) -> PreviewModel:
        """What is shown."""
        return self._model

    def set_rows(
        self, rows: ShownRows, parts: tuple[Part, ...], continuous: ContinuousMetrics
    ) -> None:
        """Show another table from its top."""
        self._model.set_rows(rows, parts, continuous)
        self._heads.set_current(0)
        self.scrollToTop()
        self._fit()

    def reread(
        self, rows: ShownRows, parts: tuple[Part, ...], continuous: ContinuousMetrics
    ) -> None:
        """Show another reading of the very same rows; nothing moves."""
        self._model.reread(rows, parts, continuous)
        self._heads.set_current(self._heads.current)
        self._fit()

    def set_parts(self, parts: tuple[Part, ...]) -> None:
        """Show what each column is used as."""
        self._model.set_parts(parts)
        self._heads.set_current(self._heads.current)

    def set_marks(self, marks: dict[Spot, Mark]) -> None:
        """Mark these places."""
        self._model.set_marks(marks)

    def show_spots(self, spots: tuple[Spot, ...]) -> None:
        """Scroll to the first of these places and select them all."""
        self.clearSelection()
        if not spots:
            return
        chosen = self.selectionModel()
        flag = QItemSelectionModel.SelectionFlag
        for spot in spots:
            index = self._model.index(max(spot.row or 0, 0), max(spot.column or 0, 0))
            if spot.column is None:
                chosen.select(index, flag.Select | flag.Rows)
            elif spot.row is None:
                chosen.select(index, flag.Select | flag.Columns)
            else:
                chosen.select(index, flag.Select)
        first = self._model.index(spots[0].row or 0, spots[0].column or 0)
        chosen.setCurrentIndex(first, flag.NoUpdate)
        self.scrollTo(first)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C; everything else as usual."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_cells(self._model, self.selectedIndexes())
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread few columns over the room there is."""
        super().resizeEvent(event)
        self._spread()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Measure again with another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    @override
    def sizeHint(self) -> QSize:
        """Return room for all rows, so that a short table leaves its room to others."""
        return QSize(super().sizeHint().width(), self._height_of(self._model.rowCount()))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return room for the heads and a few rows, and no width."""
        return QSize(0, self._height_of(min(self._model.rowCount(), _FEWEST_ROWS_SHOWN)))

    @Slot(int)
    def _on_section_entered(self, section: int) -> None:
        row = max(self.rowAt(0), 0)
        self.scrollTo(self._model.index(row, section))

    def _fit(self) -> None:
        row = self.sizeHintForIndex(self._model.index(0, 0)).height()
        self.verticalHeader().setDefaultSectionSize(max(row, 4 * SPACE))
        least = self._heads.least_width()
        columns = range(self._model.columnCount())
        self._widths = tuple(
            max(least, self._content_width(column), self._heads.choice_width(column))
            if column < _COLUMNS_MEASURED
            else least
            for column in columns
        )
        self._spread()
        self.setMaximumHeight(self._height_of(max(self._model.rowCount(), _ROOM_FOR)))
        self.updateGeometry()

    def _spread(self) -> None:
        room = self.viewport().width() - sum(self._widths)
        extra = room // len(self._widths) if self._widths and room > 0 else 0
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, width + extra)

    def _content_width(self, column: int) -> int:
        """Return the room of a column's longest cells; words are cut much sooner than numbers."""
        rows = range(min(self._model.rowCount(), _ROWS_COUNTED))
        longest = nlargest(_ROWS_MEASURED, rows, key=lambda row: self._model.length(row, column))
        cells = [self._model.index(row, column) for row in longest]
        content = max((self.sizeHintForIndex(cell).width() for cell in cells), default=0)
        least = self._heads.name_width(column)
        letters = _LONGEST_NUMBER if self._model.is_number(column) else _LONGEST_TEXT
        return min(max(least, content), self.fontMetrics().averageCharWidth() * letters)

    def _height_of(self, rows: int) -> int:
        bar = self.horizontalScrollBar()
        wide = self._heads.length() > self.viewport().width()
        below = bar.sizeHint().height() if wide else 0
        content = rows * self.verticalHeader().defaultSectionSize()
        return self._heads.sizeHint().height() + content + below + 2 * self.frameWidth() + 2
