"""Which columns must be read as numbers, and as what kind, before anything is decided by them."""

from experimentos_core.reading.choices import ChoiceKey, Choices
from experimentos_core.reading.columns.roles import ColumnRoles, reason_against_name
from experimentos_core.reading.names.measure_names import is_measure_name
from experimentos_core.reading.names.role_words import is_conversion_rate, is_rate_name
from experimentos_core.reading.numbers.styles import ColumnKind
from experimentos_core.reading.table import Table, column_key


def kinds_of(table: Table, roles: ColumnRoles, choices: Choices) -> dict[int, ColumnKind]:
    """Return what each column is read as; cells that are no numbers keep their text anyway."""
    known = {
        column_key(roles.users): ColumnKind.COUNT,
        column_key(roles.conversions): ColumnKind.COUNT,
        column_key(roles.variant): ColumnKind.OTHER,
    }
    rate = choices.get(ChoiceKey.RATE)
    if rate is not None:
        known[column_key(rate)] = ColumnKind.RATE
    return {
        position: known.get(column_key(name)) or _kind(name, roles, choices)
        for position, name in enumerate(table.header)
    }


def _kind(name: str, roles: ColumnRoles, choices: Choices) -> ColumnKind:
    if is_rate_name(name) or is_conversion_rate(name, roles.conversions):
        return ColumnKind.RATE
    if is_measure_name(name):
        return ColumnKind.MEASURE
    if reason_against_name(name) is None or _is_wanted(name, choices):
        return ColumnKind.EXTRA
    return ColumnKind.OTHER


def _is_wanted(name: str, choices: Choices) -> bool:
    """Whether a person wants a column read that its name speaks against."""
    is_used = choices.get(ChoiceKey.COLUMN, name) == "use"
    return is_used or choices.get(ChoiceKey.DECIMAL, name) is not None
