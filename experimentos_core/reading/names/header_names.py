"""Whether a row of names reads like the header of an experiment's table."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from experimentos_core.reading.names.role_words import (
    CONVERSIONS_NAMES,
    RATE_NAMES,
    USERS_NAMES,
    VARIANT_NAMES,
    WEAK_CONVERSIONS_NAMES,
    bare_key,
    name_key,
)

_LONGEST_NAME: Final = 60


class _Role(StrEnum):
    USERS = "users"
    VARIANT = "variant"
    OUTCOME = "outcome"


_ROLES: Final = {
    name_key(name): role
    for role, names in (
        (_Role.OUTCOME, (*CONVERSIONS_NAMES, *WEAK_CONVERSIONS_NAMES, *RATE_NAMES)),
        (_Role.VARIANT, VARIANT_NAMES),
        (_Role.USERS, USERS_NAMES),
    )
    for name in names
}


def names_roles(cells: Sequence[str]) -> bool:
    """Whether one cell names users, and another the variants or an outcome."""
    found = _found(cells)
    return _Role.USERS in found and len(found) > 1


def names_all_roles(cells: Sequence[str]) -> bool:
    """Whether cells name the variants, their users and an outcome."""
    return _found(cells) == set(_Role)


def names_metrics(cells: Sequence[str]) -> bool:
    """Whether cells below each other name users and an outcome, as metrics in rows do."""
    return {_Role.USERS, _Role.OUTCOME} <= _found(cells)


def names_any_role(cells: Sequence[str]) -> bool:
    """Whether any cell names users, variants or an outcome."""
    return bool(_found(cells))


def _found(cells: Sequence[str]) -> set[_Role]:
    roles = (_role(cell) for cell in cells if cell and len(cell) <= _LONGEST_NAME)
    return {role for role in roles if role is not None}


@lru_cache(maxsize=8192)
def _role(name: str) -> _Role | None:
    return _ROLES.get(name_key(name)) or _ROLES.get(bare_key(name))
