"""Rates that stand in for the conversions, turned into the counts they must come from."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.derived.rates import (
    RateCell,
    RateScale,
    in_percent,
    likely_scale,
    read_rate,
    settled_scale,
)
from experimentos_core.reading.notes import Answer, Note, NoteCode, Question
from experimentos_core.reading.numbers.counts import parse_count
from experimentos_core.reading.table import Table

_SURPRISINGLY_HIGH: Final = Fraction(1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsFromRate:
    """What became of a rate that stands in for the conversions.

    Attributes:
        table: With the column of counts, where every rate says exactly one.
        notes: What was done, or why it could not be.
        questions: Whether the rates are percentages, where both give whole counts; at most one.
    """

    table: Table
    notes: tuple[Note, ...]
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A column of rates read on one scale.

    Attributes:
        scale: The scale.
        cells: The counts; where a cell is broken, its text.
        counts: The count each row says and its users; None where there is not exactly one.
        rough: The first row whose rate leaves several counts open, or none; None without one.
    """

    scale: RateScale
    cells: tuple[str, ...]
    counts: tuple[tuple[int, int] | None, ...]
    rough: int | None

    @property
    def first(self) -> int | None:
        """The first row that says a count."""
        return next((row for row, count in enumerate(self.counts) if count is not None), None)

    @property
    def fits(self) -> bool:
        """Whether every rate that can be read says exactly one count, and there is one."""
        return self.rough is None and self.first is not None

    @property
    def tells(self) -> bool:
        """Whether any count is above zero: zeros fit every scale and speak for none."""
        return any(count is not None and count[0] > 0 for count in self.counts)


def counts_from_rate(
    table: Table, roles: ColumnRoles, position: int, *, has_sign: bool, chosen: str | None = None
) -> CountsFromRate:
    """Append the conversions a rate and the users come to, where each rate says exactly one.

    Where neither header, signs nor a choice tell percentages from shares of one, both are tried:
    the only one that gives whole counts is taken; where both do, that is asked. A row whose rate
    or users are no number gets the text that stands there, so that the health check names it.
    Where a rate leaves several counts open, or none, nothing is appended.

    Args:
        table: The rows as plain numbers.
        roles: Which column holds the users, and what the column of counts is to be called.
        position: The column of rates.
        has_sign: Whether its cells stood with percent signs.
        chosen: What was chosen for `scale:COLUMN`.
    """
    settled = settled_scale(table.header[position], chosen, has_sign=has_sign)
    scales = _possible(table, position) if settled is None else (settled,)
    readings = [_count(table, roles, position, scale) for scale in scales]
    fitting = [
        reading
        for reading in readings
        if reading.fits and (reading is readings[0] or reading.tells)
    ]
    if not fitting:
        return CountsFromRate(table=table, notes=_troubles(table, roles, position, readings[0]))
    taken = fitting[0]
    rows = tuple((*row, cell) for row, cell in zip(table.rows, taken.cells, strict=True))
    counted = replace(table, header=(*table.header, roles.conversions), rows=rows)
    questions = _ask(table, position, fitting)
    if taken is not readings[0]:
        note = _only_percent(table, position, taken)
        questions = _ask_rough(table, roles, position, readings[0], taken)
    elif settled is None and not questions:
        note = _shares(table, position, taken)
    else:
        note = _said(table, position, taken)
    return CountsFromRate(table=counted, notes=(note,), questions=questions)


def _possible(table: Table, position: int) -> tuple[RateScale, ...]:
    """The scales rates may be on, the likelier first; beyond one there are only percentages."""
    likely = likely_scale(table.column(position))
    return (likely,) if likely is RateScale.PERCENT else (likely, RateScale.PERCENT)


def _count(table: Table, roles: ColumnRoles, position: int, scale: RateScale) -> _Counted:
    users = table.positions(roles.users)[0]
    cells: list[str] = []
    counts: list[tuple[int, int] | None] = []
    rough: int | None = None
    for row in range(len(table.rows)):
        rate = read_rate(table.cell(row, position), scale)
        n = parse_count(table.cell(row, users))
        if rate is None or not isinstance(n, int):
            cells.append(table.cell(row, position) if rate is None else table.cell(row, users))
            counts.append(None)
            continue
        possible = rate.counts(n)
        is_one = len(possible) == 1
        cells.append(str(possible[0]) if is_one else table.cell(row, position))
        counts.append((possible[0], n) if is_one else None)
        if not is_one and rough is None:
            rough = row
    return _Counted(scale=scale, cells=tuple(cells), counts=tuple(counts), rough=rough)


def _ask(table: Table, position: int, fitting: list[_Counted]) -> tuple[Question, ...]:
    """Ask which scale is meant where two give whole counts, and not the same."""
    if len(fitting) == 1 or fitting[0].cells == fitting[1].cells:
        return ()
    row = next(row for row, cell in enumerate(fitting[0].cells) if cell != fitting[1].cells[row])
    name, cell, number = table.header[position], table.cell(row, position), table.row_numbers[row]
    place = table.source.line(number)
    amounts = [_amount(reading, row) for reading in fitting]
    answers = tuple(
        Answer(label=label, choice=_scale(name, reading.scale))
        for label, reading in zip(
            (f"Shares of one: {cell} is {amounts[0]}", f"Percentages: {cell}% is {amounts[1]}"),
            fitting,
            strict=True,
        )
    )
    text = (
        f"Are the rates in {name!r} shares of one or percentages? {cell} in {place} is "
        f"{amounts[0]} users or {amounts[1]}."
    )
    return (Question(text=text, answers=answers, default=0, row=number, column=name, value=cell),)


