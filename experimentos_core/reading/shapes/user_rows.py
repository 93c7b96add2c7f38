"""Files with one row per user, which are refused with the query that aggregates them."""

from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.columns.role_words import name_words
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.formats.limits import aggregate_hint
from experimentos_core.reading.table import Table

_MANY: Final = 50
_IDENTIFIERS: Final = frozenset({"id", "ids", "uid", "uuid", "guid", "user", "email", "visitor"})
_OUTCOMES: Final = frozenset({"0", "1", "true", "false", "yes", "no"})


def refuse_user_rows(table: Table, roles: ColumnRoles) -> None:
    """Refuse a table whose variants repeat because every row is one user.

    It is one when no column holds users, and either a column of identifiers differs in every row
    or more than fifty rows say only whether they converted.

    Raises:
        ReadingError: With the query that makes one row per variant of it.
    """
    if table.positions(roles.users):
        return
    outcomes = [i for i in range(len(table.header)) if _holds_outcomes(table, i)]
    named = table.positions(roles.conversions)
    converted = next((i for i in (*named, *outcomes) if i in outcomes), None)
    has_identifier = any(_holds_identifiers(table, i) for i in range(len(table.header)))
    if not has_identifier and (converted is None or len(table.rows) <= _MANY):
        return
    column = "converted" if converted is None else table.header[converted]
    message = (
        f"{table.source.name} has one row per user ({len(table.rows):,} rows), not one row per "
        "variant."
    )
    raise ReadingError(message, aggregate_hint(variant=roles.variant, converted=column))


def _holds_identifiers(table: Table, position: int) -> bool:
    words = name_words(table.header[position])
    if not words or words[-1] not in _IDENTIFIERS:
        return False
    cells = table.column(position)
    return all(cells) and len(set(cells)) == len(cells)


def _holds_outcomes(table: Table, position: int) -> bool:
    cells = {cell.casefold() for cell in table.column(position) if cell}
    return bool(cells) and cells <= _OUTCOMES
