"""One experiment as it was kept, its reports and files checked against their digests."""

import hashlib
import sqlite3

from experimentos_core.charter.chain import CharterChain, LockedCharter, check_chain
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import CodecError, from_json, to_json
from experimentos_core.foundation.errors import CharterError, HistoryError, ReadingError
from experimentos_core.history.database import Database
from experimentos_core.history.events import read_events
from experimentos_core.history.packing import damaged, unpack, unpack_text
from experimentos_core.history.records import (
    AnalysisEntry,
    Draft,
    StoredExperiment,
    StoredFile,
)
from experimentos_core.history.rows import key_of, read_row
from experimentos_core.report_files import parse_report


def read_experiment(database: Database, uid: str) -> StoredExperiment:
    """Return an experiment with everything but the content of files and reports.

    Raises:
        HistoryError: When it is gone, or what was kept of it was changed since; the sentence says
            what.
    """
    with database.reading() as connection:
        key = key_of(connection, uid)
        draft, file = _draft(connection, key)
        return StoredExperiment(
            row=read_row(connection, key),
            draft=draft,
            draft_file=file,
            analyses=_analyses(connection, key),
            chain=read_kept_chain(connection, key),
            events=read_events(connection, key),
        )


def read_report(database: Database, uid: str, number: int) -> Report:
    """Return a report as it was made; HistoryError where it is not there or was changed since."""
    content, digest = _packed(database, uid, number, "report")
    text = unpack_text(content)
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != digest:
        raise damaged()
    try:
        return parse_report(text).report
    except ReadingError as error:
        raise HistoryError(error.message, error.hint) from error


def read_memo(database: Database, uid: str, number: int) -> str:
    """Return the memo of a report as it was written then, as Markdown."""
    return unpack_text(_packed(database, uid, number, "memo")[0])


def read_file(database: Database, sha256: str, name: str) -> StoredFile:
    """Return an export as it was opened; HistoryError where it is not there or was changed."""
    with database.reading() as connection:
        query = "SELECT kind, data FROM files WHERE sha256 = ?"
        found = connection.execute(query, (sha256,)).fetchone()
    if found is None:
        message = f"The bytes of {name} are not in the history."
        raise HistoryError(message, "Open the file itself once more.")
    data = unpack(found[1])
    if hashlib.sha256(data).hexdigest() != sha256:
        raise damaged()
    return StoredFile(name=name, kind=str(found[0]), data=data, sha256=sha256)


def read_kept_chain(connection: sqlite3.Connection, key: int) -> CharterChain | None:
    """Return the locked plan of an experiment; None without one.

    Raises:
        HistoryError: Naming the version that was changed, down to a single byte.
    """
    query = "SELECT content FROM charter_versions WHERE experiment = ? ORDER BY version"
    contents = [content for (content,) in connection.execute(query, (key,))]
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
    try:
        return from_json(Draft, found[0]), str(found[1])
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


def _packed(database: Database, uid: str, number: int, column: str) -> tuple[bytes, str]:
    with database.reading() as connection:
        key = key_of(connection, uid)
        query = f"SELECT {column}, sha256 FROM analyses WHERE experiment = ? AND number = ?"  # noqa: S608 - names of our own
        found = connection.execute(query, (key, number)).fetchone()
    if found is None:
        raise HistoryError(f"There is no analysis {number} of this experiment.", "Open it again.")
    return found[0], str(found[1])
