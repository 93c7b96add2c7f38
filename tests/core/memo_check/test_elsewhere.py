"""A memo written under one user, locale and time zone verifies under another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "resources" / "samples" / "game_gate.csv"
WRITTEN = {"LC_ALL": "C", "TZ": "UTC", "HOME": "writer", "PYTHONHASHSEED": "1", "USER": "writer"}


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    home = folder / environment["HOME"]
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        env=os.environ | environment | {"HOME": str(home), "EXPERIMENTOS_HOME": str(home)},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    "reader",
    [
        {"LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
        {"LC_ALL": "ar_EG.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONUTF8": "0"},
    ],
)
def test_a_memo_verifies_elsewhere(tmp_path: Path, reader: dict[str, str]) -> None:
    written = run(tmp_path, "analyze", str(SAMPLE), "--memo", "memo.html", **WRITTEN)
    assert (written.returncode, written.stderr) == (0, "")
    there = {**reader, "HOME": "reader", "USER": "reader", "PYTHONHASHSEED": "77"}
    verified = run(tmp_path, "verify", "memo.html", "--data", str(SAMPLE), **there)
    assert verified.stderr == ""
    assert verified.returncode == 0, verified.stdout
    assert "Verified: every number was recomputed from the data in this memo." in verified.stdout
    again = run(tmp_path, "analyze", str(SAMPLE), "--memo", "again.html", **there)
    assert again.returncode == 0
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "memo.html").read_bytes()
