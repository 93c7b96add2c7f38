"""Which row is which variant: what is said of each label, word for word, and where it stood."""

from dataclasses import replace

import pytest

from experimentos_core.healthcheck.findings import FindingCode as Code
from experimentos_core.healthcheck.findings import Place, blocked, note
from experimentos_core.healthcheck.variants import (
    VariantRow,
    choose_control,
    find_variants,
    place_of,
)
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.table import Table
from tests.helpers.experiments import csv_of, table_of

ROLES = ColumnRoles()


def of(*rows: tuple[object, ...], is_turned: bool = False) -> Table:
    table = table_of(csv_of(*rows))
    return replace(table, source=replace(table.source, is_turned=is_turned))


def variant(label: str, number: int) -> VariantRow:
    return VariantRow(label=label, row=number - 2, number=number, where=f"row {number}")


def test_a_place_keeps_its_words_only_where_it_was_no_row() -> None:
    assert place_of(3, "row 3", column="users").line == ""
    assert place_of(3, "column 3 of the file").line == "column 3 of the file"
    place = variant("b", 3).place("users", "7")
    assert place == Place(row=3, column="users", variant="b", value="7")


@pytest.mark.parametrize("header", ["arm,users,conversions", "variant,variant,conversions"])
def test_without_one_column_of_variants_there_are_none(header) -> None:
    table = table_of(csv_of(("control", 500, 50), ("b", 500, 50), header=header))
    assert find_variants(table, ROLES) == ([], [])


def test_a_row_too_short_for_its_variant_has_no_name() -> None:
    table = table_of("users,conversions,variant\n500,50,control\n500,50,b\n500,50\n")
    variants, findings = find_variants(table, ROLES)
    assert variants == [variant("control", 2), variant("b", 3)]
    assert [finding.code for finding in findings] == [Code.VARIANT_BLANK]


@pytest.mark.parametrize(
    ("is_turned", "where", "line", "place"),
    [
        (False, "Row 3", "row", Place(row=3, column="variant", value=" ")),
        (
            True,
            "Column 3 of the file",
            "column",
            Place(row=3, column="variant", value=" ", line="column 3 of the file"),
        ),
    ],
)
def test_a_blank_name_is_found_and_its_row_left_out(is_turned, where, line, place) -> None:
    table = of(("control", 500, 50), (" ", 500, 50), ("b", 500, 50), is_turned=is_turned)
    rows = tuple((" ", *cells[1:]) if i == 1 else cells for i, cells in enumerate(table.rows))
    variants, findings = find_variants(replace(table, rows=rows), ROLES)
    assert [one.label for one in variants] == ["control", "b"]
    message = f"{where} has no variant name."
    hint = f"Name the variant in that {line}, or remove the {line}."
    assert findings == [blocked(Code.VARIANT_BLANK, message, hint, place)]


def test_a_mended_name_is_noted() -> None:
    table = of(("control", 500, 50), ("big  b", 500, 50))
    variants, findings = find_variants(table, ROLES)
    assert variants == [variant("control", 2), variant("big b", 3)]
    message = "The variant name in row 3 was read as 'big b', without extra spaces."
    place = Place(row=3, column="variant", value="big  b")
    assert findings == [note(Code.LABEL_MENDED, message, place=place)]


def repeated(times: int) -> list[object]:
    table = of(("control", 500, 50), *[("b", 500, 50)] * (times + 1))
    return list(find_variants(table, ROLES)[1])


def test_a_variant_that_stands_twice_is_named_with_both_places() -> None:
    hint = "Keep one row per variant: add the rows up, or rename one of them."
    assert repeated(20) == [
        blocked(
            Code.VARIANT_DUPLICATE,
            f"The variant 'b' in row {number} already stands in row 3.",
            hint,
            Place(row=number, column="variant", variant="b"),
        )
        for number in range(4, 24)
    ]


def test_more_than_twenty_repetitions_are_one_finding() -> None:
    message = (
        "21 rows repeat a variant that stands above: this reads like one row per user or per day."
    )
    hint = "Add it up to one row per variant, with its users and conversions."
    found = blocked(Code.VARIANT_DUPLICATE, message, hint, Place(column="variant"))
    assert repeated(21) == [found]


@pytest.mark.parametrize(
    ("rows", "found"),
    [([], "is no row"), ([("control", 500, 50)], "is only one row")],
)
def test_fewer_than_two_variants_leave_nothing_to_compare(rows, found) -> None:
    table = replace(of(("control", 500, 50), *rows), rows=(), row_numbers=())
    table = of(*rows) if rows else table
    message = f"There {found} with a variant; a comparison needs at least two."
    hint = "Export one row for the control and one for each treatment."
    assert find_variants(table, ROLES)[1] == [blocked(Code.TOO_FEW_ROWS, message, hint)]


