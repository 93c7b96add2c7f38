"""A table of the latest records, the rest of them at one more click."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import plain_tooltip
from experimentos_gui.widgets.layouts import column
from experimentos_gui.widgets.record_view import RecordView

_FEW: Final = 12  # measuring hundreds of rows of three tables in one go would hold the window up


class LatestTable[R](QWidget):
    """Records in columns, the first dozen to begin with; hidden while there are none.

    Signals:
        chosen(object): A record was opened with the return key or a double click.
    """

    chosen = Signal(object)

    def __init__(self, columns: tuple[Column[R], ...], name: str, stretch: int) -> None:
        """Make an empty table called `name`; the column `stretch` takes the room left over."""
        super().__init__()
        self._records: tuple[R, ...] = ()
        self._model = RecordTableModel[R](columns, plain_tooltip, self)
        self.view = RecordView(name, stretch)
        self.view.setModel(self._model)
        self.more_button = link_button("")
        layout = column(self.view, spacing=SPACE // 2)
        layout.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(layout)
        self.hide()
        self.view.activated.connect(self._on_activated)
        self.more_button.clicked.connect(self._on_more)

    @property
    def records(self) -> tuple[R, ...]:
        """What the rows show, in order."""
        return self._model.records

    def show_records(self, records: tuple[R, ...]) -> None:
        """Show the first of these; hide where there are none."""
        if records != self._records:
            self._records = records
            self._list(_FEW)
        self.setVisible(bool(records))

    def _list(self, most: int) -> None:
        self._model.set_records(self._records[:most])
        self.more_button.setText(f"Show all {len(self._records):,}")
        self.more_button.setVisible(len(self._records) > most)

    @Slot()
    def _on_more(self) -> None:
        self._list(len(self._records))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.records[index.row()])
