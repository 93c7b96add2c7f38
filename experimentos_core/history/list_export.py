"""The list as a CSV for a spreadsheet."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from experimentos_core.foundation.csv_text import csv_text
from experimentos_core.foundation.files import write_atomically
from experimentos_core.history.database import Database
from experimentos_core.history.finding import rows_of
from experimentos_core.history.records import ExperimentRow

_HEAD: Final = (
    *("name", "owner", "verdict", "finding", "decision taken", "follow up"),
    *("tags", "note", "created", "changed", "looks", "locked versions"),
)
_AT_ONCE: Final = 500


def write_list(database: Database, keys: tuple[int, ...], path: Path) -> None:
    """Write what the list says of these experiments, in their order, whole or not at all.

    Raises:
        HistoryError: When the history cannot be read.
        ExportError: When the file cannot be written; one already there is left as it was.
    """
    rows: list[ExperimentRow] = []
    for start in range(0, len(keys), _AT_ONCE):
        rows += rows_of(database, keys[start : start + _AT_ONCE])
    write_atomically(path, list_csv(rows).encode())


def list_csv(rows: Iterable[ExperimentRow]) -> str:
    """Return rows below a heading; times are UTC, tags stand beside each other with commas."""
    return csv_text((_HEAD, *(_cells(row) for row in rows)))


def _cells(row: ExperimentRow) -> tuple[str, ...]:
    return (
        row.name,
        row.owner,
        row.verdict.value if row.verdict is not None else "",
        row.line,
        row.taken.value if row.taken is not None else "",
        row.follow_up,
        ", ".join(row.tags),
        row.note,
        row.created_at,
        row.changed_at,
        str(row.looks),
        str(row.versions),
    )
