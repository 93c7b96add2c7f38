"""Opening a database file that nobody vouches for, and telling a history from any other."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.schema import APPLICATION_ID, MIGRATIONS, VERSION
from experimentos_core.history.shape import shape_of

LARGEST_CELL: Final = 100_000_000
_PATIENCE: Final = 5.0
_DAMAGED: Final = "Restore a backup: File > Restore a backup."


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """Open a database file that nobody vouches for, with everything in it that could act off."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE, isolation_level=None
    )
    try:
        _switch_off(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _switch_off(connection: sqlite3.Connection) -> None:
    for setting, value in (
        (sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True),
        (sqlite3.SQLITE_DBCONFIG_TRUSTED_SCHEMA, False),
        (sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False),
        (sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False),
    ):
        connection.setconfig(setting, value)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_CELL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute("PRAGMA secure_delete = ON")  # not every SQLite is built with it
    connection.execute("PRAGMA synchronous = FULL")


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether the file holds nothing at all, as one that was just made."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return not tables and version_of(connection) == 0


def check(connection: sqlite3.Connection) -> None:
    """Refuse a file that is no history, one of a newer program, or one with more in it."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    version = version_of(connection)
    if application != APPLICATION_ID:
        message = "This file is no history of ExperimentOS."
        raise HistoryError(message, "Nothing was changed in it. Name another place or file.")
    if version > VERSION:
        message = f"This history was written by a newer ExperimentOS (format {version})."
        raise HistoryError(message, "Update the program; nothing was changed in the history.")
    if version < 1 or shape_of(connection) != expected_shape(version):
        raise HistoryError("The history holds tables that ExperimentOS did not make.", _DAMAGED)


def expected_shape(version: int) -> frozenset[tuple[str, str, str]]:
    """Return what a history of a version holds."""
    if version not in _SHAPES:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            for statements in MIGRATIONS[:version]:
                for statement in statements:
                    connection.execute(statement)
            _SHAPES[version] = shape_of(connection)
    return _SHAPES[version]


_SHAPES: Final[dict[int, frozenset[tuple[str, str, str]]]] = {}


def version_of(connection: sqlite3.Connection) -> int:
    """Return the format of a file; 0 for one that was just made."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
