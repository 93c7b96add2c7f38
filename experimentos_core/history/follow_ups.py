"""Decisions that are to be looked at again."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database

_DUE: Final = (
    "SELECT e.uid, e.name, e.taken, e.follow_up, (SELECT v.at FROM events v "
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
        taken: What was decided; None where the entry of the list is damaged.
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
        HistoryError: When the history cannot be read.
    """
    now = date.fromisoformat(today) if today else date.today()  # noqa: DTZ011 - a day of the calendar here
    with database.reading() as connection:
        rows = connection.execute(_DUE, {"today": now.isoformat(), "most": most}).fetchall()
    return tuple(
        FollowUp(
            uid=str(uid),
            name=str(name),
            taken=Verdict(taken) if taken in list(Verdict) else None,
            decided_at=str(at or ""),
            day=str(day),
            days=_days_since(str(day), now),
        )
        for uid, name, taken, day, at in rows
    )


def _days_since(day: str, now: date) -> int:
    try:
        return (now - date.fromisoformat(day)).days
    except ValueError:
        return 0
