"""Are the columns there, once each, and is every row as wide as the header?"""

from collections.abc import Iterable

from experimentos_core.charter import PrimaryPlan, SecondaryPlan
from experimentos_core.healthcheck.findings import Finding, FindingCode, Place, blocked, note
from experimentos_core.reading.columns.measures import MeasureColumns, find_measure
from experimentos_core.reading.columns.roles import ColumnRoles, propose_columns
from experimentos_core.reading.notes import NoteCode
from experimentos_core.reading.table import Table, column_key


def check_columns(
    table: Table,
    roles: ColumnRoles,
    counted: tuple[str, ...],
    measures: tuple[MeasureColumns, ...],
    *,
    needs_conversions: bool,
) -> list[Finding]:
    """Find required columns that are missing and used columns that occur twice.

    `counted` are the guardrails that are columns of counts. Without conversions, the metrics are
    named that could decide instead.
    """
    findings: list[Finding] = []
    for part, column in zip(("variant", "users", "conversions"), roles.required, strict=True):
        is_needed = needs_conversions or part != "conversions"
        if is_needed and not table.positions(column):
            message = f"There is no column {column!r} for {_PARTS[part]}."
            hint = f"Name the column {column!r}, or choose which column holds {_PARTS[part]}."
            means = [measure.metric for measure in measures if measure.is_complete]
            if part == "conversions" and means:
                hint = f"{hint} Or let {means[0]!r} be the primary metric."
            place = Place(column=column)
            findings.append(blocked(FindingCode.COLUMN_MISSING, message, hint, place))
    for column in dict.fromkeys((*roles.required, *counted)):
        if len(table.positions(column)) > 1:
            message = f"The column {column!r} occurs {len(table.positions(column))} times."
            hint = "Rename or remove the column that is not meant."
            place = Place(column=column)
            findings.append(blocked(FindingCode.COLUMN_DUPLICATE, message, hint, place))
    return findings


def check_primary_name(
    table: Table,
    roles: ColumnRoles,
    plan: PrimaryPlan,
    measures: tuple[MeasureColumns, ...],
) -> list[Finding]:
    """Find a primary metric that bears the name of a column it is not read from.

    For one that is a rate; that it has a name of its own is noted.
    """
    metric = plan.metric
    if not metric or column_key(metric) == column_key(roles.conversions):
        return []
    is_measure = find_measure(table, measures, metric) is not None
    if not table.positions(metric) and not is_measure:
        message = f"The primary metric {metric!r} is read from the column {roles.conversions!r}."
        place = Place(column=roles.conversions)
        return [note(FindingCode.PRIMARY_NAMED, message, place=place)]
    message = (
        f"The primary metric is called {metric!r}, but it is read from {roles.conversions!r} "
        f"and {metric!r} is another {'metric' if is_measure else 'column'}."
    )
    hint = f"Choose {metric!r} as the conversions, or give the primary metric another name."
    place = Place(column=metric)
    return [blocked(FindingCode.PRIMARY_IS_ANOTHER_COLUMN, message, hint, place)]


def primary_missing(metric: str, measures: tuple[MeasureColumns, ...]) -> Finding:
    """Say that the mean that was to decide is not in the data."""
    names = ", ".join(measure.metric for measure in measures if measure.is_complete)
    there = f"there are: {names}" if names else "there is no continuous metric"
    message = f"The primary metric {metric!r} is not in the data; {there}."
    hint = f"Add {metric}_sum and {metric}_sum_sq to the export, or plan another primary metric."
    return blocked(FindingCode.PRIMARY_MISSING, message, hint, Place(column=metric))


def note_missing_secondary(
    table: Table, measures: tuple[MeasureColumns, ...], plans: tuple[SecondaryPlan, ...]
) -> list[Finding]:
    """Note every planned secondary metric that is no continuous metric of the data."""
    return [
        note(
            FindingCode.SECONDARY_MISSING,
            f"The planned secondary metric {plan.name!r} is no continuous metric of this data, so "
            "nothing is told of it.",
            place=Place(column=plan.name),
        )
        for plan in plans
        if find_measure(table, measures, plan.name) is None
    ]


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
    table: Table, roles: ColumnRoles, used_columns: Iterable[str]
) -> list[Finding]:
    """Note every column that plays no part, and why; one by day or segment told rows apart."""
    used = {column_key(name) for name in used_columns}
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
