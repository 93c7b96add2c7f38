"""Makes a history at fixed moments and prints a digest of all it holds; locale and zone are given.

python -m tests.helpers.same_history FOLDER
"""

import hashlib
import json
import locale
import random
import sqlite3
import sys
import uuid
from contextlib import closing
from datetime import datetime
from pathlib import Path

from experimentos_core.history import ledger
from experimentos_core.history.backups import back_up_daily
from experimentos_core.history.database import Database
from experimentos_core.history.export import export_experiment
from experimentos_core.history.finding import Order, Query, find, rows_of
from experimentos_core.history.keeping import write_note
from experimentos_core.history.list_export import list_csv
from tests.helpers.histories import full_experiment, kept

# 01:30 UTC of 25 October 2026: half past two in Berlin, for the second time that night.
_AUTUMN = 1_792_891_800
_NAMES = (
    *("Istanbul I", "istanbul \u0131", "\u0130STANBUL i", "straße", "STRASSE"),
    *("\u0643\u062a\u0627\u0628 \u0661", "Zoë", "ad"),
)


def moments() -> list[datetime]:
    """Moments around a clock change, as the clock of this machine shows them; one a year back."""
    steps = (-7200, -3600, 0, 3600, 7200, -365 * 86400, 60)
    return [datetime.fromtimestamp(_AUTUMN + step).astimezone() for step in steps]


def main(folder: Path) -> None:
    """Make it, and print what it came to."""
    locale.setlocale(locale.LC_ALL, "")
    dice = random.Random(3)  # noqa: S311 - names of a test
    ledger.uuid.uuid4 = lambda: uuid.UUID(int=dice.getrandbits(128))  # type: ignore[assignment]
    database = Database(folder / "history.sqlite3")
    uids = [kept(database, name=name) for name in _NAMES]
    uids.append(full_experiment(database))
    for uid, moment in zip(uids, moments(), strict=False):
        write_note(database, uid, f"at {moment.timestamp():.0f}", lambda moment=moment: moment)
    backup = back_up_daily(database, lambda: moments()[2])
    digest = hashlib.sha256()
    with closing(sqlite3.connect(database.path)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            if not table.startswith("words"):
                rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
                digest.update(repr(rows).encode())
    found = {
        "tables": digest.hexdigest(),
        "orders": {
            order.value: [row.name for row in rows_of(database, find(database, Query(order=order)))]
            for order in Order
        },
        "ages": [row.changed_at for row in rows_of(database, find(database, Query()))],
        "searches": [
            len(find(database, Query(text=text))) for text in ("ISTANBUL", "i", "ß", "\u0661")
        ],
        "csv": list_csv(rows_of(database, find(database, Query()))),
        "exports": [hashlib.sha256(export_experiment(database, uid)).hexdigest() for uid in uids],
        "backup": backup.path.name if backup is not None else "",
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
