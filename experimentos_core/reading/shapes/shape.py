"""What one row is: a variant, a day of one, a segment of one; and all of it made one row each."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.labels import label_key, mend_label, reads_like_total
from experimentos_core.reading.columns.parts import (
    DayColumn,
    OddDays,
    breakdown_columns,
    find_days,
    find_odd_days,
    is_ragged,
    is_varied,
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
    left_alone_chip,
)
from experimentos_core.reading.shapes.odd_days import (
    are_day_totals,
    day_total_notes,
    is_day_like,
    odd_day_notes,
)
from experimentos_core.reading.shapes.rollup import RowParts, value_sums
from experimentos_core.reading.shapes.segments import read_breakdown, take_rows
from experimentos_core.reading.shapes.telling_apart import compared, joined, recurs, tell_apart
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


def shape_table(
    table: Table,
    roles: ColumnRoles,
    choices: Choices = Choices(),  # noqa: B008 - frozen
    checkpoint: Callable[[], None] = lambda: None,
) -> Shaped:
    """Make one row per variant of rows by day or by segment.

    Variants that stand once each are left as they are, and so are variants that stand several
    times without a column that says why: the health check reports those. Days are added up;
    segments are asked about.

    Args:
        table: The rows as plain numbers, those that are no variant left out.
        roles: Which column plays which part.
        choices: `shape`, `days` and `segment:COLUMN` count here.
        checkpoint: Called now and then; raises ReadingCancelled when nobody waits any longer.

    Raises:
        ReadingError: When the file has one row per user, or a choice names what there is not.
    """
    as_it_stands = Shaped(table=table, shape=Shape.VARIANTS)
    if len(table.positions(roles.variant)) != 1 or is_ragged(table):
        return as_it_stands
    keys = tuple(label_key(cell) for cell in table.column(table.positions(roles.variant)[0]))
    if len({key for key in keys if key}) == sum(bool(key) for key in keys):
        return as_it_stands
    if choices.get(ChoiceKey.SHAPE) == Shape.VARIANTS.value:
        layout = _find_layout(table, roles, None, keys, checkpoint)
        if layout is None:
            return as_it_stands
        return replace(as_it_stands, chips=(left_alone_chip(by_day=layout.days is not None),))
    refuse_user_rows(table, roles)
    return _shape_repeated(table, roles, choices, keys, checkpoint)


def _shape_repeated(
    table: Table,
    roles: ColumnRoles,
    choices: Choices,
    keys: tuple[str, ...],
    checkpoint: Callable[[], None],
) -> Shaped:
    """Shape a table of which some variant has several rows."""
    wanted = choices.get(ChoiceKey.SHAPE)
    layout = _find_layout(table, roles, wanted, keys, checkpoint)
    rows = [row for row, key in enumerate(keys) if key]
    if wanted != Shape.SEGMENTS.value and (layout is None or layout.days is None):
        odd = find_odd_days(table, roles, rows)
        if odd is not None and (layout is None or odd.position in layout.segments):
            if are_day_totals(table, roles, odd):
                return _without_day_totals(table, roles, choices, odd, checkpoint)
            if is_day_like(odd):
                notes = odd_day_notes(table, odd)
                return Shaped(table=table, shape=Shape.VARIANTS, notes=notes)
    if wanted == Shape.DAYS.value and (layout is None or layout.days is None):
        message = "No column holds a date in every row, so the rows cannot be added up by day."
        raise ReadingError(message, "Check the column of dates, or drop --map shape=days.")
    if layout is None or (layout.segments and not table.positions(roles.users)):
        return Shaped(table=table, shape=Shape.VARIANTS)
    return _shape(table, roles, choices, layout)


def _without_day_totals(
    table: Table,
    roles: ColumnRoles,
    choices: Choices,
    odd: OddDays,
    checkpoint: Callable[[], None],
) -> Shaped:
    """Shape the table without the rows that sum up the days."""
    left = [row for row in range(len(table.rows)) if row not in set(odd.odd)]
    shaped = shape_table(_only_rows(table, left), roles, choices, checkpoint)
    return replace(shaped, notes=(*day_total_notes(table, odd), *shaped.notes))


def _find_layout(
    table: Table,
    roles: ColumnRoles,
    wanted: str | None,
    keys: tuple[str, ...],
    checkpoint: Callable[[], None],
) -> _Layout | None:
    """Find the fewest columns that tell the rows of a variant apart; None where none do."""
    rows = [row for row, key in enumerate(keys) if key]
    variants = [keys[row] for row in rows]
    days = find_days(table, roles, rows)
    if days is not None and not is_varied(table, roles, days.position, rows):
        days = None
    taken = set(role_positions(table, roles))
    told = joined([0] * len(rows), variants)
    extra: tuple[int, ...] = ()
    if days is not None and wanted == Shape.SEGMENTS.value:
        extra, days = (days.position,), None
    elif days is not None:
        told = joined(told, [day.isoformat() for day in days.days.days])
        taken.add(days.position)
    columns = (*extra, *breakdown_columns(table, {*taken, *extra}))
    if wanted != Shape.SEGMENTS.value:
        columns = tuple(c for c in columns if recurs(compared(table, c, rows), variants))
    segments = tell_apart(table, columns, told, rows, checkpoint)
    return None if segments is None else _Layout(keys=keys, days=days, segments=segments)


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
    parts = RowParts(
        must=(variant, *days),
        segments=layout.segments,
        metrics=tuple(
            p for name in (roles.users, roles.conversions) for p in table.positions(name)
        ),
    )
    for position in layout.segments:
        named = [row for row in rows if layout.keys[row]]
        breakdown = read_breakdown(table, position, named, parts)
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
    rows, dropped = _without_totals(table, parts, rows, layout)
    added = _add_up(table, roles, choices, layout, rows)
    return Shaped(
        table=added.table,
        shape=shape,
        notes=(*notes, *dropped, *added.notes),
        chips=(*chips, *added.chips),
        questions=(*questions, *added.questions),
    )


def _without_totals(
    table: Table, parts: RowParts, rows: list[int], layout: _Layout
) -> tuple[list[int], list[Note]]:
    """Leave out the totals that stand in a column of text that tells no rows apart itself."""
    notes: list[Note] = []
    apart = {*parts.must, *parts.segments, *parts.metrics}
    beside = replace(parts, must=parts.must[:1], segments=())
    for position in breakdown_columns(table, apart):
        named = [row for row in rows if layout.keys[row]]
        cells = compared(table, position, named)
        if not any(reads_like_total(cell) for cell in set(cells)):
            continue
        totals = set(value_sums(table, position, named, beside).totals())
        gone = {row for row, cell in zip(named, cells, strict=True) if cell in totals}
        if gone and len(gone) < len(named):
            rows = [row for row in rows if row not in gone]
            first = table.cell(min(gone), position)
            message = (
                f"The rows of {table.header[position]} = {first} were left out of the sum: they "
                "stand for all the others."
            )
            notes.append(
                Note(code=NoteCode.SEGMENTS_ADDED, message=message, column=table.header[position])
            )
    return rows, notes


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
