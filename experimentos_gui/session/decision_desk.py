"""The log of decisions of the experiment that is open: read, and added to."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from experimentos_gui.session.lazily import history_module
from experimentos_gui.tasks import TaskRunner

if TYPE_CHECKING:
    from experimentos_core.foundation.errors import ExperimentError
    from experimentos_core.history.decisions import DecisionLog, Realised
    from experimentos_core.taken import DecisionTaken
    from experimentos_gui.session.experiment_session import ExperimentSession

_LANE: Final = "log"


class DecisionDesk(QObject):
    """Follows a session and its history; what is kept comes back as the log says it.

    Signals:
        logged(object): The DecisionLog of the report that is shown.
        refused(): What was to be added could not be kept; the history says why.
    """

    logged = Signal(object)
    refused = Signal()

    def __init__(self, session: "ExperimentSession", parent: QObject | None = None) -> None:
        """Read the log of whatever `session` shows, from now on."""
        super().__init__(parent)
        self._session = session
        self._reader = TaskRunner(self)
        session.report_changed.connect(self.refresh)
        session.history.changed.connect(self.refresh)
        session.history.unkept.connect(self._on_unkept)

    @Slot(object)
    def decide(self, taken: "DecisionTaken") -> None:
        """Add a decision; the report of the session follows with it, then `logged`."""
        self._session.history.decide(taken)

    @Slot(object)
    def realise(self, realised: "Realised") -> None:
        """Add what came of the last decision; `logged` follows."""
        self._session.history.realise(self._session.uid, realised)

    @Slot()
    def refresh(self) -> None:
        """Read the log of the experiment that is shown; nothing where there is no report."""
        uid = self._session.uid
        if self._session.report is None or not uid:
            self._reader.cancel(_LANE)
            return

        def done(log: "DecisionLog") -> None:
            if self._session.uid == uid:
                self.logged.emit(log)

        self._reader.start(_LANE, lambda: history_module().read_log(uid), done, self._on_failed)

    def shutdown(self) -> None:
        """Drop what is being read and wait for its thread."""
        self._reader.shutdown()

    @Slot(object)
    def _on_unkept(self, error: "ExperimentError | None") -> None:
        if error is not None:
            self.refused.emit()

    def _on_failed(self, error: "ExperimentError") -> None:
        self._session.history.told.emit(error)
