"""One history on disk: opened for each act and closed after it, checked, and never half changed.

Nothing in the file is trusted: neither its schema, nor triggers and views, nor the size of a cell.
A rollback journal rather than a write-ahead log keeps it one file that also works on a network
drive; every act is one transaction that is on the disk when it returns.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from experimentos_core.history.backup_files import BackupKind, new_backup
from experimentos_core.history.connecting import check, connect, is_empty, version_of
from experimentos_core.history.copying import copy_checked
from experimentos_core.history.faults import explained
from experimentos_core.history.schema import APPLICATION_ID, MIGRATIONS, VERSION


class Database:
    """A history by its path; the file comes into being with the first act."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open for looking only; without a file everything is empty.

        A file of an earlier format is brought up to date first, as `writing` does.

        Raises:
            HistoryError: When the file cannot be used, in a sentence.
        """
        if self.needs_migration:
            with self.writing():
                pass
        with explained(self.path), closing(self._open_existing()) as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            check(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open for one act: all of it is on the disk afterwards, or nothing.

        A file of an earlier format is copied into a backup first, then brought up to date.

        Raises:
            HistoryError: When it could not be kept, in a sentence.
        """
        with explained(self.path), closing(self._open_or_make()) as connection:
            if _is_old(connection):
                copy_checked(self.path, new_backup(self.path, BackupKind.MIGRATION))
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
            return _is_old(connection)

    def _open_existing(self) -> sqlite3.Connection:
        """Open what is there; where nothing was ever kept, something as empty."""
        if self.path.exists() and self.path.stat().st_size:
            connection = connect(self.path, mode="rw")
            if not _is_blank(connection):
                return connection
        empty = sqlite3.connect(":memory:", isolation_level=None)
        _bring_up_to_date(empty)
        return empty

    def _open_or_make(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return connect(self.path, mode="rwc")


def _is_blank(connection: sqlite3.Connection) -> bool:
    """Whether the file was made and its first act taken back; the connection is closed if so."""
    try:
        is_blank = is_empty(connection)
    except BaseException:
        connection.close()
        raise
    if is_blank:
        connection.close()
    return is_blank


def _is_old(connection: sqlite3.Connection) -> bool:
    return 0 < version_of(connection) < VERSION


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make or migrate the tables, within the transaction of the act that asked for it."""
    if not is_empty(connection):
        check(connection)
    version = version_of(connection)
    if version == VERSION:
        return
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