def _ask_rough(
    table: Table, roles: ColumnRoles, position: int, rough: _Counted, taken: _Counted
) -> tuple[Question, ...]:
    """Ask whether percentages are meant where shares of one were possible, if not exact."""
    row = rough.rough
    if row is None:
        return ()
    rate = read_rate(table.cell(row, position), rough.scale)
    users = parse_count(table.cell(row, table.positions(roles.users)[0]))
    counts = rate.counts(users) if rate is not None and isinstance(users, int) else range(0)
    if not counts:
        return ()
    name, cell, number = table.header[position], table.cell(row, position), table.row_numbers[row]
    amount = _amount(taken, row)
    several = f"{counts[0]:,} to {counts[-1]:,}"
    text = (
        f"Are the rates in {name!r} percentages or shares of one? {cell} in "
        f"{table.source.line(number)} is {amount} users, or somewhere from {several}."
    )
    answers = (
        Answer(label=f"Percentages: {cell}% is {amount}", choice=_scale(name, taken.scale)),
        Answer(label=f"Shares of one: {cell} is {several}", choice=_scale(name, rough.scale)),
    )
    return (Question(text=text, answers=answers, default=0, row=number, column=name, value=cell),)


def _amount(reading: _Counted, row: int) -> str:
    found = reading.counts[row]
    return "" if found is None else f"{found[0]:,} of {found[1]:,}"


def _scale(name: str, scale: RateScale) -> Choice:
    return Choice(key=ChoiceKey.SCALE, subject=name, value=scale.value)


def _troubles(
    table: Table, roles: ColumnRoles, position: int, reading: _Counted
) -> tuple[Note, ...]:
    """Name the first rate that leaves its count open; a column of broken cells has none."""
    row = reading.rough
    rate = None if row is None else read_rate(table.cell(row, position), reading.scale)
    if row is None or rate is None:
        return ()
    name, number, cell = table.header[position], table.row_numbers[row], table.cell(row, position)
    place = table.source.line(number)
    users = parse_count(table.cell(row, table.positions(roles.users)[0]))
    counts = rate.counts(users) if isinstance(users, int) else range(0)
    if counts:
        which = f"may be {counts[0]:,} to {counts[-1]:,} conversions"
    else:
        which = "is no whole number of conversions"
    message = f"In {place}, {in_percent(rate.value, rate.slack)} of {users:,} users {which}."
    other = next(scale for scale in RateScale if scale is not reading.scale)
    hint = "Export the counts themselves, or the rate with more digits."
    if "%" not in cell and _count(table, roles, position, other).fits:
        hint += f" Or say what the rates are: {_scale(name, other).on_command_line}."
    return (
        Note(
            code=NoteCode.RATE_TOO_ROUGH,
            severity=Severity.BLOCKED,
            message=message,
            hint=hint,
            row=number,
            column=name,
            value=cell,
        ),
    )


def _said(table: Table, position: int, taken: _Counted) -> Note:
    """Say which counts were worked out."""
    row = taken.first or 0
    name, cell = table.header[position], table.cell(row, position)
    rate = read_rate(cell, taken.scale)
    shown = cell if rate is None else in_percent(rate.value, rate.slack)
    count, users = taken.counts[row] or (0, 0)
    return Note(
        code=NoteCode.COUNTS_FROM_RATE,
        message=(
            f"The conversions were worked out from {name!r}: {shown} of {users:,} users in "
            f"{table.source.line(table.row_numbers[row])} are {count:,}."
        ),
        row=table.row_numbers[row],
        column=name,
        value=cell,
        undo=Choice(key=ChoiceKey.COLUMN, subject=name, value="skip"),
    )


def _shares(table: Table, position: int, taken: _Counted) -> Note:
    """Say it, and warn where 0.55 could as well mean 0.55%."""
    note = _said(table, position, taken)
    rates = [read_rate(each, taken.scale) for each in table.column(position)]
    if taken.scale is RateScale.PERCENT or not any(_is_high(rate) for rate in rates):
        return note
    hint = "Write a percent sign behind the rates if they are percentages."
    return replace(note, severity=Severity.WARNING, hint=hint)


def _is_high(rate: RateCell | None) -> bool:
    return rate is not None and rate.value >= _SURPRISINGLY_HIGH


def _only_percent(table: Table, position: int, taken: _Counted) -> Note:
    """Say it, and that the rates were only taken as percentages because shares give no counts."""
    note = _said(table, position, taken)
    name = table.header[position]
    message = (
        f"{note.message} The rates were read as percentages: as shares of one they do not give "
        "one whole number of conversions in every row."
    )
    hint = "Write a percent sign into the header to say so, or export the counts themselves."
    undo = _scale(name, RateScale.FRACTION)
    return replace(note, severity=Severity.WARNING, message=message, hint=hint, undo=undo)
