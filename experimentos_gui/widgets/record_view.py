"""A calm table: no grid, as tall as its rows, copied with Ctrl+C."""

from functools import partial
from typing import Final, override

from PySide6.QtCore import QAbstractItemModel, QEvent, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.cell_delegate import CellDelegate, cell_width
from experimentos_gui.widgets.clipboard import copy_cells

_MOST_ROWS_SHOWN: Final = 14
_NARROWEST_STRETCH: Final = "a few words each"  # in whatever size of text
_ROWS_AT_ONCE: Final = 16  # measuring a thousand in one go would hold the window up for seconds
_MOST_ROWS_MEASURED: Final = 4 * _ROWS_AT_ONCE


class RecordView(QTableView):
    """Shows all rows at full height; beyond fourteen of them it scrolls inside."""

    def __init__(self, name: str, stretch: int, parent: QWidget | None = None) -> None:
        """Make an empty view called `name`; the column `stretch` takes the room left over."""
        super().__init__(parent)
        self._stretch = stretch
        self._natural: tuple[int, ...] = ()
        self._fits = 0
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
        head.setResizeContentsPrecision(_MOST_ROWS_MEASURED)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show this model."""
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._on_reset)
        self._on_reset()

    def fit(self) -> None:
        """Give columns and rows the room their text needs; waits until the view is seen."""
        if self.model() is None or not self.isVisible():
            return
        if not self._natural:
            self.resizeColumnsToContents()
            columns = range(self.model().columnCount())
            self._natural = tuple(self.columnWidth(column) for column in columns)
        self._fill_width()
        self._fits += 1
        self._fit_rows(0, self._fits)
        self.setFixedHeight(self._wanted_height())

    def copy(self) -> None:
        """Copy the selected cells, or the whole table, as TSV and HTML."""
        copy_cells(self.model(), self.selectedIndexes())

    @Slot()
    def copy_all(self) -> None:
        """Copy the whole table, whatever is selected."""
        copy_cells(self.model(), ())

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
            self._on_reset()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return no width: a table never pushes its page wider."""
        return QSize(0, self.height())

    @Slot()
    def _on_reset(self) -> None:
        """Measure the columns anew."""
        self._natural = ()
        self.fit()

    def _fill_width(self) -> None:
        if not self._natural:
            return
        own = self._natural[self._stretch]
        room = self.width() - 2 * self.frameWidth() - sum(self._natural) + own
        least = cell_width(self.font(), _NARROWEST_STRETCH)
        self.setColumnWidth(self._stretch, max(room, min(own, least)))

    def _fit_rows(self, first: int, fit: int) -> None:
        """Measure some rows, and the others while the window does something else."""
        if fit != self._fits or self.model() is None:
            return  # measured anew since
        rows = self.model().rowCount()
        last = min(first + _ROWS_AT_ONCE, rows)
        for row in range(first, last):
            self.resizeRowToContents(row)
        if last < rows:
            QTimer.singleShot(0, self, partial(self._fit_rows, last, fit))

    def _wanted_height(self) -> int:
        rows = self.model().rowCount()
        content = sum(self.rowHeight(row) for row in range(min(rows, _MOST_ROWS_SHOWN)))
        head = self.horizontalHeader().sizeHint().height()
        overflows = self.horizontalHeader().length() > self.width() - 2 * self.frameWidth()
        bar = self.horizontalScrollBar().sizeHint().height() if overflows else 0
        return content + head + bar + 2 * self.frameWidth()
