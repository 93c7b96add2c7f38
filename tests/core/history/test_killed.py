"""Killed at any moment, every acknowledged act is there; `make torture` kills 300 times."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("HISTORY_KILLS", "15"))


@pytest.mark.timeout(0)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the journey forks")
def test_every_acknowledged_act_survives(tmp_path: Path):
    command = [sys.executable, "-m", "tests.helpers.journey"]
    done = subprocess.run(
        [*command, str(tmp_path / "h"), str(KILLS), "20260301"], cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    tally = json.loads(done.stdout)
    sys.stdout.write(f"{tally}\n")
    assert tally["kills"] == KILLS
    assert tally["acts"] > KILLS
    assert tally["under_way"] > KILLS / 4
