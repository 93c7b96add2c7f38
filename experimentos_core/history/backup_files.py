"""Names of backups: what each is of, why it was made, and when."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from experimentos_core.foundation.moments import Clock, utc_now, utc_text

_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"history-(?P<at>[0-9]{8}T[0-9]{6}Z)-(?P<kind>[a-z]+)\.sqlite3")


class BackupKind(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    MIGRATION = "migration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A copy of a history.

    Attributes:
        path: Where it lies.
        kind: Why it was made.
        made_at: UTC.
        size: Bytes.
    """

    path: Path
    kind: BackupKind
    made_at: str
    size: int


def backup_folder(history: Path) -> Path:
    """Return where the backups of a history lie."""
    return history.parent / "backups"


def new_backup(history: Path, kind: BackupKind, now: Clock = utc_now) -> Path:
    """Return the name of a backup that is made now."""
    return backup_folder(history) / f"history-{stamp(now)}-{kind.value}.sqlite3"


def stamp(now: Clock) -> str:
    """Return this moment for a file name: '20261130T190000Z'."""
    return now().astimezone(UTC).strftime(_STAMP)


def backup_at(path: Path) -> Backup | None:
    """Return what the name of a file says of it; None where it is no backup."""
    found = _NAME.fullmatch(path.name)
    if found is None or found["kind"] not in set(BackupKind):
        return None
    try:
        made = datetime.strptime(found["at"], _STAMP).replace(tzinfo=UTC)
        size = path.stat().st_size
    except (ValueError, OSError):
        return None
    return Backup(path=path, kind=BackupKind(found["kind"]), made_at=utc_text(made), size=size)
