"""What happened to an experiment: added to, never changed, each entry sealed over those before."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from experimentos_core.charter.chain import canonical
from experimentos_core.foundation.codec import CodecError, from_plain, parse_json
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.history.cells import text_in
from experimentos_core.history.packing import damaged
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
    return checked_events(written_events(connection, key))


def written_events(connection: sqlite3.Connection, key: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield moment, kind, detail and seal of each event as they stand, unchecked."""
    query = "SELECT at, kind, detail, sha256 FROM events WHERE experiment = ? ORDER BY number"
    for at, kind, detail, seal in connection.execute(query, (key,)):
        yield text_in(at), text_in(kind), text_in(detail), text_in(seal)


def checked_events(written: Iterable[tuple[str, str, str, str]]) -> tuple[Event, ...]:
    """Return events whose seals follow one another; HistoryError as for `read_events`."""
    found: list[Event] = []
    previous = _START
    for at, kind, detail, seal in written:
        if seal != _seal(previous, kind, at, detail):
            message = f"The record of what happened to this experiment was changed at {at[:40]}."
            raise HistoryError(message, "Restore a backup: File > Restore a backup.")
        found.append(Event(at=at, kind=_kind(kind), detail=_detail(detail)))
        previous = seal
    return tuple(found)


def _kind(text: str) -> EventKind:
    try:
        return EventKind(text)
    except ValueError as error:
        message = f"Something happened to this experiment that this program does not know: {text}."
        raise HistoryError(make_visible(message), "Update the program.") from error


def _detail(written: str) -> dict[str, str]:
    try:
        return from_plain(dict[str, str], parse_json(written))
    except CodecError as error:
        raise damaged() from error


def _seal(previous: str, kind: str, at: str, detail: str) -> str:
    return hashlib.sha256(canonical([previous, kind, at, detail])).hexdigest()
