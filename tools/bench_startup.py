"""`make bench-startup`: from nothing to an interactive window, against a bare PySide6 window.

Whole processes of the same interpreter, alternating so that both meet the same machine. Interactive
means: the first paint is done and the event loop has answered a posted event.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence

from tools.setup import ROOT

BUDGET = 1.5
HEAVY = ("matplotlib", "numpy", "scipy")
PROGRAM = ("main.py", "--quit-when-ready")
BARE = ("-m", "tools.bare_window")
WARM_UP = 2

# Runs the program, noting which heavy packages are asked for before a window is first painted.
WATCH_IMPORTS = """
import sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

painted, early = [], set()

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            painted.append(True)
        return False

def note_import(event, arguments):
    package = str(arguments[0]).partition(".")[0] if event == "import" else ""
    if package in sys.argv[1:] and not painted:
        early.add(package)

def watched_exec(*_):
    QApplication.instance().installEventFilter(witness)
    return original_exec()

witness = Painted()
original_exec, QApplication.exec = QApplication.exec, watched_exec
sys.addaudithook(note_import)
import main
status = main.main(["--quit-when-ready"])
print(*sorted(early))
sys.exit(status if painted else "no window was painted")
"""


def imported_before_paint(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the heavy packages that the program imports before its window is first painted."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH_IMPORTS, *HEAVY],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return tuple(done.stdout.split())


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and return 1 when the budget is exceeded."""
    parser = argparse.ArgumentParser(prog="tools.bench_startup", description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="measured pairs (15)")
    runs = parser.parse_args(arguments).runs
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "EXPERIMENTOS_HOME": home,
            "PYTHONDONTWRITEBYTECODE": "",  # as on a person's machine: compiled once, then cached
            "PYTHONPYCACHEPREFIX": home,
            "QT_QPA_PLATFORM": "offscreen",
        }
        ours, bare = _measure_pairs(runs, environment)
        early = imported_before_paint(environment)
    ratio = statistics.median(ours) / statistics.median(bare)
    _print_table(ours, bare, ratio)
    print(f"heavy packages before the first paint: {', '.join(early) or 'none'}")
    return 0 if ratio <= BUDGET and not early else 1


def _measure_pairs(
    runs: int, environment: Mapping[str, str]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    for command in (PROGRAM, BARE) * WARM_UP:
        _seconds(command, environment)
    pairs = [(_seconds(PROGRAM, environment), _seconds(BARE, environment)) for _ in range(runs)]
    return tuple(ours for ours, _ in pairs), tuple(bare for _, bare in pairs)


def _seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    # No timeout: waiting with one polls, in steps as long as the difference that is looked for.
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - start


def _print_table(ours: Sequence[float], bare: Sequence[float], ratio: float) -> None:
    print(f"{'start to an interactive window':<32}{'median':>10}{'fastest':>10}{'slowest':>10}")
    for name, times in (("ExperimentOS", ours), ("bare PySide6 window", bare)):
        figures = (statistics.median(times), min(times), max(times))
        print(f"{name:<32}" + "".join(f"{1000 * figure:>7.0f} ms" for figure in figures))
    verdict = "within" if ratio <= BUDGET else "OVER"
    print(f"ratio {ratio:.2f}, {verdict} the budget of {BUDGET} ({len(ours)} pairs);", end=" ")
    print(f"of the fastest runs, which a busy machine blurs least, {min(ours) / min(bare):.2f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
