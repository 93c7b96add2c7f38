"""The state of one experiment in the window: table, plan, checkup, report; panels only watch it."""

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from experimentos_core.charter import Charter
    from experimentos_core.experiment import Report
    from experimentos_core.healthcheck import Checkup
    from experimentos_core.reading.roles import ColumnRoles
    from experimentos_core.reading.table import Table
    from experimentos_gui.session.work import OpenedFile

_READ: Final = "read"
_CHECK: Final = "check"
_ANALYSE: Final = "analyse"
_DEBOUNCE_MS: Final = 150


class ExperimentSession(QObject):
    """One experiment at a time; every change is announced, every long step runs on a thread.

    Changing the table or the plan clears the checkup and the report: no stale verdict is ever
    on screen. A file that cannot be read leaves everything as it was.

    Signals:
        table_changed(): Another table is open, or none.
        plan_changed(): Roles or charter are different now.
        checkup_changed(): The health check has finished, or its result no longer holds.
        report_changed(): The analysis has finished, or its result no longer holds.
        busy_changed(bool): Work has begun or ended.
        failed(object): Something expected went wrong; carries an ExperimentError.
    """

    table_changed = Signal()
    plan_changed = Signal()
    checkup_changed = Signal()
    report_changed = Signal()
    busy_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make an empty session with its own task runner."""
        super().__init__(parent)
        self._runner = TaskRunner(self)
        self._table: Table | None = None
        self._roles: ColumnRoles | None = None
        self._charter: Charter | None = None
        self._checkup: Checkup | None = None
        self._report: Report | None = None
        self._source_path: Path | None = None
        self._last: tuple[ColumnRoles, Charter, Report] | None = None
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(_DEBOUNCE_MS)
        self._debounce.timeout.connect(self._on_debounced)
        self._runner.busy_changed.connect(self.busy_changed)

    @property
    def table(self) -> "Table | None":
        """The cells of the open file; None before any is open."""
        return self._table

    @property
    def roles(self) -> "ColumnRoles":
        """Which column plays which part."""
        if self._roles is None:
            self._roles = _usual_roles()
        return self._roles

    @property
    def charter(self) -> "Charter":
        """The plan; its guardrails are None while those proposed from the table are taken."""
        if self._charter is None:
            self._charter = _empty_charter()
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
        """The open file."""
        return self._source_path

    @property
    def is_busy(self) -> bool:
        """Whether any work runs."""
        return self._runner.is_busy

    @property
    def is_analysing(self) -> bool:
        """Whether a report is on its way."""
        return self._runner.is_running(_ANALYSE)

    def open_file(self, path: Path, *, analyse: bool = False) -> None:
        """Read a file; with `analyse`, go on to the report at once.

        The plan is emptied, or that of the sample which `path` is. A file that cannot be read is
        told by `failed` and changes nothing else.
        """

        def done(opened: "OpenedFile") -> None:
            self._accept(opened, path, analyse=analyse)

        self._runner.start(_READ, lambda: _work().read_file(path), done, self.failed.emit)

    def start_new(self) -> None:
        """Empty everything."""
        self._runner.cancel(_READ, _CHECK, _ANALYSE)
        self._debounce.stop()
        self._table = None
        self._source_path = None
        self._roles = None
        self._charter = None
        self._last = None
        self.table_changed.emit()
        self._announce_plan()

    def set_roles(self, roles: "ColumnRoles") -> None:
        """Take other columns; the health check follows by itself."""
        if roles != self.roles:
            self._roles = roles
            self._announce_plan()
            self._schedule_check()

    def set_charter(self, charter: "Charter") -> None:
        """Take another plan; the health check follows by itself."""
        if charter != self.charter:
            self._charter = charter
            self._announce_plan()
            self._schedule_check()

    def check(self) -> None:
        """Run the health check now, without waiting for more changes."""
        self._debounce.stop()
        table, charter, roles = self._table, self.charter, self.roles
        if table is not None:
            self._runner.start(
                _CHECK,
                lambda: _work().check_table(table, charter, roles),
                self._take_checkup,
                self.failed.emit,
            )

    def analyse(self) -> None:
        """Make the report of this table and plan; does nothing without a table."""
        table, charter, roles = self._table, self.charter, self.roles
        if table is not None:
            self._runner.start(
                _ANALYSE,
                lambda: _work().analyse_table(table, charter, roles),
                lambda report: self._take_report(report, roles, charter),
                self.failed.emit,
            )

    def restore(self) -> None:
        """Go back to the last report of this table and the plan it was made by, if there is one."""
        if self._last is None or self._report is not None:
            return
        self._roles, self._charter, report = self._last
        self._drop_results()
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
        self._runner.shutdown()

    def _accept(self, opened: "OpenedFile", path: Path, *, analyse: bool) -> None:
        self._table = opened.table
        self._source_path = path
        self._roles = opened.roles
        self._charter = opened.charter
        self._last = None
        self._drop_results()
        self.check()
        if analyse:
            self.analyse()
        self.table_changed.emit()
        self.plan_changed.emit()

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
        if self._table is not None:
            self._debounce.start()

    @Slot()
    def _on_debounced(self) -> None:
        self.check()

    def _take_checkup(self, checkup: "Checkup") -> None:
        self._checkup = checkup
        self.checkup_changed.emit()

    def _take_report(self, report: "Report", roles: "ColumnRoles", charter: "Charter") -> None:
        self._last = (roles, charter, report)
        self._report = report
        self.report_changed.emit()


def _work() -> ModuleType:
    from experimentos_gui.session import work  # noqa: PLC0415 - statistics load on the worker thread

    return work


def _usual_roles() -> "ColumnRoles":
    from experimentos_core.reading.roles import (  # noqa: PLC0415 - the window opens without it
        ColumnRoles,
    )

    return ColumnRoles()


def _empty_charter() -> "Charter":
    from experimentos_core.charter import Charter  # noqa: PLC0415 - the window opens without it

    return Charter()
