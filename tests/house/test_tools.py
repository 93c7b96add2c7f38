"""Set-up happens once and again only for a reason; `make run` has an answer without a display."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from experimentos_gui import display
from tools import run, setup


class Commands:
    """Stands in for `subprocess.run`: remembers what would have been started."""

    def __init__(self, status=0):
        self.status = status
        self.started = []

    def __call__(self, command, **options):
        self.started.append([str(word) for word in command])
        return SimpleNamespace(returncode=self.status)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with requirement files and a .venv that runs, on a complete system."""
    (tmp_path / ".python-version").write_text("3.13\n")
    (tmp_path / setup.RUNTIME).write_text("numpy==1\n")
    (tmp_path / setup.DEVELOPMENT).write_text("numpy==1\npytest==1\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "_venv_runs", lambda: True)
    monkeypatch.setattr(setup, "ensure_system_libraries", lambda: None)
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    recorder = Commands()
    monkeypatch.setattr(subprocess, "run", recorder)
    return recorder


def installed_files(commands):
    return [command[-1] for command in commands.started if "pip" in command]


def test_a_fresh_checkout_gets_an_environment_with_hashed_wheels_only(checkout, commands):
    setup.ensure(setup.RUNTIME)
    made, installed = commands.started
    assert made[:3] == [sys.executable, "-m", "venv"]
    assert {"--require-hashes", "--only-binary", "--no-input"} <= set(installed)
    assert installed_files(commands) == [setup.RUNTIME]


def test_what_is_installed_is_not_installed_again(checkout, commands):
    setup.ensure(setup.RUNTIME)
    done = len(commands.started)
    setup.ensure(setup.RUNTIME)
    assert len(commands.started) == done


def test_the_development_set_serves_the_program_too(checkout, commands):
    setup.ensure(setup.DEVELOPMENT)
    setup.ensure(setup.RUNTIME)
    assert installed_files(commands) == [setup.DEVELOPMENT]


def test_changed_requirements_are_installed_into_the_same_environment(checkout, commands):
    setup.ensure(setup.DEVELOPMENT)
    (checkout / setup.DEVELOPMENT).write_text("numpy==2\n")
    setup.ensure(setup.DEVELOPMENT)
    assert installed_files(commands) == [setup.DEVELOPMENT] * 2
    assert len([command for command in commands.started if "venv" in command]) == 1


def test_another_interpreter_gets_a_new_environment(checkout, commands, monkeypatch):
    setup.ensure(setup.RUNTIME)
    monkeypatch.setattr(setup, "_interpreter", lambda: "another")
    setup.ensure(setup.RUNTIME)
    assert len([command for command in commands.started if "venv" in command]) == 2


def test_an_interrupted_installation_starts_afresh(checkout, monkeypatch):
    monkeypatch.setattr(subprocess, "run", failing := Commands(status=1))
    with pytest.raises(setup.SetupError, match="could not create"):
        setup.ensure(setup.RUNTIME)
    assert len(failing.started) == 1
    assert not list((checkout / ".venv").iterdir())


def test_an_old_python_is_refused_in_a_sentence(checkout, commands):
    (checkout / ".python-version").write_text("3.99\n")
    with pytest.raises(setup.SetupError, match=r"needs Python 3\.99 or newer; this is Python 3\."):
        setup.ensure(setup.RUNTIME)
    assert commands.started == []


@pytest.fixture
def bare_debian(monkeypatch):
    """A Debian that lacks one library, with fonts."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(display, "_loads", lambda name: name != "libxcb-cursor.so.0")
    monkeypatch.setattr(setup, "_has_fonts", lambda: True)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")


def test_root_gets_the_libraries_that_qt_needs(bare_debian, commands, monkeypatch):
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0, raising=False)
    setup.ensure_system_libraries()
    assert [command[0] for command in commands.started] == ["apt-get", "apt-get"]
    assert commands.started[1][-1] == "libxcb-cursor0"


def test_anyone_else_is_told_what_is_missing_and_how_to_install_it(
    bare_debian, commands, monkeypatch, capsys
):
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000, raising=False)
    setup.ensure_system_libraries()
    assert commands.started == []
    assert capsys.readouterr().out == (
        "This system lacks what Qt needs to draw a window: libxcb-cursor.so.0.\n"
        "On Debian or Ubuntu: sudo apt-get install libxcb-cursor0\n"
    )


def test_without_a_display_make_run_writes_a_memo_and_ends_with_its_path(
    tmp_path, commands, monkeypatch, capsys
):
    monkeypatch.setattr(setup, "ensure", lambda requirements: "python")
    monkeypatch.setattr(run, "MEMOS", tmp_path / "memo")
    monkeypatch.setattr(display, "window_trouble", lambda environment: "There is no display.")
    assert run.main([]) == 0
    (command,) = commands.started
    assert command[1:3] == ["main.py", "analyze"]
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "There is no display."
    assert lines[-1] == command[-1] == str(tmp_path / "memo" / "email_campaign.html")


def test_with_a_display_make_run_opens_the_window_with_the_file(commands, monkeypatch):
    monkeypatch.setattr(setup, "ensure", lambda requirements: "python")
    monkeypatch.setattr(display, "window_trouble", lambda environment: None)
    assert run.main(["export.csv"]) == 0
    assert commands.started == [["python", "main.py", "export.csv"]]
