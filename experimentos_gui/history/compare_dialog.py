"""Two experiments side by side; what differs is marked, and all of it can be copied."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from experimentos_gui.history.compare_rows import (
    CompareRow,
    columns_for,
    compare,
    only_different,
    summary_words,
)
from experimentos_gui.history.compare_view import CompareView
from experimentos_gui.models.record_table import RecordTableModel
from experimentos_gui.tasks import TaskRunner
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.clipboard import copy_cells
from experimentos_gui.widgets.labels import plain_label, plain_tooltip
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from experimentos_core.foundation.errors import ExperimentError
    from experimentos_core.history.database import Database
    from experimentos_gui.history.compare_facts import Side

_SIZE: Final = QSize(1100, 720)
_OF_SCREEN: Final = 0.95
_LOADING: Final = "Reading both\u2026"


class CompareDialog(QDialog):
    """Reads both on a thread; stays open beside the window."""

    def __init__(
        self,
        history: "Callable[[], Database]",
        uids: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Compare the experiments `uids`, the first one on the left."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Compare two experiments")
        self.resize((self.screen().availableSize() * _OF_SCREEN).boundedTo(_SIZE))
        self._rows: tuple[CompareRow, ...] = ()
        self._model: RecordTableModel[CompareRow] = RecordTableModel(
            columns_for("", ""), plain_tooltip, self
        )
        self._summary = plain_label(_LOADING, "subtitle")
        self._notice = NoticeBar()
        self._only = QCheckBox("Only what &differs")
        self._table = CompareView("Comparison")
        self._table.setModel(self._model)
        self._copy = plain_button("&Copy table")
        close = primary_button("Close")
        head = row(self._summary, self._only, spacing=GAP)
        head.setStretch(0, 1)
        layout = column(spacing=GAP, margin=GAP)
        layout.addLayout(head)
        layout.addWidget(self._notice)
        layout.addWidget(self._table, 1)
        buttons = row(self._copy, spacing=SPACE)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout.addLayout(buttons)
        self.setLayout(layout)
        self._only.toggled.connect(self._on_shown)
        self._copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.reject)
        self._runner = TaskRunner(self)
        self.finished.connect(self._on_finished)
        for widget in (self._only, self._copy):
            widget.setEnabled(False)
        self._runner.start("compare", lambda: _load(history(), uids), self._take, self._on_failed)

    @property
    def rows(self) -> tuple[CompareRow, ...]:
        """What is compared; empty until it is read."""
        return self._rows

    def _take(self, sides: "tuple[Side, Side]") -> None:
        left, right = sides
        self._rows = compare(left, right)
        self._model.set_records(self._rows, columns_for(left.name, right.name))
        self._summary.set_plain(summary_words(self._rows))
        for widget in (self._only, self._copy):
            widget.setEnabled(True)

    def _on_failed(self, error: "ExperimentError") -> None:
        self._summary.set_plain("These two cannot be compared")
        self._notice.say(error.message, error.hint)

    @Slot(bool)
    def _on_shown(self, only: bool) -> None:  # noqa: FBT001 - the signature of toggled
        self._model.set_records(only_different(self._rows) if only else self._rows)

    @Slot()
    def _on_copy(self) -> None:
        copy_cells(self._model, ())
        self._copy.setText("Copied")

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._runner.shutdown()


def _load(history: "Database", uids: tuple[str, str]) -> "tuple[Side, Side]":
    from experimentos_gui.history.compare_facts import load_side  # noqa: PLC0415 - on the worker

    return load_side(history, uids[0]), load_side(history, uids[1])
