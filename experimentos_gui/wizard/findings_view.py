"""Everything the health check found, worst first; choosing one leads to its place in the table."""

from typing import TYPE_CHECKING, Final, override

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from experimentos_gui.messages import tone, with_symbol
from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.cell_delegate import CellDelegate
from experimentos_gui.widgets.clipboard import copy_cells
from experimentos_gui.widgets.labels import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from experimentos_core.healthcheck import Finding

_LEAST_WIDTH: Final = 8 * SPACE
_MOST_SHOWN: Final = 500


class FindingsView(QTableView):
    """One row a finding: how grave it is, the sentence, and below it where and what to do.

    Signals:
        finding_chosen(object): A Finding was clicked, or reached with the keyboard.
    """

    finding_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        columns: tuple[Column[Finding], ...] = (
            Column(
                title="Severity",
                text=lambda finding: with_symbol(finding.severity),
                tone=lambda finding: tone(finding.severity),
            ),
            Column(
                title="Finding",
                text=lambda finding: finding.message,
                detail=lambda finding: finding.hint,
            ),
        )
        self._model: RecordTableModel[Finding] = RecordTableModel(columns, plain_tooltip, self)
        self.setModel(self._model)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName("Findings")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # it is as high as its findings
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._on_chosen)
        self.selectionModel().currentRowChanged.connect(self._on_chosen)

    @property
    def findings(self) -> "tuple[Finding, ...]":
        """What is shown."""
        return self._model.records

    def set_findings(self, findings: "Sequence[Finding]") -> None:
        """Show these findings instead of the former ones."""
        shown = tuple(findings[:_MOST_SHOWN])
        if shown != self._model.records:
            self._model.set_records(shown)
            self._fit()

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
        """Wrap the sentences to the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Wrap the sentences in another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the height of every finding, and no width."""
        return QSize(0, self.minimumHeight())

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.finding_chosen.emit(self._model.records[index.row()])

    def _fit(self) -> None:
        self.resizeColumnToContents(0)
        self.setColumnWidth(1, max(self.viewport().width() - self.columnWidth(0), _LEAST_WIDTH))
        self.resizeRowsToContents()
        content = sum(self.rowHeight(row) for row in range(self._model.rowCount()))
        self.setFixedHeight(content + 2 * self.frameWidth())
