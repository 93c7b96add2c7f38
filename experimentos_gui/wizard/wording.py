"""Findings about choices this wizard offers, said in its own words; no Qt."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.table import Table
from experimentos_gui.wizard.note_words import without_options

if TYPE_CHECKING:
    from experimentos_core.healthcheck import Finding

_IN_HEADS: Final = "Choose it in the heads of the table."


def in_wizard_words(
    findings: "tuple[Finding, ...]",
    table: Table,
    roles: ColumnRoles,
    *,
    may_be_mean: bool = False,
) -> "tuple[Finding, ...]":
    """Return the findings; a part no column plays and a missing control say what to do here.

    `may_be_mean`: there is a continuous metric that could decide instead of the conversions.
    """
    parts = {
        roles.variant: "the variant names",
        roles.users: "the users of each variant",
        roles.conversions: "the conversions of each variant",
    }
    hints = dict.fromkeys(parts, _IN_HEADS)
    if may_be_mean:
        hints[roles.conversions] = f"{_IN_HEADS[:-1]}, or let a continuous metric decide."
    return tuple(_worded(finding, table, parts, hints) for finding in findings)


def is_quiet(note: Note) -> bool:
    """Whether a note is listed below the table; heads show what columns are taken as."""
    return note.severity is Severity.NOTE and note.code is not NoteCode.COLUMN_RECOGNISED


def without_notes(
    findings: "tuple[Finding, ...]", notes: tuple[Note, ...]
) -> "tuple[Finding, ...]":
    """Return the findings but those that repeat what stands among the notes above the table."""
    said = {
        (note.code.value, note.message) for note in notes if note.severity is not Severity.BLOCKED
    }
    return tuple(f for f in findings if (f.code.value, f.message) not in said)


def _worded(
    finding: "Finding", table: Table, parts: dict[str, str], hints: dict[str, str]
) -> "Finding":
    column = finding.place.column
    if finding.code == "CONTROL_MISSING":
        return replace(finding, hint="Choose the control below the table.")
    is_absent = column in parts and not table.positions(column)
    if finding.code == "COLUMN_MISSING" and column is not None and is_absent:
        message = f"No column is chosen for {parts[column]}."
        return replace(finding, message=message, hint=hints[column])
    hint = without_options(finding.hint)
    return finding if hint == finding.hint else replace(finding, hint=hint)
