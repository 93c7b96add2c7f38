"""Which column plays which part, and how a choice in a column head changes that; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

from experimentos_core.charter import Charter, GuardrailPlan, propose_guardrail
from experimentos_core.reading.choices import ChoiceKey
from experimentos_core.reading.columns.roles import ColumnRoles, ColumnUse
from experimentos_core.reading.interpretation import Interpretation, Shape
from experimentos_core.reading.notes import NoteCode
from experimentos_core.reading.table import Table, column_key


class Part(StrEnum):
    """What a column is used as."""

    VARIANT = "Variant"
    USERS = "Users"
    CONVERSIONS = "Conversions"
    RATE = "Rate"
    GUARDRAIL = "Guardrail"
    DAY = "Day"
    SEGMENT = "Segment"
    UNUSED = "Not used"


type _Field = Literal["variant", "users", "conversions"]

PART_IN_FULL: Final = {
    Part.VARIANT: "Variant (its name)",
    Part.USERS: "Users",
    Part.CONVERSIONS: "Conversions (primary metric)",
    Part.RATE: "Rate (share of users that converted)",
    Part.GUARDRAIL: "Guardrail (must not get worse)",
    Part.DAY: "Day (one row a day)",
    Part.SEGMENT: "Segment (one row a segment)",
    Part.UNUSED: "Not used",
}
_SHAPING: Final = frozenset({Part.DAY, Part.SEGMENT})
_SHAPING_KEYS: Final = {ChoiceKey.DAYS: Part.DAY, ChoiceKey.SEGMENT: Part.SEGMENT}
_SHAPING_NOTES: Final = {
    NoteCode.DAYS_ADDED: Part.DAY,
    NoteCode.SEGMENTS_ADDED: Part.SEGMENT,
    NoteCode.SEGMENT_CHOSEN: Part.SEGMENT,
}
_FIELDS: Final[dict[Part, _Field]] = {
    Part.VARIANT: "variant",
    Part.USERS: "users",
    Part.CONVERSIONS: "conversions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The part of the plan that speaks of columns: roles, and the guardrails of the charter."""

    roles: ColumnRoles
    charter: Charter


def choosable_parts(current: Part) -> tuple[Part, ...]:
    """Return what a head offers: no column is made the day or segment, that is how rows are read.

    One that is says so, and cannot be left unused without another reading.
    """
    if current in _SHAPING:
        others = (part for part in Part if part not in _SHAPING and part is not Part.UNUSED)
        return (current, *others)
    return tuple(part for part in Part if part not in _SHAPING)


def shaping_parts(reading: Interpretation) -> dict[str, Part]:
    """Return the columns that tell the rows of a variant apart, by `column_key` of their name."""
    if reading.shape is Shape.VARIANTS:
        return {}
    parts = {
        column_key(choice.subject): Part.SEGMENT
        for choice in reading.choices.about(ChoiceKey.SEGMENT)
    }
    if reading.table is not None and reading.table.days is not None:
        parts[column_key(reading.table.days.column)] = Part.DAY
    for note in reading.notes:
        if note.code in _SHAPING_NOTES and note.column is not None:
            parts[column_key(note.column)] = _SHAPING_NOTES[note.code]
    for question in reading.questions:
        keys = {answer.choice.key for answer in question.answers} & _SHAPING_KEYS.keys()
        if question.column is not None and keys:
            parts[column_key(question.column)] = _SHAPING_KEYS[keys.pop()]
    return parts


def parts_of(
    table: Table,
    roles: ColumnRoles,
    guardrails: tuple[GuardrailPlan, ...],
    rate: str | None = None,
    shaping: Mapping[str, Part] | None = None,
) -> tuple[Part, ...]:
    """Return what each column of the header is used as.

    Columns are told apart by name, so two of the same name play the same part.

    Args:
        table: The table, as it is shown.
        roles: The required columns.
        guardrails: Those that are taken.
        rate: The column the conversions were worked out from, if they were.
        shaping: What `shaping_parts` says of the reading.
    """
    by_key = dict(shaping or {})
    by_key |= {column_key(plan.name): Part.GUARDRAIL for plan in guardrails}
    if rate is not None:
        by_key[column_key(rate)] = Part.RATE
    for part, field in _FIELDS.items():
        by_key[column_key(getattr(roles, field))] = part
    return tuple(by_key.get(column_key(name), Part.UNUSED) for name in table.header)


def guardrails_of(charter: Charter, uses: tuple[ColumnUse, ...]) -> tuple[GuardrailPlan, ...]:
    """Return the guardrails of the charter; the proposed ones where it leaves them open."""
    if charter.guardrails is not None:
        return charter.guardrails
    names = dict.fromkeys(use.name for use in uses if use.is_guardrail)
    return tuple(propose_guardrail(name) for name in names)


def missing_parts(table: Table, roles: ColumnRoles) -> tuple[Part, ...]:
    """Return the required parts that no single column plays."""
    return tuple(
        part for part, field in _FIELDS.items() if len(table.positions(getattr(roles, field))) != 1
    )


def assign(
    table: Table,
    assignment: Assignment,
    column: str,
    part: Part,
    *,
    taken: tuple[GuardrailPlan, ...],
    remembered: Mapping[str, GuardrailPlan],
) -> Assignment:
    """Use a column as `part`; a required part that another column played moves over.

    Args:
        table: The table.
        assignment: What holds now.
        column: The name of the column.
        part: What it shall be used as.
        taken: The guardrails that are taken now, planned or proposed.
        remembered: Guardrails taken earlier, by `column_key` of their name, with their margins.
    """
    key = column_key(column)
    roles = _without(table, assignment.roles, key)
    was_guardrail = any(column_key(plan.name) == key for plan in taken)
    if part in _FIELDS:
        roles = _with(roles, _FIELDS[part], column)
    if part is not Part.GUARDRAIL:
        taken = tuple(plan for plan in taken if column_key(plan.name) != key)
    elif not was_guardrail:
        taken = (*taken, remembered.get(key) or propose_guardrail(column))
    return Assignment(roles=roles, charter=replace(assignment.charter, guardrails=taken))


def _without(table: Table, roles: ColumnRoles, key: str) -> ColumnRoles:
    """Free every required part that the column plays; its name is then one the table lacks."""
    for field in _FIELDS.values():
        if column_key(getattr(roles, field)) == key:
            roles = _with(roles, field, _absent_name(table, field))
    return roles


def _with(roles: ColumnRoles, field: _Field, name: str) -> ColumnRoles:
    match field:
        case "variant":
            return replace(roles, variant=name)
        case "users":
            return replace(roles, users=name)
        case "conversions":
            return replace(roles, conversions=name)


def _absent_name(table: Table, field: _Field) -> str:
    name: str = field
    while table.positions(name):
        name = f"{name} (not chosen)"
    return name
