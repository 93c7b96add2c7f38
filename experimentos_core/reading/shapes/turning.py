"""Tables with metrics as rows and variants as columns, turned."""

from dataclasses import dataclass, replace
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.names.role_words import (
    CONVERSIONS_NAMES,
    RATE_NAMES,
    USERS_NAMES,
    WEAK_CONVERSIONS_NAMES,
    is_result,
    matching,
)
from experimentos_core.reading.notes import Answer, Chip, Note, NoteCode
from experimentos_core.reading.numbers.cells import looks_numeric, rough_count
from experimentos_core.reading.table import Table

_OUTCOMES: Final = (*CONVERSIONS_NAMES, *WEAK_CONVERSIONS_NAMES, *RATE_NAMES)
_AS_IT_STANDS: Final = Choice(key=ChoiceKey.SHAPE, value="variants")
_TURNED: Final = Choice(key=ChoiceKey.SHAPE, value="turned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A table that was turned.

    Attributes:
        table: One row per variant; its row numbers are the numbers of the file's columns.
        notes: That it was turned, and which columns were no variants.
        chips: The same as a decision that can be taken back.
    """

    table: Table
    notes: tuple[Note, ...]
    chips: tuple[Chip, ...]


def turn(table: Table, choices: Choices) -> Turned | None:
    """Turn a table whose first column names metrics; None where it is none, or may not be.

    It is one when the first column names users and conversions (or their rate) and the header
    names no users. Columns that hold a result beside the variants ('lift') are left out, said.

    Raises:
        ReadingError: When it must be turned by choice and has no second column, no row, or a row
            wider than its header.
    """
    chosen = choices.get(ChoiceKey.SHAPE)
    if chosen is None:
        return _turned(table) if _is_wide(table) else None
    if chosen != _TURNED.value:
        return None
    if len(table.header) < 2 or not table.rows:  # noqa: PLR2004 - names and one variant
        message = "The table cannot be turned: it has no column beside the names of its rows."
        raise ReadingError(message, "Check the separator and the header row.")
    if _overflows(table):
        message = "The table cannot be turned: a row has more cells than the header."
        raise ReadingError(message, "Name every column in the header, or remove the extra cells.")
    return _turned(table)


def _is_wide(table: Table) -> bool:
    if len(table.header) < 2 or not table.rows:  # noqa: PLR2004 - names and one variant
        return False
    if matching(table.header, USERS_NAMES) or _overflows(table):
        return False
    names = table.column(0)
    users = matching(names, USERS_NAMES)
    if not users or not [n for n in matching(names, _OUTCOMES) if n not in users]:
        return False
    row = names.index(users[0])
    return any(looks_numeric(table.cell(row, i)) for i in range(1, len(table.header)))


def _overflows(table: Table) -> bool:
    """Whether a row has cells beyond the header, which turning would lose."""
    return any(len(cells) > len(table.header) for cells in table.rows)


def _turned(table: Table) -> Turned:
    results = [i for i in range(1, len(table.header)) if _is_no_variant(table, i)]
    kept = [i for i in range(1, len(table.header)) if i not in results and not _is_empty(table, i)]
    names = table.column(0)
    turned = replace(
        table,
        header=(ColumnRoles().variant, *names),
        rows=tuple((table.header[i], *table.column(i)) for i in kept),
        row_numbers=tuple(i + 1 for i in kept),
        source=replace(table.source, is_turned=True),
    )
    message = (
        "The table was turned: its rows were read as columns and its "
        f"{len(kept)} columns of figures as variants."
    )
    notes = [Note(code=NoteCode.TABLE_TURNED, message=message, undo=_AS_IT_STANDS)]
    notes += [_left_out(table, i) for i in results]
    answers = (
        Answer(label="Metrics in rows: turn the table", choice=_TURNED),
        Answer(label="Variants in rows: leave the table as it stands", choice=_AS_IT_STANDS),
    )
    chip = Chip(text="metrics in rows, turned", answers=answers)
    return Turned(table=turned, notes=tuple(notes), chips=(chip,))


def _is_empty(table: Table, position: int) -> bool:
    return not table.header[position].strip() and not any(table.column(position))


def _is_no_variant(table: Table, position: int) -> bool:
    """Whether a column is called a result and holds no count of users: a lift, a p-value."""
    if not is_result(table.header[position]):
        return False
    users = matching(table.column(0), USERS_NAMES)
    if not users:
        return False
    row = table.column(0).index(users[0])
    return rough_count(table.cell(row, position)) is None


def _left_out(table: Table, position: int) -> Note:
    name = table.header[position]
    message = f"The column {name!r} was left out: it holds a result, not a variant."
    return Note(code=NoteCode.COLUMN_DERIVED, message=message, column=name)
