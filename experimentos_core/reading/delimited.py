"""Delimited text (comma, semicolon or tab; UTF-8) to a table of text cells."""

import csv
import hashlib
import io
import re

from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.table import Source, Table

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_AGGREGATE_HINT = "Aggregate it first: one row per variant with users and conversions."
_NOT_BLANK_LINE = re.compile(r"\S[^\r\n]*")
type Record = tuple[int, list[str]]


def read_delimited(content: bytes, name: str, thresholds: Thresholds) -> Table:
    """Read delimited text; cells stay text, blank rows are passed over.

    Raises:
        ReadingError: For an empty file, bytes that are not UTF-8 text, or a table that is no
            aggregate.
    """
    text, encoding = _decode(content, name)
    separator = detect_separator(text)
    records = _records(text, SEPARATORS[separator], name, thresholds)
    if not records:
        message = f"{name} is empty."
        raise ReadingError(message, "Export it again with a header row and one row per variant.")
    header = _trim_right([cell.strip() for cell in records[0][1]])
    if len(header) > thresholds.max_columns:
        message = f"{name} has {len(header):,} columns; more than {thresholds.max_columns:,} "
        raise ReadingError(message + "is not an aggregate.", "Keep the columns of this experiment.")
    rows = [(number, _fit(cells, len(header))) for number, cells in records[1:]]
    return Table(
        header=tuple(header),
        rows=tuple(tuple(cells) for _, cells in rows),
        row_numbers=tuple(number for number, _ in rows),
        source=Source(
            name=name.encode("utf-8", "replace").decode("utf-8"),
            sha256=hashlib.sha256(content).hexdigest(),
            encoding=encoding,
            separator=separator,
        ),
    )


def detect_separator(text: str) -> str:
    """Name the separator: the one that occurs most often in the header, outside quotes.

    The header decides, because decimal commas occur only below it. Without any, 'comma'.
    """
    header = _NOT_BLANK_LINE.search(text)
    unquoted = "".join(header.group().split('"')[::2]) if header else ""
    counts = {name: unquoted.count(symbol) for name, symbol in SEPARATORS.items()}
    return max(counts, key=lambda name: counts[name])


def _decode(content: bytes, name: str) -> tuple[str, str]:
    bom = content.startswith(b"\xef\xbb\xbf")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"{name} is not UTF-8 text (line {line})."
        hint = "Save it as 'CSV UTF-8' from your spreadsheet and open it again."
        raise ReadingError(message, hint) from None
    if "\x00" in text:
        message = f"{name} is not a text file."
        raise ReadingError(message, "Save it as 'CSV UTF-8' from your spreadsheet.")
    return text, "UTF-8 with BOM" if bom else "UTF-8"


def _records(text: str, separator: str, name: str, thresholds: Thresholds) -> list[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    records: list[Record] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            _check_cells(cells, number, name, thresholds)
            records.append((number, cells))
            if len(records) > thresholds.max_rows + 1:
                message = f"{name} has more than {thresholds.max_rows:,} rows: not an aggregate."
                raise ReadingError(message, _AGGREGATE_HINT)
    except csv.Error as error:
        message = f"{name} could not be split into columns near line {reader.line_num}: {error}."
        raise ReadingError(message, "Check the quotation marks in that line.") from error
    return records


def _check_cells(cells: list[str], number: int, name: str, thresholds: Thresholds) -> None:
    longest = max(len(cell) for cell in cells)
    if longest > thresholds.max_cell_characters:
        message = f"A cell in row {number} of {name} has {longest:,} characters."
        hint = "Check the quotation marks in that row: one may be missing."
        raise ReadingError(message, hint)


def _trim_right(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _fit(cells: list[str], width: int) -> list[str]:
    """Drop blank cells beyond the header; spreadsheets append them."""
    return cells[:width] + _trim_right(cells[width:])
