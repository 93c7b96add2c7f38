"""Rows of the list: read, and kept true with every act."""

import json
import sqlite3
import unicodedata
from typing import Final

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.cells import whole_in
from experimentos_core.history.packing import damaged
from experimentos_core.history.records import ExperimentRow
from experimentos_core.history.sealing import (
    ROW_NAMES,
    SEALED_ROW,
    check_head,
    checked_row,
    seal_row,
)

_LONGEST: Final = 500
_SHORTENED: Final = ("name", "owner", "line")  # the plan and the report hold them whole


def read_row(connection: sqlite3.Connection, key: int) -> ExperimentRow:
    """Return what the list says of the experiment of this key; HistoryError where it is gone."""
    query = f"SELECT {SEALED_ROW} FROM experiments WHERE id = ?"  # noqa: S608 - names of our own
    found = connection.execute(query, (key,)).fetchone()
    if found is None:
        raise HistoryError("This experiment is no longer in the history.", "Look in the trash.")
    return _row(found)


def read_rows(connection: sqlite3.Connection, keys: tuple[int, ...]) -> tuple[ExperimentRow, ...]:
    """Return the rows of these keys in their order; those that are gone are left out."""
    marks = ", ".join("?" * len(keys))
    query = f"SELECT id, {SEALED_ROW} FROM experiments WHERE id IN ({marks})"  # noqa: S608 - marks only
    found = {values[0]: _row(values[1:]) for values in connection.execute(query, keys)}
    return tuple(found[key] for key in keys if key in found)


def key_of(connection: sqlite3.Connection, uid: str) -> int:
    """Return the key of an experiment; HistoryError where there is none of this name."""
    key = find_key(connection, uid)
    if key is None:
        raise HistoryError("This experiment is no longer in the history.", "It was deleted.")
    return key


def find_key(connection: sqlite3.Connection, uid: str) -> int | None:
    """Return the key of an experiment; None where there is none of this name.

    Raises:
        HistoryError: When the index of names leads to another experiment, as a damaged one may.
    """
    found = connection.execute("SELECT id FROM experiments WHERE uid = ?", (uid,)).fetchone()
    if found is None:
        return None
    key = whole_in(found[0])
    named = connection.execute("SELECT uid FROM experiments WHERE id = ?", (key,)).fetchone()
    if named != (uid,):
        raise damaged()
    return key


def next_in_order(connection: sqlite3.Connection) -> int:
    """Count up; what comes later is greater, whatever the clock says."""
    query = (
        "UPDATE facts SET value = 1 + max(value, "
        "coalesce((SELECT max(changed) FROM experiments WHERE trashed = 0), 0)) "
        "WHERE key = 'sequence' RETURNING value"
    )
    found = connection.execute(query).fetchone()
    if found is None:
        raise damaged()
    return whole_in(found[0])


def touch(connection: sqlite3.Connection, key: int, now: str, **changes: str | int) -> None:
    """Change what the list says of an experiment, and that it is the latest; seal it anew."""
    values: dict[str, str | int] = {
        **{name: _storable(name, value) for name, value in changes.items()},
        "changed_at": now,
        "changed": next_in_order(connection),
    }
    settings = ", ".join(f"{name} = ?" for name in values)
    query = f"UPDATE experiments SET {settings} WHERE id = ?"  # noqa: S608 - names of our own
    connection.execute(query, (*values.values(), key))
    seal_row(connection, key)
    _remember_words(connection, key)


def key_to_change(connection: sqlite3.Connection, uid: str) -> int:
    """Return the key of an experiment that is about to be changed, found as it was sealed.

    Raises:
        HistoryError: Where there is none of this name, or what is there is damaged: sealing it
            anew would make damage look right.
    """
    key = key_of(connection, uid)
    check_head(connection, key)
    return key


def search_key(text: str) -> str:
    """Return text as it is searched: without case, spaces folded, equal letters written alike."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _remember_words(connection: sqlite3.Connection, key: int) -> None:
    row = read_row(connection, key)
    verdict = row.verdict.value if row.verdict is not None else ""
    text = search_key(" ".join((row.name, row.owner, verdict, row.line, *row.tags, row.note)))
    connection.execute("INSERT OR REPLACE INTO words (rowid, text) VALUES (?, ?)", (key, text))


def _storable(name: str, value: str | int) -> str | int:
    """Cut what no list needs whole; lone surrogates, which no file can hold, become '?'."""
    if isinstance(value, int):
        return value
    cut = " ".join(value.split())[:_LONGEST] if name in _SHORTENED else value
    return cut.encode("utf-8", "replace").decode()


def _row(values: tuple[object, ...]) -> ExperimentRow:
    named = dict(zip(ROW_NAMES, checked_row(values), strict=True))
    text = {name: str(value) for name, value in named.items()}
    try:
        tags = json.loads(text["tags"])
        verdicts = [Verdict(text[name]) if text[name] else None for name in ("verdict", "taken")]
    except (ValueError, RecursionError) as error:
        message = f"The entry {text['name'] or text['uid']!r} of the history is damaged."
        raise HistoryError(message, "Restore a backup: File > Restore a backup.") from error
    return ExperimentRow(
        uid=text["uid"],
        name=text["name"],
        owner=text["owner"],
        verdict=verdicts[0],
        line=text["line"],
        taken=verdicts[1],
        follow_up=text["follow_up"],
        versions=int(named["versions"]),
        looks=int(named["looks"]),
        tags=tuple(str(tag) for tag in tags),
        note=text["note"],
        created_at=text["created_at"],
        changed_at=text["changed_at"],
        changed=int(named["changed"]),
        is_trashed=bool(named["trashed"]),
    )
