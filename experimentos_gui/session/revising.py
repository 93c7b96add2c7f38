"""Reading the open file otherwise and changing the plan; the health check follows every change."""

from copy import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.session.lazily import choose_columns, empty_charter, no_choices, work_module
from experimentos_gui.session.reader import Checkpoint, Reader
from experimentos_gui.session.state import SessionState
from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from experimentos_core.charter import Charter
    from experimentos_core.healthcheck import Checkup
    from experimentos_core.reading.choices import Choice, Choices
    from experimentos_core.reading.columns.roles import ColumnRoles
    from experimentos_gui.session.work import Reading

CHECK_LANE: Final = "check"
ANALYSIS_LANE: Final = "analyse"
_DEBOUNCE_MS: Final = 150


class Revising(SessionState):
    """What a person may change about the open experiment, one step after another.

    Changing the data or the plan clears the checkup and the report: no stale verdict is ever
    on screen. What was chosen is undone step by step.

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
        """Begin with nothing open, and a task runner of its own."""
        super().__init__(parent)
        self._runner = TaskRunner(self)
        self._reader = Reader(self._runner, self)
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

    def fit_charter(self, charter: "Charter") -> None:
        """Take a plan without what the new reading has no place for; undone with that reading."""
        if self._steps and charter != self.charter:
            self._steps[-1] = replace(self._steps[-1], after=charter)
        self.set_charter(charter)

    def check(self) -> None:
        """Run the health check now, without waiting for more changes."""
        self._debounce.stop()
        table, charter, roles = self.table, self.charter, self.roles
        if table is not None and not self.is_rereading:
            self._runner.start(
                CHECK_LANE,
                lambda: work_module().check_table(table, charter, roles),
                self._take_checkup,
                self.failed.emit,
            )

    # --- inside

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
        from experimentos_gui.session.undoing import Step  # noqa: PLC0415 - the window opens without it

        self._keep_fallback()
        self._steps.append(Step(choices=self.choices, before=self.charter, after=after))

    def _keep_fallback(self) -> None:
        """Note what to return to should the reading fail; the oldest one not yet read counts."""
        if self._fallback is None or not self.is_rereading:
            self._fallback = (tuple(self._steps), self.charter)

    def _announce_plan(self) -> None:
        self._drop_results()
        self.plan_changed.emit()

    def _drop_results(self) -> None:
        """Forget what no longer holds, telling only of real changes."""
        self._runner.cancel(CHECK_LANE, ANALYSIS_LANE)
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
