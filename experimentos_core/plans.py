"""The locked plans of one user: a folder, a file for each, every one checked when it is read."""

import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experimentos_core.charter.chain import CharterChain, read_chain, write_chain
from experimentos_core.foundation.errors import CharterError, ExperimentError, ExportError
from experimentos_core.foundation.files import write_atomically
from experimentos_core.foundation.paths import AppPaths
from experimentos_core.reading.formats.files import read_bytes

LARGEST_PLAN: Final = 5_000_000
_SUFFIX: Final = ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """What a list says of one locked plan.

    Attributes:
        path: Its file.
        name: Name of the experiment; empty where none was given or it cannot be read.
        owner: Who answers for it; likewise.
        locked_at: When its latest version was locked, UTC; empty where it cannot be read.
        versions: How many versions it has; 0 where they cannot be read.
        fault: What is wrong with it, a sentence; empty for a plan that is whole. What the other
            fields say of a plan with a fault is not proven.
    """

    path: Path
    name: str
    owner: str
    locked_at: str
    versions: int
    fault: str = ""


def plans_folder(paths: AppPaths) -> Path:
    """Return where the locked plans of this user lie."""
    return paths.data / "plans"


def list_plans(folder: Path) -> tuple[PlanEntry, ...]:
    """Return every locked plan: those with a fault first, then the latest locked.

    A folder that does not exist yet holds none.

    Raises:
        CharterError: When the folder cannot be read.
    """
    try:
        files = sorted(path for path in folder.iterdir() if _is_plan(path))
    except FileNotFoundError:
        return ()
    except OSError as error:
        message = f"The folder of locked plans, {folder}, could not be read: {error.strerror}."
        raise CharterError(message, "Check that you may read it.") from error
    newest_first = sorted(map(_entry, files), key=lambda entry: entry.locked_at, reverse=True)
    return tuple(sorted(newest_first, key=lambda entry: not entry.fault))


def read_plan(path: Path) -> CharterChain:
    """Read one locked plan.

    Raises:
        CharterError: Naming what is wrong with it, down to a single changed byte.
        ReadingError: When the file itself cannot be read.
    """
    return read_chain(read_bytes(path, LARGEST_PLAN, "a plan"))


def save_plan(folder: Path, chain: CharterChain, path: Path | None = None) -> Path:
    """Write a locked plan and return its file; at any moment the old or the new one is whole.

    Args:
        folder: The folder of locked plans; made where it is missing.
        chain: The plan.
        path: The file it was read from, which must hold the versions before; None: a new file.

    Raises:
        CharterError: When `path` holds other versions, or was damaged: nothing is overwritten.
        ExportError: When it cannot be written.
    """
    if path is not None:
        _check_continues(path, chain)
        write_atomically(path, write_chain(chain))
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The folder for locked plans, {folder}, could not be made: {error.strerror}."
        raise ExportError(message, "Check that you may write there.") from error
    path = folder / f"{uuid.uuid4().hex}{_SUFFIX}"
    write_atomically(path, write_chain(chain))
    return path


def adopt_plan(folder: Path, chain: CharterChain) -> tuple[Path, CharterChain]:
    """Keep a locked plan that came from elsewhere; return its file, and what holds now.

    A plan that is kept already stays one: the copy with more versions holds.

    Raises:
        CharterError: When both copies were amended, each in its own way.
        ExportError: When it cannot be written.
    """
    for entry in list_plans(folder):
        if entry.fault:
            continue
        kept = read_plan(entry.path)
        if kept.first != chain.first:
            continue
        if _continues(kept, chain):
            return entry.path, kept
        return save_plan(folder, chain, entry.path), chain
    return save_plan(folder, chain), chain


def _is_plan(path: Path) -> bool:
    """Whether a file is meant as a plan; the temporary sibling of one is not."""
    return path.suffix == _SUFFIX and not path.name.startswith(".")


def _entry(path: Path) -> PlanEntry:
    try:
        chain = read_plan(path)
    except ExperimentError as error:
        return _faulty(path, error)
    return PlanEntry(
        path=path,
        name=chain.latest.charter.name,
        owner=chain.latest.charter.owner,
        locked_at=chain.latest.locked_at,
        versions=len(chain.versions),
    )


def _faulty(path: Path, error: ExperimentError) -> PlanEntry:
    """Return what can still be told of a plan that is not whole, so that one knows which it is."""
    try:
        versions = json.loads(path.read_bytes())["versions"]
        latest = versions[-1]
        texts = latest["charter"]["name"], latest["charter"]["owner"], latest["locked_at"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        versions, texts = [], ("", "", "")
    name, owner, locked_at = (text if isinstance(text, str) else "" for text in texts)
    return PlanEntry(
        path=path,
        name=name,
        owner=owner,
        locked_at=locked_at,
        versions=len(versions),
        fault=error.message,
    )


def _check_continues(path: Path, chain: CharterChain) -> None:
    """Refuse to write over anything but the versions before."""
    if not _continues(chain, read_plan(path)):
        message = "This plan was amended elsewhere since it was opened here."
        raise CharterError(message, "Open it again, then make your changes once more.")


def _continues(longer: CharterChain, shorter: CharterChain) -> bool:
    return longer.versions[: len(shorter.versions)] == shorter.versions
