"""The one door: a path or a copied range in, the bytes and what they are out, or a sentence."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats.files import read_bytes, sha256, too_large

_SAVE_SHEET = "Save the sheet as CSV (UTF-8) or as an Excel workbook (.xlsx) and open that file."
_EXPORT = "Export the table as CSV, one row per variant, and open that file."
_UNPACK = "Unpack it and open the file inside."
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
_WORKBOOK_MEMBER = b"xl/workbook.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_JSON = re.compile(rb"\s*[\[{]\s*[\"{\[]")
_START = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    """A format that is no table of cells, or none that is read."""

    what: str
    hint: str


_PARQUET = _Other(what="a Parquet file", hint=_EXPORT)
_JSON_FILE = _Other(what="a JSON file", hint=_EXPORT)
_ARCHIVE = _Other(what="an archive", hint=_UNPACK)
_OLD_WORKBOOK = _Other(what="an Excel workbook of the old format (.xls)", hint=_SAVE_SHEET)
_LOCKED = _Other(
    what="protected by a password",
    hint="Open it in Excel, remove the password (File, Info, Protect Workbook) and save a copy.",
)
_MAGIC: Final = (
    (b"%PDF-", _Other(what="a PDF", hint="Export the numbers behind it as CSV.")),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"BZh9", _ARCHIVE),
    (b"\xfd7zXZ\x00", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"SQLite format 3\x00", _Other(what="a database", hint=_EXPORT)),
    (b"\x89PNG\r\n", _Other(what="a picture", hint="Export the numbers behind it as CSV.")),
    (b"\xff\xd8\xff", _Other(what="a picture", hint="Export the numbers behind it as CSV.")),
    (b"GIF89a", _Other(what="a picture", hint="Export the numbers behind it as CSV.")),
    (b"{\\rtf", _Other(what="a text document", hint=_EXPORT)),
)
_ZIP_MEMBERS: Final = (
    (b"xl/workbook.bin", _Other(what="a binary Excel workbook (.xlsb)", hint=_SAVE_SHEET)),
    (b"opendocument.spreadsheet", _Other(what="an OpenDocument sheet (.ods)", hint=_SAVE_SHEET)),
    (b"Index/Document.iwa", _Other(what="a Numbers sheet", hint=_SAVE_SHEET)),
    (b"word/document.xml", _Other(what="a Word document", hint=_EXPORT)),
    (b"ppt/presentation.xml", _Other(what="a presentation", hint=_EXPORT)),
)
_MARKUP: Final = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML file"),
)


def read_content(
    path: Path,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    checkpoint: Callable[[], None] = lambda: None,
) -> Content:
    """Read the bytes of a file and tell a text from a workbook by what they are.

    The suffix counts only where the bytes leave it open: a workbook named .csv opens as a workbook
    and a CSV named .xlsx as text.

    Args:
        path: The file.
        thresholds: The size beyond which it is no aggregate.
        checkpoint: Called now and then; it may raise ReadingCancelled.

    Raises:
        ReadingError: When there is no such file, it cannot be read, changed meanwhile, is too
            large, or is of a format that is not read.
    """
    data = read_bytes(path, thresholds.max_file_bytes, checkpoint=checkpoint)
    name = (path.name or str(path)).encode("utf-8", "replace").decode("utf-8")
    return Content(name=name, kind=_kind(data, name, path.suffix), data=data, sha256=sha256(data))


def clipboard_content(text: str, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Content:
    """Take a range of cells that was copied from a spreadsheet.

    Zero characters at the end, which some systems add, are dropped; halves of surrogate pairs
    are written out.

    Raises:
        ReadingError: When nothing but white space was copied, or too much.
    """
    data = text.rstrip("\x00").encode("utf-8", "backslashreplace")
    if not data.strip():
        message = "The clipboard holds no cells."
        raise ReadingError(message, "Copy the cells with their header row, then paste again.")
    if len(data) > thresholds.max_file_bytes:
        raise too_large("The clipboard", thresholds.max_file_bytes)
    return Content(name="Clipboard", kind=ContentKind.CLIPBOARD, data=data, sha256=sha256(data))


def _kind(data: bytes, name: str, suffix: str) -> ContentKind:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data, name, suffix)
    other = _other(data, suffix)
    if other is not None:
        raise _refusal(name, other)
    return ContentKind.TEXT


def _kind_of_zip(data: bytes, name: str, suffix: str) -> ContentKind:
    """Names of members stand unpacked in a zip, so nothing hostile needs to be opened."""
    if data.find(_WORKBOOK_MEMBER) >= 0:
        return ContentKind.WORKBOOK
    found = next((other for member, other in _ZIP_MEMBERS if data.find(member) >= 0), None)
    if found is None and suffix.casefold() in _WORKBOOK_SUFFIXES:
        return ContentKind.WORKBOOK
    raise _refusal(name, found or _ARCHIVE)


def _other(data: bytes, suffix: str) -> _Other | None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _LOCKED if data.find(_ENCRYPTED) >= 0 else _OLD_WORKBOOK
    if data.startswith(b"PAR1") and data.endswith(b"PAR1"):
        return _PARQUET
    start = data[:_START].removeprefix(b"\xef\xbb\xbf")
    if _JSON.match(start) or (suffix.casefold() == ".json" and start.lstrip()[:1] in (b"[", b"{")):
        return _JSON_FILE
    magic = next((other for sign, other in _MAGIC if data.startswith(sign)), None)
    return magic or _markup(start)


def _markup(start: bytes) -> _Other | None:
    text = start.lstrip().lower()
    what = next((what for sign, what in _MARKUP if text.startswith(sign)), None)
    hint = f"Open it in your spreadsheet. {_SAVE_SHEET}"
    return None if what is None else _Other(what=what, hint=hint)


def _refusal(name: str, other: _Other) -> ReadingError:
    return ReadingError(f"{name} is {other.what}, which cannot be opened.", other.hint)
