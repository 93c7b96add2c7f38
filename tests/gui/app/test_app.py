import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject

from experimentos_core.foundation.errors import UsageError
from experimentos_core.foundation.paths import AppPaths
from experimentos_gui.app.afterwards import Afterwards
from experimentos_gui.app.arguments import Arguments, read_arguments
from experimentos_gui.app.only_window import FirstWindow
from experimentos_gui.app.preload import FOR_A_FILE, MODULES, Preloader
from experimentos_gui.app.smoke_test import SmokeTest

ROOT = Path(__file__).parents[3]
HEAVY = ("numpy", "scipy", "matplotlib", "markdown", "experimentos_core.experiment")
# Each costs a start a millisecond or more; what the first page does not need may come after it.
NOT_YET = (
    "dataclasses",
    "decimal",
    "json",
    "logging.handlers",
    "socket",
    "uuid",
    "experimentos_core.foundation.formatting",
    "experimentos_gui.app.afterwards",
    "experimentos_gui.app.only_window",
    "experimentos_gui.app.preload",
    "experimentos_gui.session.undoing",
    "experimentos_gui.widgets.clipboard",
)
BEFORE_PAINT = f"""
import sys
from PySide6.QtWidgets import QApplication
from experimentos_gui import app
from experimentos_gui.app import start
from experimentos_gui.main_window import MainWindow
from experimentos_gui.main_window.window import QTimer

class Watched(MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(*[name for name in {HEAVY + NOT_YET!r} if name in sys.modules])

start.MainWindow = Watched
sys.exit(app.run(["--quit-when-ready"]))
"""


def run(*command: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | extra,
        timeout=100,
    )


def test_nothing_is_an_empty_window() -> None:
    assert read_arguments([]) == Arguments()


def test_a_word_is_a_file() -> None:
    assert read_arguments(["a b.csv"]) == Arguments(file=Path("a b.csv"))


def test_a_file_may_be_called_like_an_option(tmp_path, monkeypatch) -> None:
    (tmp_path / "-odd.csv").write_text("")
    monkeypatch.chdir(tmp_path)
    assert read_arguments(["-odd.csv"]).file == Path("-odd.csv")


def test_hidden_options() -> None:
    assert read_arguments(["--smoke-test", "out"]) == Arguments(smoke_test=Path("out"))
    assert read_arguments(["--quit-when-ready"]) == Arguments(quit_when_ready=True)


@pytest.mark.parametrize("argv", [["--nope"], ["a.csv", "b.csv"], ["--smoke-test"]])
def test_anything_else_is_refused_in_a_sentence(argv: list[str]) -> None:
    with pytest.raises(UsageError):
        read_arguments(argv)


def test_a_wrong_option_ends_with_one_line() -> None:
    done = run("main.py", "--nope")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "--nope" in done.stderr


def test_nothing_that_can_wait_is_loaded_before_the_first_paint(tmp_path) -> None:
    done = run("-c", BEFORE_PAINT, EXPERIMENTOS_HOME=str(tmp_path))
    assert done.stderr == ""
    assert done.stdout.strip() == ""
    assert done.stdout.count("\n") >= 1  # it was painted
    assert done.returncode == 0


def test_ready_and_quit_is_silent() -> None:
    done = run("main.py", "--quit-when-ready")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_smoke_test_writes_the_memo_in_three_forms_and_says_nothing(tmp_path) -> None:
    done = run("main.py", "--smoke-test", str(tmp_path / "out"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "Rollback" in (tmp_path / "out" / "memo.md").read_text(encoding="utf-8")
    assert "Rollback" in (tmp_path / "out" / "memo.html").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "memo.pdf").read_bytes().startswith(b"%PDF")


def test_smoke_test_that_cannot_write_ends_with_1_and_one_line(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    done = run("main.py", "--smoke-test", str(tmp_path / "file" / "out"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("smoke test failed")


def test_the_log_says_when_it_started_and_ended(tmp_path) -> None:
    run("main.py", "--smoke-test", str(tmp_path / "out"), EXPERIMENTOS_HOME=str(tmp_path))
    log = (tmp_path / "logs" / "experimentos.log").read_text(encoding="utf-8")
    assert "started" in log
    assert "ended with 0" in log


def test_once_painted_the_heap_is_set_aside_and_is_looked_after_again() -> None:
    code = (
        "import gc; from experimentos_gui import app; from experimentos_gui.app import start;"
        "quits = start.QCoreApplication.quit;"
        "start.QCoreApplication.quit = lambda: (print(gc.isenabled(), gc.get_freeze_count() > 0),"
        " quits());"
        "app.run(['--quit-when-ready'])"
    )
    assert run("-c", code).stdout == "True True\n"


def test_the_first_window_of_a_user_holds_the_lock_while_it_is_open(tmp_path) -> None:
    paths = AppPaths(config=tmp_path, logs=tmp_path, cache=tmp_path, data=tmp_path)
    first = Afterwards(paths)
    assert not FirstWindow(paths).is_first
    first.end()
    assert FirstWindow(paths).is_first


def test_preloading_loads_and_stops_when_told(qtbot) -> None:
    preloader = Preloader()
    with qtbot.waitSignal(preloader.ready_for_a_file, timeout=60_000):
        preloader.start()
    assert set(FOR_A_FILE) <= set(sys.modules)
    qtbot.waitUntil(lambda: not preloader._runner.is_busy, timeout=60_000)
    assert set(MODULES) <= set(sys.modules)
    preloader.start()
    preloader.shutdown()
    assert not preloader._runner.is_busy


@pytest.fixture
def ended(monkeypatch) -> list[int]:
    """The statuses the program was ended with."""
    statuses: list[int] = []
    monkeypatch.setattr(QCoreApplication, "exit", statuses.append)
    return statuses


def test_the_trial_run_ends_with_0_when_the_memos_are_there(
    qtbot, session, tmp_path, ended
) -> None:
    parent = QObject()
    SmokeTest(session, tmp_path / "out", parent).start()
    qtbot.waitUntil(lambda: bool(ended), timeout=60_000)
    assert ended == [0]
    written = {path.suffix for path in (tmp_path / "out").iterdir()}
    assert written == {".md", ".html", ".pdf"}


def test_the_trial_run_ends_with_1_and_a_line_when_they_are_not(
    qtbot, session, tmp_path, ended, capsys
) -> None:
    (tmp_path / "file").write_text("")
    parent = QObject()
    SmokeTest(session, tmp_path / "file" / "out", parent).start()
    qtbot.waitUntil(lambda: bool(ended), timeout=60_000)
    assert ended == [1]
    assert capsys.readouterr().err.startswith("smoke test failed: NotADirectoryError")


def test_the_trial_run_fails_in_one_line_whatever_the_error_says(
    session, tmp_path, ended, capsys
) -> None:
    parent = QObject()
    SmokeTest(session, tmp_path, parent).fail(ValueError("two\nlines"))
    assert ended == [1]
    assert capsys.readouterr().err == "smoke test failed: ValueError: two lines\n"
