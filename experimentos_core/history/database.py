"""One history on disk: opened for each act and closed after it, checked, and never half changed.

Nothing in the file is trusted: neither its schema, nor triggers and views, nor the size of a cell.
A rollback journal rather than a write-ahead log keeps it one file that also works on a network
drive; every act is one transaction that is on the disk when it returns.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.faults import explained
from experimentos_core.history.schema import APPLICATION_ID, MIGRATIONS, VERSION
from experimentos_core.history.shape import shape_of

LARGEST_CELL: Final = 100_000_000
_PATIENCE: Final = 5.0
_DAMAGED: Final = "Restore a backup: File > Restore a backup."


class Database:
    """A history by its path; the file comes into being with the first act."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open for looking only; without a file everything is empty.

        Raises:
            HistoryError: When the file cannot be used, in a sentence.
        """
        with explained(self.path), closing(self._open_existing()) as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            _check(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open for one act: all of it is on the disk afterwards, or nothing.

        Raises:
            HistoryError: When it could not be kept, in a sentence.
        """
        with explained(self.path), closing(self._open_or_make()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                _bring_up_to_date(connection)
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.rollback()
                raise
            connection.commit()

    @property
    def needs_migration(self) -> bool:
        """Whether the file is of an older version, and a backup is due before the next act."""
        with explained(self.path), closing(self._open_existing()) as connection:
            return 0 < _version(connection) < VERSION

    def _open_existing(self) -> sqlite3.Connection:
        if not self.path.exists() or not self.path.stat().st_size:
            empty = sqlite3.connect(":memory:", isolation_level=None)
            _bring_up_to_date(empty)
            return empty
        return connect(self.path, mode="rw")

    def _open_or_make(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return connect(self.path, mode="rwc")


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """Open a database file that nobody vouches for, with everything in it that could act off."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE, isolation_level=None
    )
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
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether the file holds nothing at all, as one that was just made."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return not tables and _version(connection) == 0


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make or migrate the tables, within the transaction of the act that asked for it."""
    if not is_empty(connection):
        _check(connection)
    version = _version(connection)
    if version == VERSION:
        return
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _check(connection: sqlite3.Connection) -> None:
    """Refuse a file that is no history, one of a newer program, or one with more in it."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    version = _version(connection)
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


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
