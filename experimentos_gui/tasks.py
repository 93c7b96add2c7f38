"""Work off the UI thread: named lanes, the newest job of a lane wins, nothing outlives shutdown."""

import sys
import threading
from collections.abc import Callable
from typing import Any, Final, NamedTuple, override

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, SignalInstance, Slot

from experimentos_core.foundation.errors import ExperimentError

_THREADS: Final = 3
_TURN_SECONDS: Final = 0.001  # a click may meet dozens of turns of a busy thread; Python's are 5 ms

type Work = Callable[[], object]
type OnDone = Callable[[Any], None]
type OnFailed = Callable[[ExperimentError], None]


class _Outcome(NamedTuple):
    """What became of a job: a value or an exception."""

    value: object = None
    error: BaseException | None = None


class _Ticket(NamedTuple):
    """What the runner remembers of a job while it runs."""

    number: int
    on_done: OnDone
    on_failed: OnFailed
    cancelled: threading.Event


class _Job(QRunnable):
    """One piece of work; holds no QObject, only a bound signal, an event and its number."""

    def __init__(
        self, number: int, work: Work, finished: SignalInstance, cancelled: threading.Event
    ) -> None:
        super().__init__()
        self._number = number
        self._work = work
        self._finished = finished
        self._cancelled = cancelled

    @override
    def run(self) -> None:
        if self._cancelled.is_set():
            return
        try:
            outcome = _Outcome(value=self._work())
        except BaseException as error:  # noqa: BLE001 - raised again on the UI thread
            outcome = _Outcome(error=error)
        if not self._cancelled.is_set():
            self._finished.emit(self._number, outcome)


class TaskRunner(QObject):
    """Runs functions on threads of its own and hands results back on the UI thread.

    A job belongs to a lane; starting another one in the same lane drops the older one's result.
    An ExperimentError goes to `on_failed`; any other exception is raised on the UI thread, where
    the crash handler meets it.

    Signals:
        busy_changed(bool): Whether any job runs.
    """

    busy_changed = Signal(bool)
    _finished = Signal(int, object)

    def __init__(self, parent: QObject | None = None, threads: int = _THREADS) -> None:
        """Make an idle runner; with one thread its jobs run one after another, in order."""
        super().__init__(parent)
        sys.setswitchinterval(_TURN_SECONDS)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._lanes: dict[str, _Ticket] = {}
        self._last_number = 0
        self._was_busy = False
        self._is_shut_down = False
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether any job runs whose result is still wanted."""
        return bool(self._lanes)

    def is_running(self, lane: str) -> bool:
        """Whether a job of `lane` runs whose result is still wanted."""
        return lane in self._lanes

    def start(self, lane: str, work: Work, on_done: OnDone, on_failed: OnFailed) -> None:
        """Run `work` on a thread; call `on_done(result)` or `on_failed(error)` on the UI thread.

        Args:
            lane: Jobs of one lane supersede each other.
            work: Called on another thread; must touch no QObject and only data nobody changes.
            on_done: Called with the result, unless the job was superseded or cancelled.
            on_failed: Called with an expected error, under the same condition.
        """
        if self._is_shut_down:
            return
        self._forget(lane)
        self._last_number += 1
        ticket = _Ticket(
            number=self._last_number,
            on_done=on_done,
            on_failed=on_failed,
            cancelled=threading.Event(),
        )
        self._lanes[lane] = ticket
        self._pool.start(_Job(ticket.number, work, self._finished, ticket.cancelled))
        self._announce()

    def cancel(self, *lanes: str) -> None:
        """Drop the jobs of these lanes; a running one ends unheard."""
        for lane in lanes:
            self._forget(lane)
        self._announce()

    def finish(self) -> None:
        """Let every job come to its end, unheard, and start nothing any more."""
        self._is_shut_down = True
        self._pool.waitForDone()
        self.cancel(*tuple(self._lanes))

    def shutdown(self) -> None:
        """Drop every job, wait for the threads, and start nothing any more."""
        self._is_shut_down = True
        self.cancel(*tuple(self._lanes))
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(int, object)
    def _on_finished(self, number: int, outcome: _Outcome) -> None:
        lane = next((name for name, ticket in self._lanes.items() if ticket.number == number), None)
        if lane is None:
            return
        ticket = self._lanes.pop(lane)
        try:
            _deliver(ticket, outcome)
        finally:
            self._announce()

    def _announce(self) -> None:
        """Tell of a change, and only of one."""
        if self.is_busy is not self._was_busy:
            self._was_busy = self.is_busy
            self.busy_changed.emit(self._was_busy)

    def _forget(self, lane: str) -> None:
        ticket = self._lanes.pop(lane, None)
        if ticket is not None:
            ticket.cancelled.set()


def _deliver(ticket: _Ticket, outcome: _Outcome) -> None:
    if outcome.error is None:
        ticket.on_done(outcome.value)
    elif isinstance(outcome.error, ExperimentError):
        ticket.on_failed(outcome.error)
    else:
        raise outcome.error
