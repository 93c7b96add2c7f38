"""Decisions that are to be looked at again."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.rows import read_rows

_DUE: Final = (
    "SELECT e.id, (SELECT v.at FROM events v "
    "WHERE v.kind = 'decided' AND v.experiment = e.id ORDER BY v.number DESC LIMIT 1) "
    "FROM experiments e WHERE e.trashed = 0 AND e.follow_up <> '' AND e.follow_up <= :today "
    "ORDER BY e.follow_up, e.id LIMIT :most"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A decision whose day to be looked at again has come.

    Attributes:
        uid: The experiment.
        name: Its name; may be empty.
        taken: What was decided.
        decided_at: When, UTC; empty where that is not known.
        day: The day it is due, ISO 8601.
        days: For how many days it has been; 0: since today.
    """

    uid: str
    name: str
    taken: Verdict | None
    decided_at: str
    day: str
    days: int


def due_follow_ups(database: Database, today: str = "", most: int = 200) -> tuple[FollowUp, ...]:
    """Return what is to be looked at again by today, the longest due first.

    Args:
        database: The history.
        today: The day, ISO 8601; empty: by the calendar of this machine.
        most: How many at most.

    Raises:
        HistoryError: When the history cannot be read, or what it says of one was changed.
    """
    now = date.fromisoformat(today) if today else date.today()  # noqa: DTZ011 - a day of the calendar here
    with database.reading() as connection:
        found = dict(connection.execute(_DUE, {"today": now.isoformat(), "most": most}))
        rows = read_rows(connection, tuple(found))
    return tuple(
        FollowUp(
            uid=row.uid,
            name=row.name,
            taken=row.taken,
            decided_at=str(at or ""),
            day=row.follow_up,
            days=_days_since(row.follow_up, now),
        )
        for row, at in zip(rows, found.values(), strict=True)
    )


def _days_since(day: str, now: date) -> int:
    try:
        return (now - date.fromisoformat(day)).days
    except ValueError:
        return 0
