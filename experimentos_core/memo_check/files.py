"""The text of a memo's file, and the one report in it, or a sentence saying why not."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.memo.embedded import REPORT_ID, SEAL_NAME, embedded_reports
from experimentos_core.reading.formats.files import read_bytes, too_large
from experimentos_core.report_files import StoredReport, parse_report

LARGEST_MEMO: Final = 50_000_000
_SUFFIXES: Final = frozenset({".html", ".htm"})
_WHICH: Final = "Choose an .html memo that ExperimentOS wrote; Markdown and PDF hold no data."
_AGAIN: Final = "Get the file again from whoever sent it."
_LINE_ENDS: Final = re.compile("\r\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoFile:
    """A memo as it was read.

    Attributes:
        name: Its name, fit to be shown.
        text: Its text, line ends as line feeds and without a byte order mark.
        block: The JSON text of its report.
        stored: The report.
        has_other_line_ends: Whether line ends or a byte order mark are not as they were written.
    """

    name: str
    text: str
    block: str
    stored: StoredReport
    has_other_line_ends: bool


def looks_like_memo(path: Path) -> bool:
    """Whether a file is to be opened as a memo, by its name alone."""
    return path.suffix.lower() in _SUFFIXES


def read_memo(path: Path) -> MemoFile:
    """Read a memo's file.

    Raises:
        ReadingError: When it cannot be read, or is no whole memo of this program.
    """
    return open_memo(read_bytes(path, LARGEST_MEMO, "a memo"), path.name)


def open_memo(content: bytes, name: str) -> MemoFile:
    """Take a memo from the bytes of its file.

    Raises:
        ReadingError: When they are no whole memo of this program.
    """
    name = make_visible(name, 80)
    if len(content) > LARGEST_MEMO:
        raise too_large(name, LARGEST_MEMO, "a memo")
    try:
        raw = content.decode()
    except UnicodeDecodeError:
        message = f"{name} is no memo of ExperimentOS: it is not UTF-8 text."
        raise ReadingError(message, _WHICH) from None
    text = _LINE_ENDS.sub("\n", raw.removeprefix("\ufeff"))
    block = _one_report(text, name)
    try:
        stored = parse_report(block)
    except ReadingError as error:
        raise ReadingError(f"{name} is no usable memo. {error.message}", error.hint) from error
    return MemoFile(
        name=name, text=text, block=block, stored=stored, has_other_line_ends=text != raw
    )


def _one_report(text: str, name: str) -> str:
    reports = embedded_reports(text)
    if len(reports) == 1 and text.count(f'"{REPORT_ID}"') == 1:
        return reports[0]
    if len(reports) > 1 or text.count(f'"{REPORT_ID}"') > 1:
        message = f"{name} holds more than one report, so nobody can say which one it tells of."
        raise ReadingError(message, _AGAIN)
    if REPORT_ID in text or SEAL_NAME in text:
        message = f"{name} is not a whole memo: the data in it is cut off or damaged."
        raise ReadingError(message, _AGAIN)
    message = f"{name} is no memo of ExperimentOS: there is no report in it."
    raise ReadingError(message, _WHICH)
