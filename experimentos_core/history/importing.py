"""Taking an experiment in: always as a copy under a name of its own, in one act."""

import sqlite3
from dataclasses import replace

from experimentos_core.charter.chain import CharterChain, check_chain
from experimentos_core.experiment import Report
from experimentos_core.foundation.moments import Clock, utc_now, utc_text
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import add_decision
from experimentos_core.history.entries import (
    add_analysis,
    add_file,
    add_row,
    add_versions,
    begun,
)
from experimentos_core.history.events import add_event
from experimentos_core.history.ledger import new_uid
from experimentos_core.history.packing import pack_text
from experimentos_core.history.records import EventKind
from experimentos_core.history.rows import touch
from experimentos_core.history.travel import Arrival, read_travelling
from experimentos_core.taken import check_taken


def import_experiment(database: Database, data: bytes, now: Clock = utc_now) -> str:
    """Take an exported experiment in as a copy; return its name in this history.

    Its reports, files, locked plan and the record of what happened come along as they were
    sealed; what the list says of it is found from those anew.

    Raises:
        HistoryError: When the content is no exported experiment, was changed, or could not be
            kept; nothing has changed then.
    """
    arrival = read_travelling(data)
    uid, moment = new_uid(), utc_text(now())
    document = arrival.document
    with database.writing() as connection:
        key = add_row(connection, uid, arrival.events[0].at, moment)
        _add_events(connection, key, arrival)
        add_event(
            connection, key, EventKind.IMPORTED, moment,
            original=document.experiment.uid, app_version=document.app_version,
        )  # fmt: skip
        for file in arrival.files:
            add_file(connection, file)
        _add_analyses(connection, key, arrival)
        _add_plan(connection, key, arrival)
        touch(connection, key, moment, **arrival.told)
    return uid


def import_report(database: Database, report: Report, memo: str, now: Clock = utc_now) -> str:
    """Take an experiment in from the report of a memo; return its name in this history.

    The file itself is not in a memo, so the data in the report is all there is of it. A decision
    that was taken enters the log.

    Raises:
        CharterError: When the locked plan in it is not whole.
        TakenError: When the decision in it lacks something.
        HistoryError: When it could not be kept; nothing has changed then.
    """
    chain = CharterChain(versions=report.lock) if report.lock else None
    if chain is not None:
        check_chain(chain)
    taken = report.taken
    if taken is not None:
        check_taken(taken)
    uid, moment = new_uid(), utc_text(now())
    with database.writing() as connection:
        key = begun(connection, uid, moment)
        add_event(
            connection, key, EventKind.IMPORTED, moment,
            original="", app_version=report.app_version,
        )  # fmt: skip
        if chain is not None:
            add_versions(connection, key, chain, moment)
        number = add_analysis(connection, key, replace(report, taken=None), memo, moment)
        if taken is not None:
            add_decision(connection, key, number, taken, moment)
    return uid


def _add_events(connection: sqlite3.Connection, key: int, arrival: Arrival) -> None:
    query = "INSERT INTO events (experiment, at, kind, detail, sha256) VALUES (?, ?, ?, ?, ?)"
    connection.executemany(
        query,
        (
            (key, event.at, event.kind, event.detail, event.sha256)
            for event in arrival.document.experiment.events
        ),
    )


def _add_analyses(connection: sqlite3.Connection, key: int, arrival: Arrival) -> None:
    texts = arrival.document.experiment.analyses
    for text, entry in zip(texts, arrival.entries, strict=True):
        connection.execute(
            "INSERT INTO analyses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key, entry.number, entry.look, entry.made_at, entry.app_version, entry.file_name,
                entry.file, pack_text(text.report), pack_text(text.memo), entry.sha256,
            ),
        )  # fmt: skip


def _add_plan(connection: sqlite3.Connection, key: int, arrival: Arrival) -> None:
    experiment = arrival.document.experiment
    for version, content in enumerate(experiment.versions, start=1):
        connection.execute("INSERT INTO charter_versions VALUES (?, ?, ?)", (key, version, content))
    draft = experiment.draft
    if draft is not None:
        query = "INSERT INTO drafts (experiment, file, saved_at, content) VALUES (?, ?, ?, ?)"
        connection.execute(query, (key, draft.file, draft.saved_at, draft.content))
