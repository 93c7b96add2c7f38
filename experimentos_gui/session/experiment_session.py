"""The state of one experiment in the window: data, plan, checkup, report; panels only watch it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.session.lazily import (
    choose_columns,
    empty_charter,
    no_choices,
    usual_roles,
    work_module,
)
from experimentos_gui.session.memory import ReadingMemory
from experimentos_gui.session.reader import Checkpoint, Reader
from experimentos_gui.session.undoing import Step
from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from experimentos_core.charter import Charter
    from experimentos_core.experiment import Report
    from experimentos_core.healthcheck import Checkup
    from experimentos_core.reading.choices import Choice, Choices
    from experimentos_core.reading.columns.roles import ColumnRoles, ColumnUse
    from experimentos_core.reading.interpretation import Interpretation
    from experimentos_core.reading.table import Table
    from experimentos_gui.models.variants import Variant
    from experimentos_gui.session.work import Opened, Reading

_CHECK: Final = "check"
_ANALYSE: Final = "analyse"
_DEBOUNCE_MS: Final = 150
_CLIPBOARD: Final = "the clipboard"


class ExperimentSession(QObject):
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
        failed(object): Something expected went wrong; carries an ExperimentError.
    """

    table_changed = Signal()
    reading_changed = Signal()
    plan_changed = Signal()
    checkup_changed = Signal()
    report_changed = Signal()
    busy_changed = Signal(bool)
    reading_under_way = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an empty session with its own task runner."""
        super().__init__(parent)
        self._runner = TaskRunner(self)
        self._reader = Reader(self._runner, self)
        self._memory: ReadingMemory | None = None
        self._opened: Opened | None = None
        self._reading: Reading | None = None
        self._choices: Choices | None = None
        self._steps: list[Step] = []
        self._fallback: tuple[tuple[Step, ...], Charter] | None = None
        self._roles: ColumnRoles | None = None
        self._charter: Charter | None = None
        self._checkup: Checkup | None = None
        self._report: Report | None = None
        self._source_path: Path | None = None
        self._last: tuple[Choices, Charter, Reading, ColumnRoles, Report] | None = None
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(_DEBOUNCE_MS)
        self._debounce.timeout.connect(self._on_debounced)
        self._runner.busy_changed.connect(self.busy_changed)
        self._reader.changed.connect(self.reading_under_way)

    # --- what holds

    @property
    def interpretation(self) -> "Interpretation | None":
        """The reading of the open file; None before any is open."""
        return self._reading.interpretation if self._reading is not None else None

    @property
    def table(self) -> "Table | None":
        """What is checked; None before a file is open, or while it depends on an answer."""
        return self._reading.interpretation.table if self._reading is not None else None

    @property
    def uses(self) -> "tuple[ColumnUse, ...]":
        """What each column of the table would be taken for if it played no required part."""
        return self._reading.uses if self._reading is not None else ()

    @property
    def variants(self) -> "tuple[Variant, ...]":
        """The rows of the table that are variants, by the columns of the reading."""
        return self._reading.variants if self._reading is not None else ()

    @property
    def choices(self) -> "Choices":
        """What was chosen about the reading."""
        if self._choices is None:
            self._choices = no_choices()
        return self._choices

    @property
    def remembered(self) -> "tuple[Choice, ...]":
        """The choices that were taken over from last time and still hold."""
        if self._opened is None:
            return ()
        return tuple(choice for choice in self._opened.remembered if choice in self.choices.chosen)

    @property
    def roles(self) -> "ColumnRoles":
        """Which column plays which part."""
        if self._roles is None:
            self._roles = usual_roles()
        return self._roles

    @property
    def charter(self) -> "Charter":
        """The plan; its guardrails are None while those proposed from the table are taken."""
        if self._charter is None:
            self._charter = empty_charter()
        return self._charter

    @property
    def checkup(self) -> "Checkup | None":
        """The health check of this very table and plan; None while it is not known."""
        return self._checkup

    @property
    def report(self) -> "Report | None":
        """The analysis of this very table and plan; None while there is none."""
        return self._report

    @property
    def source_path(self) -> Path | None:
        """The open file; None where none is, or a table was pasted."""
        return self._source_path

    @property
    def source_name(self) -> str:
        """What is open, by its name; empty where nothing is."""
        return self._opened.content.name if self._opened is not None else ""

    @property
    def is_busy(self) -> bool:
        """Whether any work runs."""
        return self._runner.is_busy

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read."""
        return self._reader.is_reading

    @property
    def is_rereading(self) -> bool:
        """Whether something was chosen that the table does not follow yet."""
        return self._reading is not None and self.choices != self._reading.interpretation.choices

    @property
    def is_analysing(self) -> bool:
        """Whether a report is on its way."""
        return self._runner.is_running(_ANALYSE)

    @property
    def is_ready(self) -> bool:
        """Whether there is a table and nothing about it is open."""
        interpretation = self.interpretation
        return interpretation is not None and interpretation.is_ready and not self.is_rereading

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._steps)

    # --- opening

    def use_memory(self, memory: ReadingMemory) -> None:
        """Read headers as they were read last time, and keep how they are read."""
        self._memory = memory

    def open_file(self, path: Path, *, analyse: bool = False) -> None:
        """Read a file; with `analyse`, go on to the report at once where nothing is open.

        The plan is emptied, or that of the sample which `path` is. A file that cannot be read is
        told by `failed` and changes nothing else.
        """
        remembered = self._memory.readings if self._memory is not None else {}

        def done(opened: "Opened") -> None:
            self._accept(opened, path, analyse=analyse)

        def read(checkpoint: Checkpoint) -> object:
            return work_module().read_file(path, remembered, checkpoint)

        self._reader.start(path.name, read, done, self._on_read_failed)

    def open_clipboard(self, text: str) -> None:
        """Read a table that was copied; text that is none is told by `failed`."""
        remembered = self._memory.readings if self._memory is not None else {}

        def done(opened: "Opened") -> None:
            self._accept(opened, None, analyse=False)

        def read(checkpoint: Checkpoint) -> object:
            return work_module().read_clipboard(text, remembered, checkpoint)

        self._reader.start(_CLIPBOARD, read, done, self._on_read_failed)

    def cancel_reading(self) -> None:
        """Give up what is being read; what was open before stays as it was."""
        if not self.is_reading:
            return
        self._reader.cancel()
        self._return_to_reading()

    def start_new(self) -> None:
        """Empty everything."""
        self._reader.cancel()
        self._runner.cancel(_CHECK, _ANALYSE)
        self._debounce.stop()
        self._opened = None
        self._reading = None
        self._choices = None
        self._fallback = None
        self._steps.clear()
        self._source_path = None
        self._roles = None
        self._charter = None
        self._last = None
        self._drop_results()
        self.table_changed.emit()

    # --- choosing

    def choose(self, choice: "Choice") -> None:
        """Read the open file by one more choice; the plan stays as far as it fits."""
        if self._opened is not None and choice not in self.choices.chosen:
            self._begin_step(self.charter)
            self._read_by(self.choices.with_choice(choice))

    def start_over(self) -> None:
        """Read the open file as if nothing had been chosen."""
        if self._opened is not None and self.choices.chosen:
            self._begin_step(self.charter)
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
        """Take the last step back: a choice, a column, or the control."""
        if not self._steps:
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
        """Make the report of this table and plan; does nothing while anything is open."""
        header = self._opened.header_key if self._opened is not None else ""
        if header and self.is_ready and self._memory is not None:
            self._memory.remember_reading(header, work_module().lasting(self.choices))
        self._analyse()

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

    def cancel_analysis(self) -> None:
        """Drop a report that is on its way; table and plan stay."""
        self._runner.cancel(_ANALYSE)

    def shutdown(self) -> None:
        """Drop all work and wait for the threads."""
        self._debounce.stop()
        self._reader.cancel()
        self._runner.shutdown()

    # --- inside

    def _accept(self, opened: "Opened", path: Path | None, *, analyse: bool) -> None:
        self._opened = opened
        self._source_path = path
        self._take_reading(opened.reading)
        self._fallback = None
        self._steps.clear()
        self._charter = opened.charter
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

    def _take_reading(self, reading: "Reading") -> None:
        self._reading = reading
        self._choices = reading.interpretation.choices
        self._roles = reading.interpretation.roles

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
        choices, reading = self.choices, self._reading
        if table is None or reading is None or not self.is_ready:
            return
        self._runner.start(
            _ANALYSE,
            lambda: work_module().analyse_table(table, charter, roles),
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
