"""What the window does with kept experiments: acts on them, and the dialogs about them."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from experimentos_gui.session.history_acts import HistoryActs, user_history
from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from types import ModuleType

    from experimentos_core.experiment import Report
    from experimentos_core.history.database import Database
    from experimentos_gui.history.details_dialog import DetailsDialog
    from experimentos_gui.home.home_panel import HomePanel
    from experimentos_gui.main_window.actions import WindowActions
    from experimentos_gui.session import ExperimentSession

_REPORT: Final = "report"
_WRITE: Final = "write"
_EXPORTED: Final = ".experiment"  # as travel_records has it, which opens the window too late


class HistoryWindows(QObject):
    """Connects Home with the history; dialogs are made when they are first asked for.

    Signals:
        failed(object): Something could not be done; carries an ExperimentError.
        told(str): Something was done, in a sentence.
    """

    failed = Signal(object)
    told = Signal(str)

    def __init__(self, window: QWidget, session: "ExperimentSession") -> None:
        """Work for `window`; nothing is read yet."""
        super().__init__(window)
        self._window = window
        self._session = session
        self._home: HomePanel | None = None
        self._runner = TaskRunner(self)
        self.acts = HistoryActs(user_history, self)
        self.acts.failed.connect(self.failed)

    def connect_home(self, home: "HomePanel", actions: "WindowActions") -> None:
        """Let Home list what is kept, and do what is asked for there and in the menu."""
        acts = self.acts
        self._home = home
        home.use_history(acts.history, expects=_has_history())
        home.failed.connect(self.failed)
        home.backups_requested.connect(self.show_backups)
        home.trash_requested.connect(acts.trash)
        home.restore_requested.connect(acts.restore)
        home.delete_requested.connect(acts.delete)
        home.details_requested.connect(self.show_details)
        home.compare_requested.connect(self.show_comparison)
        home.rerun_requested.connect(self.show_rerun)
        home.export_requested.connect(self.export)
        acts.trashed.connect(home.offer_undo)
        acts.trashed.connect(self._session.close_those)
        acts.deleted.connect(self._session.close_those)
        acts.went_back.connect(self._session.history.take_again)
        acts.changed.connect(home.refresh)
        self._session.history.changed.connect(home.refresh)
        actions.take_in.triggered.connect(self.take_in)
        actions.export_list.triggered.connect(self.export_list)
        actions.back_up.triggered.connect(self.back_up)
        actions.backups.triggered.connect(self.show_backups)

    @Slot(str)
    def show_details(self, uid: str) -> "DetailsDialog":
        """Show everything about an experiment; one that is shown already comes to the front."""
        from experimentos_gui.history.details_dialog import (  # noqa: PLC0415 - on first use
            DetailsDialog,
        )

        shown = (
            dialog
            for dialog in self._window.findChildren(DetailsDialog)
            if dialog.uid == uid and dialog.isVisible()
        )
        dialog = next(shown, None)
        if dialog is None:
            dialog = DetailsDialog(self.acts, uid, self._window)
            dialog.report_requested.connect(self.show_report)
            dialog.export_requested.connect(self.export)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    @Slot(str)
    def show_rerun(self, uid: str) -> None:
        """Show an experiment, and compute its latest report anew."""
        self.show_details(uid).rerun()

    @Slot(str, str)
    def show_comparison(self, first: str, second: str) -> None:
        """Show two experiments side by side."""
        from experimentos_gui.history.compare_dialog import (  # noqa: PLC0415 - on first use
            CompareDialog,
        )

        CompareDialog(self.acts.history, (first, second), self._window).show()

    @Slot(str, int)
    def show_report(self, uid: str, number: int) -> None:
        """Show the memo of a report as it was made."""
        history = self.acts.history
        self._runner.start(
            _REPORT,
            lambda: _exchange().stored_report(history(), uid, number),
            self._take_report,
            self.failed.emit,
        )

    @Slot(str)
    def export(self, uid: str) -> None:
        """Write an experiment to a file the person names."""
        history = self.acts.history

        def named(name: str) -> None:
            from experimentos_gui.history.paths import (  # noqa: PLC0415 - on first use
                ask_where_to_export,
            )

            path = ask_where_to_export(self._window, name)
            if path is not None:
                self._runner.start(
                    _WRITE,
                    lambda: _exchange().write_out(history(), uid, path),
                    self._tell_written,
                    self.failed.emit,
                )

        self._runner.start(_WRITE, lambda: _name_of(history(), uid), named, self.failed.emit)

    @Slot()
    def take_in(self) -> None:
        """Import an experiment from a file the person names."""
        from experimentos_gui.history.paths import ask_for_experiment  # noqa: PLC0415 - on use

        path = ask_for_experiment(self._window)
        if path is not None:
            self.take_in_file(path)

    def takes(self, path: Path) -> bool:
        """Whether a file that was opened or dropped reads like an exported experiment."""
        return path.suffix.lower() == _EXPORTED

    def take_in_file(self, path: Path) -> None:
        """Import the experiment in a file, as a copy."""
        self.acts.do(lambda history: _exchange().take_in(history, path), self._tell_taken_in)

    @Slot()
    def export_list(self) -> None:
        """Write what is listed to a file the person names."""
        from experimentos_core.history.finding import Query  # noqa: PLC0415 - on first use
        from experimentos_gui.history.paths import ask_where_to_list  # noqa: PLC0415 - on use

        path = ask_where_to_list(self._window)
        if path is None:
            return
        listed = self._home.query if self._home is not None else None
        query, history = listed or Query(), self.acts.history

        def done(written: tuple[Path, int]) -> None:
            from experimentos_core.foundation.formatting import count  # noqa: PLC0415 - on use

            noun = "experiment" if written[1] == 1 else "experiments"
            self.told.emit(f"{count(written[1])} {noun} written to {written[0]}")

        self._runner.start(
            _WRITE,
            lambda: _exchange().write_out_list(history(), query, path),
            done,
            self.failed.emit,
        )

    @Slot()
    def back_up(self) -> None:
        """Make a backup now."""
        self.acts.do(
            lambda history: _backup_work().make(history),
            lambda backup: self.told.emit(f"Backed up to {backup.path}"),
        )

    @Slot()
    def show_backups(self) -> None:
        """Show the backups there are, and the way back to one."""
        from experimentos_gui.history.backups_dialog import (  # noqa: PLC0415 - on first use
            BackupsDialog,
        )

        BackupsDialog(self.acts, self._window).show()

    def shutdown(self) -> None:
        """Bring every act to its end."""
        self.acts.shutdown()
        self._runner.shutdown()

    def _take_report(self, report: "Report") -> None:
        from experimentos_gui.memo.memo_dialog import MemoDialog  # noqa: PLC0415 - on first use

        MemoDialog(report, self._window).show()

    def _tell_written(self, path: Path) -> None:
        self.told.emit(f"Saved to {path}")

    def _tell_taken_in(self, name: str) -> None:
        self.told.emit(f"\u201c{name}\u201d was taken in as a copy; it is the first of the list.")


def _has_history() -> bool:
    """Whether there is a history to be listed; nothing is opened."""
    from experimentos_core.foundation.paths import user_paths  # noqa: PLC0415 - on use

    try:
        return (user_paths().data / "history.sqlite3").stat().st_size > 0
    except OSError:
        return False


def _name_of(history: "Database", uid: str) -> str:
    from experimentos_core.history.finding import row_of  # noqa: PLC0415 - on the worker thread

    row = row_of(history, uid)
    return row.name if row is not None else ""


def _exchange() -> "ModuleType":
    from experimentos_gui.history import exchange  # noqa: PLC0415 - on the worker thread

    return exchange


def _backup_work() -> "ModuleType":
    from experimentos_gui.history import backup_work  # noqa: PLC0415 - on the worker thread

    return backup_work
