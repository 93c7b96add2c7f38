"""Rows by day, added up per variant: checked for holes and for running totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.notes import Answer, Chip, Note, NoteCode, Question
from experimentos_core.reading.numbers.cells import exact_number
from experimentos_core.reading.table import Table

_NEW: Final = Choice(key=ChoiceKey.DAYS, value="new")
_RUNNING: Final = Choice(key=ChoiceKey.DAYS, value="running")
_ADD: Final = Choice(key=ChoiceKey.SHAPE, value="days")
_AS_IT_STANDS: Final = Choice(key=ChoiceKey.SHAPE, value="variants")
_BY_SEGMENT: Final = Choice(key=ChoiceKey.SHAPE, value="segments")
_FEWEST_RUNNING: Final = 4
_MOST_NAMED: Final = 20
_STEPS: Final = (1, 7)
_OTHER_ORDER: Final = " The dates could be read month first as well; the sums stay the same."


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRows:
    """The rows of each variant and day.

    Attributes:
        column: Name of the column of days.
        rows: For each variant's key, its days and the index of the row of each, in order.
        labels: For each variant's key, its name.
        is_ambiguous: Whether day and month could be the other way round.
    """

    column: str
    rows: Mapping[str, Mapping[date, int]]
    labels: Mapping[str, str]
    is_ambiguous: bool

    @property
    def days(self) -> list[date]:
        """Every day any variant has, in order."""
        return sorted({day for days in self.rows.values() for day in days})


def ask_running(
    table: Table, rows: DayRows, choices: Choices, metrics: Sequence[int]
) -> Question | None:
    """Ask whether figures that never fall are running totals; None where they are none, or told.

    They may be, when over four days or more no figure of any variant ever falls: late in an
    experiment running totals grow by little. Adding them up would count the same users again.
    """
    if choices.get(ChoiceKey.DAYS) is not None or len(rows.days) < _FEWEST_RUNNING or not metrics:
        return None
    if max(len(days) for days in rows.rows.values()) < _FEWEST_RUNNING:
        return None
    for days in rows.rows.values():
        ordered = [days[day] for day in sorted(days)]
        if not all(_never_falls(table, ordered, position) for position in metrics):
            return None
    names = " and ".join(table.header[position] for position in metrics)
    text = (
        f"{names} never fall from day to day: does each row hold one day, or the running total "
        "since the start?"
    )
    answers = (
        Answer(label="One day each: add the days up", choice=_NEW),
        Answer(label="Running totals: take the last day", choice=_RUNNING),
    )
    return Question(text=text, answers=answers, column=rows.column)


def is_running(choices: Choices) -> bool:
    """Whether the rows are running totals by choice."""
    return choices.get(ChoiceKey.DAYS) == _RUNNING.value


def day_notes(rows: DayRows, choices: Choices) -> tuple[Note, ...]:
    """Say that days were added up, or the last one taken, and which days are missing."""
    days = rows.days
    span = f"{days[0].isoformat()} to {days[-1].isoformat()}"
    if is_running(choices):
        message = (
            f"Only the last day of each variant ({days[-1].isoformat()}) was used: its rows are "
            f"running totals of {len(days)} days."
        )
        note = Note(code=NoteCode.DAYS_ADDED, message=message, column=rows.column, undo=_NEW)
        return (note, *_missing(rows))
    is_said = choices.get(ChoiceKey.DAYS) == _NEW.value
    hint = (
        "This is right only if every user is counted on one day alone; say so with --map days=new."
    )
    note = Note(
        code=NoteCode.DAYS_ADDED,
        severity=Severity.NOTE if is_said else Severity.WARNING,
        message=f"Each variant's {_plural(len(days))} ({span}) were added up.",
        hint=("" if is_said else hint) + (_OTHER_ORDER if rows.is_ambiguous else ""),
        column=rows.column,
        undo=_AS_IT_STANDS,
    )
    return (note, *_missing(rows))


def day_chip(rows: DayRows, choices: Choices) -> Chip:
    """Return the decision about the days, with every way to read them."""
    told = choices.get(ChoiceKey.DAYS)
    answers: tuple[Answer, ...] = (
        Answer(label="Yes, each user counts on one day: add up without a warning", choice=_NEW),
        Answer(label="Running totals: take the last day", choice=_RUNNING),
        Answer(label="Leave the rows as they stand", choice=_AS_IT_STANDS),
    )
    if told is None:
        answers = (Answer(label="Add the days up, with a warning", choice=_ADD), *answers)
    text = "running totals, last day" if is_running(choices) else f"{len(rows.days)} days added up"
    return Chip(text=text, is_guess=told is None, answers=answers, taken=int(is_running(choices)))


def left_alone_chip(*, by_day: bool) -> Chip:
    """Return the decision to leave rows by day or by segment as they stand, and the way back."""
    back = Answer(label="Add the days up", choice=_ADD)
    if not by_day:
        back = Answer(label="Add the segments up, or take one", choice=_BY_SEGMENT)
    kept = Answer(label="Leave the rows as they stand", choice=_AS_IT_STANDS)
    return Chip(text="rows left as they stand", answers=(back, kept), taken=1)


def _never_falls(table: Table, ordered: Sequence[int], position: int) -> bool:
    values = [exact_number(table.cell(row, position)) for row in ordered]
    known = [value for value in values if value is not None]
    return len(known) == len(values) and all(one <= after for one, after in pairwise(known))


def _missing(rows: DayRows) -> tuple[Note, ...]:
    days = rows.days
    notes = [
        _incomplete(rows, label, [day for day in days if day not in rows.rows[key]], len(days))
        for key, label in rows.labels.items()
        if len(rows.rows[key]) < len(days)
    ][:_MOST_NAMED]
    hole = _first_hole(days)
    if hole is not None:
        message = f"No variant has a row for {hole.isoformat()}: a day is missing from the file."
        notes.append(_warning(rows.column, message))
    return tuple(notes)


def _incomplete(rows: DayRows, label: str, missing: Sequence[date], total: int) -> Note:
    message = (
        f"The variant {label!r} has no row for {missing[0].isoformat()}: it lacks "
        f"{len(missing)} of {_plural(total)}."
    )
    return _warning(rows.column, message)


def _warning(column: str, message: str) -> Note:
    return Note(
        code=NoteCode.DAYS_INCOMPLETE,
        severity=Severity.WARNING,
        message=message,
        hint="Check that the export is complete.",
        column=column,
    )


def _first_hole(days: Sequence[date]) -> date | None:
    """Return the first day missing from rows by day or by week; other steps have no holes."""
    steps = [(after - before).days for before, after in pairwise(days)]
    step = min(steps, default=0)
    if step not in _STEPS or all(gap == step for gap in steps):
        return None
    first = next(i for i, gap in enumerate(steps) if gap != step)
    return days[first] + timedelta(days=step)


def _plural(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
