"""Loads the heavy half of the program while the person looks at the first page."""

import importlib
import threading
from typing import Final

from PySide6.QtCore import QObject, Slot

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.tasks import TaskRunner

# Small steps first, so that closing the window never waits long.
MODULES: Final = (
    "numpy",
    "scipy.special",
    "experimentos_gui.session.work",
    "experimentos_gui.wizard.wizard",
    "experimentos_gui.results.results_panel",
    "matplotlib.figure",
    "experimentos_core.memo",
    "experimentos_gui.memo.memo_dialog",
)


class Preloader(QObject):
    """Imports modules one by one on a thread, until it is done or stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Prepare; nothing is loaded before `start`."""
        super().__init__(parent)
        self._runner = TaskRunner(self)
        self._stopped = threading.Event()

    @Slot()
    def start(self) -> None:
        """Begin to load."""
        stopped = self._stopped
        self._runner.start("preload", lambda: _load(stopped), _ignore, _ignore)

    def shutdown(self) -> None:
        """Stop after the module that is being loaded, and wait for it."""
        self._stopped.set()
        self._runner.shutdown()


def _load(stopped: threading.Event) -> None:
    for name in MODULES:
        if stopped.is_set():
            return
        importlib.import_module(name)


def _ignore(_outcome: ExperimentError | None) -> None:
    """Nothing waits for the modules; whoever needs one imports it."""
