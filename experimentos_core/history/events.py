"""What happened to an experiment: added to, never changed, each entry sealed over those before."""

import hashlib
import json
import sqlite3
from typing import Final

from experimentos_core.charter.chain import canonical
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.cells import text_in
from experimentos_core.history.records import Event, EventKind

_START: Final = "0" * 64


def add_event(
    connection: sqlite3.Connection, key: int, kind: EventKind, now: str, **detail: str
) -> None:
    """Write down what happens now."""
    query = "SELECT sha256 FROM events WHERE experiment = ? ORDER BY number DESC LIMIT 1"
    last = connection.execute(query, (key,)).fetchone()
    written = json.dumps(detail, ensure_ascii=True)
    seal = _seal(last[0] if last is not None else _START, kind.value, now, written)
    connection.execute(
        "INSERT INTO events (experiment, at, kind, detail, sha256) VALUES (?, ?, ?, ?, ?)",
        (key, now, kind.value, written, seal),
    )


def read_events(connection: sqlite3.Connection, key: int) -> tuple[Event, ...]:
    """Return what happened, in order.

    Raises:
        HistoryError: When an entry was changed, removed or put in between afterwards.
    """
    found: list[Event] = []
    previous = _START
    query = "SELECT at, kind, detail, sha256 FROM events WHERE experiment = ? ORDER BY number"
    for values in connection.execute(query, (key,)):
        at, kind, written, seal = map(text_in, values)
        if seal != _seal(previous, kind, at, written):
            message = f"The record of what happened to this experiment was changed at {at}."
            raise HistoryError(message, "Restore a backup: File > Restore a backup.")
        found.append(Event(at=at, kind=EventKind(kind), detail=json.loads(written)))
        previous = seal
    return tuple(found)


def _seal(previous: str, kind: str, at: str, detail: str) -> str:
    return hashlib.sha256(canonical([previous, kind, at, detail])).hexdigest()
