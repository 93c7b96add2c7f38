"""Flipped bytes: right or refused in a sentence, never a crash; `make torture` tries 1,000."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FLIPPED = int(os.environ.get("HISTORY_FLIPPED", "25"))


@pytest.mark.timeout(0)
def test_a_damaged_history_shows_nothing_that_was_never_kept(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.flipping", str(tmp_path), "0", str(FLIPPED)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    tally = json.loads(done.stdout)
    sys.stdout.write(f"{tally}\n")
    assert tally["open right"] > 0
    assert tally["open refused"] > 0
    assert tally["list right"] + tally["list refused"] == FLIPPED
