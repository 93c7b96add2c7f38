"""Writing a file so that the old one or the new one exists, never half of either."""

import contextlib
import os
import tempfile
import time
from pathlib import Path
from typing import Final

from experimentos_core.foundation.errors import ExportError

_PART: Final = ".part"
_LEFT_BEHIND_AFTER: Final = 3600.0


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to a temporary sibling, flush it to disk, and rename it over `path`.

    Raises:
        ExportError: When the folder is missing or read-only, the disk is full, or `path` is a
            folder; an existing file is then left as it was.
    """
    try:
        _write_and_rename(path, content)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{path.name} could not be written to {path.parent}: {reason}."
        hint = "Choose another folder, or free some space; a file already there was left untouched."
        raise ExportError(message, hint) from error


def rename_durably(temporary: Path, path: Path) -> None:
    """Flush a file to disk and rename it over `path`; the new name is on the disk as well.

    Raises:
        OSError: When the disk fails; `path` is then as it was.
    """
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    temporary.replace(path)
    with contextlib.suppress(OSError, AttributeError):  # not every system opens a folder
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def sweep(folder: Path, start: str) -> None:
    """Delete what writers that were killed left behind: temporary siblings more than an hour old.

    Args:
        folder: Where to look.
        start: How their names begin.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(start) and entry.name.endswith(_PART):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat().st_mtime > _LEFT_BEHIND_AFTER:
                        Path(entry.path).unlink()


def _write_and_rename(path: Path, content: bytes) -> None:
    path = path.resolve()  # a link stays a link, and what it points to is replaced
    if path.is_dir():
        raise IsADirectoryError(21, "a folder of that name exists")
    if path.exists() and not path.is_file():
        raise OSError(22, "it is a device, not a file")
    sweep(path.parent, f".{path.name[:40]}.")
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=_PART, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_permissions(path))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _permissions(path: Path) -> int:
    """Those of the file that is replaced, else those any new file of this user gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
