"""Notes, tags, and the trash: what a person does with experiments as a whole."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.moments import Clock, utc_now, utc_text
from experimentos_core.history.database import Database
from experimentos_core.history.events import add_event
from experimentos_core.history.records import EventKind
from experimentos_core.history.rows import key_of, key_to_change, next_in_order, touch
from experimentos_core.history.sealing import seal_row

LONGEST_NOTE: Final = 20_000
MOST_TAGS: Final = 20
LONGEST_TAG: Final = 40


def write_note(database: Database, uid: str, note: str, now: Clock = utc_now) -> None:
    """Replace the note of an experiment; HistoryError for one that is too long."""
    check_note(note)
    moment = utc_text(now())
    with database.writing() as connection:
        key = key_to_change(connection, uid)
        add_event(connection, key, EventKind.NOTED, moment, note=note)
        touch(connection, key, moment, note=note)


def set_tags(database: Database, uid: str, tags: Iterable[str], now: Clock = utc_now) -> None:
    """Replace the tags; spaces are folded, and one said twice counts once."""
    written = written_tags(tags)
    moment = utc_text(now())
    with database.writing() as connection:
        key = key_to_change(connection, uid)
        add_event(connection, key, EventKind.TAGGED, moment, tags=written)
        touch(connection, key, moment, tags=written)


def check_note(note: str) -> None:
    """Refuse a note that is too long; HistoryError."""
    if len(note) > LONGEST_NOTE:
        message = f"The note has {len(note):,} characters."
        raise HistoryError(message, f"Say it in at most {LONGEST_NOTE:,}.")


def written_tags(tags: Iterable[str]) -> str:
    """Return tags as they are kept; HistoryError where they are too many or too long."""
    folded = (" ".join(tag.split()) for tag in tags)
    unique = tuple(dict.fromkeys(tag for tag in folded if tag))
    if len(unique) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in unique):
        hint = f"Use at most {MOST_TAGS} tags of at most {LONGEST_TAG} characters."
        raise HistoryError("These tags are too many or too long.", hint)
    return json.dumps(unique, ensure_ascii=False)


def trash(database: Database, uids: Iterable[str], now: Clock = utc_now) -> None:
    """Put experiments into the trash; `untrash` brings them back as they were."""
    moment = utc_text(now())
    with database.writing() as connection:
        for uid in uids:
            key = key_to_change(connection, uid)
            add_event(connection, key, EventKind.TRASHED, moment)
            _set_trashed(connection, key, next_in_order(connection))


def untrash(database: Database, uids: Iterable[str], now: Clock = utc_now) -> None:
    """Bring experiments back from the trash."""
    moment = utc_text(now())
    with database.writing() as connection:
        for uid in uids:
            key = key_to_change(connection, uid)
            add_event(connection, key, EventKind.RESTORED, moment)
            _set_trashed(connection, key, 0)


def delete_for_good(database: Database, uids: Iterable[str]) -> None:
    """Delete experiments that lie in the trash, with all they had; nothing brings them back.

    Raises:
        HistoryError: For one that does not lie in the trash; nothing is deleted then.
    """
    with database.writing() as connection:
        for uid in uids:
            key = key_of(connection, uid)
            query = "DELETE FROM experiments WHERE id = ? AND trashed > 0"
            if not connection.execute(query, (key,)).rowcount:
                message = "Only what lies in the trash can be deleted for good."
                raise HistoryError(message, "Put it into the trash first.")
            _erase_parts(connection, key)
        _forget_files(connection)


def erase(connection: sqlite3.Connection, key: int) -> None:
    """Delete one experiment with all it had, within the act that gave its work to another."""
    connection.execute("DELETE FROM experiments WHERE id = ?", (key,))
    _erase_parts(connection, key)
    _forget_files(connection)


def _erase_parts(connection: sqlite3.Connection, key: int) -> None:
    connection.execute("DELETE FROM words WHERE rowid = ?", (key,))
    for table in ("drafts", "analyses", "charter_versions", "events"):
        connection.execute(f"DELETE FROM {table} WHERE experiment = ?", (key,))  # noqa: S608 - names of our own


def _forget_files(connection: sqlite3.Connection) -> None:
    """Delete the files that nothing is about any more."""
    next_in_order(connection)
    connection.execute(
        "DELETE FROM files WHERE sha256 NOT IN (SELECT file FROM analyses) "
        "AND sha256 NOT IN (SELECT file FROM drafts)"
    )


def _set_trashed(connection: sqlite3.Connection, key: int, order: int) -> None:
    connection.execute("UPDATE experiments SET trashed = ? WHERE id = ?", (order, key))
    seal_row(connection, key)
