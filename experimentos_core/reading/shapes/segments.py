"""Rows broken down by a country, a device, a week: added up, or one of them taken, as chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.labels import label_key, mend_label, reads_like_total
from experimentos_core.reading.notes import Answer, Chip, Note, NoteCode, Question
from experimentos_core.reading.numbers.cells import exact_number
from experimentos_core.reading.table import Table

_SUM: Final = "sum"
_ONLY: Final = "only "
_MOST_VALUES: Final = 8
_ADDED_HINT: Final = "This is right only if no user is counted in two of them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A column that breaks the rows of each variant down.

    Attributes:
        name: Its name.
        position: Where it stands.
        values: Its values as they are first written, totals last.
        total: The value that stands for all the others; None where there is none.
        total_is_sum: Whether the users of the rows of `total` are the sum of the others.
    """

    name: str
    position: int
    values: tuple[str, ...]
    total: str | None
    total_is_sum: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Which rows of a breakdown are used.

    Attributes:
        rows: Their indices; None while that is open and nothing may be supposed.
        notes: What was done.
        chips: The same as a decision that can be changed.
        questions: What is open; at most one.
    """

    rows: list[int] | None
    notes: tuple[Note, ...] = ()
    chips: tuple[Chip, ...] = ()
    questions: tuple[Question, ...] = ()


def read_breakdown(
    table: Table, position: int, rows: Sequence[int], others: Sequence[int], users: Sequence[int]
) -> Breakdown:
    """Return what a column breaks the rows down to.

    Args:
        table: The rows, as plain numbers.
        position: The column.
        rows: The rows that count.
        others: Positions of the columns a total must agree in with the rows it sums up: the
            variant's, the days', the other breakdowns'.
        users: Position of the users; empty where there is none.
    """
    spelled: dict[str, str] = {}
    for row in rows:
        cell = mend_label(table.cell(row, position))
        spelled.setdefault(label_key(cell), cell)
    totals = [value for value in spelled.values() if reads_like_total(value)]
    parts = [value for value in spelled.values() if not reads_like_total(value)]
    total = totals[0] if len(totals) == 1 and parts else None
    is_sum = total is not None and _is_sum(table, position, rows, (others, users), total)
    values = (*parts, *totals)
    return Breakdown(
        name=table.header[position],
        position=position,
        values=values,
        total=total,
        total_is_sum=is_sum,
    )


def take_rows(
    table: Table, breakdown: Breakdown, rows: Sequence[int], choices: Choices, what: str
) -> Taken:
    """Return the rows that are used: all but a total, or those of one value.

    Args:
        table: The rows.
        breakdown: The column that breaks them down.
        rows: The rows that count so far.
        choices: `segment:COLUMN=sum` or `segment:COLUMN=only VALUE`.
        what: What stands several times: 'Each variant', 'Each variant and day'.

    Raises:
        ReadingError: When a value is chosen that there is not.
    """
    chosen = choices.get(ChoiceKey.SEGMENT, breakdown.name)
    if chosen is None:
        question = _ask(breakdown, what)
        if question.default is None:
            return Taken(rows=None, questions=(question,))
        supposed = breakdown.total or ""
        return Taken(rows=_rows_of(table, breakdown, rows, supposed), questions=(question,))
    if chosen.strip().casefold() == _SUM:
        return _added(table, breakdown, rows)
    return _only(table, breakdown, rows, _value(breakdown, chosen))


def _is_sum(
    table: Table,
    position: int,
    rows: Sequence[int],
    keys: tuple[Sequence[int], Sequence[int]],
    total: str,
) -> bool:
    """Whether the users of every row of the total are the sum of the rows it stands for."""
    others, users = keys
    if not users:
        return False
    wholes: dict[tuple[str, ...], Decimal] = {}
    parts: dict[tuple[str, ...], Decimal] = {}
    for row in rows:
        key = tuple(label_key(table.cell(row, other)) for other in others)
        value = exact_number(table.cell(row, users[0]))
        if value is None:
            return False
        is_total = label_key(table.cell(row, position)) == label_key(total)
        sums = wholes if is_total else parts
        sums[key] = sums.get(key, Decimal(0)) + value
    return wholes == parts


def _ask(breakdown: Breakdown, what: str) -> Question:
    shown = _listed(breakdown.values)
    text = (
        f"{what} stands {len(breakdown.values)} times, once per {_called(breakdown)} ({shown}). "
        "Add them up, or take one?"
    )
    if breakdown.total is not None and not breakdown.total_is_sum:
        text = text.replace(
            "Add them up",
            f"The users of {breakdown.total!r} are not the sum of the others. Add the others up",
        )
    return Question(
        text=text,
        answers=_answers(breakdown),
        default=0 if breakdown.total_is_sum else None,
        column=breakdown.name,
    )


def _answers(breakdown: Breakdown) -> tuple[Answer, ...]:
    """Return the total first where there is one; else adding up."""
    adding = Answer(label="Add them all up", choice=_choice(breakdown, _SUM))
    if breakdown.total is not None:
        adding = Answer(label="Add the others up", choice=adding.choice)
    values = [value for value in breakdown.values if value != breakdown.total][:_MOST_VALUES]
    only = [_only_answer(breakdown, value) for value in values if value]
    if breakdown.total is None:
        return (adding, *only)
    return (_only_answer(breakdown, breakdown.total), adding, *only)


def _only_answer(breakdown: Breakdown, value: str) -> Answer:
    return Answer(label=f"Only {value}", choice=_choice(breakdown, f"{_ONLY}{value}"))


def _choice(breakdown: Breakdown, value: str) -> Choice:
    return Choice(key=ChoiceKey.SEGMENT, subject=breakdown.name, value=value)


def _value(breakdown: Breakdown, chosen: str) -> str:
    """Return the value chosen, as it is spelled in the file."""
    text = chosen.strip()
    wanted = text[len(_ONLY) :] if text.casefold().startswith(_ONLY) else text
    for value in breakdown.values:
        if label_key(value) == label_key(wanted):
            return value
    message = (
        f"The column {breakdown.name!r} holds no {wanted!r}; it holds {_listed(breakdown.values)}."
    )
    hint = f'Write --map "segment:{breakdown.name}=sum" or "segment:{breakdown.name}=only VALUE".'
    raise ReadingError(message, hint)


def _added(table: Table, breakdown: Breakdown, rows: Sequence[int]) -> Taken:
    kept = [row for row in rows if not reads_like_total(table.cell(row, breakdown.position))]
    without = ""
    if not kept:
        kept = list(rows)
    elif len(kept) < len(rows):
        totals = [value for value in breakdown.values if reads_like_total(value)]
        without = f" The rows of {_listed(totals)} were left out."
    values = [value for value in breakdown.values if not reads_like_total(value)]
    shown = _listed(values or breakdown.values)
    message = f"The rows of every {_called(breakdown)} ({shown}) were added up.{without}"
    note = Note(
        code=NoteCode.SEGMENTS_ADDED, message=message, hint=_ADDED_HINT, column=breakdown.name
    )
    chip = _chip(breakdown, f"{breakdown.name}: added up", _choice(breakdown, _SUM))
    return Taken(rows=kept, notes=(note,), chips=(chip,))


def _only(table: Table, breakdown: Breakdown, rows: Sequence[int], value: str) -> Taken:
    others = [v for v in breakdown.values if v not in (value, breakdown.total)]
    is_total = value == breakdown.total
    message = f"Only {breakdown.name} = {value} is analysed; "
    if is_total:
        message = f"The rows of {breakdown.name} = {value} are analysed; they stand for all. "
        message += f"{len(others)} segments beside it were left out."
    else:
        what = "1 other segment was" if len(others) == 1 else f"{len(others)} other segments were"
        message += f"{what} left out."
    note = Note(
        code=NoteCode.SEGMENT_CHOSEN,
        severity=Severity.NOTE if is_total else Severity.WARNING,
        message=message,
        hint="" if is_total else "The verdict holds for this segment alone.",
        column=breakdown.name,
        undo=_choice(breakdown, _SUM),
    )
    chosen = _choice(breakdown, f"{_ONLY}{value}")
    chip = _chip(breakdown, f"{breakdown.name}: only {value}", chosen)
    return Taken(rows=_rows_of(table, breakdown, rows, value), notes=(note,), chips=(chip,))


def _rows_of(table: Table, breakdown: Breakdown, rows: Sequence[int], value: str) -> list[int]:
    key = label_key(value)
    return [row for row in rows if label_key(table.cell(row, breakdown.position)) == key]


def _chip(breakdown: Breakdown, text: str, chosen: Choice) -> Chip:
    answers = _answers(breakdown)
    choices = [answer.choice for answer in answers]
    if chosen not in choices:
        answers = (*answers, _only_answer(breakdown, chosen.value.removeprefix(_ONLY)))
        choices.append(chosen)
    return Chip(text=text, answers=answers, taken=choices.index(chosen))


def _called(breakdown: Breakdown) -> str:
    return breakdown.name or "value of the column without a name"


def _listed(values: Sequence[str]) -> str:
    shown = ", ".join(value or "blank" for value in values[:_MOST_VALUES])
    more = len(values) - _MOST_VALUES
    return f"{shown} and {more} more" if more > 0 else shown
