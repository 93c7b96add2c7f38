"""Reading off the UI thread: the newest reading wins, and one nobody waits for ends soon."""

import threading
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.tasks import TaskRunner

type Checkpoint = Callable[[], None]
type Read = Callable[[Checkpoint], object]

_LANE: Final = "read"


class Reader(QObject):
    """One reading at a time; its work is told at every checkpoint whether to go on.

    Signals:
        changed(str): What is being read now, by its name; empty when nothing is.
    """

    changed = Signal(str)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        """Read on the threads of `runner`."""
        super().__init__(parent)
        self._runner = runner
        self._stop = threading.Event()
        self._name = ""

    @property
    def name(self) -> str:
        """What is being read; empty when nothing is."""
        return self._name

    @property
    def is_reading(self) -> bool:
        """Whether a reading is under way."""
        return self._runner.is_running(_LANE)

    def start(
        self,
        name: str,
        read: Read,
        on_done: Callable[[Any], None],
        on_failed: Callable[[ExperimentError], None],
    ) -> None:
        """Begin another reading; one that is under way is given up.

        Args:
            name: What is read, to be shown.
            read: Called on another thread with a checkpoint to call now and then.
            on_done: Called on the UI thread with what `read` returned.
            on_failed: Called on the UI thread with an expected error.
        """
        self._stop.set()
        stop = self._stop = threading.Event()

        def done(result: object) -> None:
            self._tell("")
            on_done(result)

        def failed(error: ExperimentError) -> None:
            self._tell("")
            on_failed(error)

        self._runner.start(_LANE, lambda: read(lambda: _check(stop)), done, failed)
        self._tell(name)

    def cancel(self) -> None:
        """Give up what is being read; the thread ends at its next checkpoint."""
        self._runner.cancel(_LANE)
        self._stop.set()
        self._tell("")

    def _tell(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.changed.emit(name)


def _check(stop: threading.Event) -> None:
    if stop.is_set():
        from experimentos_core.reading.formats.limits import (  # noqa: PLC0415 - on the thread only
            ReadingCancelled,
        )

        raise ReadingCancelled
