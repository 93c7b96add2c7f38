"""Seals over what the list says, so that a damaged file shows no verdict it never held.

A row is sealed together with its head: the seal of the latest event and the draft. So a row, a
draft or an event that changed, or went missing at the end, is found when it is read.
"""

import hashlib
import sqlite3
from typing import Final

from experimentos_core.charter.chain import canonical
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.cells import text_in
from experimentos_core.history.packing import damaged

ROW_NAMES: Final = (
    *("uid", "name", "owner", "verdict", "line", "taken", "follow_up", "versions", "looks"),
    *("tags", "note", "created_at", "changed_at", "changed", "trashed"),
)
"""Columns of a row that are sealed, in the order they are read in."""

SEALED_ROW: Final = ", ".join((*ROW_NAMES, "head", "seal"))


def checked_row(values: tuple[object, ...]) -> tuple[str | int, ...]:
    """Return the values of `SEALED_ROW` without head and seal.

    Raises:
        HistoryError: When they are not what was sealed.
    """
    *cells, seal = values
    whole = tuple(cell for cell in cells if isinstance(cell, (str, int)))
    if len(whole) != len(cells) or seal_of(whole) != seal:
        message = f"The entry {str(values[1])[:80]!r} of the history is damaged."
        raise HistoryError(message, "Restore a backup: File > Restore a backup.")
    return whole[: len(ROW_NAMES)]


def seal_of(cells: tuple[str | int, ...]) -> str:
    """Return the seal of a row and its head."""
    return hashlib.sha256(canonical(list(cells))).hexdigest()


def seal_row(connection: sqlite3.Connection, key: int) -> None:
    """Seal a row as it stands now; whoever changes it has checked it before."""
    names = ", ".join(ROW_NAMES)
    query = f"SELECT {names} FROM experiments WHERE id = ?"  # noqa: S608 - names of our own
    cells = connection.execute(query, (key,)).fetchone()
    head = _head_of(connection, key)
    update = "UPDATE experiments SET head = ?, seal = ? WHERE id = ?"
    connection.execute(update, (head, seal_of((*cells, head)), key))


def check_head(connection: sqlite3.Connection, key: int) -> None:
    """Refuse an experiment whose row, draft or latest event is not what was sealed.

    Raises:
        HistoryError: Naming it.
    """
    query = f"SELECT {SEALED_ROW} FROM experiments WHERE id = ?"  # noqa: S608 - names of our own
    values = connection.execute(query, (key,)).fetchone()
    if values is None:
        raise damaged()
    name = checked_row(values)[1]
    if values[-2] != _head_of(connection, key):
        message = f"The work on {name!r}, or what happened to it, was changed or is damaged."
        raise HistoryError(message, "Restore a backup: File > Restore a backup.")


def _head_of(connection: sqlite3.Connection, key: int) -> str:
    """Digest of the latest event's seal and the draft; what is not there counts as empty."""
    last = "SELECT sha256 FROM events WHERE experiment = ? ORDER BY number DESC LIMIT 1"
    draft = "SELECT file, saved_at, content FROM drafts WHERE experiment = ?"
    event = connection.execute(last, (key,)).fetchone() or ("",)
    work = connection.execute(draft, (key,)).fetchone() or ("", "", "")
    parts = [text_in(part) for part in (*event, *work)]
    return hashlib.sha256(canonical(parts)).hexdigest()
