"""`make bench-reading`: whether the window stalls while it reads the largest files it takes.

A heartbeat of 5 ms runs in the real window. The gap between two beats, less the 5 ms, is how long
a person's click would have waited. Files are made anew in a temporary folder.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from experimentos_gui.main_window import MainWindow
from experimentos_gui.session import ExperimentSession
from experimentos_gui.settings import Settings
from experimentos_gui.theme import Scheme, apply_theme

BEAT_MS = 5
BUDGET_MS = 50.0
_PATIENCE_MS = 300_000
_CALM_MS = 500
_LONG_AGO = date(2025, 1, 1)
_COUNTRIES = 50
_DAYS = 100
_ARMS = 100
_ENDINGS = ("errors", "revenue", "sum", "rate")
_LARGEST_BYTES = 49_500_000


class Heartbeat(QObject):
    """Notes how late each beat was, in milliseconds."""

    def __init__(self) -> None:
        """Make a heart that rests."""
        super().__init__()
        self.late: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._on_beat)

    def start(self) -> None:
        """Begin to beat."""
        self.late.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Rest."""
        self._timer.stop()

    @Slot()
    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.late.append(max(1000 * (now - self._last) - BEAT_MS, 0.0))
        self._last = now


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and return 1 when the window stalled beyond the budget."""
    parser = argparse.ArgumentParser(prog="tools.bench_reading", description=__doc__)
    parser.add_argument("--only", help="the file to measure, by its first word")
    only = parser.parse_args(arguments).only
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    theme = apply_theme(app, Scheme.LIGHT)
    worst = 0.0
    print(f"{'while reading':<44}{'seconds':>9}{'longest':>11}{'p99.9':>9}{'median':>9}")
    with tempfile.TemporaryDirectory() as folder:
        session = ExperimentSession()
        window = MainWindow(session, theme, Settings(Path(folder, "config")))
        window.show()
        _warm_up(session, Path(folder))
        for name, make in _FILES.items():
            if only is None or name.startswith(only):
                path = Path(folder, f"{name.split()[0]}.csv")
                make(path)
                worst = max(worst, _measure(name, path, session))
        window.close()
    verdict = "within" if worst <= BUDGET_MS else "OVER"
    print(f"longest stall {worst:.0f} ms, {verdict} the budget of {BUDGET_MS:.0f} ms")
    return 0 if worst <= BUDGET_MS else 1


def _warm_up(session: ExperimentSession, folder: Path) -> None:
    """Load every module a first file loads; that is the start-up benchmark's business."""
    path = folder / "small.csv"
    path.write_text("variant,users,conversions\ncontrol,1000,100\nb,1000,110\n", encoding="utf-8")
    session.open_file(path)
    _wait(lambda: session.checkup is not None)
    _calm()


def _measure(name: str, path: Path, session: ExperimentSession) -> float:
    heart = Heartbeat()
    before = session.interpretation
    told: list[object] = []
    session.failed.connect(told.append)
    start = time.perf_counter()
    heart.start()
    session.open_file(path)
    _wait(lambda: (session.interpretation is not before or bool(told)) and not session.is_busy)
    seconds = time.perf_counter() - start
    _calm()
    heart.stop()
    session.failed.disconnect(told.append)
    late = sorted(heart.late)
    longest, p999, median = late[-1], late[int(0.999 * (len(late) - 1))], late[len(late) // 2]
    size = path.stat().st_size / 1e6
    label = f"{name} ({size:.0f} MB)"
    print(f"{label:<44}{seconds:>9.1f}{longest:>8.0f} ms{p999:>6.0f} ms{median:>6.1f} ms", end="")
    print(f"  {told[0]}" if told else "", flush=True)
    return longest


def _wait(holds: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(_PATIENCE_MS)
    while not holds() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _calm() -> None:
    deadline = QDeadlineTimer(_CALM_MS)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, BEAT_MS)


def _write_by_day(path: Path, columns: int, cell: str) -> None:
    """Two variants on 100 days in 50 countries: 10,000 rows."""
    metrics = [f"metric_{number}_{_ENDINGS[number % 4]}" for number in range(columns - 5)]
    tail = ",".join([cell] * len(metrics))
    days = [_LONG_AGO + timedelta(days=number) for number in range(_DAYS)]
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(["date", "country", "variant", "users", "conversions", *metrics]))
        file.write("\n")
        for day, country, variant in product(days, range(_COUNTRIES), ("control", "b")):
            file.write(f"{day},C{country:02d},{variant},1000,{50 + country},{tail}\n")


def _write_as_variants(path: Path) -> None:
    """More variants than any experiment has."""
    rows = (f"arm {number},{1000 + number % 7},{100 + number % 9}\n" for number in range(1, _ARMS))
    header = "variant,users,conversions\ncontrol,1000,100\n"
    path.write_text(header + "".join(rows), encoding="utf-8")


def _write_users(path: Path) -> None:
    """One row per user: refused, but not before it has been looked at."""
    line = "user_000000000000,control,1,2026-03-01 12:00:00\n"
    text = "user_id,variant,converted,seen\n" + line * (_LARGEST_BYTES // len(line))
    path.write_text(text, encoding="utf-8")


_FILES: dict[str, Callable[[Path], None]] = {
    "large 10,000 rows, 45 columns": lambda path: _write_by_day(path, 45, "long text " * 12),
    "wide 10,000 rows, 610 columns": lambda path: _write_by_day(path, 610, "1234567"),
    "days 10,000 rows, 40 columns": lambda path: _write_by_day(path, 40, "12"),
    "arms 100 variants": _write_as_variants,
    "users 50 MB, one row per user": _write_users,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
