"""A first row that is data already: the names of the columns are lacking, and that is said."""

from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.formats.header_row import has_number, is_number
from experimentos_core.reading.names.header_names import names_any_role
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.table import Table

_ROWS_COMPARED: Final = 5
_QUOTED_CHARACTERS: Final = 60


def say_lacking_header(table: Table, header_row: int, choices: Choices) -> tuple[Note, ...]:
    """Return the note that the row taken as the header looks like data; nothing where it does not.

    It does when it holds a number, none of its cells is a usual name, and the rows below have
    numbers in the very same columns. Choosing that row as the header says that it is one.
    """
    if choices.get(ChoiceKey.HEADER) is not None or not _looks_like_data(table):
        return ()
    shown = make_visible(", ".join(table.header), _QUOTED_CHARACTERS)
    return (
        Note(
            code=NoteCode.HEADER_LACKING,
            severity=Severity.BLOCKED,
            message=f"Row {header_row} ({shown}) looks like data, not like names of columns.",
            hint=(
                "Add a header row above it, such as variant,users,conversions, and open the file "
                "again."
            ),
            row=header_row,
            value=table.header[0],
            undo=Choice(key=ChoiceKey.HEADER, value=str(header_row)),
        ),
    )


def _looks_like_data(table: Table) -> bool:
    rows = range(min(len(table.rows), _ROWS_COMPARED))
    if not rows or not has_number(table.header) or names_any_role(table.header):
        return False
    return all(
        is_number(name) == is_number(cell)
        for position, name in enumerate(table.header)
        for cell in (table.cell(row, position) for row in rows)
        if name and cell
    )
