"""Numbers as people write them, read column by column into plain numbers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from experimentos_core.reading.choices import Choices
from experimentos_core.reading.notes import Chip, Note, Question
from experimentos_core.reading.numbers.decisions import Decision, decide
from experimentos_core.reading.numbers.evidence import (
    ColumnEvidence,
    ColumnKind,
    IsStoredNumber,
    NumberCell,
    gather,
    holds_numbers,
    number_cells,
    plain_reading,
)
from experimentos_core.reading.numbers.text import DecimalMark, NumberText
from experimentos_core.reading.numbers.words import (
    ColumnReading,
    ask,
    describe_styles,
    say_column,
    show_chip,
    styles_of,
)
from experimentos_core.reading.table import Table

__all__ = ["ColumnKind", "NumberReading", "read_numbers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberReading:
    """A table whose numbers became plain.

    Attributes:
        rows: The rows of the table, numbers of used columns as plain text, all else as it stood.
        questions: At most one: what a doubtful cell means.
        notes: What was read in another way than it stands.
        chips: At most one: how numbers are written in the file.
        details: The same in words; empty for a file of plain numbers.
    """

    rows: tuple[tuple[str, ...], ...]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    chips: tuple[Chip, ...]
    details: tuple[str, ...]


def read_numbers(
    table: Table,
    kinds: Mapping[int, ColumnKind],
    choices: Choices,
    *,
    is_stored: IsStoredNumber = lambda _row, _position: False,
    checkpoint: Callable[[], None] = lambda: None,
) -> NumberReading:
    """Read the numbers of every used column by visible rules.

    A plain number that is meant as it stands keeps its very text; so does a cell that is no
    number. While a question is open, doubtful cells follow its default, or stay as they stand.

    Args:
        table: Cells as they stood.
        kinds: What the numbers of each column are, by position; a missing one is not used.
        choices: What the person chose.
        is_stored: Whether the cell of a row of the file and a position was stored as a number, as
            in a workbook, and so can be read in one way only.
        checkpoint: Called now and then; may raise to stop.
    """

    def evidence(position: int, kind: ColumnKind) -> ColumnEvidence:
        return gather(table, position, kind, is_stored, checkpoint)

    used = {
        position: kind
        for position, kind in sorted(kinds.items())
        if position < len(table.header) and _is_read(table, position, kind)
    }
    unused = [p for p in range(len(table.header)) if p not in used]
    decisions = decide(
        [evidence(position, kind) for position, kind in used.items()],
        choices,
        lambda: [evidence(p, ColumnKind.OTHER) for p in unused if holds_numbers(table, p)],
        trusts_long_numbers=table.source.separator == "comma",
    )
    readings = [_rewrite(table, d, is_stored, checkpoint) for d in decisions.columns]
    chip = show_chip(readings)
    return NumberReading(
        rows=_replace_cells(table, readings),
        questions=(ask(decisions.asked, table.source),) if decisions.asked else (),
        notes=tuple(note for reading in readings for note in say_column(reading, table.source)),
        chips=(chip,) if chip else (),
        details=describe_styles(readings),
    )


def _is_read(table: Table, position: int, kind: ColumnKind) -> bool:
    if kind is ColumnKind.EXTRA:
        return holds_numbers(table, position)
    return kind is not ColumnKind.OTHER


def _rewrite(
    table: Table, decision: Decision, is_stored: IsStoredNumber, checkpoint: Callable[[], None]
) -> ColumnReading:
    plain: dict[int, str] = {}
    first: NumberCell | None = None
    styles: frozenset[str] = frozenset()
    for cell in _cells_to_rewrite(table, decision, is_stored, checkpoint):
        text = _plain_text(cell.number, decision)
        if text is not None and text != cell.text:
            first = first or cell
            plain[cell.index] = text
            styles |= styles_of(cell.number, decision.mark or DecimalMark.POINT)
    return ColumnReading(decision=decision, plain=plain, first=first, styles=styles)


def _cells_to_rewrite(
    table: Table, decision: Decision, is_stored: IsStoredNumber, checkpoint: Callable[[], None]
) -> Iterable[NumberCell]:
    if decision.evidence.is_plain and decision.mark is not DecimalMark.COMMA:
        return ()
    return number_cells(table, decision.evidence.position, is_stored, checkpoint)


def _plain_text(number: NumberText, decision: Decision) -> str | None:
    """Return a number as its column was decided; None where it stays as it stands."""
    mark = decision.mark
    if mark is None:
        if number.doubtful_mark is not None:
            return None
        mark = DecimalMark.POINT
    return plain_reading(number, mark, decision.evidence.kind)


def _replace_cells(table: Table, readings: list[ColumnReading]) -> tuple[tuple[str, ...], ...]:
    changes: dict[int, dict[int, str]] = {}
    for reading in readings:
        for index, text in reading.plain.items():
            changes.setdefault(index, {})[reading.decision.evidence.position] = text
    if not changes:
        return table.rows
    return tuple(
        tuple(changes[index].get(position, cell) for position, cell in enumerate(row))
        if index in changes
        else row
        for index, row in enumerate(table.rows)
    )
