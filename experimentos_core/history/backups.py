"""Backups of a history: one a day when something changed, thinned out, and the way back to one."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.files import rename_durably
from experimentos_core.foundation.moments import Clock, utc_now, utc_text
from experimentos_core.history.backup_files import (
    Backup,
    BackupKind,
    backup_at,
    backup_folder,
    new_backup,
    stamp,
)
from experimentos_core.history.connecting import connect
from experimentos_core.history.copying import copy_checked, discard, temporary_copy
from experimentos_core.history.database import Database
from experimentos_core.history.faults import explained, is_damage

_KEPT_MIGRATIONS: Final = 3
_DAY: Final = len("2026-11-30")
_JOURNAL: Final = "-journal"


def back_up_daily(database: Database, now: Clock = utc_now) -> Backup | None:
    """Make the backup of this day, where something changed since the last one; thin the old out.

    Returns:
        The backup; None where none was due.

    Raises:
        HistoryError: When the history is damaged, which is the moment to restore a backup, or the
            backup could not be written.
    """
    today = utc_text(now())[:_DAY]
    made = list_backups(database)
    if _is_missing(database.path) or any(
        backup.made_at[:_DAY] == today and backup.kind is BackupKind.DAILY for backup in made
    ):
        return None
    newest = max(made, key=lambda backup: backup.path.stat().st_mtime, default=None)
    if newest is not None and _acts_in(newest.path) == _acts_in(database.path) is not None:
        return None
    path = new_backup(database.path, BackupKind.DAILY, now)
    copy_checked(database.path, path)
    for old in _not_needed(list_backups(database)):
        if old.path != path:  # a clock set back must not cost the one just made
            with contextlib.suppress(OSError):
                old.path.unlink()
    return backup_at(path)


def back_up_now(database: Database, now: Clock = utc_now) -> Backup:
    """Make a backup because a person asks for it, whatever was made before.

    It counts among those of its day: the last one of a day is kept.

    Raises:
        HistoryError: When there is nothing to back up, it is damaged, or could not be written.
    """
    if _is_missing(database.path):
        message = "There is no experiment to back up so far."
        raise HistoryError(message, "Begin one; it is kept as you work.")
    path = new_backup(database.path, BackupKind.DAILY, now)
    copy_checked(database.path, path)
    made = backup_at(path)
    if made is None:
        raise HistoryError("The backup is gone again.", "Look into the folder of the history.")
    return made


def _is_missing(path: Path) -> bool:
    with explained(path):
        return not path.exists() or not path.stat().st_size


def list_backups(database: Database) -> tuple[Backup, ...]:
    """Return every backup of a history, the latest first; none where the folder cannot be read."""
    try:
        names = sorted(backup_folder(database.path).iterdir(), reverse=True)
    except OSError:
        return ()
    return tuple(backup for path in names if (backup := backup_at(path)) is not None)


def restore(database: Database, backup: Backup, now: Clock = utc_now) -> Path | None:
    """Put a backup in the place of the history; what is there now is put aside, never deleted.

    The backup itself stays where it is.

    Args:
        database: The history, whatever state it is in.
        backup: One of its backups.
        now: The clock.

    Returns:
        Where what was there lies now; None where nothing was.

    Raises:
        HistoryError: When the backup is damaged, the history is in use, or the disk fails;
            nothing has changed then.
    """
    incoming = temporary_copy(backup.path, database.path)
    try:
        with explained(database.path):
            _settle(database.path)
            aside = _put_aside(database.path, now)
            rename_durably(incoming, database.path)
    except BaseException:
        discard(incoming)
        raise
    return aside


def _settle(path: Path) -> None:
    """Let SQLite finish or take back what was interrupted; refuse while another one writes."""
    if not path.exists():
        return
    try:
        with closing(connect(path, mode="rw")) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
    except sqlite3.Error as error:
        if not is_damage(error):
            raise


def _put_aside(path: Path, now: Clock) -> Path | None:
    """Give what is there a second name, its journal too, and take the journal from its place.

    A journal that stayed would be played into the backup.
    """
    if not path.exists():
        return None
    aside = _free(path.with_name(f"{path.stem}-set-aside-{stamp(now)}{path.suffix}"))
    journal = path.with_name(path.name + _JOURNAL)
    if journal.exists():
        _second_name(journal, aside.with_name(aside.name + _JOURNAL))
    _second_name(path, aside)
    journal.unlink(missing_ok=True)
    return aside


def _second_name(path: Path, other: Path) -> None:
    try:
        os.link(path, other)
    except OSError:  # a drive without links
        shutil.copyfile(path, other)


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _acts_in(path: Path) -> int | None:
    """Return how many acts a history has seen; None where it does not say."""
    query = "SELECT value FROM facts WHERE key = 'sequence'"
    try:
        with explained(path), closing(connect(path, mode="ro")) as connection:
            found = connection.execute(query).fetchone()
    except HistoryError:
        return None
    return found[0] if found is not None and isinstance(found[0], int) else None


def _not_needed(backups: Iterable[Backup]) -> tuple[Backup, ...]:
    """Return what goes: all but the last of 7 days, 4 weeks, 6 months, and 3 before migrations."""
    latest_first = sorted(backups, key=lambda backup: backup.made_at, reverse=True)
    daily = [backup for backup in latest_first if backup.kind is BackupKind.DAILY]
    migrations = [backup for backup in latest_first if backup.kind is BackupKind.MIGRATION]
    kept = {
        *_first_of_each(daily, lambda at: at.date(), 7),
        *_first_of_each(daily, lambda at: at.isocalendar()[:2], 4),
        *_first_of_each(daily, lambda at: (at.year, at.month), 6),
        *migrations[:_KEPT_MIGRATIONS],
    }
    return tuple(backup for backup in latest_first if backup not in kept)


def _first_of_each(
    latest_first: list[Backup], span: Callable[[datetime], object], most: int
) -> list[Backup]:
    """Return the latest backup of each of the last spans of time that have one."""
    found: dict[object, Backup] = {}
    for backup in latest_first:
        found.setdefault(span(datetime.fromisoformat(backup.made_at)), backup)
    return list(found.values())[:most]
