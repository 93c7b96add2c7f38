"""A history is the same in any language and time zone, and in order whatever the clock did."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PLACES = (
    ("de_DE", "Europe/Berlin"),
    ("tr_TR", "America/St_Johns"),
    ("ar_EG", "Pacific/Kiritimati"),
)


def made(folder: Path, **environment: str) -> Any:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.same_history", str(folder)],
        cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"} | environment,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return made(tmp_path_factory.mktemp("usual") / "h", LC_ALL="C", TZ="UTC")


def locale_folder(folder: Path, name: str) -> Path:
    """Return a folder with a locale the C library takes from it; skip where it cannot be made."""
    if shutil.which("localedef") is None:
        pytest.skip("no locales can be made here")
    folder.mkdir()
    target = folder / f"{name}.UTF-8"
    command = ["localedef", "-i", name, "-f", "UTF-8", str(target)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip(f"{name} cannot be made here")
    return folder


def test_another_time_zone_makes_the_same_history(tmp_path: Path, usual: Any):
    assert made(tmp_path / "h", LC_ALL="C", TZ="Asia/Kathmandu") == usual


@pytest.mark.parametrize(("name", "zone"), PLACES)
def test_another_place_makes_the_same_history(tmp_path: Path, usual: Any, name: str, zone: str):
    folder = locale_folder(tmp_path / "locales", name)
    place = {"LOCPATH": str(folder), "LC_ALL": f"{name}.UTF-8", "TZ": zone}
    assert made(tmp_path / "h", **place) == usual


def test_what_is_usual_is_right(usual: Any):
    """A clock that went back a year does not take an act to the end of the list."""
    assert usual["ages"][:3] == [
        "2026-10-25T01:31:00Z",
        "2025-10-25T01:30:00Z",
        "2026-10-25T03:30:00Z",
    ]
    assert usual["orders"]["latest"][0] == "Zoë"
    assert usual["orders"]["oldest"] == usual["orders"]["latest"][::-1]
    assert usual["backup"] == "history-20261025T013000Z-daily.sqlite3"
    assert usual["searches"] == [2, 9, 2, 1]
