"""What acts write, each within the transaction it is a part of."""

import sqlite3
from dataclasses import dataclass, replace

from experimentos_core.charter.chain import CharterChain, LockedCharter
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.errors import CharterError, HistoryError
from experimentos_core.history.events import add_event
from experimentos_core.history.lines import HAS_DATA, line_of
from experimentos_core.history.packing import digest_of_text, pack, pack_text
from experimentos_core.history.records import Draft, EventKind, StoredFile
from experimentos_core.history.rows import find_key, key_to_change, next_in_order, touch
from experimentos_core.history.sealing import seal_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a report stands among those of its experiment.

    Attributes:
        number: Its number, from 1 on.
        look: The upload it is of; the same data analysed again is the same look.
        is_kept: Whether the very same report is the last one already.
        content: The report as it is kept.
        digest: Digest of that.
    """

    number: int
    look: int
    is_kept: bool
    content: str
    digest: str


def position_of(connection: sqlite3.Connection, key: int, report: Report) -> Position:
    """Return where a report stands, or will stand once it is kept."""
    content = to_json(report, indent=None)
    digest = digest_of_text(content)
    query = "SELECT look, file, number, sha256 FROM analyses WHERE experiment = ? ORDER BY number"
    made = connection.execute(query, (key,)).fetchall()
    seen = {file: look for look, file, _, _ in made}
    is_kept = bool(made) and made[-1][3] == digest
    return Position(
        number=len(made) if is_kept else len(made) + 1,
        look=seen.get(report.input.sha256, max(seen.values(), default=0) + 1),
        is_kept=is_kept,
        content=content,
        digest=digest,
    )


def add_analysis(
    connection: sqlite3.Connection, key: int, report: Report, memo: str, moment: str
) -> int:
    """Keep a report with its memo; return its number, that of the last one where it is the same."""
    place = position_of(connection, key, report)
    number, look, digest = place.number, place.look, place.digest
    if place.is_kept:
        return number
    connection.execute(
        "INSERT INTO analyses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key, number, look, moment, report.app_version, report.input.name,
            report.input.sha256, pack_text(place.content), pack_text(memo), digest,
        ),
    )  # fmt: skip
    add_event(
        connection, key, EventKind.ANALYSED, moment,
        number=str(number), look=str(look), sha256=digest, memo=digest_of_text(memo),
        file=report.input.sha256, file_name=report.input.name, app_version=report.app_version,
        verdict=report.decision.decision.value, rule=report.decision.rule.value,
    )  # fmt: skip
    touch(
        connection, key, moment,
        name=report.charter.name or report.input.name, owner=report.charter.owner,
        verdict=report.decision.decision.value, line=line_of(report), looks=look,
    )  # fmt: skip
    return number


def add_versions(
    connection: sqlite3.Connection, key: int, chain: CharterChain, moment: str
) -> None:
    """Keep what was locked or amended.

    Raises:
        HistoryError: When other versions are kept already: the plan was amended elsewhere.
    """
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
            connection, key, moment, name=charter.name, owner=charter.owner, versions=len(written),
            **_where_it_stands(connection, key, is_locked=True),
        )  # fmt: skip


def begun(connection: sqlite3.Connection, uid: str, moment: str) -> int:
    """Return the key of an experiment, which begins now where it was not there."""
    if find_key(connection, uid) is not None:
        return key_to_change(connection, uid)
    key = add_row(connection, uid, moment, moment)
    add_event(connection, key, EventKind.BEGUN, moment)
    seal_row(connection, key)
    return key


def add_row(connection: sqlite3.Connection, uid: str, created_at: str, moment: str) -> int:
    """Add the row of an experiment that says nothing so far; return its key."""
    query = (
        "INSERT INTO experiments (uid, name, owner, verdict, line, taken, follow_up, versions, "
        "looks, tags, note, created_at, changed_at, changed, trashed, head, seal) "
        "VALUES (?, '', '', '', '', '', '', 0, 0, '[]', '', ?, ?, ?, 0, '', '') RETURNING id"
    )
    values = (uid, created_at, moment, next_in_order(connection))
    return int(connection.execute(query, values).fetchone()[0])


def add_file(connection: sqlite3.Connection, file: StoredFile | None) -> None:
    """Keep an export, once."""
    if file is None:
        return
    query = "SELECT 1 FROM files WHERE sha256 = ?"
    if connection.execute(query, (file.sha256,)).fetchone() is None:
        connection.execute(
            "INSERT INTO files (sha256, kind, size, data) VALUES (?, ?, ?, ?)",
            (file.sha256, file.kind, len(file.data), pack(file.data)),
        )


def add_draft(
    connection: sqlite3.Connection, key: int, draft: Draft, file: StoredFile | None, moment: str
) -> None:
    """Keep the work as it stands in the place of what stood there."""
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
        seal_row(connection, key)  # looking at an experiment does not make it the latest
        return
    name = draft.charter.name or draft.file_name
    standing = _where_it_stands(connection, key)
    touch(connection, key, moment, name=name, owner=draft.charter.owner, **standing)


def was_changed_elsewhere(
    connection: sqlite3.Connection, key: int, draft: Draft, file: StoredFile | None
) -> bool:
    """Whether the work that is kept is another one than this, by more than the place."""
    query = "SELECT content, file FROM drafts WHERE experiment = ?"
    old = connection.execute(query, (key,)).fetchone()
    if old is None:
        return False
    digest = file.sha256 if file is not None else ""
    return old[1] != digest or not _differs_in_place_only(old[0], draft)


def _where_it_stands(
    connection: sqlite3.Connection, key: int, *, is_locked: bool = False
) -> dict[str, str]:
    """Return the line of the list as the draft has it; nothing once a report has one.

    A locked plan without data says nothing here: it waits, and the list says so.
    """
    query = (
        "SELECT e.verdict, e.versions, coalesce(d.file, '') FROM experiments e "
        "LEFT JOIN drafts d ON d.experiment = e.id WHERE e.id = ?"
    )
    verdict, versions, file = connection.execute(query, (key,)).fetchone()
    if verdict:
        return {}
    return {"line": HAS_DATA if file and (versions or is_locked) else ""}


def _differs_in_place_only(old: str, draft: Draft) -> bool:
    try:
        before = from_json(Draft, old)
    except (ValueError, CharterError):
        return False
    return replace(before, page=draft.page, analysis=draft.analysis) == draft


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
