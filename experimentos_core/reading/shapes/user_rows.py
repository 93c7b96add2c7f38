"""Files with one row per user, which are refused with the query that aggregates them."""

from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.columns.parts import find_days
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.formats.aggregating import (
    aggregate_hint,
    are_outcomes,
    names_identifier,
    numbers_people,
)
from experimentos_core.reading.names.role_words import name_key
from experimentos_core.reading.numbers.cells import looks_numeric
from experimentos_core.reading.table import Table

_MANY: Final = 50
_ROWS_OF_A_VARIANT: Final = 10
# What one user may have several of: such a column beside numbered users is no count of users.
_OF_ONE_USER: Final = frozenset(
    {
        *("sessions", "session", "visits", "impressions", "impressionen", "exposures", "n"),
        *("sitzungen", "sesiones", "sessoes", "sessioni", "sessies", "besuche", "visites"),
        *("visitas", "visite", "bezoeken", "units"),
    }
)


def refuse_user_rows(table: Table, roles: ColumnRoles) -> None:
    """Refuse a table whose variants repeat because every row is one user.

    It is one when no column holds users, and either a column of identifiers differs in every row,
    or more than fifty rows say only whether they converted, or name something that never recurs.

    Raises:
        ReadingError: With the query that makes one row per variant of it.
    """
    unique = [i for i in range(len(table.header)) if _is_unique(table, i)]
    numbered = any(numbers_people(table.header[i]) for i in unique)
    if table.positions(roles.users) and not (numbered and name_key(roles.users) in _OF_ONE_USER):
        return
    outcomes = [i for i in range(len(table.header)) if are_outcomes(table.column(i))]
    named = table.positions(roles.conversions)
    converted = next((i for i in (*named, *outcomes) if i in outcomes), None)
    has_identifier = any(names_identifier(table.header[i]) for i in unique)
    says_outcomes = converted is not None and len(table.rows) > _MANY
    if not (has_identifier or says_outcomes or _names_never_recur(table, roles, unique)):
        return
    message = (
        f"{table.source.name} has one row per user ({len(table.rows):,} rows), not one row per "
        "variant."
    )
    hint = aggregate_hint(
        variant=roles.variant,
        converted="converted" if converted is None else table.header[converted],
        said=() if converted is None else tuple(sorted({*table.column(converted)} - {""})),
    )
    raise ReadingError(message, hint)


def _is_unique(table: Table, position: int) -> bool:
    cells = table.column(position)
    return all(cells) and len(set(cells)) == len(cells)


def _names_never_recur(table: Table, roles: ColumnRoles, unique: list[int]) -> bool:
    """Whether some column names something else in every row, while variants recur many times."""
    variants = {
        cell for position in table.positions(roles.variant) for cell in table.column(position)
    }
    many = max(_MANY, _ROWS_OF_A_VARIANT * len(variants))
    if len(table.rows) <= many:
        return False
    days = find_days(table, roles)
    return any(
        not any(looks_numeric(cell) for cell in table.column(position))
        for position in unique
        if days is None or position != days.position
    )
