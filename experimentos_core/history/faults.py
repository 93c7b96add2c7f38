"""What can go wrong with a history file, in sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from experimentos_core.foundation.errors import HistoryError

_DAMAGED = (
    "The history is damaged.",
    "Restore a backup: File > Restore a backup. The damaged file is kept beside it.",
)
_SENTENCES: Final = {
    "SQLITE_BUSY": (
        "The history is in use by another program for too long.",
        "Close the other window or wait a moment, then try again.",
    ),
    "SQLITE_LOCKED": (
        "The history is in use by another program for too long.",
        "Close the other window or wait a moment, then try again.",
    ),
    "SQLITE_FULL": ("The disk is full: this could not be kept in the history.", "Free some space."),
    "SQLITE_READONLY": (
        "The history cannot be written: the file or its folder is read-only.",
        "Ask for the right to write there, or set EXPERIMENTOS_HOME to another folder.",
    ),
    "SQLITE_CANTOPEN": (
        "The history cannot be opened.",
        "Check that you may read and write its folder, or set EXPERIMENTOS_HOME to another one.",
    ),
    "SQLITE_PERM": (
        "The history may not be opened by you.",
        "Ask for the right to read and write it.",
    ),
    "SQLITE_IOERR": (
        "The disk failed while the history was read or written.",
        "Check the drive and the space on it, then try again.",
    ),
    "SQLITE_TOOBIG": ("The history holds a cell larger than any the program makes.", _DAMAGED[1]),
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED,
}
_HELPED_BY_A_BACKUP: Final = {_DAMAGED, _SENTENCES["SQLITE_TOOBIG"]}
_BROKEN_VALUES = (UnicodeDecodeError, OverflowError)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn whatever SQLite or the disk says into a HistoryError that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        message, hint = sentences = _sentence(error)
        raise HistoryError(
            f"{message} It lies at {path}.", hint, can_restore=sentences in _HELPED_BY_A_BACKUP
        ) from error
    except OSError as error:
        message = f"The history at {path} could not be used: {error.strerror or error}."
        hint = _SENTENCES["SQLITE_CANTOPEN"][1]
        raise HistoryError(message, hint, can_restore=False) from error
    except UnicodeEncodeError as error:
        message = "A text holds half of a character, which no file can hold."
        hint = "Type the last words once more."
        raise HistoryError(message, hint, can_restore=False) from error
    except _BROKEN_VALUES as error:
        raise HistoryError(f"{_DAMAGED[0]} It lies at {path}.", _DAMAGED[1]) from error


def is_damage(error: BaseException) -> bool:
    """Whether an error of SQLite speaks of the content of the file, not of the way to it."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_TOOBIG"))


def _sentence(error: sqlite3.Error) -> tuple[str, str]:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_IOERR") and "FULL" in name:
        return _SENTENCES["SQLITE_FULL"]
    for start, sentences in _SENTENCES.items():
        if name.startswith(start):
            return sentences
    if isinstance(error, sqlite3.DataError):
        return _SENTENCES["SQLITE_TOOBIG"]
    return _DAMAGED
