"""What the reading did to the file, repeated as findings so that report and memo say it too."""

from experimentos_core.foundation.values import Severity
from experimentos_core.healthcheck.findings import (
    Finding,
    FindingCode,
    Place,
    blocked,
    note,
    warning,
)
from experimentos_core.reading.notes import Note
from experimentos_core.reading.table import Source, Table

_MAKERS = {Severity.BLOCKED: blocked, Severity.WARNING: warning, Severity.NOTE: note}


def repeat_notes(table: Table) -> list[Finding]:
    """Return a finding for every note of a table's reading, of the same code and severity."""
    return [_finding(made, table.source) for made in table.notes]


def _finding(made: Note, source: Source) -> Finding:
    line = source.line(made.row) if source.is_turned and made.row is not None else ""
    place = Place(row=made.row, column=made.column, value=made.value, line=line)
    code = FindingCode(made.code.value)
    return _MAKERS[made.severity](code, made.message, made.hint, place)
