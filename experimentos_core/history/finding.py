"""The list: which experiments, in which order; 100,000 of them are found as fast as ten."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.records import ExperimentRow
from experimentos_core.history.rows import find_key, read_row, read_rows, search_key

_HEX: Final = frozenset("0123456789abcdef")


class Order(StrEnum):
    """How a list is sorted."""

    LATEST = "latest"
    OLDEST = "oldest"
    NAME = "name"
    OWNER = "owner"
    VERDICT = "verdict"


class Standing(StrEnum):
    """Which experiments are listed."""

    ALL = "all"
    LAUNCH = "launch"
    HOLD = "hold"
    ROLLBACK = "rollback"
    OPEN = "open"
    """Without a report so far."""
    PLANS = "plans"
    """Locked, without data so far."""
    DUE = "due"
    """To be looked at again by today."""
    TRASH = "trash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for.

    Attributes:
        text: Words that must all be there: in name, owner, verdict, line, tags or note.
        standing: Which experiments.
        tag: Only those with this tag; empty: any.
        order: How they are sorted.
        today: The day that says what is due, ISO 8601; empty: by the calendar of this machine.
    """

    text: str = ""
    standing: Standing = Standing.ALL
    tag: str = ""
    order: Order = Order.LATEST
    today: str = ""


_ORDERS: Final = {
    Order.LATEST: "e.changed DESC",
    Order.OLDEST: "e.changed",
    Order.NAME: "e.name COLLATE NOCASE, e.id",
    Order.OWNER: "e.owner = '', e.owner COLLATE NOCASE, e.changed DESC",
    Order.VERDICT: (
        "CASE e.verdict WHEN 'Launch' THEN 0 WHEN 'Rollback' THEN 1 WHEN 'Hold' THEN 2 ELSE 3 END, "
        "e.changed DESC"
    ),
}
_SHORTEST: Final = 3
_MANY: Final = 5000
_HITS: Final = "SELECT rowid FROM words WHERE words MATCH :match"
_STANDINGS: Final = {
    Standing.ALL: "e.trashed = 0",
    Standing.LAUNCH: f"e.trashed = 0 AND e.verdict = '{Verdict.LAUNCH}'",
    Standing.HOLD: f"e.trashed = 0 AND e.verdict = '{Verdict.HOLD}'",
    Standing.ROLLBACK: f"e.trashed = 0 AND e.verdict = '{Verdict.ROLLBACK}'",
    Standing.OPEN: "e.trashed = 0 AND e.verdict = ''",
    Standing.PLANS: "e.trashed = 0 AND e.verdict = '' AND e.versions > 0",
    # The sign keeps SQLite from walking the list: few have a day to be looked at again.
    Standing.DUE: "+e.trashed = 0 AND e.follow_up <> '' AND e.follow_up <= :today",
    Standing.TRASH: "e.trashed > 0",
}

_VERDICTS: Final = {
    Standing.LAUNCH: Verdict.LAUNCH.value,
    Standing.HOLD: Verdict.HOLD.value,
    Standing.ROLLBACK: Verdict.ROLLBACK.value,
    Standing.OPEN: "",
}
# Few sets of tags are given to many: those are counted first, then taken apart.
_TAGS: Final = (
    "SELECT value, sum(often) AS often FROM "
    "(SELECT tags, count(*) AS often FROM experiments INDEXED BY experiments_by_tags "
    "WHERE trashed = 0 AND tags <> '[]' GROUP BY tags) sets, json_each(sets.tags) "
    "GROUP BY value ORDER BY often DESC, value LIMIT 100"
)


def find(database: Database, query: Query, most: int = -1) -> tuple[int, ...]:
    """Return the keys of what is looked for, in order; at most so many where `most` is given.

    A list is read along its index and words are looked up in theirs. Where a word is in very many
    experiments and only the first of them are wanted, the list is walked and each is tried: that
    ends soon, while sorting all that have the word would not.
    """
    words = search_key(query.text).split()
    values: dict[str, str | int] = {
        "today": query.today or date.today().isoformat(),  # noqa: DTZ011 - a day of the calendar here
        "most": most,
        "tag": query.tag,
    }
    conditions = [_STANDINGS[query.standing]]
    if query.tag:
        conditions.append("EXISTS (SELECT 1 FROM json_each(e.tags) WHERE value = :tag)")
    with database.reading() as connection:
        source = "experiments e"
        short = _scanned(connection, words)
        if short is not None:
            source = "json_each(:hits) hits CROSS JOIN experiments e ON e.id = hits.value"
            values["hits"] = json.dumps(short)
        elif words and _is_looked_up(connection, words, query.order, most):
            source = f"({_HITS}) hits CROSS JOIN experiments e ON e.id = hits.rowid"
            values["match"] = _match(words)
        elif words:
            source = "experiments e CROSS JOIN words w ON w.rowid = e.id"
            conditions += [f"instr(w.text, :word{i})" for i in range(len(words))]
            values |= {f"word{i}": word for i, word in enumerate(words)}
        statement = (
            f"SELECT e.id FROM {source} WHERE {' AND '.join(conditions)} "  # noqa: S608 - our own words
            f"ORDER BY {_ORDERS[query.order]} LIMIT :most"
        )
        return tuple(key for (key,) in connection.execute(statement, values))


