"""One of several programs that write into one history at the same time.

    python -m tests.helpers.two_writers HISTORY UID NAME ACTS

How many acts were refused goes to standard output; every other one was acknowledged.
"""

import sys
from pathlib import Path

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.database import Database
from experimentos_core.history.finding import Query, find, rows_of
from experimentos_core.history.keeping import write_note


def main(history: Path, uid: str, name: str, acts: int) -> None:
    """Write so many notes on one experiment, reading the list in between."""
    database = Database(history)
    refused = 0
    for number in range(acts):
        try:
            write_note(database, uid, f"{name} {number}")
        except HistoryError:
            refused += 1
        assert rows_of(database, find(database, Query()))
    sys.stdout.write(f"{refused}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
