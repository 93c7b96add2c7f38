"""An experiment as one file, to be taken elsewhere with everything it has."""

import base64
import hashlib
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

from experimentos_core import __version__
from experimentos_core.charter.chain import canonical
from experimentos_core.foundation.codec import to_plain
from experimentos_core.foundation.files import write_atomically
from experimentos_core.history.cells import text_in
from experimentos_core.history.database import Database
from experimentos_core.history.events import written_events
from experimentos_core.history.opening import stored_experiment, stored_file, stored_texts
from experimentos_core.history.packing import pack
from experimentos_core.history.records import StoredExperiment
from experimentos_core.history.rows import key_of
from experimentos_core.history.travel_records import (
    FORMAT,
    KIND,
    TravelDocument,
    Travelling,
    TravellingAnalysis,
    TravellingDraft,
    TravellingEvent,
    TravellingFile,
)


def write_experiment(database: Database, uid: str, path: Path) -> None:
    """Write an experiment to a file of its own, whole or not at all.

    Raises:
        HistoryError: As for `export_experiment`.
        ExportError: When the file cannot be written; one already there is left as it was.
    """
    write_atomically(path, export_experiment(database, uid))


def export_experiment(database: Database, uid: str) -> bytes:
    """Return an experiment as the content of a file; the same experiment gives the same bytes.

    Raises:
        HistoryError: When it is gone, or anything of it is damaged: nothing damaged travels.
    """
    with database.reading() as connection:
        key = key_of(connection, uid)
        experiment = _travelling(connection, key, stored_experiment(connection, key))
    document = TravelDocument(
        kind=KIND, format=FORMAT, app_version=__version__, experiment=experiment, sha256=""
    )
    document = replace(document, sha256=digest_of(document))
    return f"{json.dumps(to_plain(document), allow_nan=False, indent=1)}\n".encode("ascii")


def digest_of(document: TravelDocument) -> str:
    """Return the digest a document should carry."""
    content = {key: value for key, value in to_plain(document).items() if key != "sha256"}
    return hashlib.sha256(canonical(content)).hexdigest()


def _travelling(connection: sqlite3.Connection, key: int, found: StoredExperiment) -> Travelling:
    analyses = []
    for entry in found.analyses:
        report, memo = stored_texts(connection, key, entry.number, found.events)
        analyses.append(TravellingAnalysis(number=entry.number, report=report, memo=memo))
    versions = "SELECT content FROM charter_versions WHERE experiment = ? ORDER BY version"
    return Travelling(
        uid=found.row.uid,
        name=found.row.name,
        owner=found.row.owner,
        files=_files(connection, found),
        analyses=tuple(analyses),
        versions=tuple(text_in(text) for (text,) in connection.execute(versions, (key,))),
        draft=_draft(connection, key),
        events=tuple(
            TravellingEvent(at=at, kind=kind, detail=detail, sha256=seal)
            for at, kind, detail, seal in written_events(connection, key)
        ),
    )


def _files(connection: sqlite3.Connection, found: StoredExperiment) -> tuple[TravellingFile, ...]:
    """Return every file that was kept; of a report without one only the data in it travels."""
    named = {entry.file: entry.file_name for entry in found.analyses}
    if found.draft_file:
        named[found.draft_file] = found.draft.file_name if found.draft is not None else ""
    files = []
    for digest in sorted(named):
        query = "SELECT 1 FROM files WHERE sha256 = ?"
        if connection.execute(query, (digest,)).fetchone() is not None:
            file = stored_file(connection, digest, named[digest])
            data = base64.b64encode(pack(file.data)).decode("ascii")
            files.append(TravellingFile(sha256=digest, kind=file.kind, data=data))
    return tuple(files)


def _draft(connection: sqlite3.Connection, key: int) -> TravellingDraft | None:
    query = "SELECT file, saved_at, content FROM drafts WHERE experiment = ?"
    found = connection.execute(query, (key,)).fetchone()
    if found is None:
        return None
    file, saved_at, content = map(text_in, found)
    return TravellingDraft(file=file, saved_at=saved_at, content=content)
