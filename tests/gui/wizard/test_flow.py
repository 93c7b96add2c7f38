"""When a step may be left, and the sentence when it may not; no window needed."""

from dataclasses import replace

import pytest

from experimentos_core.foundation.values import HealthStatus
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.formats.opening import clipboard_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_gui.models.variants import ControlChoice
from experimentos_gui.wizard.flow import (
    Readiness,
    charter_readiness,
    data_readiness,
    lacking_in_words,
    open_in_words,
)
from experimentos_gui.wizard.troubles import FieldKind
from tests.helpers.experiments import table_of

ROLES = ColumnRoles()
TABLE = table_of("variant,users,conversions\ncontrol,10,1\nb,10,1\n")
NAMES = ("control", "b")
SURE = ControlChoice(label="control", is_confirmed=True)


@pytest.mark.parametrize("status", [None, HealthStatus.HEALTHY, HealthStatus.WARNING])
def test_complete_data_may_go_on(status) -> None:
    assert data_readiness(lacking_in_words(TABLE, ROLES), NAMES, SURE, status) == Readiness(
        may_go_on=True
    )


def test_blocked_data_may_go_on_with_a_word_of_warning() -> None:
    readiness = data_readiness(lacking_in_words(TABLE, ROLES), NAMES, SURE, HealthStatus.BLOCKED)
    assert readiness.may_go_on
    assert "blocked" in readiness.reason


@pytest.mark.parametrize(
    ("table", "roles", "names", "control", "words"),
    [
        (TABLE, ColumnRoles(users="n"), NAMES, SURE, "the column that holds the users, in"),
        (
            TABLE,
            ColumnRoles(variant="x", users="y", conversions="z"),
            NAMES,
            SURE,
            "the variant names, the users and the conversions",
        ),
        (
            table_of("variant,users,users,conversions\na,1,1,1\n"),
            ROLES,
            NAMES,
            SURE,
            "Two columns have the name that was chosen for the users.",
        ),
        (TABLE, ROLES, ("control",), SURE, "at least two variants"),
        (TABLE, ROLES, NAMES, ControlChoice(label=None, is_confirmed=False), "Choose the variant"),
        (TABLE, ROLES, NAMES, ControlChoice(label="b", is_confirmed=False), "Confirm which"),
    ],
)
def test_what_is_missing_is_said(table, roles, names, control, words) -> None:
    readiness = data_readiness(lacking_in_words(table, roles), names, control, None)
    assert not readiness.may_go_on
    assert words in readiness.reason


def reading(text: str):
    content = clipboard_content(text.replace(",", "\t"))
    return interpret_content(content)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "Choose a file first."),
        ("variant,users,conversions\na,10.234,512\nb,10.190,561\n", "Answer the question above"),
        ("variant,users,conversions\na,1,1\nb,1,1\n", ""),
        ("variant,users,flags\na,1,1\nb,1,1\n", "Choose the column that holds the conversions"),
    ],
)
def test_what_keeps_a_file_from_being_used_is_said(text, words) -> None:
    made = reading(text) if text else None
    roles = made.roles if made else ROLES
    said = open_in_words(made, roles)
    assert said.startswith(words)
    assert bool(said) is bool(words)


def test_a_reading_without_a_table_is_not_used() -> None:
    made = reading("variant,users,conversions\na,1,1\nb,1,1\n")
    assert "one row per variant" in open_in_words(replace(made, table=None), made.roles)


def test_an_impossible_entry_stops_the_analysis() -> None:
    fine = Readiness(may_go_on=True)
    one = {(FieldKind.ALPHA, ""): "no"}
    two = one | {(FieldKind.SHARE, "b"): "no"}
    assert charter_readiness(fine, {}) == fine
    assert "One entry" in charter_readiness(fine, one).reason
    assert "2 entries" in charter_readiness(fine, two).reason
    assert not charter_readiness(fine, two).may_go_on


def test_unsettled_data_stops_the_analysis_too() -> None:
    data = Readiness(may_go_on=False, reason="Choose a file first.")
    readiness = charter_readiness(data, {})
    assert not readiness.may_go_on
    assert readiness.reason == "Go back to the data first. Choose a file first."
