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

_MAKERS = {Severity.BLOCKED: blocked, Severity.WARNING: warning, Severity.NOTE: note}


def repeat_notes(notes: tuple[Note, ...]) -> list[Finding]:
    """Return a finding for every note of the reading, of the same code and severity."""
    return [_finding(made) for made in notes]


def _finding(made: Note) -> Finding:
    place = Place(row=made.row, column=made.column, value=made.value)
    code = FindingCode(made.code.value)
    return _MAKERS[made.severity](code, made.message, made.hint, place)
