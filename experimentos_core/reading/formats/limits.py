"""What no aggregate is: the limits every format shares, and the sentences that refuse."""

from collections.abc import Sequence
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.formats.aggregating import aggregate_hint

MOST_CELLS: Final = 500_000
MOST_FILE_ROWS: Final = 1_100_000  # a spreadsheet has 1,048,576, most of them blank
LONGEST_ROW: Final = 1_000_000
ROWS_AROUND_TABLE: Final = 50  # title lines above and footnotes below are no data rows


class ReadingCancelled(Exception):  # noqa: N818 - somebody's wish, not an error
    """Nobody waits for the reading any longer."""


def too_many_rows(name: str, limit: int, header: Sequence[str] = ()) -> ReadingError:
    """Return the error for a table with more data rows than an aggregate has.

    Args:
        name: The file.
        limit: How many rows an aggregate has at most.
        header: Its columns, for the query that adds its rows up.
    """
    message = f"{name} has more than {limit:,} rows: not an aggregate."
    return ReadingError(message, aggregate_hint(header))


def too_many_columns(name: str, columns: int, limit: int) -> ReadingError:
    """Return the error for a table with more columns than an aggregate has."""
    message = f"{name} has {columns:,} columns; more than {limit:,} is not an aggregate."
    return ReadingError(message, "Keep the columns of this experiment.")


def too_many_cells(name: str) -> ReadingError:
    """Return the error for a table of more than `MOST_CELLS` cells."""
    message = f"{name} has more than {MOST_CELLS:,} cells: not an aggregate."
    return ReadingError(message, "Keep the rows and columns of this experiment.")


def cell_too_long(name: str, row: int, length: int) -> ReadingError:
    """Return the error for a cell too long to be a number, a label or a name."""
    message = f"A cell in row {row:,} of {name} has {length:,} characters."
    return ReadingError(message, "Check the quotation marks in that row: one may be missing.")


def row_too_long(name: str, row: int) -> ReadingError:
    """Return the error for a row of more than `LONGEST_ROW` characters."""
    message = f"Row {row:,} of {name} has more than {LONGEST_ROW:,} characters: not an aggregate."
    return ReadingError(message, "Check which file it is, and the quotation marks in that row.")
