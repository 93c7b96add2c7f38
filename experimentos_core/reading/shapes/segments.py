"""Rows broken down by a country, a device, a week: added up, or one of them taken, as chosen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.labels import label_key, mend_label, reads_like_total
from experimentos_core.reading.names.role_words import name_words
from experimentos_core.reading.notes import Answer, Chip, Note, NoteCode, Question
from experimentos_core.reading.shapes.rollup import RowParts, value_sums
from experimentos_core.reading.table import Table

_SUM: Final = "sum"
_ONLY: Final = "only "
_MOST_VALUES: Final = 8
_BLANK: Final = "(blank)"
_NAMELESS: Final = "value of the column without a name"
_SAME_USERS_HINT: Final = "They hold the same users, who are now counted once for each."
_METRIC_WORDS: Final = frozenset(
    {
        *("metric", "metrics", "measure", "measures", "kpi", "kpis", "event", "events", "goal"),
        *("goals", "indicator", "metrik", "metriken", "kennzahl", "kennzahlen", "messgrosse"),
        *("ereignis", "ereignisse", "ziel", "ziele", "metrique", "mesure", "indicateur"),
        *("evenement", "objectif", "metrica", "medida", "indicador", "evento", "objetivo", "meta"),
        *("misura", "indicatore", "obiettivo", "metriek", "maatstaf", "gebeurtenis", "doel"),
    }
)
_ADDED_HINT: Final = "This is right only if no user is counted in two of them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A column that breaks the rows of each variant down.

    Attributes:
        name: Its name.
        position: Where it stands.
        values: Its values as they are first written, totals last.
        totals: Those that are left out when the others are added up: called totals, or proved.
        total: The value that stands for all the others; None where there is none.
        total_is_sum: Whether the rows of `total` are the sum of the others.
        offered: Those of `values` that stand beside two variants or more.
        may_add: Whether the values may be parts of a whole: metrics of the same users are none.
        times: How often it stands, in words: '2 times, once per country'.
    """

    name: str
    position: int
    values: tuple[str, ...]
    totals: tuple[str, ...]
    total: str | None
    total_is_sum: bool
    offered: tuple[str, ...]
    may_add: bool
    times: str


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


def read_breakdown(table: Table, position: int, rows: Sequence[int], parts: RowParts) -> Breakdown:
    """Return what a column breaks the rows down to.

    A value is a total when its name says so, or when users and conversions of its rows are the
    sum of the others for every variant: databases leave the name of a rollup blank.

    Args:
        table: The rows, as plain numbers.
        position: The column.
        rows: The rows that count.
        parts: What tells the rows apart besides.
    """
    spelled: dict[str, str] = {}
    for row in rows:
        cell = mend_label(table.cell(row, position))
        spelled.setdefault(label_key(cell), cell)
    sums = value_sums(table, position, rows, parts)
    proven = [spelled[key] for key in sums.totals()] if parts.metrics else []
    named = [v for v in spelled.values() if reads_like_total(v) and v not in proven]
    totals = (*proven, *named)
    values = (*(v for v in spelled.values() if v not in totals), *totals)
    has_total = len(values) > len(totals) and (bool(proven) or len(named) == 1)
    name = table.header[position]
    shared = _beside_variants(table, position, rows, parts.must[0])
    return Breakdown(
        name=name,
        position=position,
        values=values,
        totals=totals,
        total=totals[0] if has_total else None,
        total_is_sum=bool(proven) and has_total,
        offered=tuple(value for value in values if label_key(value) in shared),
        may_add=_METRIC_WORDS.isdisjoint(name_words(name))
        and not (parts.metrics and sums.repeats_users()),
        times=_times(table, position, rows, parts.must, name),
    )


def _beside_variants(
    table: Table, position: int, rows: Sequence[int], variant: int
) -> frozenset[str]:
    """Return the values that more than one variant has."""
    first: dict[str, str] = {}
    shared: set[str] = set()
    for row in rows:
        value, label = label_key(table.cell(row, position)), label_key(table.cell(row, variant))
        if first.setdefault(value, label) != label:
            shared.add(value)
    return frozenset(shared)


def _times(table: Table, position: int, rows: Sequence[int], must: Sequence[int], name: str) -> str:
    """Say how often each variant stands, as it is: parts of it may be missing."""
    places = [tuple(label_key(table.cell(row, part)) for part in must) for row in rows]
    each = Counter(places).values()
    fewest, most = min(each), max(each)
    values = (label_key(table.cell(row, position)) for row in rows)
    is_once = max(Counter(zip(places, values, strict=True)).values()) == 1
    span = f"{most} times" if fewest == most else f"{fewest} to {most} times"
    called = name or _NAMELESS
    return f"{span}, {'once' if is_once else 'more than once'} per {called}"


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


