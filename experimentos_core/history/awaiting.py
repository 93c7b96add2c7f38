"""Locked plans that wait for their data, and the file that comes to one of them."""

import sqlite3
from dataclasses import dataclass
from typing import Final

from experimentos_core.charter import Charter
from experimentos_core.charter.likeness import FileNames, Likeness, likeness
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.moments import Clock, utc_now, utc_text
from experimentos_core.history.database import Database
from experimentos_core.history.entries import add_draft, add_file
from experimentos_core.history.keeping import erase
from experimentos_core.history.opening import stored_experiment
from experimentos_core.history.records import Draft, EventKind, StoredFile
from experimentos_core.history.rows import find_key, key_to_change

MOST: Final = 50
_WAITING: Final = (
    "SELECT e.id FROM experiments e LEFT JOIN drafts d ON d.experiment = e.id "
    "WHERE e.trashed = 0 AND e.verdict = '' AND e.versions > 0 AND coalesce(d.file, '') = '' "
    "ORDER BY e.changed DESC LIMIT ?"
)
_REMEMBERED: Final = "UPDATE facts SET value = ? WHERE key = 'resume' AND value = ?"
_GONE: Final = "This plan does not wait for data any more."
_GONE_HINT: Final = "Open it from the first page to see what it holds."


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """A locked plan without data.

    Attributes:
        uid: Its experiment.
        charter: What was promised, by its latest version.
        locked_at: When that was locked, UTC.
        likeness: How far the file at hand looks like its data.
    """

    uid: str
    charter: Charter
    locked_at: str
    likeness: Likeness


def plans_awaiting(database: Database, names: FileNames, most: int = MOST) -> tuple[Awaiting, ...]:
    """Return the plans that wait for data: that which fits a file best first, then the latest lock.

    Only the plans that were changed last are looked at. One that is damaged is left out here: who
    opens it is told.
    """
    with database.reading() as connection:
        keys = [key for (key,) in connection.execute(_WAITING, (most,))]
        found = [plan for key in keys if (plan := _awaiting(connection, key, names)) is not None]
    found.sort(key=lambda plan: (plan.likeness.score, plan.locked_at), reverse=True)
    return tuple(found)


def is_unused(database: Database, uid: str) -> bool:
    """Whether nothing but a draft is kept of an experiment, or nothing at all."""
    with database.reading() as connection:
        key = find_key(connection, uid)
        return key is None or _is_unused(connection, key)


def bring_data(
    database: Database,
    uid: str,
    draft: Draft,
    file: StoredFile,
    *,
    begun: str = "",
    now: Clock = utc_now,
) -> None:
    """Give a file to the locked plan that waits for it, in one act.

    Args:
        database: The history.
        uid: The experiment of the plan.
        draft: Its work from now on.
        file: Its data.
        begun: An experiment that was begun with this very file by mistake; it is gone then, unless
            more than a draft is kept of it. Empty: none.
        now: The clock.

    Raises:
        HistoryError: When the plan is gone or has its data by now, or it could not be kept.
    """
    moment = utc_text(now())
    with database.writing() as connection:
        key = key_to_change(connection, uid)
        stored = stored_experiment(connection, key)
        if stored.row.is_trashed or stored.analyses or stored.draft_file or stored.chain is None:
            raise no_more_awaited()
        add_file(connection, file)
        add_draft(connection, key, draft, file, moment)
        other = find_key(connection, begun) if begun and begun != uid else None
        if other is None:
            return
        connection.execute(_REMEMBERED, (key, other))
        if _is_unused(connection, other) and _file_of(connection, other) == file.sha256:
            erase(connection, other)


def no_more_awaited() -> HistoryError:
    """Return what is said of a plan that is no longer without data."""
    return HistoryError(_GONE, _GONE_HINT)


def _awaiting(connection: sqlite3.Connection, key: int, names: FileNames) -> Awaiting | None:
    try:
        stored = stored_experiment(connection, key)
    except HistoryError:
        return None
    if stored.chain is None:
        return None
    latest = stored.chain.latest
    return Awaiting(
        uid=stored.row.uid,
        charter=latest.charter,
        locked_at=latest.locked_at,
        likeness=likeness(latest.charter, names),
    )


def _is_unused(connection: sqlite3.Connection, key: int) -> bool:
    """Whether an experiment was begun and nothing else; one that is damaged is left alone."""
    try:
        stored = stored_experiment(connection, key)
    except HistoryError:
        return False
    is_plain = not (stored.row.is_trashed or stored.analyses or stored.chain)
    return is_plain and all(event.kind is EventKind.BEGUN for event in stored.events)


def _file_of(connection: sqlite3.Connection, key: int) -> str:
    query = "SELECT file FROM drafts WHERE experiment = ?"
    found = connection.execute(query, (key,)).fetchone()
    return str(found[0]) if found is not None else ""
