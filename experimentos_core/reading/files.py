"""The one door for files: bytes in, Table out, or a sentence saying why not."""

import hashlib
import stat
from pathlib import Path

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.delimited import read_delimited
from experimentos_core.reading.table import Table

_OTHER_FORMATS = {
    ".xlsx": "an Excel workbook",
    ".xlsm": "an Excel workbook",
    ".xls": "an Excel workbook of the old format",
    ".xlsb": "a binary Excel workbook",
    ".ods": "an OpenDocument sheet",
    ".parquet": "a Parquet file",
    ".json": "a JSON file",
    ".pdf": "a PDF",
    ".zip": "an archive",
}


def read_table(path: Path, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Table:
    """Read a file as a table of text cells.

    Raises:
        ReadingError: When there is no such file, it cannot be opened, or it holds no table.
    """
    kind = _OTHER_FORMATS.get(path.suffix.lower())
    content = read_bytes(path, thresholds.max_file_bytes)
    if kind is not None:
        message = f"{path.name} is {kind}, which cannot be opened."
        raise ReadingError(message, "Save the sheet as CSV (UTF-8) and open that file.")
    return read_delimited(content, path.name, thresholds)


def read_bytes(path: Path, limit: int, what: str = "an aggregate") -> bytes:
    """Read a whole regular file of at most `limit` bytes.

    Raises:
        ReadingError: When it is missing, a folder, a device, unreadable or too large.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            message = f"{path.name or path} is a folder, not a file."
            raise ReadingError(message, "Choose a CSV file inside it.")
        if not stat.S_ISREG(status.st_mode):
            message = f"{path.name} is not an ordinary file."
            raise ReadingError(message, "Choose a CSV file.")
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError:
        message = f"There is no file {path.name} in {path.parent}."
        raise ReadingError(message, "Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{path.name!r} could not be opened: {reason}."
        raise ReadingError(message, "Check that you may read it and it is not locked.") from error
    if len(content) > limit:
        message = f"{path.name} is larger than {limit // 1_000_000} MB, too large for {what}."
        raise ReadingError(
            message, _AGGREGATE_HINT if what == "an aggregate" else "Check which file it is."
        )
    return content


def sha256(content: bytes) -> str:
    """Return the digest that identifies an input file."""
    return hashlib.sha256(content).hexdigest()


_AGGREGATE_HINT = "Aggregate it first: one row per variant with users and conversions."
