"""The list itself: arrows, Enter opens, Del asks for the trash, several can be chosen.

A table of one column, because Qt's list view asks for the place of every single row whenever the
list changes; with 100,000 of them the window would stand still for a second.
"""

from typing import Final, override

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from experimentos_gui.home.experiment_delegate import ExperimentDelegate, row_height
from experimentos_gui.home.experiment_model import ExperimentModel

MOST_CHOSEN: Final = 1000
_FEWEST_ROWS: Final = 3


class ExperimentView(QTableView):
    """Shows a model of experiments.

    Signals:
        open_requested(): The row the keyboard is on, or that was clicked twice, shall be opened.
        remove_requested(): What is chosen shall be removed.
        chosen_changed(): Other rows are chosen now.
        typed(str): Letters were typed, to be searched for.
    """

    open_requested = Signal()
    remove_requested = Signal()
    chosen_changed = Signal()
    typed = Signal(str)

    def __init__(self, model: ExperimentModel, parent: QWidget | None = None) -> None:
        """Show `model`."""
        super().__init__(parent)
        self._model = model
        self.setProperty("list", "experiments")
        self.setAccessibleName("Experiments")
        self.setModel(model)
        self.setItemDelegate(ExperimentDelegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_row_height()
        self.doubleClicked.connect(self._on_double_clicked)

    @property
    def how_many_chosen(self) -> int:
        """How many rows are chosen."""
        return sum(part.bottom() - part.top() + 1 for part in self._parts())

    def chosen_positions(self) -> tuple[int, ...]:
        """Return the rows that are chosen, from top to bottom; at most MOST_CHOSEN + 1."""
        found: list[int] = []
        for part in self._parts():
            last = min(part.bottom(), part.top() + MOST_CHOSEN)
            found.extend(range(part.top(), last + 1))
        return tuple(sorted(found))[: MOST_CHOSEN + 1]

    def visible_positions(self) -> range:
        """Return the rows that are seen."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        end = last if last >= 0 else self._model.rowCount() - 1
        return range(max(first, 0), end + 1)

    def choose(self, positions: tuple[int, ...], current: int) -> None:
        """Choose these rows, and lead the keyboard to `current`; -1: to none."""
        picked = QItemSelection()
        for position in positions:
            index = self._model.index(position)
            picked.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(picked, flags.ClearAndSelect)
        if current >= 0:
            self.selectionModel().setCurrentIndex(self._model.index(current), flags.NoUpdate)

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Announce what is chosen."""
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, remove on Del; everything else as usual."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._ask_to_open(self.currentIndex())
            case Qt.Key.Key_Delete:
                self.remove_requested.emit()
            case _:
                super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Hand typed letters on; Qt would read every row to find the next that begins so."""
        if search.strip():
            self.typed.emit(search)

    @override
    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and the last row on Home and End."""
        ends = (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd)
        if cursorAction in ends:
            last = self._model.rowCount() - 1
            return self._model.index(0 if cursorAction is ends[0] else last)
        return super().moveCursor(cursorAction, modifiers)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row where the keyboard was on none."""
        super().focusInEvent(event)
        by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.OtherFocusReason,
        )
        if by_keyboard and not self.how_many_chosen and self._model.rowCount():
            position = max(self.currentIndex().row(), 0)
            self.choose((position,), position)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows."""
        return QSize(0, _FEWEST_ROWS * self.verticalHeader().defaultSectionSize() + 2)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Measure the letters as they are shown."""
        super().showEvent(event)
        self._set_row_height()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Give the rows the room of another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_row_height()

    def _set_row_height(self) -> None:
        height = row_height(self.font())
        if height != self.verticalHeader().defaultSectionSize():
            self.verticalHeader().setMinimumSectionSize(height)
            self.verticalHeader().setDefaultSectionSize(height)
            self.updateGeometry()

    def _parts(self) -> tuple[QItemSelectionRange, ...]:
        """Return the chosen rows as stretches; a stretch is one however long it is."""
        selection = self.selectionModel().selection()
        return tuple(selection.at(place) for place in range(selection.count()))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._ask_to_open(index)

    def _ask_to_open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.open_requested.emit()
