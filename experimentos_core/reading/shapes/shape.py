"""What one row is: a variant, a day of one, a segment of one; and all of it made one row each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.labels import label_key, mend_label
from experimentos_core.reading.columns.parts import (
    DayColumn,
    breakdown_columns,
    find_days,
    is_ragged,
    role_positions,
)
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.interpretation import Shape
from experimentos_core.reading.notes import Chip, Note, NoteCode, Question
from experimentos_core.reading.shapes.adding import add_rows, dropped_note, plan_adding
from experimentos_core.reading.shapes.daily import (
    DayRows,
    ask_running,
    day_chip,
    day_notes,
    is_running,
)
from experimentos_core.reading.shapes.segments import read_breakdown, take_rows
from experimentos_core.reading.shapes.user_rows import refuse_user_rows
from experimentos_core.reading.table import DailyRows, Table

_MOST_SPELLINGS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A table with one row per variant, where that could be had.

    Attributes:
        table: The rows; while a question without a default is open, as they stood.
        shape: What one row of the file is.
        notes: What was done.
        chips: What was decided.
        questions: What is open.
    """

    table: Table
    shape: Shape
    notes: tuple[Note, ...] = ()
    chips: tuple[Chip, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """What tells the rows of one variant apart.

    Attributes:
        keys: The compared name of each row's variant.
        days: The column of days; None where there is none.
        segments: Positions of the columns that break the rows down.
    """

    keys: tuple[str, ...]
    days: DayColumn | None
    segments: tuple[int, ...]


def shape_table(table: Table, roles: ColumnRoles, choices: Choices = Choices()) -> Shaped:  # noqa: B008 - frozen
    """Make one row per variant of rows by day or by segment.

    Variants that stand once each are left as they are, and so are variants that stand several
    times without a column that says why: the health check reports those. Days are added up;
    segments are asked about.

    Args:
        table: The rows as plain numbers, those that are no variant left out.
        roles: Which column plays which part.
        choices: `shape`, `days` and `segment:COLUMN` count here.

    Raises:
        ReadingError: When the file has one row per user, or a choice names what there is not.
    """
    as_it_stands = Shaped(table=table, shape=Shape.VARIANTS)
    if choices.get(ChoiceKey.SHAPE) == Shape.VARIANTS.value or is_ragged(table):
        return as_it_stands
    if len(table.positions(roles.variant)) != 1:
        return as_it_stands
    keys = tuple(label_key(cell) for cell in table.column(table.positions(roles.variant)[0]))
    if len({key for key in keys if key}) == sum(bool(key) for key in keys):
        return as_it_stands
    refuse_user_rows(table, roles)
    layout = _find_layout(table, roles, choices, keys)
    if layout is None:
        return as_it_stands
    return _shape(table, roles, choices, layout)


def _find_layout(
    table: Table, roles: ColumnRoles, choices: Choices, keys: tuple[str, ...]
) -> _Layout | None:
    """Find the fewest columns that tell the rows of a variant apart; None where none do."""
    wanted = choices.get(ChoiceKey.SHAPE)
    rows = [row for row, key in enumerate(keys) if key]
    days = find_days(table, roles, rows) if wanted != Shape.SEGMENTS.value else None
    if days is None and wanted == Shape.DAYS.value:
        message = "No column holds a date in every row, so the rows cannot be added up by day."
        raise ReadingError(message, "Check the column of dates, or drop --map shape=days.")
    taken = set(role_positions(table, roles))
    told: list[tuple[str, ...]] = [(keys[row],) for row in rows]
    if days is not None and _is_varied(table, days.position, keys, rows):
        told = _joined(told, [day.isoformat() for day in days.days.days])
        taken.add(days.position)
    else:
        days = None
    extra = () if wanted != Shape.SEGMENTS.value else _day_like(table, roles, rows)
    segments = _tell_apart(table, (*extra, *breakdown_columns(table, {*taken, *extra})), told, rows)
    return None if segments is None else _Layout(keys=keys, days=days, segments=segments)


def _day_like(table: Table, roles: ColumnRoles, rows: Sequence[int]) -> tuple[int, ...]:
    found = find_days(table, roles, rows)
    return () if found is None else (found.position,)


def _is_varied(table: Table, position: int, keys: Sequence[str], rows: Sequence[int]) -> bool:
    """Whether some variant has two values in a column."""
    seen: dict[str, str] = {}
    return any(seen.setdefault(keys[r], c := table.cell(r, position)) != c for r in rows)


def _tell_apart(
    table: Table, columns: Sequence[int], told: list[tuple[str, ...]], rows: Sequence[int]
) -> tuple[int, ...] | None:
    """Return the fewest of the columns that make every row unique, the left one first."""
    if _count(told) == len(rows):
        return ()
    parts = {c: [label_key(table.cell(row, c)) for row in rows] for c in columns}
    for column, cells in parts.items():
        if _count(_joined(told, cells)) == len(rows):
            return (column,)
    chosen: list[int] = []
    for column, cells in parts.items():
        joined = _joined(told, cells)
        if _count(joined) > _count(told):
            chosen.append(column)
            told = joined
        if _count(told) == len(rows):
            return tuple(chosen)
    return None


def _joined(told: Sequence[tuple[str, ...]], cells: Sequence[str]) -> list[tuple[str, ...]]:
    return [(*key, cell) for key, cell in zip(told, cells, strict=True)]


def _count(told: Sequence[tuple[str, ...]]) -> int:
    return len(set(told))


def _shape(table: Table, roles: ColumnRoles, choices: Choices, layout: _Layout) -> Shaped:
    """Take the rows of the segments wanted, then add up what is left of each variant."""
    rows = list(range(len(table.rows)))
    notes: list[Note] = []
    chips: list[Chip] = []
    questions: list[Question] = []
    what = "Each variant" if layout.days is None else "Each variant and day"
    shape = Shape.SEGMENTS if layout.days is None else Shape.DAYS
    days = () if layout.days is None else (layout.days.position,)
    variant = table.positions(roles.variant)[0]
    for position in layout.segments:
        others = (variant, *days, *(p for p in layout.segments if p != position))
        named = [row for row in rows if layout.keys[row]]
        breakdown = read_breakdown(table, position, named, others, table.positions(roles.users))
        if len(breakdown.values) == 1:
            continue
        taken = take_rows(table, breakdown, named, choices, what)
        notes += taken.notes
        chips += taken.chips
        questions += taken.questions[: 0 if questions else 1]
        if taken.rows is None:
            return Shaped(
                table=table,
                shape=shape,
                notes=tuple(notes),
                chips=tuple(chips),
                questions=tuple(questions),
            )
        rows = sorted([*taken.rows, *(row for row in rows if not layout.keys[row])])
    added = _add_up(table, roles, choices, layout, rows)
    return Shaped(
        table=added.table,
        shape=shape,
        notes=(*notes, *added.notes),
        chips=(*chips, *added.chips),
        questions=(*questions, *added.questions),
    )


def _add_up(
    table: Table, roles: ColumnRoles, choices: Choices, layout: _Layout, rows: Sequence[int]
) -> Shaped:
    """Add up the rows of each variant; without days, those that stand alone are left alone."""
    groups = _groups(layout.keys, rows)
    shape = Shape.SEGMENTS if layout.days is None else Shape.DAYS
    if layout.days is None and all(len(group) == 1 for group in groups):
        kept = [row for row in range(len(table.rows)) if row in set(rows)]
        return Shaped(table=_only_rows(table, kept), shape=shape)
    without = (*layout.segments, *([] if layout.days is None else [layout.days.position]))
    plan = plan_adding(table, roles, without)
    notes = (*dropped_note(plan), *_merged_labels(table, roles, groups))
    if layout.days is None:
        return Shaped(table=add_rows(table, plan, groups), shape=shape, notes=notes)
    by_day = _by_day(layout, layout.days, rows)
    daily = add_rows(table, plan, [group for days in by_day.values() for group in days.values()])
    day_rows = _day_rows(table, roles, layout.days, by_day)
    metrics = [p for name in (roles.users, roles.conversions) for p in daily.positions(name)]
    question = ask_running(daily, day_rows, choices, metrics)
    if is_running(choices):
        last = [max(days.items())[1] for days in by_day.values()]
        summed = add_rows(table, plan, [*last, *_nameless(layout.keys, rows)])
    else:
        summed = replace(add_rows(table, plan, groups), days=_daily_rows(daily, day_rows))
    return Shaped(
        table=summed,
        shape=shape,
        notes=(*day_notes(day_rows, choices), *notes),
        chips=(day_chip(day_rows, choices),),
        questions=() if question is None else (question,),
    )


def _groups(keys: Sequence[str], rows: Sequence[int]) -> list[list[int]]:
    """Return the rows of each variant, in file order; a row without a name stays alone."""
    groups: dict[str | int, list[int]] = defaultdict(list)
    for row in rows:
        groups[keys[row] or row].append(row)
    return list(groups.values())


def _nameless(keys: Sequence[str], rows: Sequence[int]) -> list[list[int]]:
    return [[row] for row in rows if not keys[row]]


def _by_day(
    layout: _Layout, days: DayColumn, rows: Sequence[int]
) -> dict[str, dict[date, list[int]]]:
    named = [row for row, key in enumerate(layout.keys) if key]
    day_of = dict(zip(named, days.days.days, strict=True))
    by_day: dict[str, dict[date, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if layout.keys[row]:
            by_day[layout.keys[row]][day_of[row]].append(row)
    return by_day


def _day_rows(
    table: Table,
    roles: ColumnRoles,
    days: DayColumn,
    by_day: dict[str, dict[date, list[int]]],
) -> DayRows:
    """Number the rows as they stand in the table of days."""
    variant = table.positions(roles.variant)[0]
    numbers = iter(range(sum(len(rows) for rows in by_day.values())))
    return DayRows(
        column=table.header[days.position],
        rows={key: {day: next(numbers) for day in rows} for key, rows in by_day.items()},
        labels={
            key: mend_label(table.cell(next(iter(rows.values()))[0], variant))
            for key, rows in by_day.items()
        },
        is_ambiguous=days.days.is_ambiguous,
    )


def _daily_rows(daily: Table, rows: DayRows) -> DailyRows:
    days = [day for by_day in rows.rows.values() for day in by_day]
    return DailyRows(
        column=rows.column,
        days=tuple(day.isoformat() for day in days),
        rows=daily.rows,
        row_numbers=daily.row_numbers,
    )


def _only_rows(table: Table, rows: Sequence[int]) -> Table:
    return replace(
        table,
        rows=tuple(table.rows[row] for row in rows),
        row_numbers=tuple(table.row_numbers[row] for row in rows),
    )


def _merged_labels(
    table: Table, roles: ColumnRoles, groups: Sequence[Sequence[int]]
) -> tuple[Note, ...]:
    """Name the spellings of each variant whose rows were added up in spite of them."""
    variant = table.positions(roles.variant)[0]
    notes: list[Note] = []
    for group in groups:
        spellings = dict.fromkeys(table.rows[row][variant] for row in group)
        if len(spellings) < 2:  # noqa: PLR2004 - one spelling needs no word
            continue
        shown = ", ".join(repr(label) for label in list(spellings)[:_MOST_SPELLINGS])
        message = f"These were taken as one variant: {shown}."
        undo = Choice(key=ChoiceKey.SHAPE, value=Shape.VARIANTS.value)
        notes.append(
            Note(
                code=NoteCode.LABELS_MERGED,
                message=message,
                row=table.row_numbers[group[0]],
                column=roles.variant,
                value=table.rows[group[0]][variant],
                undo=undo,
            )
        )
    return tuple(notes)
