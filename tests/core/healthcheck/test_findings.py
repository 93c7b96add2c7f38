"""Codes that reports rely on, places in words, and the status that findings add up to."""

import pytest

from experimentos_core.foundation.values import HealthStatus, Severity
from experimentos_core.healthcheck.findings import (
    FindingCode,
    Place,
    blocked,
    is_blocked,
    note,
    overall_status,
    warning,
)


def test_every_code_is_written_as_it_is_named() -> None:
    assert [code.value for code in FindingCode] == [code.name for code in FindingCode]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(), ""),
        (Place(row=3), "row 3"),
        (Place(column="users"), "column users"),
        (Place(variant="b"), "variant b"),
        (Place(variant=""), ""),
        (Place(row=3, column="users", variant="b", value="x"), "row 3, column users, variant b"),
        (Place(row=3, line="column C"), "column C"),
        (Place(row=3, column="row users", line="column C"), "column C, row users"),
    ],
)
def test_a_place_in_words(place: Place, words: str) -> None:
    assert place.in_words() == words
    assert note(FindingCode.COLUMN_UNUSED, "A note.", place=place).where == words


BLOCKED = blocked(FindingCode.SRM, "Blocked.", "Mend it.")
WARNING = warning(FindingCode.SRM, "Warned.", "Look at it.")
NOTE = note(FindingCode.SRM, "Noted.")


def test_findings_are_what_they_were_made_as() -> None:
    assert [one.severity for one in (BLOCKED, WARNING, NOTE)] == [
        Severity.BLOCKED,
        Severity.WARNING,
        Severity.NOTE,
    ]
    assert [one.message for one in (BLOCKED, WARNING, NOTE)] == ["Blocked.", "Warned.", "Noted."]
    assert [one.hint for one in (BLOCKED, WARNING, NOTE)] == ["Mend it.", "Look at it.", ""]
    assert BLOCKED.place == Place()


@pytest.mark.parametrize(
    ("findings", "status"),
    [
        ((), HealthStatus.HEALTHY),
        ((NOTE,), HealthStatus.HEALTHY),
        ((NOTE, WARNING), HealthStatus.WARNING),
        ((WARNING, BLOCKED, NOTE), HealthStatus.BLOCKED),
    ],
)
def test_the_worst_finding_is_the_status(findings, status) -> None:
    assert overall_status(findings) is status
    assert is_blocked(findings) is (status is HealthStatus.BLOCKED)