def _scanned(connection: sqlite3.Connection, words: list[str]) -> list[int] | None:
    """Return what has words too short for their index, read one after another where they stand.

    None where they are in very many, or every word is long enough.
    """
    if all(len(word) >= _SHORTEST for word in words):
        return None
    conditions = " AND ".join("instr(c0, ?)" for _ in words)
    statement = f"SELECT id FROM words_content WHERE {conditions} LIMIT {_MANY}"  # noqa: S608 - marks only
    found = [key for (key,) in connection.execute(statement, words)]
    return found if len(found) < _MANY else None


def _is_looked_up(
    connection: sqlite3.Connection, words: list[str], order: Order, most: int
) -> bool:
    """Whether the index of words is the faster way; it knows none of fewer than three letters."""
    if any(len(word) < _SHORTEST for word in words):
        return False
    if most < 0 or order not in (Order.LATEST, Order.OLDEST):
        return True
    few = f"SELECT count(*) FROM ({_HITS} LIMIT {_MANY})"  # noqa: S608 - our own words
    (hits,) = connection.execute(few, {"match": _match(words)}).fetchone()
    return int(hits) < _MANY


def _match(words: list[str]) -> str:
    return " AND ".join('"' + word.replace('"', '""') + '"' for word in words)


def rows_of(database: Database, keys: tuple[int, ...]) -> tuple[ExperimentRow, ...]:
    """Return what the list says of these, in their order; those that are gone are left out."""
    with database.reading() as connection:
        return read_rows(connection, keys)


def row_of(database: Database, uid: str) -> ExperimentRow | None:
    """Return what the list says of one experiment; None where there is none of this name."""
    with database.reading() as connection:
        key = find_key(connection, uid)
        return read_row(connection, key) if key is not None else None


def uid_like(database: Database, start: str) -> tuple[str, ...]:
    """Return the experiments whose name in the history begins so; at most ten.

    Names are made of the sixteen digits of hexadecimal numbers; nothing begins with another sign.
    """
    if not set(start) <= _HEX:
        return ()
    pattern = f"{start}*"
    query = "SELECT uid FROM experiments WHERE uid GLOB ? ORDER BY uid LIMIT 10"
    with database.reading() as connection:
        return tuple(uid for (uid,) in connection.execute(query, (pattern,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many there are of each.

    Attributes:
        standings: How many experiments of each standing.
        tags: Every tag outside the trash, by how often it was given, the most frequent first.
    """

    standings: dict[Standing, int]
    tags: tuple[tuple[str, int], ...]


def count(database: Database, today: str = "") -> Counts:
    """Count the experiments of each standing, and the tags."""
    day = today or date.today().isoformat()  # noqa: DTZ011 - as above
    with database.reading() as connection:
        return Counts(
            standings=_standings(connection, day),
            tags=tuple((str(tag), int(often)) for tag, often in connection.execute(_TAGS)),
        )


def _standings(connection: sqlite3.Connection, today: str) -> dict[Standing, int]:
    """Count each standing along an index that holds just what is counted."""
    by_verdict = (
        "SELECT verdict, versions, count(*) FROM experiments WHERE trashed = 0 "
        "GROUP BY verdict, versions"
    )
    found = connection.execute(by_verdict).fetchall()
    counts = {
        standing: sum(often for verdict, _, often in found if verdict == wanted)
        for standing, wanted in _VERDICTS.items()
    }
    counts[Standing.ALL] = sum(often for _, _, often in found)
    counts[Standing.PLANS] = sum(
        often for verdict, locked, often in found if locked and not verdict
    )
    for standing in (Standing.DUE, Standing.TRASH):
        query = f"SELECT count(*) FROM experiments e WHERE {_STANDINGS[standing]}"  # noqa: S608 - our own words
        values = {"today": today} if standing is Standing.DUE else {}
        counts[standing] = connection.execute(query, values).fetchone()[0]
    return {standing: counts[standing] for standing in Standing}
