"""A calm table: no grid, as tall as its rows, copied with Ctrl+C."""

from typing import Final, override

from PySide6.QtCore import QAbstractItemModel, QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.cell_delegate import CellDelegate
from experimentos_gui.widgets.clipboard import copy_cells

_MOST_ROWS_SHOWN: Final = 14
_NARROWEST_STRETCH: Final = 17 * SPACE


class RecordView(QTableView):
    """Shows all rows at full height; beyond fourteen of them it scrolls inside."""

    def __init__(self, name: str, stretch: int, parent: QWidget | None = None) -> None:
        """Make an empty view called `name`; the column `stretch` takes the room left over."""
        super().__init__(parent)
        self._stretch = stretch
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(3 * SPACE)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show this model."""
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Give columns and rows the room their text needs; waits until the view is seen."""
        if self.model() is None or not self.isVisible():
            return
        self.resizeColumnsToContents()
        self._fill_width()
        self.resizeRowsToContents()
        self.setFixedHeight(self._wanted_height())

    def copy(self) -> None:
        """Copy the selected cells, or the whole table, as TSV and HTML."""
        copy_cells(self.model(), self.selectedIndexes())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C; everything else as usual."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Fit what was set while nobody looked."""
        super().showEvent(event)
        self.fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Fit the rows to another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return no width: a table never pushes its page wider."""
        return QSize(0, self.height())

    def _fill_width(self) -> None:
        columns = range(self.model().columnCount())
        others = sum(self.columnWidth(column) for column in columns if column != self._stretch)
        room = self.width() - 2 * self.frameWidth() - others
        self.setColumnWidth(self._stretch, max(room, _NARROWEST_STRETCH))

    def _wanted_height(self) -> int:
        rows = self.model().rowCount()
        content = sum(self.rowHeight(row) for row in range(min(rows, _MOST_ROWS_SHOWN)))
        head = self.horizontalHeader().sizeHint().height()
        overflows = self.horizontalHeader().length() > self.width() - 2 * self.frameWidth()
        bar = self.horizontalScrollBar().sizeHint().height() if overflows else 0
        return content + head + bar + 2 * self.frameWidth()