def total_of(users: object, *, is_turned: bool = False, label: str = "Total") -> list[object]:
    rows = (("control", 500, 50), ("b", 600, 50), (label, users, 100))
    variants, findings = find_variants(of(*rows, is_turned=is_turned), ROLES)
    assert [one.label for one in variants] == ["control", "b"]
    return list(findings)


@pytest.mark.parametrize(
    ("is_turned", "where", "line"),
    [(False, "Row 4", ""), (True, "Column 4 of the file", "column 4 of the file")],
)
def test_a_row_of_totals_is_left_out(is_turned, where, line) -> None:
    message = f"{where} (Total) is the sum of the others and was left out."
    place = Place(row=4, column="variant", value="Total", line=line)
    assert total_of(1100, is_turned=is_turned) == [note(Code.TOTALS_ROW, message, place=place)]


@pytest.mark.parametrize(
    ("is_turned", "where", "other"),
    [(False, "Row 4", "row"), (True, "Column 4 of the file", "column")],
)
@pytest.mark.parametrize("users", [1099, 1101, "many", ""])
def test_a_total_that_is_no_sum_has_to_be_cleared_up(users, is_turned, where, other) -> None:
    message = f"{where} is called 'Total' but its users are not the sum of the other {other}s."
    hint = f"Remove the {other} if it is a total, or rename it if it is a variant."
    line = "column 4 of the file" if is_turned else ""
    place = Place(row=4, column="variant", value="Total", line=line)
    found = blocked(Code.TOTALS_ROW_UNCLEAR, message, hint, place)
    assert total_of(users, is_turned=is_turned) == [found]


def test_a_total_beside_a_cell_that_is_no_count_has_to_be_cleared_up() -> None:
    table = of(("control", 500, 50), ("b", "?", 50), ("Total", 500, 100))
    [found] = find_variants(table, ROLES)[1]
    assert found.code is Code.TOTALS_ROW_UNCLEAR


@pytest.mark.parametrize("header", ["variant,n,conversions", "variant,users,users"])
def test_what_is_called_a_total_is_a_variant_where_no_users_can_tell(header) -> None:
    table = table_of(csv_of(("control", 500, 500), ("Total", 500, 500), header=header))
    variants, findings = find_variants(table, ROLES)
    assert [one.label for one in variants] == ["control", "Total"]
    assert findings == []


def test_a_row_that_a_person_wants_is_a_variant_whatever_its_name() -> None:
    table = of(("control", 500, 50), ("b", 600, 50), ("Total", 1100, 100))
    variants, findings = find_variants(replace(table, confirmed_rows=(4,)), ROLES)
    assert variants == [variant("control", 2), variant("b", 3), variant("Total", 4)]
    assert findings == []


def test_without_variants_there_is_no_control_and_nothing_to_say() -> None:
    assert choose_control([], None) == (None, [])
    assert choose_control([], "control") == (None, [])


def test_a_planned_control_that_is_not_there_is_told_with_those_that_are() -> None:
    labels = [f"v{number}" for number in range(1, 15)]
    rows = [variant(label, number) for number, label in enumerate(labels, 2)]
    message = f"The control 'old' is not among the variants: {', '.join(labels[:12])}."
    found = blocked(Code.CONTROL_MISSING, message, "Choose one of these as the control.")
    assert choose_control(rows, "old") == (None, [found])


def test_a_control_that_nobody_recognises_is_asked_for() -> None:
    rows = [variant("x", 2), variant("y", 3)]
    message = "None of the variants is recognised as the control: x, y."
    hint = "Choose which variant is the control, or rename it 'control'."
    assert choose_control(rows, None) == (None, [blocked(Code.CONTROL_MISSING, message, hint)])


def test_a_control_taken_by_its_name_is_noted_unless_the_name_says_control() -> None:
    b, baseline, control = variant("b", 2), variant("baseline", 3), variant("Control ", 4)
    message = "The variant 'baseline' was taken as the control because of its name."
    place = Place(row=3, variant="baseline")
    noted = note(Code.CONTROL_RECOGNISED, message, place=place)
    assert choose_control([b, baseline], None) == (baseline, [noted])
    assert choose_control([b, baseline], "Baseline") == (baseline, [])
    assert choose_control([b, control], None) == (control, [])


def test_a_control_alone_has_no_treatment() -> None:
    rows = [variant("control", 2), variant("Control", 3)]
    message = "There is no treatment: every row is the control."
    hint = "Add a row for each variant that was compared with the control."
    found = blocked(Code.TREATMENT_MISSING, message, hint)
    assert choose_control(rows, None) == (rows[0], [found])
