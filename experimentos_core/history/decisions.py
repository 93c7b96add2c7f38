"""The log of decisions: what was taken, beside what was recommended, and what came of it later."""

import sqlite3
from dataclasses import dataclass, replace
from typing import Final

from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import CodecError, from_json, to_json
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.moments import Clock, utc_now, utc_text
from experimentos_core.history.database import Database
from experimentos_core.history.events import add_event, read_events
from experimentos_core.history.packing import damaged
from experimentos_core.history.records import Event, EventKind
from experimentos_core.history.rows import find_key, key_to_change, touch
from experimentos_core.history.sealing import check_head
from experimentos_core.taken import DecisionTaken, check_taken

LARGEST_EFFECT: Final = 1e15
"""Nothing beyond is a change of any metric."""
_LONGEST_NOTE: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedDecision:
    """A decision that was taken.

    Attributes:
        analysis: Number of the analysis it rests on.
        taken: The decision.
    """

    analysis: int
    taken: DecisionTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class Realised:
    """What a change came to in fact, found at its follow-up.

    Attributes:
        at: When it was written down, UTC.
        by: Who found it.
        effect: The change of the primary metric, measured as the prediction was: a difference of
            rates (0.01 is one percentage point) or of means.
        low: Lower end of its interval; None where none is known.
        high: Upper end; likewise.
        note: How it was found.
    """

    at: str
    by: str
    effect: float
    low: float | None
    high: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLog:
    """What was decided about an experiment, and what came of it.

    Attributes:
        decisions: Every decision in order; the last one holds.
        realised: The latest finding of what came of it; None before there is one.
    """

    decisions: tuple[LoggedDecision, ...] = ()
    realised: Realised | None = None


def keep_decision(
    database: Database, uid: str, analysis: int, taken: DecisionTaken, now: Clock = utc_now
) -> None:
    """Add a decision to the log; one that was taken before stays in it, and no longer holds.

    Raises:
        TakenError: When the decision lacks something.
        HistoryError: When it could not be kept.
    """
    check_taken(taken)
    moment = utc_text(now())
    with database.writing() as connection:
        key = key_to_change(connection, uid)
        query = "SELECT 1 FROM analyses WHERE experiment = ? AND number = ?"
        if connection.execute(query, (key, analysis)).fetchone() is None:
            message = f"There is no analysis {analysis} of this experiment to decide on."
            raise HistoryError(message, "Analyse the data first.")
        add_decision(connection, key, analysis, taken, moment)


def add_decision(
    connection: sqlite3.Connection, key: int, analysis: int, taken: DecisionTaken, moment: str
) -> None:
    """Add a decision to the log, within the act that it is a part of."""
    content = to_json(taken, indent=None)
    add_event(connection, key, EventKind.DECIDED, moment, analysis=str(analysis), taken=content)
    touch(connection, key, moment, taken=taken.decision.value, follow_up=taken.follow_up)


def keep_realised(database: Database, uid: str, realised: Realised, now: Clock = utc_now) -> None:
    """Add what came of a change to the log; its follow-up is no longer due.

    Raises:
        HistoryError: Without a decision, for an interval the effect lies outside of, or when it
            could not be kept.
    """
    check_realised(realised)
    moment = utc_text(now())
    with database.writing() as connection:
        key = key_to_change(connection, uid)
        query = "SELECT 1 FROM events WHERE experiment = ? AND kind = ?"
        if connection.execute(query, (key, EventKind.DECIDED.value)).fetchone() is None:
            message = "No decision is recorded that this could have come of."
            raise HistoryError(message, "Record the decision first.")
        content = to_json(realised, indent=None)
        add_event(connection, key, EventKind.REALISED, moment, realised=content)
        touch(connection, key, moment, follow_up="")


def decisions_in(events: tuple[Event, ...]) -> tuple[LoggedDecision, ...]:
    """Return every decision of a record of events, in order; the last one holds.

    Raises:
        HistoryError: When one can no longer be read.
    """
    return tuple(
        LoggedDecision(
            analysis=int(event.detail["analysis"]),
            taken=_read(DecisionTaken, event.detail["taken"]),
        )
        for event in events
        if event.kind is EventKind.DECIDED
    )


def realised_in(events: tuple[Event, ...]) -> Realised | None:
    """Return the latest finding of what came of the change; None before there is one.

    Raises:
        HistoryError: When it can no longer be read.
    """
    found = [event for event in events if event.kind is EventKind.REALISED]
    if not found:
        return None
    realised = _read(Realised, found[-1].detail["realised"])
    if _faults_of(realised):
        raise damaged()
    return realised


def log_of(events: tuple[Event, ...]) -> DecisionLog:
    """Return the log of decisions in a record of events.

    Raises:
        HistoryError: When one can no longer be read.
    """
    return DecisionLog(decisions=decisions_in(events), realised=realised_in(events))


def log_in(database: Database, uid: str) -> DecisionLog:
    """Read the log of an experiment; an empty one where it is not in the history.

    Raises:
        HistoryError: When the history cannot be read, or what happened was changed afterwards.
    """
    with database.reading() as connection:
        key = find_key(connection, uid)
        if key is None:
            return DecisionLog()
        check_head(connection, key)
        return log_of(read_events(connection, key))


def with_decision(report: Report, analysis: int, events: tuple[Event, ...]) -> Report:
    """Return a report with the decision that holds, where it was taken on this very report."""
    logged = decisions_in(events)
    if not logged or logged[-1].analysis != analysis:
        return report
    return replace(report, taken=logged[-1].taken)


def _read[T](kind: type[T], text: str) -> T:
    try:
        return from_json(kind, text)
    except (CodecError, ValueError, RecursionError) as error:
        raise damaged() from error


def check_realised(realised: Realised) -> None:
    """Refuse a finding that lacks something or cannot be.

    Raises:
        HistoryError: Naming the first fault.
    """
    faults = _faults_of(realised)
    if faults:
        raise HistoryError(*faults[0])


def _faults_of(realised: Realised) -> list[tuple[str, str]]:
    """Return what cannot be about a finding, and how to mend it."""
    low, high, effect = realised.low, realised.high, realised.effect
    found: list[tuple[str, str]] = []
    if not realised.by.strip():
        found.append(("Nobody is named who found what came of it.", "Say who found it."))
    if (low is None) != (high is None):
        found.append(("The interval has one end only.", "Give both ends, or none."))
    if low is not None and high is not None and not low <= effect <= high:
        found.append(("The effect lies outside its interval.", "Check the three numbers."))
    if any(abs(value or 0.0) > LARGEST_EFFECT for value in (low, high, effect)):
        found.append(("An effect of this size is none of any metric.", "Check the three numbers."))
    if len(realised.note) > _LONGEST_NOTE:
        message = f"The note has {len(realised.note):,} characters."
        found.append((message, f"Say it in at most {_LONGEST_NOTE:,}."))
    return found