def _ask(breakdown: Breakdown, what: str) -> Question:
    adding = "Add them up, or take one?"
    if not breakdown.may_add:
        adding = "They hold the same users, so they cannot be added up. Which one is analysed?"
    elif breakdown.total is not None and not breakdown.total_is_sum:
        adding = (
            f"The users of {_shown(breakdown.total)!r} are not the sum of the others. "
            "Add the others up, or take one?"
        )
    elif breakdown.total is not None:
        adding = (
            f"{_shown(breakdown.total)} is the sum of the others. Take it, add the others up, or "
            "take one?"
        )
    return Question(
        text=f"{what} stands {breakdown.times} ({_listed(breakdown.values)}). {adding}",
        answers=_answers(breakdown),
        default=0 if breakdown.total_is_sum and breakdown.may_add else None,
        column=breakdown.name,
    )


def _answers(breakdown: Breakdown) -> tuple[Answer, ...]:
    """Return the total first where there is one; else adding up, where that makes sense."""
    values = [value for value in breakdown.offered if value != breakdown.total][:_MOST_VALUES]
    only = [_only_answer(breakdown, value) for value in values]
    first = [] if breakdown.total is None else [_only_answer(breakdown, breakdown.total)]
    if not breakdown.may_add:
        return (*only, *first)
    label = "Add them all up" if breakdown.total is None else "Add the others up"
    return (*first, Answer(label=label, choice=_choice(breakdown, _SUM)), *only)


def _only_answer(breakdown: Breakdown, value: str) -> Answer:
    shown = _shown(value)
    return Answer(label=f"Only {shown}", choice=_choice(breakdown, f"{_ONLY}{shown}"))


def _choice(breakdown: Breakdown, value: str) -> Choice:
    return Choice(key=ChoiceKey.SEGMENT, subject=breakdown.name, value=value)


def _value(breakdown: Breakdown, chosen: str) -> str:
    """Return the value chosen, as it is spelled in the file."""
    text = chosen.strip()
    wanted = text[len(_ONLY) :] if text.casefold().startswith(_ONLY) else text
    for value in breakdown.values:
        if label_key(value) == label_key(wanted):
            return value
    if label_key(wanted) == _BLANK and "" in breakdown.values:
        return ""
    message = (
        f"The column {breakdown.name!r} holds no {wanted!r}; it holds {_listed(breakdown.values)}."
    )
    hint = f'Write --map "segment:{breakdown.name}=sum" or "segment:{breakdown.name}=only VALUE".'
    raise ReadingError(message, hint)


def _added(table: Table, breakdown: Breakdown, rows: Sequence[int]) -> Taken:
    totals = {label_key(value) for value in breakdown.totals}
    kept = [r for r in rows if label_key(table.cell(r, breakdown.position)) not in totals]
    without = ""
    if not kept:
        kept = list(rows)
    elif len(kept) < len(rows):
        without = f" The rows of {_listed(breakdown.totals)} were left out: they stand for all."
    values = [value for value in breakdown.values if value not in breakdown.totals]
    shown = _listed(values or breakdown.values)
    message = f"The rows of every {_called(breakdown)} ({shown}) were added up.{without}"
    note = Note(
        code=NoteCode.SEGMENTS_ADDED,
        severity=Severity.NOTE if breakdown.may_add else Severity.WARNING,
        message=message,
        hint=_ADDED_HINT if breakdown.may_add else _SAME_USERS_HINT,
        column=breakdown.name,
    )
    chip = _chip(breakdown, f"{_shown(breakdown.name)}: added up", _choice(breakdown, _SUM))
    return Taken(rows=kept, notes=(note,), chips=(chip,))


def _only(table: Table, breakdown: Breakdown, rows: Sequence[int], value: str) -> Taken:
    others = [v for v in breakdown.values if v != value and v not in breakdown.totals]
    is_total = value == breakdown.total
    shown = _shown(value)
    message = f"Only {_shown(breakdown.name)} = {shown} is analysed; "
    if is_total:
        message = (
            f"The rows of {_shown(breakdown.name)} = {shown} are analysed; they stand for all. "
        )
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
        undo=_choice(breakdown, _SUM) if breakdown.may_add else None,
    )
    chosen = _choice(breakdown, f"{_ONLY}{shown}")
    chip = _chip(breakdown, f"{_shown(breakdown.name)}: only {shown}", chosen)
    return Taken(rows=_rows_of(table, breakdown, rows, value), notes=(note,), chips=(chip,))


def _rows_of(table: Table, breakdown: Breakdown, rows: Sequence[int], value: str) -> list[int]:
    key = label_key(value)
    return [row for row in rows if label_key(table.cell(row, breakdown.position)) == key]


def _chip(breakdown: Breakdown, text: str, chosen: Choice) -> Chip:
    answers = _answers(breakdown)
    choices = [answer.choice for answer in answers]
    if chosen not in choices:
        label = "Add them all up" if chosen.value == _SUM else f"O{chosen.value[1:]}"
        answers = (*answers, Answer(label=label, choice=chosen))
        choices.append(chosen)
    return Chip(text=text, answers=answers, taken=choices.index(chosen))


def _called(breakdown: Breakdown) -> str:
    return breakdown.name or _NAMELESS


def _listed(values: Sequence[str]) -> str:
    shown = ", ".join(_shown(value) for value in values[:_MOST_VALUES])
    more = len(values) - _MOST_VALUES
    return f"{shown} and {more} more" if more > 0 else shown


def _shown(value: str) -> str:
    """Return a value as it is chosen; one without a name is called so."""
    return value or _BLANK
