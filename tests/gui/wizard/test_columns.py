"""Variants, roles and pins, without a window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.experiment import propose_guardrails
from experimentos_core.healthcheck import run_health_check
from experimentos_core.healthcheck import variants as checked
from experimentos_core.healthcheck.findings import Place
from experimentos_core.reading.columns.roles import ColumnRoles, propose_columns
from experimentos_gui.models.variants import (
    ControlChoice,
    choose_control,
    find_variants,
    variant_names,
)
from experimentos_gui.wizard.assignments import Assignment, Part, assign, guardrails_of, parts_of
from experimentos_gui.wizard.outcomes import MOST_LINES, outcome_lines
from experimentos_gui.wizard.pins import Pinboard, Spot
from experimentos_gui.wizard.wording import in_wizard_words
from tests.helpers.experiments import csv_of, table_of

ROLES = ColumnRoles()
_labels = st.sampled_from(["control", "Control ", "b", "  b", "total", "Total", "", "all", "x  y"])
_cells = st.sampled_from(["10", "20", "30", "0", "-1", "n/a", "", "1.5"])
_rows = st.lists(st.tuples(_labels, _cells, _cells), max_size=6)


@given(_rows, st.sampled_from(["users", "n"]))
def test_the_wizard_and_the_health_check_see_the_same_variants(rows, users) -> None:
    table = table_of(csv_of(*rows, header=f"variant,{users},conversions") + "z,1,1\n")
    expected, _ = checked.find_variants(table, ROLES)
    found = find_variants(table, ROLES)
    assert [(v.label, v.row) for v in found] == [(v.label, v.row) for v in expected]


@given(_rows, st.sampled_from([None, "control", "b", "nobody"]))
def test_the_wizard_and_the_health_check_take_the_same_control(rows, planned) -> None:
    table = table_of(csv_of(*rows) + "z,1,1\n")
    expected, _ = checked.choose_control(checked.find_variants(table, ROLES)[0], planned)
    choice = choose_control(variant_names(find_variants(table, ROLES)), planned)
    assert choice.label == (expected.label if expected is not None else None)


@pytest.mark.parametrize(
    ("names", "planned", "choice"),
    [
        (("Control", "b"), None, ControlChoice(label="Control", is_confirmed=True)),
        (("A", "B"), None, ControlChoice(label="A", is_confirmed=False)),
        (("A", "B"), "b", ControlChoice(label="B", is_confirmed=True)),
        (("red", "blue"), None, ControlChoice(label=None, is_confirmed=False)),
        (("control", "b"), "x", ControlChoice(label=None, is_confirmed=False)),
    ],
)
def test_a_control_is_sure_only_when_it_was_said(names, planned, choice) -> None:
    assert choose_control(names, planned) == choice


_OF_THE_READING = (Part.RATE, Part.DAY, Part.SEGMENT, Part.MEASURE, Part.SIZE)
_OF_ROLES = [part for part in Part if part not in _OF_THE_READING]


def start(text: str) -> tuple:
    table = table_of(text)
    return table, Assignment(roles=ROLES, charter=Charter())


def assigned(table, now: Assignment, position: int, part: Part, remembered=None) -> Assignment:
    taken = guardrails_of(now.charter, propose_columns(table, now.roles))
    name = table.header[position]
    return assign(table, now, name, part, taken=taken, remembered=remembered or {})


def shown(table, assignment: Assignment) -> list[str]:
    plans = guardrails_of(assignment.charter, propose_columns(table, assignment.roles))
    return [part.value for part in parts_of(table, assignment.roles, plans)]


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(_OF_ROLES)), max_size=12))
def test_a_column_always_plays_the_part_it_was_last_given(choices) -> None:
    table, now = start("variant,users,conversions,errors,note\ncontrol,9,1,1,a\nb,9,1,1,b\n")
    for position, part in choices:
        now = assigned(table, now, position, part)
        parts = shown(table, now)
        assert parts[position] == part.value
        for single in (Part.VARIANT, Part.USERS, Part.CONVERSIONS):
            assert parts.count(single.value) <= 1


def test_proposed_guardrails_are_those_of_the_analysis() -> None:
    table = table_of("variant,users,conversions,errors,revenue\ncontrol,9,1,1,9\nb,9,1,1,9\n")
    assert guardrails_of(Charter(), propose_columns(table, ROLES)) == propose_guardrails(
        table, ROLES, Charter()
    )


def test_a_guardrail_taken_again_has_its_margins_back() -> None:
    table, now = start("variant,users,conversions,errors\ncontrol,9,1,1\nb,9,1,1\n")
    plan = GuardrailPlan(name="errors", severe_margin=0.5)
    without = assigned(table, now, 3, Part.UNUSED)
    again = assigned(table, without, 3, Part.GUARDRAIL, {"errors": plan})
    assert again.charter.guardrails == (plan,)


def test_a_freed_part_never_falls_back_on_another_column() -> None:
    table, now = start("variant,users,conversions\ncontrol,9,1\nb,9,1\n")
    freed = assigned(table, now, 1, Part.UNUSED)
    assert table.positions(freed.roles.users) == ()


def test_places_are_found_in_the_table() -> None:
    table = table_of("variant,users,conversions,users\ncontrol,9,1,9\n\nb,9,1,9\n")
    board = Pinboard(table, ROLES)
    last = table.row_numbers[-1]
    assert board.spots_of(Place(row=last, column="conversions")) == (Spot(row=1, column=2),)
    assert board.spots_of(Place(column="USERS")) == (
        Spot(row=None, column=1),
        Spot(row=None, column=3),
    )
    assert board.spots_of(Place(row=last)) == (Spot(row=1, column=None),)
    assert board.spots_of(Place(row=last, variant="b")) == (Spot(row=1, column=0),)
    assert board.spots_of(Place(variant="B")) == (Spot(row=1, column=0),)
    assert board.spots_of(Place()) == ()
    assert board.spots_of(Place(row=99)) == ()
    assert board.spots_of(Place(column="absent")) == ()


@given(_rows)
def test_every_pin_lies_in_the_table(rows) -> None:
    table = table_of(csv_of(*rows) + "z,1,1\n")
    checkup = run_health_check(table, Charter(), ROLES)
    for spot in Pinboard(table, ROLES).mark(checkup.health.issues):
        assert spot.row is None or 0 <= spot.row < len(table.rows)
        assert spot.column is None or 0 <= spot.column < len(table.header)


@given(_rows)
def test_no_rate_is_said_unless_the_data_is_usable(rows) -> None:
    table = table_of(csv_of(*rows) + "z,1,1\n")
    dataset = run_health_check(table, Charter(), ROLES).dataset
    lines = outcome_lines(find_variants(table, ROLES), dataset)
    assert any("%" in words for _, words in lines) == (dataset is not None)


def test_a_long_list_of_outcomes_is_cut() -> None:
    rows = [("control", 100, 10), *((f"v{n}", 100, 10) for n in range(100))]
    table = table_of(csv_of(*rows))
    assert len(outcome_lines(find_variants(table, ROLES), None)) == MOST_LINES


def test_findings_about_choices_speak_of_the_window() -> None:
    table = table_of("variant,n,conversions\nred,9,1\nblue,9,1\n")
    findings = run_health_check(table, Charter(), ROLES).health.issues
    words = in_wizard_words(findings, table, ROLES)
    assert len(words) == len(findings)
    text = " ".join(f"{finding.message} {finding.hint}" for finding in words)
    assert "No column is chosen for the users of each variant." in text
    assert "--" not in text
