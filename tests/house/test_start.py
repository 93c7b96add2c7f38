"""Starting: the entry point chooses, loads nothing heavy, and says in words why it cannot."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import main
from experimentos_core import __version__
from experimentos_gui import display
from tools import bench_startup

ROOT = Path(__file__).resolve().parents[2]
NO_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux can be without a display"
)


def start(*arguments: str, without: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in without}
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_the_version_is_the_packages():
    done = start("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"ExperimentOS {__version__}\n", "")


@linux_only
def test_without_a_display_one_sentence_and_status_2():
    done = start(without=NO_DISPLAY)
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(r"There is no display .* analyze FILE .*\n", done.stderr)


@linux_only
def test_a_display_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.setattr(display, "missing_libraries", lambda names: ())
    trouble = display.window_trouble({"DISPLAY": ":987"})
    assert trouble is not None
    assert trouble.startswith("The display :987 does not answer.")


def test_the_entry_point_itself_loads_no_qt_and_no_numbers():
    heavy = "{'PySide6', 'matplotlib', 'numpy', 'scipy', 'experimentos_core.cli'}"
    code = f"import sys, main; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_a_missing_library_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(display, "_loads", lambda library: library != "libEGL.so.1")
    sentence = display.drawing_trouble(platform="linux")
    assert sentence == (
        "Qt cannot draw a window: this system lacks libEGL.so.1. "
        "On Debian or Ubuntu: sudo apt-get install libegl1"
    )


@linux_only
def test_qt_that_cannot_be_loaded_is_a_sentence_and_status_2(monkeypatch, capsys):
    monkeypatch.setattr(display, "_loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setitem(sys.modules, "experimentos_gui.app", None)
    monkeypatch.delattr("experimentos_gui.app", raising=False)
    assert main.main([]) == 2
    assert "lacks libEGL.so.1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "asks_for_x"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_the_x_libraries_are_asked_for_only_where_x_is_used(monkeypatch, environment, asks_for_x):
    monkeypatch.setattr(display, "_loads", lambda library: library not in display.XCB_LIBRARIES)
    trouble = display.window_trouble(environment, platform="linux")
    assert (trouble is not None) == asks_for_x


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_only_linux_can_lack_a_display(platform):
    assert display.window_trouble({}, platform=platform) is None
    assert display.drawing_trouble(platform) is None


@pytest.mark.parametrize(
    ("named", "then"),
    [
        ({}, "C.UTF-8"),
        ({"LANG": "C"}, "C.UTF-8"),
        ({"LANG": "de_DE.UTF-8"}, None),
        ({"LANG": "C", "LC_CTYPE": "tr_TR.UTF-8"}, "tr_TR.UTF-8"),
        ({"LC_ALL": "POSIX"}, None),
    ],
)
def test_qt_gets_a_utf8_locale_only_where_none_is_named(named, then):
    environment = dict(named)
    display.use_utf8(environment)
    assert environment.get("LC_CTYPE") == then


def test_numbers_and_charts_load_after_the_window_is_painted():
    assert bench_startup.imported_before_paint(os.environ) == ()
