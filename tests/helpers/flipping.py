"""Histories with flipped bytes: whatever is shown is what was kept, or it is refused in a sentence.

    python -m tests.helpers.flipping FOLDER FROM TO

The tally of outcomes goes to standard output.
"""

import json
import random
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history import ledger
from experimentos_core.history.backups import back_up_daily
from experimentos_core.history.database import Database
from experimentos_core.history.export import export_experiment
from experimentos_core.history.finding import Query, count, find, rows_of
from experimentos_core.history.keeping import write_note
from experimentos_core.history.opening import (
    read_experiment,
    read_file,
    read_memo,
    read_report,
)
from experimentos_core.history.returning import begin_return
from tests.helpers.histories import FLAT, HARMFUL, clock, full_experiment, kept

MOST_FLIPS = 8


def base(folder: Path) -> tuple[bytes, dict[str, Any]]:
    """Return a history as bytes, and everything it shows."""
    dice = random.Random(0)  # noqa: S311 - names of a test
    ledger.uuid.uuid4 = lambda: uuid.UUID(int=dice.getrandbits(128))  # type: ignore[assignment]
    database = Database(folder / "base.sqlite3")
    uids = [full_experiment(database, name="Full"), kept(database, FLAT, name="Flat")]
    uids += [kept(database, HARMFUL, name=f"Harmful {number}") for number in range(4)]
    shown: dict[str, Any] = {row.uid: row for row in rows_of(database, find(database, Query()))}
    for uid in uids:
        shown |= {(uid, what): content for what, content in contents(database, uid)}
    return database.path.read_bytes(), shown


def contents(database: Database, uid: str) -> list[tuple[object, Any]]:
    """Return everything kept of an experiment."""
    found = read_experiment(database, uid)
    whole: list[tuple[object, Any]] = [("experiment", found)]
    for entry in found.analyses:
        number = entry.number
        whole += [
            (("report", number), read_report(database, uid, number)),
            (("memo", number), read_memo(database, uid, number)),
            (("file", number), read_file(database, entry.file, entry.file_name)),
        ]
    return [*whole, ("export", export_experiment(database, uid))]


def flipped(content: bytes, dice: random.Random) -> bytes:
    """Return the bytes with a few bits or bytes changed."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, MOST_FLIPS)):
        place = dice.randrange(len(changed))
        changed[place] ^= dice.choice((1 << dice.randrange(8), dice.randrange(1, 256)))
    return bytes(changed)


def try_one(content: bytes, shown: dict[str, Any], folder: Path, seed: int) -> Counter[str]:
    """Use a damaged history in every way; AssertionError where it shows what was never kept."""
    dice = random.Random(seed)  # noqa: S311 - dice of a test
    database = Database(folder / f"flipped-{seed}" / "history.sqlite3")
    database.path.parent.mkdir()
    database.path.write_bytes(flipped(content, dice))
    tally: Counter[str] = Counter()

    def outcome(what: str, do: Callable[[], object]) -> Any:
        try:
            value = do()
        except HistoryError as error:
            tally[f"{what} refused" if error.message and error.hint else "no sentence"] += 1
            return None
        tally[f"{what} right"] += 1
        return value

    listed = outcome("list", lambda: rows_of(database, find(database, Query()))) or ()
    for row in listed:
        assert row == shown[row.uid], f"seed {seed} shows a row that was never kept"
    outcome("search", lambda: find(database, Query(text="harmful")))
    outcome("count", lambda: count(database))
    outcome("return", lambda: begin_return(database))
    for uid in [key for key in shown if isinstance(key, str)]:
        for what, value in outcome("open", lambda uid=uid: contents(database, uid)) or ():
            assert value == shown[uid, what], f"seed {seed} shows {what} that was never kept"
    note = f"written into damage {seed}"
    uid = next(key for key in shown if isinstance(key, str))
    outcome("backup", lambda: back_up_daily(database, clock()))
    if outcome("write", lambda: write_note(database, uid, note) or True):
        found = outcome("read back", lambda: read_experiment(database, uid))
        assert found is None or found.row.note == note
    assert not tally["no sentence"]
    return tally


def main(folder: Path, first: int, last: int) -> None:
    """Try so many seeds."""
    content, shown = base(folder)
    tally: Counter[str] = Counter()
    for seed in range(first, last):
        tally += try_one(content, shown, folder, seed)
    sys.stdout.write(json.dumps(dict(sorted(tally.items()))) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
