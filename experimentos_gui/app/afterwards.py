"""What begins once the window has been painted, and ends after it is closed."""

from experimentos_core import __version__
from experimentos_core.foundation.logger import get_logger, start_logging
from experimentos_core.foundation.paths import AppPaths
from experimentos_gui.app.arguments import Arguments
from experimentos_gui.app.only_window import FirstWindow
from experimentos_gui.app.preload import Preloader
from experimentos_gui.main_window import MainWindow
from experimentos_gui.session import ExperimentSession
from experimentos_gui.theme import icon


class Afterwards:
    """The log, the history, the heavy half of the program, and the window's icon."""

    def __init__(self, paths: AppPaths) -> None:
        """Try to be the first window of a user; nothing else begins before `begin`."""
        self._logs = paths.logs
        self._preloader = Preloader()
        self._first = FirstWindow(paths)

    def begin(self, arguments: Arguments, window: MainWindow, session: ExperimentSession) -> None:
        """Look at the history, and load while the person looks at the first page."""
        start_logging(self._logs)
        get_logger("app").info("started, version %s", __version__)
        session.history.begin(
            remembers=self._first.is_first and arguments.smoke_test is None,
            returns=arguments.file is None,
        )
        self._preloader.ready_for_a_file.connect(window.prepare)
        self._preloader.start()
        window.setWindowIcon(icon("app"))

    def end(self) -> None:
        """Stop loading, and let another window be the first."""
        self._preloader.shutdown()
        self._first.leave()
