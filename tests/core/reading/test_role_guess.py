import pytest

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.reading.delimited import read_delimited
from experimentos_core.reading.role_guess import guess_roles
from experimentos_core.reading.roles import ColumnRoles


def roles_of(header: str) -> ColumnRoles:
    table = read_delimited(f"{header}\n".encode(), "a.csv", DEFAULT_THRESHOLDS)
    return guess_roles(table)


def test_the_plain_names_are_themselves() -> None:
    assert roles_of("variant,users,conversions") == ColumnRoles()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Group,Visitors,Converted", ("Group", "Visitors", "Converted")),
        ("conversions,VARIATION,Unique Users", ("VARIATION", "Unique Users", "conversions")),
        ("arm,sample-size,sign.ups", ("arm", "sample-size", "sign.ups")),
        ("variant,group,users,visitors,clicks", ("variant", "users", "clicks")),
    ],
)
def test_usual_names_are_found_however_they_are_spelled(header: str, expected) -> None:
    assert roles_of(header).required == expected


def test_a_role_nothing_fits_keeps_its_own_name() -> None:
    assert roles_of("a,b,c") == ColumnRoles()
