"""The state of one experiment in the window: data, plan, checkup, report; panels only watch it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.session.history_desk import HistoryDesk
from experimentos_gui.session.lazily import (
    choose_columns,
    empty_charter,
    memo_reading,
    no_choices,
    work_module,
)
from experimentos_gui.session.memory import ReadingMemory
from experimentos_gui.session.plan_desk import PLAN_LANE, PlanDesk
from experimentos_gui.session.reader import Checkpoint, Read, Reader
from experimentos_gui.session.state import SessionState
from experimentos_gui.session.undoing import Step, Whole
from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from collections.abc import Callable

    from experimentos_core.charter import Charter
    from experimentos_core.charter.chain import CharterChain
    from experimentos_core.experiment import Report
    from experimentos_core.healthcheck import Checkup
    from experimentos_core.reading.choices import Choice, Choices
    from experimentos_core.reading.columns.roles import ColumnRoles
    from experimentos_gui.session.memo_opening import OpenedMemo
    from experimentos_gui.session.work import Opened, Reading

_CHECK: Final = "check"
_ANALYSE: Final = "analyse"
_DEBOUNCE_MS: Final = 150
_CLIPBOARD: Final = "the clipboard"
_MEMO_SUFFIXES: Final = (".html", ".htm")


class ExperimentSession(SessionState):
    """One experiment at a time; every change is announced, every long step runs on a thread.

    Changing the data or the plan clears the checkup and the report: no stale verdict is ever
    on screen. A file that cannot be read leaves everything as it was. While something about the
    file is open, or it is being read, nothing is analysed.

    Signals:
        table_changed(): Another file is open, or none, and with it another plan.
        reading_changed(): The open file is read otherwise now.
        plan_changed(): Roles or charter are different now.
        checkup_changed(): The health check has finished, or its result no longer holds.
        report_changed(): The analysis has finished, or its result no longer holds.
        busy_changed(bool): Work has begun or ended.
        reading_under_way(str): What is being read now, by its name; empty when nothing is.
        typed_changed(): What stands in the fields of the plan changed, and is no possible plan.
        failed(object): Something expected went wrong; carries an ExperimentError.
        memo_checked(object): A memo was opened and checked; carries an OpenedMemo.
    """

    table_changed = Signal()
    reading_changed = Signal()
    plan_changed = Signal()
    checkup_changed = Signal()
    report_changed = Signal()
    busy_changed = Signal(bool)
    reading_under_way = Signal(str)
    typed_changed = Signal()
    failed = Signal(object)
    memo_checked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an empty session with its own task runner."""
        super().__init__(parent)
        self._runner = TaskRunner(self)
        self._reader = Reader(self._runner, self)
        self.history = HistoryDesk(self)
        self.plans = PlanDesk(self, self._runner)
        self._memory: ReadingMemory | None = None
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(_DEBOUNCE_MS)
        self._debounce.timeout.connect(self._on_debounced)
        self._runner.busy_changed.connect(self.busy_changed)
        self._reader.changed.connect(self.reading_under_way)

    # --- what runs

    @property
    def is_busy(self) -> bool:
        """Whether any work runs."""
        return self._runner.is_busy

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read."""
        return self._reader.is_reading

    @property
    def is_analysing(self) -> bool:
        """Whether a report is on its way."""
        return self._runner.is_running(_ANALYSE)

    # --- opening

    def use_memory(self, memory: ReadingMemory) -> None:
        """Read headers as they were read last time, and keep how they are read."""
        self._memory = memory

    def open_file(self, path: Path, *, analyse: bool = False, anew: bool = False) -> None:
        """Read a file; with `analyse`, go on to the report at once where nothing is open.

        The plan is emptied, or that of the sample which `path` is; one that came before the data,
        or is locked, stays, and the data is held to it; not with `anew`. A file that cannot be
        read is told by `failed` and changes nothing else. A memo shows the results it holds, once
        it is checked.
        """
        if path.suffix.lower() in _MEMO_SUFFIXES:
            self._begin_opening(path.name, memo_reading(path), self._take_memo)
            return
        remembered = self._memory.readings if self._memory is not None else {}

        def done(opened: "Opened") -> None:
            self._accept(opened, path, analyse=analyse, anew=anew)

        def read(checkpoint: Checkpoint) -> object:
            return work_module().read_file(path, remembered, checkpoint)

        self._begin_opening(path.name, read, done)

    def open_clipboard(self, text: str, *, anew: bool = False) -> None:
        """Read a table that was copied as a file is; text that is none is told by `failed`."""
        remembered = self._memory.readings if self._memory is not None else {}

        def done(opened: "Opened") -> None:
            self._accept(opened, None, analyse=False, anew=anew)

        def read(checkpoint: Checkpoint) -> object:
            return work_module().read_clipboard(text, remembered, checkpoint)

        self._begin_opening(_CLIPBOARD, read, done)

    def show_report(
        self, opened: "Opened", report: "Report", chain: "CharterChain | None" = None
    ) -> None:
        """Show a finished report with its data and plan; what was open comes back with `undo`."""
        self._start(opened.charter, is_planning=False)
        self._chain = chain
        self._opened = opened
        self._take_reading(opened.reading)
        self._last = (self.choices, self.charter, opened.reading, self.roles, report)
        self.table_changed.emit()
        self.check()
        self._report = report
        self.report_changed.emit()

    def cancel_reading(self) -> None:
        """Give up what is being read; what was open before stays as it was."""
        if not self.is_reading:
            return
        self._reader.cancel()
        self._return_to_reading()

    def start_new(self) -> None:
        """Empty everything; `undo` and `go_back` return to what was open."""
        self._start(is_planning=False)

    def start_plan(
        self,
        charter: "Charter | None" = None,
    ) -> None:
        """Begin with a plan and no data; what was open comes back as after `start_new`.

        Args:
            charter: The plan; None: an empty one.
        """
        self._start(charter, is_planning=True)

    def open_kept(self, whole: Whole) -> None:
        """Take up an experiment as it was kept; what was open comes back as after `start_new`."""
        self._replaced = self._whole() or self._replaced
        self._put_back(whole)

    # --- choosing

    def choose(self, choice: "Choice") -> None:
        """Read the open file by one more choice; the plan stays as far as it fits."""
        if self._opened is not None and choice not in self.choices.chosen:
            self._begin_step(self.charter)
            self._read_by(self.choices.with_choice(choice))

    def start_over(self) -> None:
        """Read the open file as if nothing had been chosen, now or last time."""
        if self._opened is None:
            return
        charter = self.charter
        if self.remembered_guardrails is not None:
            charter = replace(charter, guardrails=None)
        if self.remembered_primary is not None:
            charter = replace(charter, primary=empty_charter().primary)
        if not self.choices.chosen:
            self.pick(self.roles, charter)
            return
        self._begin_step(charter)
        self._charter = charter
        self._read_by(no_choices())

    def pick(self, roles: "ColumnRoles", charter: "Charter", *choices: "Choice") -> None:
        """Take other columns and the plan that goes with them, as one step that can be undone.

        Args:
            roles: The required columns.
            charter: The plan with them.
            choices: What else is chosen about the reading with them.
        """
        if roles == self.roles and charter == self.charter and not choices:
            return
        if self._opened is not None:
            self._begin_step(charter)
        if roles == self.roles and not choices:
            self.set_charter(charter)
            return
        self._charter = charter
        self._take_columns(roles, choices)

    def undo(self) -> None:
        """Take the last step back: a choice, a column, the control, or opening another file."""
        if not self._steps:
            self._return_to_replaced(None)
            return
        self._keep_fallback()
        step = self._steps.pop()
        charter = step.undo(self.charter)
        if step.choices == self.choices:
            self.set_charter(charter)
            return
        self._charter = charter
        self._read_by(step.choices)

    def set_roles(self, roles: "ColumnRoles") -> None:
        """Take other columns; the file is read anew, and the health check follows by itself."""
        if roles != self.roles:
            self._keep_fallback()
            self._take_columns(roles, ())

    def set_charter(self, charter: "Charter") -> None:
        """Take another plan; the health check follows by itself."""
        if charter != self.charter:
            self._charter = charter
            self._announce_plan()
            self._schedule_check()

    def note_typed(self, typed: str) -> None:
        """Note the plan as it stands in the fields; empty where it is a possible one."""
        if typed != self._typed:
            self._typed = typed
            self.typed_changed.emit()

    def name_in_history(self, uid: str) -> None:
        """Take the name this experiment has in the history from now on."""
        self._uid = uid

    def take_lock(self, chain: "CharterChain", uid: str) -> None:
        """Hold this experiment to a locked plan; a report made without it holds no longer."""
        self._chain, self._uid = chain, uid
        self._last = None
        self._announce_plan()
        self._schedule_check()

    def fit_charter(self, charter: "Charter") -> None:
        """Take a plan without what the new reading has no place for; undone with that reading."""
        if self._steps and charter != self.charter:
            self._steps[-1] = replace(self._steps[-1], after=charter)
        self.set_charter(charter)

    # --- checking and analysing

    def check(self) -> None:
        """Run the health check now, without waiting for more changes."""
        self._debounce.stop()
        table, charter, roles = self.table, self.charter, self.roles
        if table is not None and not self.is_rereading:
            self._runner.start(
                _CHECK,
                lambda: work_module().check_table(table, charter, roles),
                self._take_checkup,
                self.failed.emit,
            )

    def analyse(self) -> None:
        """Make the report of this table and plan; not while anything is open or being read."""
        if self.is_reading:
            return
        header = self._opened.header_key if self._opened is not None else ""
        reading = self._reading
        if header and reading is not None and self.is_ready and self._memory is not None:
            options = work_module().lasting(reading, self.charter)
            self._memory.remember_reading(header, options)
        self._analyse()

    def take_decision(self, report: "Report") -> None:
        """Take the report with the decision that was taken on it; no number in it is another."""
        if self._last is not None:
            self._last = (*self._last[:-1], report)
        self._report = report
        self.report_changed.emit()

    def restore(self) -> None:
        """Go back to the last report of this file and the plan it was made by, if there is one."""
        if self._last is None or self._report is not None:
            return
        self._reader.cancel()
        self._fallback = None
        self._choices, self._charter, self._reading, self._roles, report = self._last
        self._drop_results()
        self.reading_changed.emit()
        self.plan_changed.emit()
        self.check()
        self._report = report
        self.report_changed.emit()

    def go_back(self) -> None:
        """Return to the report that another file took the place of, or to what a new one did.

        What is left that way comes back with `undo`.
        """
        replaced = self._replaced
        if replaced is not None and (replaced.report is not None or self._opened is None):
            self._return_to_replaced(self._whole())

    def cancel_analysis(self) -> None:
        """Drop a report that is on its way; table and plan stay."""
        self._runner.cancel(_ANALYSE)

    def shutdown(self) -> None:
        """Drop all work and wait for the threads."""
        self._debounce.stop()
        self._reader.cancel()
        self._runner.shutdown()
        self.history.shutdown()

    # --- inside

    def _take_memo(self, memo: "OpenedMemo") -> None:
        if memo.opened is not None and memo.shown is not None:
            self.show_report(memo.opened, memo.shown, memo.chain)
        self.memo_checked.emit(memo)

    def _begin_opening(self, name: str, read: Read, done: "Callable[..., None]") -> None:
        self._runner.cancel(_ANALYSE)  # no verdict on one file while another is being read
        self._reader.start(name, read, done, self._on_read_failed)

    def _start(
        self,
        charter: "Charter | None" = None,
        *,
        is_planning: bool,
    ) -> None:
        self._stop_work()
        self._replaced = self._whole() or self._replaced
        self._opened, self._reading, self._choices, self._roles = None, None, None, None
        self._fallback = None
        self._steps.clear()
        self._source_path = None
        self._charter, self._is_planning = charter, is_planning
        self._chain, self._uid, self._typed = None, "", ""
        self._last = None
        self._drop_results()
        self.table_changed.emit()

    def _stop_work(self) -> None:
        self._reader.cancel()
        self._runner.cancel(_CHECK, _ANALYSE, PLAN_LANE)
        self._debounce.stop()

    def _return_to_replaced(self, leaving: Whole | None) -> None:
        """Put back what another file took the place of; `leaving` may come back in its turn."""
        whole, self._replaced = self._replaced, leaving
        if whole is not None:
            self._put_back(whole)

    def _put_back(self, whole: Whole) -> None:
        self._stop_work()
        self._become(whole)
        self._drop_results()
        self.table_changed.emit()
        self.check()
        if whole.report is not None:
            self._report = whole.report
            self.report_changed.emit()

    def _accept(self, opened: "Opened", path: Path | None, *, analyse: bool, anew: bool) -> None:
        self._replaced = self._whole() or self._replaced
        self._opened = opened
        self._source_path = path
        self._take_reading(opened.reading)
        self._fallback = None
        self._typed = ""
        self._steps.clear()
        if anew or not (self.keeps_plan and opened.header_key):  # a sample brings its own plan
            self._charter, self._is_planning = opened.charter, False
            self._chain, self._uid = None, ""
        self._last = None
        self._drop_results()
        if analyse:
            self._analyse()
        self.table_changed.emit()
        self.check()  # now that all is shown: until then it would only slow the window

    def _take_columns(self, roles: "ColumnRoles", others: "tuple[Choice, ...]") -> None:
        choices = choose_columns(self.choices, self.roles, roles)
        for choice in others:
            choices = choices.with_choice(choice)
        self._roles = roles
        if self._opened is None:
            self._announce_plan()
            return
        self._read_by(choices)
        self.plan_changed.emit()

    def _read_by(self, choices: "Choices") -> None:
        """Read the open file by other choices; where that fails, the reading stays as it was."""
        if self._opened is None:
            return
        content = self._opened.content
        self._choices = choices
        self._debounce.stop()
        self._drop_results()

        def read(checkpoint: Checkpoint) -> object:
            return work_module().interpret(content, choices, checkpoint)

        self._reader.start(content.name, read, self._accept_reading, self._on_read_failed)

    def _accept_reading(self, reading: "Reading") -> None:
        self._fallback = None
        self._take_reading(reading)
        self._drop_results()
        self.reading_changed.emit()
        self.check()

    def _on_read_failed(self, error: ExperimentError) -> None:
        self._return_to_reading()
        self.failed.emit(error)

    def _return_to_reading(self) -> None:
        """Forget choices that came to nothing, and the steps that made them."""
        if self._reading is None or self._fallback is None:
            return
        (steps, charter), self._fallback = self._fallback, None
        if self.choices == self._reading.interpretation.choices:
            return
        self._steps, self._charter = list(steps), charter
        self._take_reading(self._reading)
        self._announce_plan()
        self.check()

    def _begin_step(self, after: "Charter") -> None:
        """Note what holds now, so that it can come back."""
        self._keep_fallback()
        self._steps.append(Step(choices=self.choices, before=self.charter, after=after))

    def _keep_fallback(self) -> None:
        """Note what to return to should the reading fail; the oldest one not yet read counts."""
        if self._fallback is None or not self.is_rereading:
            self._fallback = (tuple(self._steps), self.charter)

    def _analyse(self) -> None:
        table, charter, roles = self.table, self.charter, self.roles
        choices, reading, chain = self.choices, self._reading, self.chain
        if table is None or reading is None or not self.is_ready:
            return
        self._runner.start(
            _ANALYSE,
            lambda: work_module().analyse_table(table, charter, roles, chain),
            lambda report: self._take_report((choices, charter, reading, roles, report)),
            self.failed.emit,
        )

    def _announce_plan(self) -> None:
        self._drop_results()
        self.plan_changed.emit()

    def _drop_results(self) -> None:
        """Forget what no longer holds, telling only of real changes."""
        self._runner.cancel(_CHECK, _ANALYSE)
        had_checkup, had_report = self._checkup is not None, self._report is not None
        self._checkup = None
        self._report = None
        if had_checkup:
            self.checkup_changed.emit()
        if had_report:
            self.report_changed.emit()

    def _schedule_check(self) -> None:
        if self.table is not None:
            self._debounce.start()

    @Slot()
    def _on_debounced(self) -> None:
        self.check()

    def _take_checkup(self, checkup: "Checkup") -> None:
        self._checkup = checkup
        self.checkup_changed.emit()

    def _take_report(self, made: "tuple[Choices, Charter, Reading, ColumnRoles, Report]") -> None:
        self._last = made
        self._report = made[-1]
        self.report_changed.emit()
