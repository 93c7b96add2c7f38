"""The figures as a CSV that every spreadsheet opens and none computes."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from experimentos_core.foundation.files import write_atomically
from experimentos_gui.verification.figure_rows import FigureRow

_HEAD: Final = (
    *("result", "case", "source", "method", "figure"),
    *("expected", "got", "difference", "tolerance"),
)
_FORMULA_STARTS: Final = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.ASCII)
_QUOTED: Final = re.compile(r'[",;\t\r\n]')
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it a spreadsheet would take the letters of a name for those of another alphabet."""


def save_csv(rows: Iterable[FigureRow], path: Path) -> Path:
    """Write the rows to `path`, whole or not at all; return the path.

    Raises:
        ExportError: When the file cannot be written; one already there is left as it was.
    """
    write_atomically(path, csv_text(rows).encode())
    return path


def csv_text(rows: Iterable[FigureRow]) -> str:
    """Return the rows below a heading: UTF-8 with its mark, commas, CRLF; numbers in full.

    A cell that a spreadsheet would take for a formula begins with an apostrophe; a number never
    does.
    """
    lines = (_HEAD, *(_cells(row) for row in rows))
    return _BYTE_ORDER_MARK + "".join(f"{','.join(map(_field, line))}\r\n" for line in lines)


def _cells(row: FigureRow) -> tuple[str, ...]:
    return (
        row.result,
        row.case,
        row.source,
        row.method,
        row.figure,
        row.expected,
        row.got,
        "" if row.difference is None else repr(row.difference),
        "" if row.tolerance is None else repr(row.tolerance),
    )


def _field(text: str) -> str:
    is_inert = _NUMBER.fullmatch(text) or not text.startswith(_FORMULA_STARTS)
    cell = text if is_inert else f"'{text}"
    return f'"{cell.replace('"', '""')}"' if _QUOTED.search(cell) else cell
