"""A first guess at the three required columns, by the names exports usually give them."""

from dataclasses import replace

from experimentos_core.reading.roles import ColumnRoles
from experimentos_core.reading.table import Table, column_key

_VARIANT_NAMES = (
    *("variant", "variation", "group", "arm", "bucket", "test_group", "experiment_group"),
    *("variant_name", "variation_name", "version", "condition", "cell", "branch"),
)
_USERS_NAMES = (
    *("users", "visitors", "unique_users", "unique_visitors", "participants", "customers"),
    *("subjects", "people", "players", "user_count", "total_users", "n_users", "num_users"),
    *("exposures", "exposed", "exposed_users", "assigned", "assigned_users", "sample_size"),
)
_CONVERSIONS_NAMES = (
    *("conversions", "converted", "conversion", "converters", "converted_users", "successes"),
    *("purchases", "purchasers", "buyers", "signups", "sign_ups", "clicks", "clickers"),
    *("num_conversions", "conversion_count", "total_conversions"),
)


def guess_roles(table: Table) -> ColumnRoles:
    """Return the column of each required role, as it is spelled in the header.

    Names are compared without case, spaces, dots and hyphens; the most usual name wins. A role
    nothing fits keeps its own name, so that the health check says which column is missing.
    """
    roles = ColumnRoles()
    return replace(
        roles,
        variant=_find(table.header, _VARIANT_NAMES) or roles.variant,
        users=_find(table.header, _USERS_NAMES) or roles.users,
        conversions=_find(table.header, _CONVERSIONS_NAMES) or roles.conversions,
    )


def _find(header: tuple[str, ...], names: tuple[str, ...]) -> str | None:
    spelled: dict[str, str] = {}
    for column in header:
        spelled.setdefault(_key(column), column)
    return next((spelled[name] for name in names if name in spelled), None)


def _key(name: str) -> str:
    for mark in " -.":
        name = column_key(name).replace(mark, "_")
    return name
