"""Loads the heavy half of the program while the person looks at the first page."""

import importlib
import threading
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.tasks import TaskRunner

# What the first file needs, in the order it needs it; small steps, so that closing never waits.
FOR_A_FILE: Final = (
    "experimentos_gui.session.work",
    "experimentos_gui.wizard.wizard",
)
MODULES: Final = (
    "numpy",
    "scipy.special",
    "experimentos_core.experiment",
    "openpyxl.styles.numbers",
    "experimentos_gui.results.results_panel",
    "experimentos_core.memo.charts",
    "experimentos_core.memo",
    "experimentos_gui.memo.memo_dialog",
)


class Preloader(QObject):
    """Imports modules one by one on a thread, until it is done or stopped.

    Signals:
        ready_for_a_file(): What the first file needs is loaded; the rest follows.
    """

    ready_for_a_file = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Prepare; nothing is loaded before `start`."""
        super().__init__(parent)
        self._runner = TaskRunner(self)
        self._stopped = threading.Event()

    @Slot()
    def start(self) -> None:
        """Begin to load."""
        stopped = self._stopped
        self._runner.start("preload", lambda: _load(FOR_A_FILE, stopped), self._on_ready, _ignore)

    def shutdown(self) -> None:
        """Stop after the module that is being loaded, and wait for it."""
        self._stopped.set()
        self._runner.shutdown()

    def _on_ready(self, _nothing: object) -> None:
        stopped = self._stopped
        self.ready_for_a_file.emit()
        self._runner.start("preload", lambda: _load(MODULES, stopped), _ignore, _ignore)


def _load(modules: tuple[str, ...], stopped: threading.Event) -> None:
    for name in modules:
        if stopped.is_set():
            return
        importlib.import_module(name)


def _ignore(_outcome: ExperimentError | None) -> None:
    """Nothing waits for the modules; whoever needs one imports it."""
