"""`make bench-history`: a history of 100,000 experiments, listed, searched, counted and written to.

The history is made anew in a temporary folder by the very statements the program uses, in one
transaction. Each figure is the median of several runs, each of which opens the file anew. The time
of the processor is what a machine needs that does nothing else; the clock also counts waiting for
others, and for the disk. The budget is held against the former.
"""

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from experimentos_core.foundation.moments import utc_text
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.backups import back_up_daily
from experimentos_core.history.database import Database
from experimentos_core.history.entries import add_row
from experimentos_core.history.events import add_event
from experimentos_core.history.finding import Order, Query, Standing, count, find, rows_of
from experimentos_core.history.keeping import write_note
from experimentos_core.history.records import EventKind
from experimentos_core.history.rows import touch

SCREENFUL: Final = 200
SEARCH_BUDGET_MS: Final = 50.0
_RUNS: Final = 7
_START: Final = datetime(2020, 1, 1, tzinfo=UTC)
_NOUNS: Final = ("Button", "Banner", "Checkout", "Search", "Basket", "Landing page", "E-mail")
_WORDS: Final = ("blue", "large", "sticky", "new", "short", "personal", "faster", "quiet")
_OWNERS: Final = ("Ada", "Bo", "Zoë", "Grace", "Ines", "")
_VERDICTS: Final = (*Verdict, *Verdict, "")


def fill(database: Database, experiments: int, seed: int = 1) -> None:
    """Make so many experiments with one event each, without files and reports."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    with database.writing() as connection:
        for number in range(experiments):
            moment = utc_text(_START + timedelta(minutes=number))
            key = add_row(connection, f"{number:032x}", moment, moment)
            add_event(connection, key, EventKind.BEGUN, moment)
            verdict = str(dice.choice(_VERDICTS))
            points = dice.gauss(0, 2)
            line = (
                f"{points:+.2f} pp conversions, 95% interval {points - 1:+.2f} to {points + 1:+.2f}"
            )
            touch(
                connection, key, moment,
                name=f"{dice.choice(_NOUNS)} {dice.choice(_WORDS)} {number}",
                owner=dice.choice(_OWNERS), verdict=verdict, line=line if verdict else "",
                looks=1 if verdict else 0, tags=f'["Q{dice.randint(1, 4)}"]',
                follow_up=f"20{dice.randint(20, 40)}-06-01" if number % 50 == 0 else "",
            )  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and return 1 when a search takes longer than the budget."""
    parser = argparse.ArgumentParser(prog="tools.bench_history", description=__doc__)
    parser.add_argument("--experiments", type=int, default=100_000)
    experiments = parser.parse_args(arguments).experiments
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder, "data", "history.sqlite3"))
        start = time.perf_counter()
        fill(database, experiments)
        seconds = time.perf_counter() - start
        megabytes = database.path.stat().st_size / 1e6
        print(f"{experiments:,} experiments made in {seconds:.0f} s, {megabytes:.0f} MB")
        print(f"{'load of the machine':<42}{os.getloadavg()[0]:>9.1f}")
        print(f"{'median of 7':<42}{'processor':>12}{'clock':>13}{'at most':>13}")
        before = _memory()
        worst = _listing(database)
        print(f"{'memory beyond the start':<42}{_memory() - before:>9.0f} MB")
        _acting(database, experiments)
    verdict = "within" if worst <= SEARCH_BUDGET_MS else "OVER"
    print(f"slowest search {worst:.0f} ms, {verdict} the budget of {SEARCH_BUDGET_MS:.0f} ms")
    return 0 if worst <= SEARCH_BUDGET_MS else 1


def _listing(database: Database) -> float:
    """Measure what Home asks; return the slowest search in milliseconds."""

    def screen(query: Query) -> Callable[[], object]:
        return lambda: rows_of(database, find(database, query, SCREENFUL))

    _measure("first rows", screen(Query()))
    for order in (Order.OLDEST, Order.NAME, Order.OWNER, Order.VERDICT):
        _measure(f"first rows by {order.value}", screen(Query(order=order)))
    for standing in (Standing.LAUNCH, Standing.OPEN, Standing.DUE, Standing.TRASH):
        _measure(f"first rows, {standing.value} only", screen(Query(standing=standing)))
    _measure("first rows with a tag", screen(Query(tag="Q3")))
    searches = {
        "a word in one experiment": "99123",
        "a word in every seventh": "banner",
        "a word in nearly all": "conversions",
        "two common words": "banner blue",
        "two letters, common": "bo",
        "two letters, nowhere": "qx",
        "a word nowhere": "xylophone",
    }
    worst = max(
        _measure(f"search: {what}", screen(Query(text=text))) for what, text in searches.items()
    )
    _measure("search by name: a common word", screen(Query(text="banner", order=Order.NAME)))
    _measure("every key in order", lambda: find(database, Query()))
    _measure("every key with a common word", lambda: find(database, Query(text="banner")))
    _measure("counts of standings and tags", lambda: count(database))
    return worst


def _acting(database: Database, experiments: int) -> None:
    """Measure an act and a backup."""
    uid = f"{experiments // 2:032x}"
    _measure("one act (a note), on the disk", lambda: write_note(database, uid, str(time.time())))
    _measure("a daily backup, checked", lambda: back_up_daily(database), runs=1)


def _measure(what: str, act: Callable[[], object], runs: int = _RUNS) -> float:
    times, own = [], []
    for _ in range(runs):
        start, start_own = time.perf_counter(), time.process_time()
        act()
        times.append(1000 * (time.perf_counter() - start))
        own.append(1000 * (time.process_time() - start_own))
    middle, busy = statistics.median(times), statistics.median(own)
    print(f"{what:<42}{busy:>9.1f} ms{middle:>10.1f} ms{max(times):>10.1f} ms", flush=True)
    return busy


def _memory() -> float:
    """Return the most memory this process has held, in megabytes."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
