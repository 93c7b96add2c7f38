"""The backups of the history: which there are, one more, and the way back to one."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from experimentos_core.foundation.days import local_words
from experimentos_core.foundation.formatting import count
from experimentos_core.history.backup_files import Backup, BackupKind
from experimentos_gui.history.backup_work import BackupLine, go_back, lines, make
from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.tasks import TaskRunner
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.action_notice import ActionNotice
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.labels import plain_label, plain_tooltip
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.widgets.long_record_view import LongRecordView
from experimentos_gui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from pathlib import Path

    from experimentos_core.foundation.errors import ExperimentError
    from experimentos_gui.session.history_acts import HistoryActs

_SIZE: Final = QSize(720, 520)
_OF_SCREEN: Final = 0.95
_KILO: Final = 1000
_LIST: Final = "list"
_ABOUT: Final = (
    "A backup is made on every day on which something changed, and before the history moves to a "
    "new format. The last of each day, week and month are kept."
)
_NONE: Final = "There are no backups so far. One is made on every day on which something changes."
_READING: Final = "Looking for backups\u2026"
_REASONS: Final = {
    BackupKind.DAILY: "of the day",
    BackupKind.MIGRATION: "before a new format",
}


class BackupsDialog(QDialog):
    """Lists on a thread; makes and restores as acts of the window, one after another."""

    def __init__(self, acts: "HistoryActs", parent: QWidget | None = None) -> None:
        """Look for the backups."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Backups of the history")
        self.resize((self.screen().availableSize() * _OF_SCREEN).boundedTo(_SIZE))
        self._acts = acts
        self._runner = TaskRunner(self)
        self._asked: Backup | None = None
        self._model: RecordTableModel[BackupLine] = RecordTableModel(_COLUMNS, plain_tooltip, self)
        self._state = plain_label(_READING, "body")
        self._view = LongRecordView(
            "Backups", 1, ("30 September 2026 23:59", "before a new format", "100,000", "1,000 MB")
        )
        self._view.setModel(self._model)
        self._notice = NoticeBar()
        self._question = ActionNotice()
        self._make = plain_button("&Back up now")
        self._restore = plain_button("&Restore this one\u2026")
        self._close = primary_button("Close")
        layout = column(spacing=GAP, margin=GAP)
        for widget in (plain_label(_ABOUT, "hint"), self._notice, self._state):
            layout.addWidget(widget)
        layout.addWidget(self._view, 1)
        layout.addStretch(0)  # takes the place of the list while there is none
        layout.addWidget(self._question)
        layout.addLayout(self._button_row())
        self.setLayout(layout)
        self._connect_signals()
        self._show_state()
        self.reload()

    def _button_row(self) -> QHBoxLayout:
        buttons = row(self._make, self._restore, spacing=SPACE)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        return buttons

    def _connect_signals(self) -> None:
        self._make.clicked.connect(self._on_make)
        self._restore.clicked.connect(self._on_restore)
        self._question.accepted.connect(self._on_meant)
        self._view.selectionModel().selectionChanged.connect(self._show_state)
        self._close.clicked.connect(self.reject)
        self._acts.failed.connect(self._on_failed)
        self.finished.connect(self._on_finished)

    @property
    def records(self) -> tuple[BackupLine, ...]:
        """The backups that are listed, the latest first."""
        return self._model.records

    @Slot()
    def reload(self) -> None:
        """Look for the backups again."""
        history = self._acts.history
        self._runner.start(_LIST, lambda: lines(history()), self._take, self._on_failed)

    def _take(self, found: tuple[BackupLine, ...]) -> None:
        self._model.set_records(found)
        self._state.set_plain(_NONE)
        self._state.setVisible(not found)
        self._view.fit()
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        self._view.setVisible(bool(self._model.records))
        self._restore.setEnabled(self._chosen() is not None)
        self._question.hide()

    def _chosen(self) -> Backup | None:
        rows = {index.row() for index in self._view.selectedIndexes()}
        return self._model.records[rows.pop()].backup if len(rows) == 1 else None

    @Slot()
    def _on_make(self) -> None:
        self._notice.hide()
        self._acts.do(make, self._on_made)

    def _on_made(self, backup: Backup) -> None:
        self._notice.say(f"Backed up to {backup.path}", tone=Tone.GOOD)
        self.reload()

    @Slot()
    def _on_restore(self) -> None:
        self._asked = self._chosen()
        if self._asked is None:
            return
        self._notice.hide()
        self._question.say(
            f"Go back to the backup of {local_words(self._asked.made_at)}?",
            "Restore",
            "Keep the present history",
            hint="The history as it is now is put aside in the same folder, not deleted.",
            tone=Tone.CAUTION,
        )
        self._question.focus_safe_button()

    @Slot()
    def _on_meant(self) -> None:
        self._question.hide()
        backup = self._asked
        if backup is not None:
            self._acts.do(lambda history: go_back(history, backup), self._on_restored)

    def _on_restored(self, aside: "Path | None") -> None:
        when = local_words(self._asked.made_at) if self._asked is not None else ""
        kept = f"What was there lies at {aside}" if aside is not None else ""
        self._notice.say(f"The history is that of {when} now.", kept, tone=Tone.GOOD)
        self._acts.went_back.emit()
        self.reload()

    @Slot(object)
    def _on_failed(self, error: "ExperimentError") -> None:
        self._notice.say(error.message, error.hint)

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._acts.failed.disconnect(self._on_failed)
        self._runner.shutdown()


def size_words(size: int) -> str:
    """Return the size of a file: '12 kB', '3.4 MB'."""
    if size < _KILO * _KILO:
        return f"{max(round(size / _KILO), 1):,} kB"
    return f"{size / _KILO / _KILO:,.1f} MB"


_COLUMNS: Final = (
    Column[BackupLine](title="Made", text=lambda line: local_words(line.backup.made_at)),
    Column[BackupLine](title="Kind", text=lambda line: _REASONS[line.backup.kind]),
    Column[BackupLine](
        title="Experiments",
        text=lambda line: "cannot be read" if line.experiments is None else count(line.experiments),
        is_number=True,
        explanation="Outside the trash",
    ),
    Column[BackupLine](
        title="Size", text=lambda line: size_words(line.backup.size), is_number=True
    ),
)
