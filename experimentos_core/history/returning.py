"""Where the person was when the window was last seen, so that the next one begins there."""

from typing import Final

from experimentos_core.history.cells import whole_in
from experimentos_core.history.database import Database
from experimentos_core.history.rows import key_of

MOST_TRIES: Final = 2
_SET: Final = "UPDATE facts SET value = ? WHERE key = ? AND value <> ?"


def keep_place(database: Database, uid: str) -> None:
    """Remember the experiment that is open; empty: the list of them is seen."""
    with database.writing() as connection:
        key = key_of(connection, uid) if uid else 0
        connection.execute(_SET, (key, "resume", key))
        connection.execute(_SET, (0, "resuming", 0))


def begin_return(database: Database) -> str:
    """Return the experiment to return to, and count the try; empty: there is none.

    What could not be opened twice in a row is not tried a third time: a window that fails on it
    would otherwise never open again. `keep_place` ends the counting.
    """
    query = "SELECT key, value FROM facts WHERE key IN ('resume', 'resuming')"
    with database.reading() as connection:
        facts = dict(connection.execute(query).fetchall())
        found = connection.execute(
            "SELECT uid FROM experiments WHERE id = ? AND trashed = 0", (facts.get("resume"),)
        ).fetchone()
    if found is None:
        return ""
    tries = whole_in(facts.get("resuming"))
    with database.writing() as connection:
        connection.execute(_SET, (tries + 1, "resuming", tries + 1))
    return str(found[0]) if tries < MOST_TRIES else ""
