"""Whether copied text is a table at all: any sentence with a comma in it has columns, too."""

from typing import Final

from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.numbers.cells import looks_numeric
from experimentos_core.reading.table import Table

_FEWEST_COLUMNS: Final = 2
_FEWEST_ROWS: Final = 2


def is_table(reading: Interpretation) -> bool:
    """Whether somebody may have meant this as a table of variants and their users.

    There are rows with a number in them below the header. And either the header names the
    variants or the users, or all rows are alike: as wide as the header, with a column of numbers.
    """
    raw = reading.raw
    if len(raw.header) < _FEWEST_COLUMNS or not any(
        looks_numeric(cell) for cells in raw.rows for cell in cells
    ):
        return False
    table = reading.table or raw
    named = (reading.roles.variant, reading.roles.users)
    return any(table.positions(name) for name in named) or _is_regular(raw)


def _is_regular(table: Table) -> bool:
    width = len(table.header)
    if len(table.rows) < _FEWEST_ROWS or any(len(cells) != width for cells in table.rows):
        return False
    columns = (table.column(position) for position in range(width))
    return any(all(looks_numeric(cell) for cell in cells) for cells in columns)
