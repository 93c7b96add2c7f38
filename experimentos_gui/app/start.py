"""From the command line to a running window, and back to an exit status."""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from experimentos_core import __version__
from experimentos_core.foundation.errors import UsageError
from experimentos_core.foundation.logger import get_logger, start_logging
from experimentos_core.foundation.paths import AppPaths, user_paths
from experimentos_gui.app.arguments import Arguments, read_arguments
from experimentos_gui.crash import CrashHandler
from experimentos_gui.main_window import MainWindow
from experimentos_gui.messages import PRODUCT
from experimentos_gui.session import ExperimentSession
from experimentos_gui.settings import Settings
from experimentos_gui.theme import Theme

if TYPE_CHECKING:
    from experimentos_gui.app.afterwards import Afterwards

EXIT_UNUSABLE: Final = 2


def start(argv: Sequence[str]) -> int:
    """Open the window with these arguments and return the exit status when it is closed."""
    try:
        arguments = read_arguments(argv)
    except UsageError as error:
        if sys.stderr is not None:
            sys.stderr.write(f"{error}\n")
        return EXIT_UNUSABLE
    paths = user_paths()
    start_logging(None)  # the log file opens after the first paint
    crash_handler = CrashHandler(paths.logs)
    crash_handler.install()
    try:
        return _run_window(arguments, paths, crash_handler)
    finally:
        crash_handler.uninstall()


def _run_window(arguments: Arguments, paths: AppPaths, crash_handler: CrashHandler) -> int:
    app = QApplication([PRODUCT])
    app.setApplicationName(PRODUCT)
    app.setApplicationDisplayName(PRODUCT)
    app.setApplicationVersion(__version__)
    settings = Settings(paths.config)
    theme = Theme(app, settings.scheme, settings.zoom)
    session = ExperimentSession()
    window = MainWindow(session, theme, settings)
    afterwards: list[Afterwards] = []

    def on_painted() -> None:
        gc.freeze()  # what the window stands on stays: looking through it all would halt it now
        gc.enable()
        if arguments.quit_when_ready:
            QCoreApplication.quit()
            return
        from experimentos_gui.app.afterwards import Afterwards  # noqa: PLC0415 - painted without it

        afterwards.append(Afterwards(paths))
        afterwards[0].begin(arguments, window, session)

    window.painted.connect(on_painted)
    _plan_start(arguments, window, session, crash_handler)
    theme.apply()  # before the window is shown and after it is made, each widget is styled once
    window.show()
    status = app.exec()
    window.close()
    for begun in afterwards:
        begun.end()
    get_logger("app").info("ended with %d", status)
    return status


def _plan_start(
    arguments: Arguments,
    window: MainWindow,
    session: ExperimentSession,
    crash_handler: CrashHandler,
) -> None:
    """Say what is done first in the window, once it has been painted."""
    if arguments.smoke_test is not None:
        from experimentos_gui.app.smoke_test import SmokeTest  # noqa: PLC0415 - only in trial runs

        test = SmokeTest(session, arguments.smoke_test, window)
        crash_handler.crashed.connect(test.fail)
        window.painted.connect(test.start)
    if arguments.file is not None:
        file = arguments.file
        window.painted.connect(lambda: window.open_soon(file))
