"""Every act of the working person, kept as it happens: one transaction each, nothing overwritten.

Only the draft, the work as it stands, is replaced by the next one.
"""

import hashlib
import sqlite3
import uuid
from dataclasses import replace

from experimentos_core.charter.chain import CharterChain, LockedCharter
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.errors import CharterError, HistoryError
from experimentos_core.foundation.moments import Clock, utc_now, utc_text
from experimentos_core.history.database import Database
from experimentos_core.history.events import add_event
from experimentos_core.history.lines import line_of
from experimentos_core.history.packing import pack, pack_text
from experimentos_core.history.records import Draft, EventKind, StoredFile
from experimentos_core.history.rows import key_of, next_in_order, touch


def new_uid() -> str:
    """Return a name no other experiment has, here or elsewhere."""
    return uuid.uuid4().hex


def keep_draft(
    database: Database, uid: str, draft: Draft, file: StoredFile | None, now: Clock = utc_now
) -> None:
    """Keep the work as it stands; an experiment that was not there begins with it.

    Args:
        database: The history.
        uid: The experiment.
        draft: The work.
        file: The open export; None where there is none.
        now: The clock.

    Raises:
        HistoryError: When it could not be kept.
    """
    moment = utc_text(now())
    with database.writing() as connection:
        key = _begun(connection, uid, moment)
        _keep_file(connection, file)
        _keep_draft(connection, key, draft, file, moment)


def keep_analysis(
    database: Database,
    uid: str,
    report: Report,
    *,
    file: StoredFile | None,
    memo: str,
    draft: Draft | None = None,
    now: Clock = utc_now,
) -> int:
    """Keep a report that was made, with its memo; return its number.

    The very same report once more is no other one. Data that was not seen before is another look.

    Args:
        database: The history.
        uid: The experiment; it begins now where it was not there.
        report: The report.
        file: The export it is of; None where its bytes are not at hand.
        memo: The memo as Markdown.
        draft: The work it is of, kept with it; None: that stays as it was.
        now: The clock.

    Raises:
        HistoryError: When it could not be kept.
    """
    moment = utc_text(now())
    content = to_json(report, indent=None)
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    with database.writing() as connection:
        key = _begun(connection, uid, moment)
        _keep_file(connection, file)
        looks, number, last = _position(connection, key, report.input.sha256)
        if last == digest:
            number -= 1
        if draft is not None:
            _keep_draft(connection, key, replace(draft, analysis=number), file, moment)
        if last == digest:
            return number
        connection.execute(
            "INSERT INTO analyses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key, number, looks, moment, report.app_version, report.input.name,
                report.input.sha256, pack_text(content), pack_text(memo), digest,
            ),
        )  # fmt: skip
        add_event(
            connection, key, EventKind.ANALYSED, moment,
            number=str(number), look=str(looks), sha256=digest,
            verdict=report.decision.decision.value, rule=report.decision.rule.value,
        )  # fmt: skip
        touch(
            connection, key, moment,
            name=report.charter.name or report.input.name, owner=report.charter.owner,
            verdict=report.decision.decision.value, line=line_of(report), looks=looks,
        )  # fmt: skip
        return number


def keep_versions(database: Database, uid: str, chain: CharterChain, now: Clock = utc_now) -> None:
    """Keep what was locked or amended.

    Raises:
        HistoryError: When other versions are kept already: the plan was amended elsewhere.
    """
    moment = utc_text(now())
    with database.writing() as connection:
        key = _begun(connection, uid, moment)
        query = "SELECT content FROM charter_versions WHERE experiment = ? ORDER BY version"
        kept = [content for (content,) in connection.execute(query, (key,))]
        written = [to_json(version, indent=None) for version in chain.versions]
        if written[: len(kept)] != kept:
            message = "This plan was amended elsewhere since it was opened here."
            raise HistoryError(message, "Open it again, then make your changes once more.")
        for version, content in list(zip(chain.versions, written, strict=True))[len(kept) :]:
            _add_version(connection, key, version, content, moment)
        if len(written) > len(kept):
            charter = chain.latest.charter
            touch(
                connection, key, moment,
                name=charter.name, owner=charter.owner, versions=len(written),
            )  # fmt: skip


def _begun(connection: sqlite3.Connection, uid: str, moment: str) -> int:
    """Return the key of an experiment, which begins now where it was not there."""
    found = connection.execute("SELECT id FROM experiments WHERE uid = ?", (uid,)).fetchone()
    if found is not None:
        return int(found[0])
    connection.execute(
        "INSERT INTO experiments (uid, name, owner, verdict, line, taken, follow_up, versions, "
        "looks, tags, note, created_at, changed_at, changed, trashed) "
        "VALUES (?, '', '', '', '', '', '', 0, 0, '[]', '', ?, ?, ?, 0)",
        (uid, moment, moment, next_in_order(connection)),
    )
    key = key_of(connection, uid)
    add_event(connection, key, EventKind.BEGUN, moment)
    return key


def _keep_draft(
    connection: sqlite3.Connection, key: int, draft: Draft, file: StoredFile | None, moment: str
) -> None:
    digest = file.sha256 if file is not None else ""
    content = to_json(draft, indent=None)
    query = "SELECT content, file FROM drafts WHERE experiment = ?"
    old = connection.execute(query, (key,)).fetchone()
    if old == (content, digest):
        return
    connection.execute(
        "INSERT OR REPLACE INTO drafts (experiment, file, saved_at, content) VALUES (?, ?, ?, ?)",
        (key, digest, moment, content),
    )
    if old is not None and old[1] == digest and _differs_in_place_only(old[0], draft):
        return  # looking at an experiment does not make it the latest
    name = draft.charter.name or draft.file_name
    touch(connection, key, moment, name=name, owner=draft.charter.owner)


def _differs_in_place_only(old: str, draft: Draft) -> bool:
    try:
        before = from_json(Draft, old)
    except (ValueError, CharterError):
        return False
    return replace(before, page=draft.page, analysis=draft.analysis) == draft


def _keep_file(connection: sqlite3.Connection, file: StoredFile | None) -> None:
    if file is None:
        return
    query = "SELECT 1 FROM files WHERE sha256 = ?"
    if connection.execute(query, (file.sha256,)).fetchone() is None:
        connection.execute(
            "INSERT INTO files (sha256, kind, size, data) VALUES (?, ?, ?, ?)",
            (file.sha256, file.kind, len(file.data), pack(file.data)),
        )


def _position(connection: sqlite3.Connection, key: int, file: str) -> tuple[int, int, str]:
    """Return the look a report of this data is, its number, and the digest of the one before."""
    query = "SELECT look, file, number, sha256 FROM analyses WHERE experiment = ? ORDER BY number"
    made = connection.execute(query, (key,)).fetchall()
    seen = {digest: look for look, digest, _, _ in made}
    look = seen.get(file, max(seen.values(), default=0) + 1)
    return look, len(made) + 1, made[-1][3] if made else ""


def _add_version(
    connection: sqlite3.Connection, key: int, version: LockedCharter, content: str, moment: str
) -> None:
    connection.execute(
        "INSERT INTO charter_versions VALUES (?, ?, ?)", (key, version.version, content)
    )
    kind = EventKind.LOCKED if version.version == 1 else EventKind.AMENDED
    add_event(
        connection, key, kind, moment,
        version=str(version.version), sha256=version.sha256, reason=version.reason,
    )  # fmt: skip
