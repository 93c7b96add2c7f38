"""Are the columns there, once each, and is every row as wide as the header?"""

from experimentos_core.healthcheck.findings import Finding, FindingCode, Place, blocked, note
from experimentos_core.reading.columns.roles import ColumnRoles, propose_columns
from experimentos_core.reading.notes import NoteCode
from experimentos_core.reading.table import Table, column_key


def check_columns(table: Table, roles: ColumnRoles, guardrails: tuple[str, ...]) -> list[Finding]:
    """Find required columns that are missing and used columns that occur twice."""
    findings: list[Finding] = []
    for part, column in zip(("variant", "users", "conversions"), roles.required, strict=True):
        if not table.positions(column):
            message = f"There is no column {column!r} for {_PARTS[part]}."
            hint = f"Name the column {column!r}, or choose which column holds {_PARTS[part]}."
            place = Place(column=column)
            findings.append(blocked(FindingCode.COLUMN_MISSING, message, hint, place))
    for column in dict.fromkeys((*roles.required, *guardrails)):
        if len(table.positions(column)) > 1:
            message = f"The column {column!r} occurs {len(table.positions(column))} times."
            hint = "Rename or remove the column that is not meant."
            place = Place(column=column)
            findings.append(blocked(FindingCode.COLUMN_DUPLICATE, message, hint, place))
    return findings


def check_primary_name(table: Table, roles: ColumnRoles, metric: str) -> list[Finding]:
    """Find a primary metric that bears the name of a column it is not read from."""
    if not metric or column_key(metric) == column_key(roles.conversions):
        return []
    if not table.positions(metric):
        return []
    message = (
        f"The primary metric is called {metric!r}, but it is read from {roles.conversions!r} "
        f"and {metric!r} is another column."
    )
    hint = f"Choose {metric!r} as the conversions, or give the primary metric another name."
    place = Place(column=metric)
    return [blocked(FindingCode.PRIMARY_IS_ANOTHER_COLUMN, message, hint, place)]


def check_rows(table: Table) -> list[Finding]:
    """Find rows whose cells cannot be matched with the header."""
    findings: list[Finding] = []
    width = len(table.header)
    for cells, number in zip(table.rows, table.row_numbers, strict=True):
        if len(cells) != width:
            message = f"Row {number} has {len(cells)} cells, the header has {width}."
            hint = "Put numbers with a comma in quotation marks, or remove the comma."
            if len(cells) < width:
                hint = "Fill in the missing cells of that row."
            findings.append(blocked(FindingCode.ROW_LENGTH, message, hint, Place(row=number)))
    return findings


def note_unused_columns(
    table: Table, roles: ColumnRoles, guardrails: tuple[str, ...]
) -> list[Finding]:
    """Note every column that plays no part, and why; one by day or segment told rows apart."""
    used = {column_key(name) for name in (*roles.required, *guardrails)}
    used |= {
        column_key(made.column)
        for made in table.notes
        if made.code in _SHAPING and made.column is not None
    }
    findings: list[Finding] = []
    for use in propose_columns(table, roles):
        if column_key(use.name) in used:
            continue
        name = use.name or "without a name"
        reason = "was not chosen as a guardrail" if use.is_guardrail else f"{use.reason}"
        message = f"The column {name!r} was not used: it {reason}."
        findings.append(note(FindingCode.COLUMN_UNUSED, message, place=Place(column=use.name)))
    return findings


_SHAPING = frozenset({NoteCode.DAYS_ADDED, NoteCode.SEGMENTS_ADDED, NoteCode.SEGMENT_CHOSEN})
_PARTS = {
    "variant": "the variant names",
    "users": "the users of each variant",
    "conversions": "the conversions of each variant",
}
