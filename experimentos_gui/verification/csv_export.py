"""The figures as a CSV that every spreadsheet opens and none computes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from experimentos_core.foundation.csv_text import csv_text
from experimentos_core.foundation.files import write_atomically
from experimentos_gui.verification.figure_rows import FigureRow

_HEAD: Final = (
    *("result", "case", "source", "method", "figure"),
    *("expected", "got", "difference", "tolerance"),
)


def save_csv(rows: Iterable[FigureRow], path: Path) -> Path:
    """Write the rows to `path`, whole or not at all; return the path.

    Raises:
        ExportError: When the file cannot be written; one already there is left as it was.
    """
    write_atomically(path, figures_csv(rows).encode())
    return path


def figures_csv(rows: Iterable[FigureRow]) -> str:
    """Return the rows below a heading; numbers in full."""
    return csv_text((_HEAD, *(_cells(row) for row in rows)))


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
