"""The state of one experiment in the window: data, plan, checkup, report; panels only watch it."""

from copy import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from experimentos_gui.session.history_desk import HistoryDesk
from experimentos_gui.session.lazily import (
    memo_reading,
    staying,
    work_module,
)
from experimentos_gui.session.memory import ReadingMemory
from experimentos_gui.session.plan_desk import PLAN_LANE, PlanDesk
from experimentos_gui.session.reader import Checkpoint, Read
from experimentos_gui.session.revising import ANALYSIS_LANE, CHECK_LANE, Revising

if TYPE_CHECKING:
    from collections.abc import Callable

    from experimentos_core.charter import Charter
    from experimentos_core.charter.chain import CharterChain
    from experimentos_core.experiment import Report
    from experimentos_core.reading.choices import Choices
    from experimentos_core.reading.columns.roles import ColumnRoles
    from experimentos_gui.session.memo_opening import OpenedMemo
    from experimentos_gui.session.undoing import Whole
    from experimentos_gui.session.work import Opened, Reading

_CLIPBOARD: Final = "the clipboard"
_MEMO_SUFFIXES: Final = (".html", ".htm")


class ExperimentSession(Revising):
    """One experiment at a time; every change is announced, every long step runs on a thread.

    A file that cannot be read leaves everything as it was. While something about the file is
    open, or it is being read, nothing is analysed.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an empty session."""
        super().__init__(parent)
        self.history = HistoryDesk(self)
        self.plans = PlanDesk(self, self._runner)
        self._memory: ReadingMemory | None = None

    @property
    def is_analysing(self) -> bool:
        """Whether a report is on its way."""
        return self._runner.is_running(ANALYSIS_LANE)

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

    def open_kept(self, whole: "Whole") -> None:
        """Take up an experiment as it was kept; what was open comes back as after `start_new`."""
        self._set_aside()
        self._put_back(whole)

    def join(self, whole: "Whole") -> None:
        """Hold the open file to a locked plan that waited for it, as if it had been opened there.

        How the file was read stays, but for the column that counts: the plan has a say in that.
        `undo` returns to the plan without data.
        """
        opened, path, chosen = self._opened, self._source_path, self.choices.chosen
        if opened is None:
            return
        self._stop_work()
        self._become(whole)
        self._accept(opened, path, analyse=False, anew=False)
        for choice in staying(chosen):
            self.choose(choice)

    # --- going back

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

    def close_those(self, uids: "tuple[str, ...]") -> None:
        """Close the open experiment where it is one of these: it was put into the trash."""
        if self._replaced is not None and self._replaced.uid in uids:
            self._replaced = None
        if self.uid and self.uid in uids:
            earlier = self._replaced
            self.history.let_go()
            self._start(is_planning=False)
            self._replaced = earlier

    # --- locking and analysing

    def name_in_history(self, uid: str) -> None:
        """Take the name this experiment has in the history from now on."""
        self._uid = uid

    def take_lock(self, chain: "CharterChain", uid: str) -> None:
        """Hold this experiment to a locked plan; a report made without it holds no longer."""
        self._chain, self._uid = chain, uid
        self._last = None
        self._announce_plan()
        self._schedule_check()

    def lock_left(self, chain: "CharterChain", uid: str) -> None:
        """Take a lock that came when another experiment was open already: it is the other's."""
        if self._replaced is not None and self._replaced.uid == uid:
            self._replaced = replace(self._replaced, chain=chain, last=None, report=None)

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

    def cancel_analysis(self) -> None:
        """Drop a report that is on its way; table and plan stay."""
        self._runner.cancel(ANALYSIS_LANE)

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
        self._runner.cancel(ANALYSIS_LANE)  # no verdict on one file while another is being read
        self._reader.start(name, read, done, self._on_read_failed)

    def _start(
        self,
        charter: "Charter | None" = None,
        *,
        is_planning: bool,
    ) -> None:
        self._stop_work()
        self._set_aside()
        self._opened, self._reading, self._choices, self._roles = None, None, None, None
        self._fallback = None
        self._steps.clear()
        self._source_path = None
        self._charter, self._is_planning = charter, is_planning
        self._chain, self._uid, self._typed = None, "", ""
        self._last = None
        self._drop_results()
        self.table_changed.emit()

    def _set_aside(self) -> None:
        """Hold what is open for `undo`, and keep what was typed last: it is this experiment's."""
        self.history.keep_now()
        self._replaced = self._whole() or self._replaced

    def _stop_work(self) -> None:
        self._reader.cancel()
        self._runner.cancel(CHECK_LANE, ANALYSIS_LANE, PLAN_LANE)
        self._debounce.stop()

    def _return_to_replaced(self, leaving: "Whole | None") -> None:
        """Put back what another file took the place of; `leaving` may come back in its turn."""
        self.history.keep_now()
        whole, self._replaced = self._replaced, leaving
        if whole is not None:
            self._put_back(whole)

    def _put_back(self, whole: "Whole") -> None:
        self._stop_work()
        self._become(whole)
        self._drop_results()
        self.table_changed.emit()
        self.check()
        if whole.report is not None:
            self._report = whole.report
            self.report_changed.emit()

    def _accept(self, opened: "Opened", path: Path | None, *, analyse: bool, anew: bool) -> None:
        self._set_aside()
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

    def _analyse(self) -> None:
        table, charter, roles = self.table, self.charter, self.roles
        choices, reading, chain = self.choices, self._reading, self.chain
        if table is None or reading is None or not self.is_ready:
            return
        self._runner.start(
            ANALYSIS_LANE,
            lambda: work_module().analyse_table(table, charter, roles, chain),
            lambda report: self._take_report((choices, charter, reading, roles, report)),
            self.failed.emit,
        )

    def _take_report(self, made: "tuple[Choices, Charter, Reading, ColumnRoles, Report]") -> None:
        shown = self._report
        if shown is not None and replace(shown, taken=None) == made[-1]:
            # The very same once more: what was decided on it stands.
            made = (*made[:-1], replace(made[-1], taken=shown.taken))
        self._last = made
        self._report = made[-1]
        self.report_changed.emit()
