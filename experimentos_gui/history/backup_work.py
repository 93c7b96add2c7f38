"""What the worker threads do for backups: list them with what is in each, make one, go back."""

from dataclasses import dataclass
from pathlib import Path

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.backup_files import Backup
from experimentos_core.history.backups import back_up_now, list_backups, restore
from experimentos_core.history.database import Database
from experimentos_core.history.finding import Standing, count


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupLine:
    """A backup and what is in it.

    Attributes:
        backup: The backup.
        experiments: How many it holds, the trash left out; None where it cannot be read.
    """

    backup: Backup
    experiments: int | None


def lines(history: Database) -> tuple[BackupLine, ...]:
    """Return every backup, the latest first."""
    return tuple(
        BackupLine(backup=backup, experiments=_experiments(backup))
        for backup in list_backups(history)
    )


def make(history: Database) -> Backup:
    """Back up now."""
    return back_up_now(history)


def go_back(history: Database, backup: Backup) -> Path | None:
    """Put a backup in the place of the history; return where the present one lies then."""
    return restore(history, backup)


def _experiments(backup: Backup) -> int | None:
    try:
        return count(Database(backup.path)).standings[Standing.ALL]
    except HistoryError:
        return None
