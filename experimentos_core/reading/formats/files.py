"""The bytes of a file, whole and as they were at one moment, or a sentence saying why not."""

import hashlib
import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.formats.aggregating import aggregate_hint

_CHUNK = 1 << 20
# A pipe that takes the place of the file would otherwise be waited for.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(
    path: Path,
    limit: int,
    what: str = "an aggregate",
    checkpoint: Callable[[], None] = lambda: None,
) -> bytes:
    """Read a whole regular file of at most `limit` bytes.

    Args:
        path: The file.
        limit: The most bytes it may have; a larger one is not read at all.
        what: What the file should be, for the sentence that refuses it.
        checkpoint: Called before every piece; it may raise ReadingCancelled.

    Raises:
        ReadingError: When it is missing, a folder, a device, unreadable, too large, or changed
            while it was read.
    """
    try:
        before = path.stat()
        _refuse_other_kinds(path, before)
        if before.st_size > limit:
            raise too_large(path.name, limit, what)
        content = _read(path, limit, checkpoint)
        _refuse_changed(path, before, len(content))
    except FileNotFoundError:
        message = f"There is no file {path.name} in {path.parent}."
        raise ReadingError(message, "Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{path.name!r} could not be opened: {reason}."
        raise ReadingError(message, "Check that you may read it and it is not locked.") from error
    return content


def too_large(name: str, limit: int, what: str = "an aggregate") -> ReadingError:
    """Return the error for something of more than `limit` bytes."""
    message = f"{name} is larger than {limit // 1_000_000} MB, too large for {what}."
    return ReadingError(
        message, aggregate_hint() if what == "an aggregate" else "Check which file it is."
    )


def sha256(content: bytes) -> str:
    """Return the digest that identifies an input file."""
    return hashlib.sha256(content).hexdigest()


def _refuse_other_kinds(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        message = f"{path.name or path} is a folder, not a file."
        raise ReadingError(message, "Choose a CSV file inside it.")
    if not stat.S_ISREG(status.st_mode):
        message = f"{path.name} is not an ordinary file."
        raise ReadingError(message, "Choose a CSV file.")


def _read(path: Path, limit: int, checkpoint: Callable[[], None]) -> bytes:
    """Read piece by piece, one byte beyond the limit at most; a file may grow without end."""
    pieces = io.BytesIO()
    with os.fdopen(os.open(path, _FLAGS), "rb", buffering=0) as stream:
        _refuse_other_kinds(path, os.fstat(stream.fileno()))
        while pieces.tell() <= limit:
            checkpoint()
            piece = stream.read(min(_CHUNK, limit + 1 - pieces.tell()))
            if not piece:
                break
            pieces.write(piece)
    return pieces.getvalue()


def _refuse_changed(path: Path, before: os.stat_result, length: int) -> None:
    """Half of an old file and half of a new one would be read as one."""
    try:
        after = path.stat()
    except FileNotFoundError:
        message = f"{path.name} was deleted while it was being read."
        raise ReadingError(message, "Save or download it again and open it.") from None
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not same or length != before.st_size:
        message = f"{path.name} was changed while it was being read."
        raise ReadingError(message, "Wait until it is saved or downloaded, then open it again.")
