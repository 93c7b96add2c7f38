"""Locked plans that come from elsewhere: a file, or the folder an earlier version kept them in."""

from pathlib import Path
from typing import Final

from experimentos_core.charter.chain import CharterChain, read_chain
from experimentos_core.foundation.errors import CharterError, ExperimentError
from experimentos_core.history.database import Database
from experimentos_core.history.ledger import keep_versions, new_uid
from experimentos_core.history.opening import read_kept_chain
from experimentos_core.reading.formats.files import read_bytes

LARGEST_PLAN: Final = 5_000_000
_MOVED: Final = "plans moved into the history"


def adopt_chain(database: Database, chain: CharterChain) -> tuple[str, CharterChain]:
    """Keep a locked plan that came from elsewhere; return its experiment, and what holds now.

    A plan that is kept already stays one: the copy with more versions holds.

    Raises:
        HistoryError: When it cannot be kept, or a kept version of it is damaged.
        CharterError: When both copies were amended, each in its own way.
    """
    for uid, kept in _kept_of(database, chain):
        if _continues(kept, chain):
            return uid, kept
        if _continues(chain, kept):
            keep_versions(database, uid, chain)
            return uid, chain
        message = "This plan was amended here and elsewhere, each in its own way."
        raise CharterError(message, "Only one of the two can hold; amend it here once more.")
    uid = new_uid()
    keep_versions(database, uid, chain)
    return uid, chain


def adopt_folder(database: Database, folder: Path) -> tuple[ExperimentError, ...]:
    """Take the plans of a folder into the history and rename it; return what could not be taken.

    Whatever is not whole stays where it is, and so does the folder then.
    """
    if not folder.is_dir():
        return ()
    faults: list[ExperimentError] = []
    for path in sorted(folder.glob("[!.]*.json")):
        try:
            adopt_chain(database, read_chain(read_bytes(path, LARGEST_PLAN, "a plan")))
        except ExperimentError as error:
            faults.append(error)
    moved = folder.with_name(_MOVED)
    if not faults and not moved.exists():
        folder.rename(moved)
    return tuple(faults)


def _kept_of(database: Database, chain: CharterChain) -> list[tuple[str, CharterChain]]:
    """Return the experiments that hold this very lock."""
    query = (
        "SELECT e.uid, e.id FROM charter_versions v JOIN experiments e ON e.id = v.experiment "
        "WHERE v.version = 1 AND instr(v.content, ?) ORDER BY e.trashed > 0, e.id"
    )
    with database.reading() as connection:
        found = connection.execute(query, (chain.first.sha256,)).fetchall()
        chains = [(str(uid), read_kept_chain(connection, key)) for uid, key in found]
    return [(uid, kept) for uid, kept in chains if kept is not None and kept.first == chain.first]


def _continues(longer: CharterChain, shorter: CharterChain) -> bool:
    return longer.versions[: len(shorter.versions)] == shorter.versions
