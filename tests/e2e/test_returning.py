"""A window that is killed comes up where it was, as typed, without asking anything."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSV = "variant,users,conversions,errors\ncontrol,10000,1000,20\ntreatment,10000,1200,21\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "EXPERIMENTOS_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }


def program(environment: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.returning_window", *words],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def line_of(process: "subprocess.Popen[str]", start: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(start):
            return line.removeprefix(start).strip()
    message = f"the program ended without saying {start!r}"
    raise AssertionError(message)


def test_a_killed_window_comes_up_where_it_was_as_typed(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    file = tmp_path / "export.csv"
    file.write_text(CSV, encoding="utf-8")
    with program(environment, "work", str(file)) as working:
        line_of(working, "kept")
        working.kill()
    file.unlink()  # its bytes are in the history
    with program(environment, "look") as looking:
        found = json.loads(line_of(looking, "where "))
    assert looking.returncode == 0
    assert found == {
        "file": "export.csv",
        "step": "CHARTER",
        "name": "Half way",
        "alpha": "0.0x5",
        "notice": False,
        "home": False,
    }
