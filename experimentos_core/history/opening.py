"""One experiment as it was kept, its reports and files checked against their digests."""

import hashlib
import sqlite3

from experimentos_core.charter.chain import CharterChain, LockedCharter, check_chain
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import CodecError, from_json, to_json
from experimentos_core.foundation.errors import CharterError, HistoryError, ReadingError
from experimentos_core.history.agreement import check_agreement, entry_of, memo_digest
from experimentos_core.history.cells import bytes_in, text_in
from experimentos_core.history.database import Database
from experimentos_core.history.events import read_events
from experimentos_core.history.packing import damaged, digest_of_text, unpack, unpack_text
from experimentos_core.history.records import (
    AnalysisEntry,
    Draft,
    Event,
    EventKind,
    StoredExperiment,
    StoredFile,
)
from experimentos_core.history.rows import key_of, read_row
from experimentos_core.history.sealing import check_head
from experimentos_core.reading.content import ContentKind
from experimentos_core.report_files import StoredReport, parse_report


def read_experiment(database: Database, uid: str) -> StoredExperiment:
    """Return an experiment with everything but the content of files and reports.

    Raises:
        HistoryError: When it is gone, or what was kept of it was changed since; the sentence says
            what.
    """
    with database.reading() as connection:
        return stored_experiment(connection, key_of(connection, uid))


def stored_experiment(connection: sqlite3.Connection, key: int) -> StoredExperiment:
    """Return the experiment of a key, as `read_experiment` does."""
    check_head(connection, key)
    draft, file = _draft(connection, key)
    found = StoredExperiment(
        row=read_row(connection, key),
        draft=draft,
        draft_file=file,
        analyses=_analyses(connection, key),
        chain=read_kept_chain(connection, key),
        events=read_events(connection, key),
    )
    check_agreement(found.events, found.analyses, found.chain)
    return found


def read_report(database: Database, uid: str, number: int) -> Report:
    """Return a report as it was made; HistoryError where it is not there or was changed since."""
    return read_stored_report(database, uid, number).report


def read_stored_report(database: Database, uid: str, number: int) -> StoredReport:
    """Return a report and the format it was kept in; HistoryError as for `read_report`."""
    text, _ = _texts(database, uid, number)
    try:
        return parse_report(text)
    except ReadingError as error:
        raise HistoryError(error.message, error.hint) from error


def read_memo(database: Database, uid: str, number: int) -> str:
    """Return the memo of a report as it was written then, as Markdown."""
    return _texts(database, uid, number)[1]


def read_file(database: Database, sha256: str, name: str) -> StoredFile:
    """Return an export as it was opened; HistoryError where it is not there or was changed."""
    with database.reading() as connection:
        return stored_file(connection, sha256, name)


def stored_file(connection: sqlite3.Connection, sha256: str, name: str) -> StoredFile:
    """Return an export as `read_file` does."""
    query = "SELECT kind, data FROM files WHERE sha256 = ?"
    found = connection.execute(query, (sha256,)).fetchone()
    if found is None:
        message = f"The bytes of {name} are not in the history."
        raise HistoryError(message, "Open the file itself once more.")
    data = unpack(bytes_in(found[1]))
    if hashlib.sha256(data).hexdigest() != sha256 or found[0] not in set(ContentKind):
        raise damaged()
    return StoredFile(name=name, kind=str(found[0]), data=data, sha256=sha256)


def read_kept_chain(connection: sqlite3.Connection, key: int) -> CharterChain | None:
    """Return the locked plan of an experiment; None without one.

    Raises:
        HistoryError: Naming the version that was changed, down to a single byte.
    """
    query = "SELECT content FROM charter_versions WHERE experiment = ? ORDER BY version"
    return chain_of(tuple(text_in(content) for (content,) in connection.execute(query, (key,))))


def chain_of(contents: tuple[str, ...]) -> CharterChain | None:
    """Return the locked plan whose versions are written so; HistoryError as `read_kept_chain`."""
    if not contents:
        return None
    versions: list[LockedCharter] = []
    for number, content in enumerate(contents, start=1):
        try:
            version = from_json(LockedCharter, content)
        except (CodecError, CharterError, ValueError, RecursionError) as error:
            raise _changed(number) from error
        if to_json(version, indent=None) != content:
            raise _changed(number)
        versions.append(version)
    chain = CharterChain(versions=tuple(versions))
    try:
        check_chain(chain)
    except CharterError as error:
        raise HistoryError(error.message, error.hint) from error
    return chain


def _changed(number: int) -> HistoryError:
    message = f"Version {number} of the charter was changed after it was locked."
    return HistoryError(message, "Use the copy you exported when you locked it.")


def _draft(connection: sqlite3.Connection, key: int) -> tuple[Draft | None, str]:
    query = "SELECT content, file FROM drafts WHERE experiment = ?"
    found = connection.execute(query, (key,)).fetchone()
    if found is None:
        return None, ""
    return draft_of(text_in(found[0])), text_in(found[1])


def draft_of(content: str) -> Draft:
    """Return the draft that is written so; HistoryError where it is none."""
    try:
        return from_json(Draft, content)
    except (CodecError, CharterError, ValueError, RecursionError) as error:
        raise damaged() from error


def _analyses(connection: sqlite3.Connection, key: int) -> tuple[AnalysisEntry, ...]:
    query = (
        "SELECT number, look, made_at, app_version, file_name, file, sha256 FROM analyses "
        "WHERE experiment = ? ORDER BY number"
    )
    names = ("number", "look", "made_at", "app_version", "file_name", "file", "sha256")
    rows = connection.execute(query, (key,))
    return tuple(AnalysisEntry(**dict(zip(names, row, strict=True))) for row in rows)


def _texts(database: Database, uid: str, number: int) -> tuple[str, str]:
    with database.reading() as connection:
        key = key_of(connection, uid)
        return stored_texts(connection, key, number, read_events(connection, key))


def stored_texts(
    connection: sqlite3.Connection, key: int, number: int, events: tuple[Event, ...]
) -> tuple[str, str]:
    """Return a report as JSON and its memo, as they were kept; both are what the events say."""
    query = "SELECT report, memo FROM analyses WHERE experiment = ? AND number = ?"
    found = connection.execute(query, (key, number)).fetchone()
    made = [entry_of(event) for event in events if event.kind is EventKind.ANALYSED]
    entry = next((entry for entry in made if entry.number == number), None)
    if found is None or entry is None:
        raise HistoryError(f"There is no analysis {number} of this experiment.", "Open it again.")
    report, memo = (unpack_text(bytes_in(packed)) for packed in found)
    if digest_of_text(report) != entry.sha256 or digest_of_text(memo) != memo_digest(
        events, number
    ):
        raise damaged()
    return report, memo
