"""A copy of a history that may be in use: taken by SQLite itself, checked, whole or not there."""

import contextlib
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.files import rename_durably, sweep
from experimentos_core.history.connecting import check, connect
from experimentos_core.history.faults import explained

_DAMAGED: Final = "Restore a backup: File > Restore a backup."


def copy_checked(source: Path, target: Path) -> None:
    """Copy a history; every page of the copy is checked before it gets its name.

    Raises:
        HistoryError: When the source is no history, is damaged, or the copy cannot be written; a
            file that had the name before is left as it was.
    """
    temporary = temporary_copy(source, target)
    try:
        with explained(target):
            rename_durably(temporary, target)
    except BaseException:
        discard(temporary)
        raise


def temporary_copy(source: Path, target: Path) -> Path:
    """Return a checked copy of a history, beside the file it is to become.

    Raises:
        HistoryError: As for `copy_checked`.
    """
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent, ".history")
        temporary = _temporary(target)
    try:
        with explained(source):
            _copy(source, temporary)
        check_file(temporary, source)
    except BaseException:
        discard(temporary)
        raise
    return temporary


def discard(temporary: Path) -> None:
    """Delete a temporary file, where it is still there."""
    with contextlib.suppress(OSError):
        temporary.unlink()


def check_file(path: Path, named: Path | None = None) -> None:
    """Refuse a file that is no history, or is damaged anywhere; nothing is written to it.

    Args:
        path: The file.
        named: The file a sentence names; None: the same.

    Raises:
        HistoryError: Saying what is wrong.
    """
    named = named or path
    with explained(named), closing(connect(path, mode="ro")) as connection:
        connection.execute("PRAGMA query_only = ON")
        check(connection)
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise HistoryError(f"The history is damaged. It lies at {named}.", _DAMAGED)


def _copy(source: Path, temporary: Path) -> None:
    with closing(connect(source, mode="rw")) as old:
        check(old)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as new:
            new.execute("PRAGMA journal_mode = OFF")
            new.execute("PRAGMA synchronous = OFF")  # it is flushed as a whole before it is named
            old.backup(new)


def _temporary(target: Path) -> Path:
    handle, name = tempfile.mkstemp(
        prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent
    )
    with open(handle, "wb"):  # noqa: PTH123 - closes the handle
        return Path(name)
