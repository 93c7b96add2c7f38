"""Which column plays which part, and how a choice in a column head changes that; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, propose_guardrail
from experimentos_core.reading.choices import ChoiceKey
from experimentos_core.reading.columns.roles import ColumnRoles, ColumnUse
from experimentos_core.reading.interpretation import Interpretation, Shape
from experimentos_core.reading.notes import NoteCode
from experimentos_core.reading.table import Table, column_key
from experimentos_gui.models.continuous import ContinuousMetrics


class Part(StrEnum):
    """What a column is used as."""

    VARIANT = "Variant"
    USERS = "Users"
    CONVERSIONS = "Conversions"
    RATE = "Rate"
    GUARDRAIL = "Guardrail"
    DAY = "Day"
    SEGMENT = "Segment"
    MEASURE = "Continuous metric"
    SIZE = "n of a metric"
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
    Part.MEASURE: "Continuous metric",
    Part.SIZE: "n of a continuous metric",
    Part.UNUSED: "Not used",
}
_SHAPING: Final = frozenset({Part.DAY, Part.SEGMENT})
_OF_READING: Final = _SHAPING | {Part.MEASURE, Part.SIZE}
_OF_MEASURES: Final = (Part.VARIANT, Part.USERS, Part.CONVERSIONS, Part.MEASURE, Part.UNUSED)
_DECIDING: Final = frozenset({Part.CONVERSIONS, Part.RATE})
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


def choosable_parts(current: Part, *, is_figure: bool = False) -> tuple[Part, ...]:
    """Return what a head offers: no column is made the day or segment, that is how rows are read.

    One that is says so, and cannot be left unused without another reading; nor can the n of a
    metric. `is_figure`: the column holds a sum, or the like, of a continuous metric.
    """
    if is_figure:
        return _OF_MEASURES
    others = tuple(part for part in Part if part not in _OF_READING)
    if current in _OF_READING:
        return (current, *(part for part in others if part is not Part.UNUSED))
    return others


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


def continuous_parts(continuous: ContinuousMetrics) -> dict[str, Part]:
    """Return the columns continuous metrics are read from, by `column_key` of their name."""
    return dict.fromkeys(continuous.sizes, Part.SIZE) | dict.fromkeys(continuous.used, Part.MEASURE)


def parts_of(
    table: Table,
    roles: ColumnRoles,
    guardrails: tuple[GuardrailPlan, ...],
    rate: str | None = None,
    beside: Mapping[str, Part] | None = None,
    *,
    is_mean: bool = False,
) -> tuple[Part, ...]:
    """Return what each column of the header is used as.

    Columns are told apart by name, so two of the same name play the same part.

    Args:
        table: The table, as it is shown.
        roles: The required columns.
        guardrails: Those that are taken.
        rate: The column the conversions were worked out from, if they were.
        beside: What `continuous_parts` and `shaping_parts` say of the reading.
        is_mean: Whether a mean decides; the conversions are then a column like any other.
    """
    by_key = dict(beside or {})
    by_key |= {column_key(plan.name): Part.GUARDRAIL for plan in guardrails}
    if rate is not None and not is_mean:
        by_key[column_key(rate)] = Part.RATE
    for part, field in _FIELDS.items():
        if not (is_mean and part is Part.CONVERSIONS):
            by_key[column_key(getattr(roles, field))] = part
    return tuple(by_key.get(column_key(name), Part.UNUSED) for name in table.header)


def needed_columns(roles: ColumnRoles, *, is_mean: bool) -> tuple[str, ...]:
    """Return the columns without which nothing can be said; no conversions where a mean decides."""
    return roles.required[:2] if is_mean else roles.required


def guardrails_of(charter: Charter, uses: tuple[ColumnUse, ...]) -> tuple[GuardrailPlan, ...]:
    """Return the guardrails of the charter; the proposed ones where it leaves them open.

    `uses` speaks of the columns beyond the needed ones.
    """
    if charter.guardrails is not None:
        return charter.guardrails
    names = {column_key(use.name): use.name for use in reversed(uses) if use.is_guardrail}
    return tuple(propose_guardrail(name) for name in reversed(names.values()))


def missing_parts(table: Table, roles: ColumnRoles, *, is_mean: bool = False) -> tuple[Part, ...]:
    """Return the needed parts that no single column plays; no conversions where a mean decides."""
    return tuple(
        part
        for part, field in _FIELDS.items()
        if not (is_mean and part is Part.CONVERSIONS)
        and len(table.positions(getattr(roles, field))) != 1
    )


def assign(
    table: Table,
    assignment: Assignment,
    column: str,
    part: Part,
    *,
    taken: tuple[GuardrailPlan, ...],
    remembered: Mapping[str, GuardrailPlan],
    is_mean: bool = False,
) -> Assignment:
    """Use a column as `part`; a required part that another column played moves over.

    Where a mean decides, a column that is made the conversions, or their rate, decides instead.

    Args:
        table: The table.
        assignment: What holds now.
        column: The name of the column.
        part: What it shall be used as.
        taken: The guardrails that are taken now, planned or proposed.
        remembered: Guardrails taken earlier, by `column_key` of their name, with their margins.
        is_mean: Whether a mean decides.
    """
    key = column_key(column)
    roles = assignment.roles
    # Where a mean decides, the conversions may be watched or not, and stay what they are.
    stays = is_mean and part in (Part.GUARDRAIL, Part.UNUSED)
    if not (stays and column_key(roles.conversions) == key):
        roles = _without(table, roles, key)
    was_guardrail = any(column_key(plan.name) == key for plan in taken)
    if part in _FIELDS:
        roles = _with(roles, _FIELDS[part], column)
    if part is not Part.GUARDRAIL:
        taken = tuple(plan for plan in taken if column_key(plan.name) != key)
    elif not was_guardrail:
        taken = (*taken, remembered.get(key) or propose_guardrail(column))
    charter = replace(assignment.charter, guardrails=taken)
    if is_mean and part in _DECIDING:
        charter = replace(charter, primary=PrimaryPlan(direction=charter.primary.direction))
    return Assignment(roles=roles, charter=charter)


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
