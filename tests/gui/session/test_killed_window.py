"""A window that is killed at any moment loses no lock and no amendment it had shown as done."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.finding import Query, Standing, find, rows_of
from experimentos_core.history.place import history_of
from experimentos_gui.session import ExperimentSession
from tests.gui.conftest import WAIT_MS

KILLS = int(os.environ.get("LOCK_KILLS", "12"))
"""How often the window is killed; `make fuzz-locking` does it more often."""
MOST_STEPS = 8  # before it is killed
LONGEST_WAIT = 0.06  # seconds after the last step that was shown

ROOT = Path(__file__).resolve().parents[3]

type Seals = dict[str, list[str]]


@pytest.mark.timeout(0)
def test_nothing_that_was_shown_as_locked_is_lost(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("EXPERIMENTOS_HOME", str(home))
    chance = random.Random(20260301)  # noqa: S311 - no secret
    shown: Seals = {}
    steps = 0
    for number in range(KILLS):
        lines = killed_window(home, number, chance)
        steps += take(lines, shown)
        kept = reopened(qtbot)
        for name, seals in shown.items():
            assert kept[name][: len(seals)] == seals, name
            assert len(kept[name]) <= len(seals) + 1, name
        unseen = set(kept) - set(shown)
        assert len(unseen) <= 1, "at most the plan that was being locked"
        shown = kept
    assert steps > KILLS


def killed_window(home: Path, seed: int, chance: random.Random) -> list[str]:
    """Let a window work, kill it at a random moment, and return what it had shown as done."""
    environment = os.environ | {"EXPERIMENTOS_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.locking_window", str(seed)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    steps = chance.randint(1, MOST_STEPS)
    while sum(not line.startswith("opened") for line in lines) < steps:
        line = process.stdout.readline()
        assert line, f"the window ended by itself after {lines[-3:]}"
        lines.append(line)
    time.sleep(chance.uniform(0, LONGEST_WAIT))
    process.kill()
    lines += process.stdout.readlines()
    process.stdout.close()
    process.wait()
    return [line for line in lines if line.endswith("\n")]  # half a line was not shown


def take(lines: list[str], shown: Seals) -> int:
    """Add what the window showed to what must be there; check what it found there."""
    steps = 0
    for line in lines:
        what, name, *seals = line.split()
        assert what != "failed", line
        if what == "opened":
            assert seals == shown[name], name
        else:
            assert (what == "locked") is (name not in shown), line
            shown.setdefault(name, []).extend(seals)
            steps += 1
    return steps


def reopened(qtbot) -> Seals:
    """Open every plan in a new session, as a person would after a crash; each must be whole."""
    session = ExperimentSession()
    database = history_of(user_paths())
    kept: Seals = {}
    for row in rows_of(database, find(database, Query(standing=Standing.PLANS))):
        with qtbot.waitSignal(session.history.opened, timeout=WAIT_MS):
            session.history.open(row.uid)
        versions = session.chain.versions
        assert (row.name, row.versions) == (session.charter.name, len(versions))
        kept[row.name] = [version.sha256 for version in versions]
    session.shutdown()
    return kept
