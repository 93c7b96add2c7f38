"""The window of each test is its own: settings, session, colours, and an end without leftovers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from experimentos_gui.home.home_panel import HomePanel
from experimentos_gui.home.sample_card import SampleCard
from experimentos_gui.main_window import MainWindow
from experimentos_gui.session import ExperimentSession
from experimentos_gui.settings import Settings
from experimentos_gui.theme import Scheme, Theme, apply_theme

WAIT_MS = 20_000
HOSTILE = "<b>bold</b> & <img src=file:///etc/passwd>\u202e=cmd|x"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a display says what it leaves out; that is no fault of the window."""
    here = Path(__file__).parent
    said = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
    for item in items:
        if here in item.path.parents:
            item.add_marker(said)


@pytest.fixture(scope="session", autouse=True)
def _no_clipboard_left(qapp: QApplication) -> Iterator[None]:
    """The platform without a display falls over what is still on its clipboard at the very end."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[ExperimentSession]:
    """A session that ends with its test."""
    made = ExperimentSession()
    yield made
    made.shutdown()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light colours at usual size; nothing of it stays for the next test."""
    made = apply_theme(qapp, Scheme.LIGHT)
    yield made
    made.set_zoom(100)
    made.set_scheme(Scheme.LIGHT)
    qapp.setStyleSheet("")
    made.deleteLater()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Remembered values in a folder of the test's own."""
    return Settings(tmp_path / "config")


@pytest.fixture
def window(
    qtbot: QtBot, session: ExperimentSession, theme: Theme, settings: Settings
) -> Iterator[MainWindow]:
    """The whole window, shown."""
    made = MainWindow(session, theme, settings)
    made.resize(1024, 700)
    with qtbot.waitSignal(made.painted, timeout=WAIT_MS):
        made.show()
    home = made.findChild(HomePanel)
    qtbot.waitUntil(lambda: home.is_listing or bool(made.findChildren(SampleCard)))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write lines as a CSV and return its path."""

    def write(*lines: str, name: str = "data.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def analyse(qtbot: QtBot, session: ExperimentSession) -> Callable[[Path], None]:
    """Open a file and wait for its report."""

    def run(path: Path) -> None:
        with qtbot.waitSignal(
            session.report_changed,
            timeout=WAIT_MS,
            check_params_cb=lambda: session.report is not None,
        ):
            session.open_file(path, analyse=True)

    return run
