"""Everything about one kept experiment: tags, note, its reports, and what happened to it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from experimentos_core.foundation.days import local_words
from experimentos_core.history.records import StoredExperiment
from experimentos_gui.history.details_rows import (
    EVENT_COLUMNS,
    REPORT_COLUMNS,
    EventLine,
    ReportLine,
    event_lines,
    report_lines,
)
from experimentos_gui.history.keepsakes import Keepsakes
from experimentos_gui.history.rerun_box import RerunBox
from experimentos_gui.messages import tone, with_symbol
from experimentos_gui.models.record_table import RecordTableModel
from experimentos_gui.tasks import TaskRunner
from experimentos_gui.theme import GAP, MARGIN, SPACE
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, selectable
from experimentos_gui.widgets.layouts import column, row, scroll_page
from experimentos_gui.widgets.notice_bar import NoticeBar
from experimentos_gui.widgets.record_view import RecordView

if TYPE_CHECKING:
    from experimentos_core.foundation.errors import ExperimentError
    from experimentos_core.history.database import Database
    from experimentos_core.history.rerun_records import Rerun
    from experimentos_gui.session.history_acts import HistoryActs

_SIZE: Final = QSize(860, 760)
_OF_SCREEN: Final = 0.95
_LOADING: Final = "Reading\u2026"
_LOAD: Final = "load"
_RERUN: Final = "rerun"
_NONE_YET: Final = "Nothing was analysed so far."


class DetailsDialog(QDialog):
    """Reads and recomputes on threads; what is typed is kept through the acts of the window.

    Signals:
        report_requested(str, int): A report of this experiment, by its number, shall be shown.
        export_requested(str): The experiment shall be written to a file.
    """

    report_requested = Signal(str, int)
    export_requested = Signal(str)

    def __init__(self, acts: "HistoryActs", uid: str, parent: QWidget | None = None) -> None:
        """Show the experiment `uid`."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Experiment")
        self.resize((self.screen().availableSize() * _OF_SCREEN).boundedTo(_SIZE))
        self.uid = uid
        self._acts = acts
        self._runner = TaskRunner(self)
        self._title = selectable(plain_label(_LOADING, "title"))
        self._verdict = plain_label("", "subtitle")
        self._line = selectable(plain_label("", "body"))
        self._facts = plain_label("", "hint")
        self._notice = NoticeBar()
        self._keepsakes = Keepsakes()
        self._reports: RecordTableModel[ReportLine] = RecordTableModel(
            REPORT_COLUMNS, plain_tooltip, self
        )
        self._report_view = RecordView("Reports", 2)
        self._report_view.setModel(self._reports)
        self._none = plain_label(_NONE_YET, "body")
        self._open = plain_button("&Show this report\u2026")
        self._again = plain_button("&Re-run")
        self._again.setToolTip("Recompute the report from the data that was kept")
        self._box = RerunBox()
        self._events: RecordTableModel[EventLine] = RecordTableModel(
            EVENT_COLUMNS, plain_tooltip, self
        )
        self._event_view = RecordView("What happened", 1)
        self._event_view.setModel(self._events)
        self._export = plain_button("&Export as one file\u2026")
        self._close = primary_button("Close")
        self._assemble()
        self._connect_signals()
        self._close.setFocus()
        self.reload()

    def _assemble(self) -> None:
        content = column(self._verdict, self._title, self._line, self._facts, spacing=SPACE // 2)
        content.addWidget(self._notice)
        content.addSpacing(SPACE)
        content.addWidget(self._keepsakes)
        content.addSpacing(SPACE)
        content.addWidget(plain_label("Reports", "subtitle"))
        content.addWidget(self._none)
        content.addWidget(self._report_view)
        content.addSpacing(SPACE // 2)
        below = row(self._open, self._again, spacing=SPACE)
        below.addStretch(1)
        content.addLayout(below)
        content.addSpacing(SPACE // 2)
        content.addWidget(self._box)
        content.addSpacing(SPACE)
        content.addWidget(plain_label("What happened", "subtitle"))
        content.addWidget(self._event_view)
        content.addStretch(1)
        layout = column(spacing=0)
        layout.addWidget(scroll_page(content, margin=MARGIN), 1)
        layout.addLayout(self._button_row())
        self.setLayout(layout)
        self._show_state()

    def _button_row(self) -> QHBoxLayout:
        buttons = row(self._export, spacing=SPACE)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.setContentsMargins(GAP, SPACE, GAP, GAP)
        return buttons

    def _connect_signals(self) -> None:
        self._keepsakes.tags_changed.connect(self._on_tags)
        self._keepsakes.note_changed.connect(self._on_note)
        self._open.clicked.connect(self._on_open)
        self._report_view.doubleClicked.connect(self._on_open)
        self._again.clicked.connect(self.rerun)
        self._export.clicked.connect(self._on_export)
        self._close.clicked.connect(self.reject)
        self._acts.changed.connect(self.reload)
        self._acts.failed.connect(self._on_failed)
        self.finished.connect(self._on_finished)

    @Slot()
    def reload(self) -> None:
        """Read everything again."""
        history, uid = self._acts.history, self.uid
        self._runner.start(_LOAD, lambda: _load(history(), uid), self._take, self._on_failed)

    @Slot()
    def rerun(self) -> None:
        """Compute the chosen report anew, or the latest one."""
        history, uid, number = self._acts.history, self.uid, self._chosen()
        self._box.show_waiting()
        self._again.setEnabled(False)
        self._runner.start(
            _RERUN,
            lambda: _rerun(history(), uid, number),
            self._take_rerun,
            self._on_rerun_failed,
        )

    @property
    def rerun_text(self) -> str:
        """What came of computing a report anew, in words."""
        return self._box.text

    def focus_tags(self) -> None:
        """Lead the keyboard to the tags."""
        self._keepsakes.focus_tags()

    def _take(self, stored: StoredExperiment) -> None:
        experiment = stored.row
        name = experiment.name or "An experiment without a name"
        self.setWindowTitle(name)
        self._title.set_plain(name)
        verdict = experiment.verdict
        self._verdict.set_plain(with_symbol(verdict) if verdict is not None else _NONE_YET)
        self._verdict.set_tone(tone(verdict) if verdict is not None else None)
        self._line.set_plain(experiment.line)
        self._line.setVisible(bool(experiment.line))
        facts = (
            experiment.owner,
            f"begun {local_words(experiment.created_at)}",
            f"changed {local_words(experiment.changed_at)}",
        )
        self._facts.set_plain(" \u00b7 ".join(fact for fact in facts if fact))
        self._keepsakes.show_kept(experiment.tags, experiment.note)
        lines = report_lines(stored)
        if lines != self._reports.records:
            self._reports.set_records(lines)
        self._events.set_records(event_lines(stored))
        self._show_state()

    def _show_state(self) -> None:
        has_reports = bool(self._reports.records)
        self._none.setVisible(not has_reports)
        self._report_view.setVisible(has_reports)
        for button in (self._open, self._again):
            button.setVisible(has_reports)

    def _chosen(self) -> int | None:
        """Return the number of the chosen report; None: the latest."""
        index = self._report_view.currentIndex()
        if not index.isValid():
            return None
        return self._reports.records[index.row()].number

    def _take_rerun(self, rerun: "Rerun") -> None:
        self._again.setEnabled(True)
        self._box.show_rerun(rerun)

    def _on_rerun_failed(self, error: "ExperimentError") -> None:
        self._again.setEnabled(True)
        self._box.show_failure(error.message, error.hint)

    @Slot(object)
    def _on_failed(self, error: "ExperimentError") -> None:
        self._notice.say(error.message, error.hint)

    @Slot(object)
    def _on_tags(self, tags: tuple[str, ...]) -> None:
        self._acts.set_tags(self.uid, tags)

    @Slot(str)
    def _on_note(self, note: str) -> None:
        self._acts.write_note(self.uid, note)

    @Slot()
    def _on_open(self) -> None:
        number = self._chosen()
        records = self._reports.records
        if number is not None or records:
            self.report_requested.emit(self.uid, number or records[0].number)

    @Slot()
    def _on_export(self) -> None:
        self.export_requested.emit(self.uid)

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._acts.changed.disconnect(self.reload)
        self._acts.failed.disconnect(self._on_failed)
        self._keepsakes.flush()
        self._runner.shutdown()


def _load(history: "Database", uid: str) -> StoredExperiment:
    from experimentos_core.history.opening import read_experiment  # noqa: PLC0415 - on the worker

    return read_experiment(history, uid)


def _rerun(history: "Database", uid: str, number: int | None) -> "Rerun":
    from experimentos_core.history.rerun import rerun  # noqa: PLC0415 - on the worker

    return rerun(history, uid, number)
