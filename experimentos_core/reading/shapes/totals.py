"""Rows that are no variant: totals, repeated headers, footnotes, and those a person left out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Answer, Note, NoteCode, Question
from experimentos_core.reading.shapes.totals_search import search_totals
from experimentos_core.reading.table import Table

_ROW_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Which rows are left out.

    Attributes:
        rows: The number of each row that is left out, and the note that says why.
        confirmed: Numbers of rows a person wants used, whatever they look like.
        questions: Rows that are the sum of the others but bear the name of a variant.
        notes: Choices that name no row of the table as it is read now.
    """

    rows: dict[int, Note] = field(default_factory=dict)
    confirmed: tuple[int, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[Note, ...] = ()


def find_left_out(
    table: Table,
    roles: ColumnRoles,
    choices: Choices,
    repeated: Sequence[int] = (),
    footnotes: Sequence[int] = (),
    *,
    checkpoint: Callable[[], None] = lambda: None,
) -> LeftOut:
    """Find the rows that are no variant.

    A row is a total when a label says so and its users are the sum of the rows it may sum up: all
    of them, those of its day or segment, those above it. One that is called a total but is no sum
    stays in; the health check asks about it. A row without a name is a total when every count of
    it is the sum of the others; one with a name is asked about.

    Args:
        table: The rows, as plain numbers.
        roles: Which column plays which part.
        choices: `row:N=skip` leaves a row out, `row:N=use` keeps it.
        repeated: Numbers of rows that repeat the header.
        footnotes: Numbers of rows that are remarks below the table.
        checkpoint: Called now and then; raises ReadingCancelled when nobody waits any longer.

    Raises:
        ReadingError: When a choice names a row there is not, and the shape was not chosen.
    """
    chosen, passed_over = _chosen_rows(table, choices)
    confirmed = tuple(number for number, value in chosen.items() if value == "use")
    rows = {n: _skipped(table, n) for n, value in chosen.items() if value == "skip"}
    rows |= {n: _repeated(n) for n in repeated if n not in chosen}
    rows |= {n: _footnote(table, n) for n in footnotes if n not in chosen and n not in rows}
    kept = [i for i, number in enumerate(table.row_numbers) if number not in rows]
    fixed = {i for i in kept if chosen.get(table.row_numbers[i]) == "use"}
    search = search_totals(table, roles, kept, fixed, checkpoint)
    for index, label in search.certain.items():
        number = table.row_numbers[index]
        rows[number] = _total(number, label, table, roles, index)
    questions = tuple(
        _ask(table, table.row_numbers[index], label, roles.variant)
        for index, label in search.doubtful.items()
    )
    return LeftOut(rows=rows, confirmed=confirmed, questions=questions, notes=passed_over)


def _chosen_rows(table: Table, choices: Choices) -> tuple[dict[int, str], tuple[Note, ...]]:
    """Return what was chosen for rows, and a note on each choice that has lost its row.

    A table that is turned, or is so no longer, has other rows than those that were chosen.
    """
    numbers = frozenset(table.row_numbers)
    chosen: dict[int, str] = {}
    passed_over: list[Note] = []
    for choice in choices.about(ChoiceKey.ROW):
        text = choice.subject.strip()
        number = int(text) if _ROW_NUMBER.fullmatch(text) else 0
        if number in numbers:
            chosen[number] = choice.value
        elif choices.get(ChoiceKey.SHAPE) is None:
            message = f"There is no row {text} below the header, which --map {choice.option} names."
            raise ReadingError(message, "Use a row number of the file, the first row being 1.")
        else:
            message = (
                f"The choice {choice.option} was passed over: as the table is read now, there is "
                f"no row {text}."
            )
            passed_over.append(Note(code=NoteCode.ROW_SKIPPED, message=message))
    return chosen, tuple(passed_over)


def _total(number: int, label: str, table: Table, roles: ColumnRoles, row: int) -> Note:
    position = table.positions(roles.variant)[0]
    called = f" ({label})" if label else ""
    return Note(
        code=NoteCode.TOTALS_ROW,
        message=f"{table.source.line_first(number)}{called} is the sum of the others and was left "
        "out.",
        row=number,
        column=roles.variant,
        value=table.rows[row][position] if position < len(table.rows[row]) else "",
        undo=_row_choice(number, "use"),
    )


def _ask(table: Table, number: int, label: str, column: str) -> Question:
    text = (
        f"{table.source.line_first(number)} ({label}) holds exactly the sum of the other rows. "
        "Is it a total or a variant?"
    )
    answers = (
        Answer(label="A total: leave it out", choice=_row_choice(number, "skip")),
        Answer(label="A variant: use it", choice=_row_choice(number, "use")),
    )
    return Question(text=text, answers=answers, row=number, column=column, value=label)


def _skipped(table: Table, number: int) -> Note:
    return Note(
        code=NoteCode.ROW_SKIPPED,
        message=f"{table.source.line_first(number)} was left out, as chosen.",
        row=number,
        undo=_row_choice(number, "use"),
    )


def _repeated(number: int) -> Note:
    return Note(
        code=NoteCode.HEADER_REPEATED,
        message=f"Row {number} repeats the header and was left out.",
        row=number,
        undo=_row_choice(number, "use"),
    )


def _footnote(table: Table, number: int) -> Note:
    cells = table.rows[table.row_numbers.index(number)] if number in table.row_numbers else ()
    text = next((cell.strip() for cell in cells if cell.strip()), "")
    shown = f" ({_shortened(text)!r})" if text else ""
    return Note(
        code=NoteCode.ROW_SKIPPED,
        message=f"Row {number}{shown} is a remark below the table and was left out.",
        row=number,
        value=text[:200] or None,
        undo=_row_choice(number, "use"),
    )


def _shortened(text: str) -> str:
    longest = 60
    return text if len(text) <= longest else f"{text[: longest - 1]}\u2026"


def _row_choice(number: int, value: str) -> Choice:
    return Choice(key=ChoiceKey.ROW, subject=str(number), value=value)
