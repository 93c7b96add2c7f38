"""The health check on the very border of its rules, part by part."""

from dataclasses import replace
from decimal import Decimal

import pytest

from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.dataset import CountMetric, Dataset, MeanMetric
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import Direction
from experimentos_core.healthcheck.findings import FindingCode as Code
from experimentos_core.healthcheck.mean_plausibility import check_means
from experimentos_core.healthcheck.measures import read_measures
from experimentos_core.healthcheck.metrics import plan_metrics, read_metrics
from experimentos_core.healthcheck.plausibility import check_plausibility
from experimentos_core.healthcheck.reading_notes import repeat_notes
from experimentos_core.healthcheck.variants import find_variants
from experimentos_core.reading.columns.measures import find_measures
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Note, NoteCode
from tests.helpers.experiments import csv_of, table_of

ROLES = ColumnRoles()


def mean(*arms: tuple[int, str, str]) -> MeanMetric:
    sizes, sums, squares = zip(*arms, strict=True)
    return MeanMetric(
        name="revenue",
        per="orders",
        sizes=sizes,
        sums=tuple(Decimal(total) for total in sums),
        squares=tuple(Decimal(square) for square in squares),
    )


def dataset(*arms: tuple[int, str, str], users: tuple[int, int] = (5000, 5000)) -> Dataset:
    count = CountMetric(name="conversions", counts=(500, 500))
    return Dataset(variants=("control", "b"), users=users, primary=count, means=(mean(*arms),))


def warned(code: Code, *arms: tuple[int, str, str], users: tuple[int, int] = (5000, 5000)) -> bool:
    found = check_means(dataset(*arms, users=users), DEFAULT_THRESHOLDS)
    return code in [finding.code for finding in found]


GOOD = (1000, "5000", "26000.5")


# 500 values of -1 and 500 of 1: the variance is 1.001, its standard error 0.0316, and the total
# leaves 0.0005 times its last unit open.
@pytest.mark.parametrize(
    ("total", "warns"), [("1E+1", True), ("0E+1", True), ("0.0", False), ("1", False)]
)
def test_a_mean_open_by_a_tenth_of_its_standard_error(total: str, warns: bool) -> None:
    assert warned(Code.DIGITS_TOO_FEW, GOOD, (1000, total, "1000.000")) is warns


# A variance of 9.99e7 / 999 = 1e5 (a standard error of 10, a tenth of it 1) beside a total that
# leaves 0.5 or 5 open; the same a hundred million times smaller.
@pytest.mark.parametrize(
    ("total", "squares", "warns"),
    [
        ("1E+3", "99901000.00", False),
        ("1E+4", "100000000.00", True),
        ("0.01", "0.00999000", False),
        ("0.1", "0.00999000", True),
    ],
)
def test_what_is_open_is_held_against_the_variance(total: str, squares: str, warns: bool) -> None:
    assert warned(Code.DIGITS_TOO_FEW, GOOD, (1000, total, squares)) is warns


@pytest.mark.parametrize(
    ("total", "squares", "warns"), [("0.9", "1", True), ("0.90", "1.0000", False)]
)
def test_a_sum_of_squares_of_one_is_looked_at_as_any_other(total, squares, warns) -> None:
    assert warned(Code.DIGITS_TOO_FEW, GOOD, (1000, total, squares)) is warns


@pytest.mark.parametrize(
    ("n", "users", "warns"),
    [(1, 5000, False), (2, 5000, True), (99, 100, True), (99, 99, False), (100, 100, False)],
)
def test_few_values_of_users_that_are_just_enough(n: int, users: int, warns: bool) -> None:
    arm = (n, str(5 * n), f"{26 * n}.5")
    assert warned(Code.SMALL_SAMPLE, GOOD, arm, users=(5000, users)) is warns


@pytest.mark.parametrize(
    ("users", "counts", "expected"),
    [((3000, 1000), (15, 4), "4.8"), ((1000, 3000), (4, 15), "4.8"), ((9000, 1000), (9, 1), "1.0")],
)
def test_the_rarest_cell_is_that_of_the_smaller_arm(users, counts, expected) -> None:
    of_two = Dataset(
        variants=("control", "b"), users=users, primary=CountMetric(name="c", counts=counts)
    )
    [found] = [
        one for one in check_plausibility(of_two, DEFAULT_THRESHOLDS) if one.code is Code.FEW_EVENTS
    ]
    assert f"({expected} expected in one cell)" in found.message


@pytest.mark.parametrize(
    ("control", "warns"), [("0.5", True), ("1", True), ("0", False), ("-1", False)]
)
def test_any_positive_mean_may_change_surprisingly(control: str, warns: bool) -> None:
    primary = mean((5000, control, "9000.5"), (5000, "4000", "9000.5"))
    of_two = Dataset(variants=("control", "b"), users=(5000, 5000), primary=primary)
    codes = [one.code for one in check_plausibility(of_two, DEFAULT_THRESHOLDS)]
    assert (Code.SURPRISING_CHANGE in codes) is warns


SUMS = "variant,users,conversions,revenue_sum,revenue_sum_sq"


def read(text: str) -> tuple[object, list[Code]]:
    table = table_of(text)
    variants, _ = find_variants(table, ROLES)
    measures = find_measures(table, ROLES)
    cells, found = read_measures(table, measures, variants, "users", (None,) * len(variants))
    return cells, [finding.code for finding in found]


def test_half_a_metric_is_told_and_not_read() -> None:
    text = csv_of(("a", 9, 9, 9), ("b", 9, 9, 9), header="variant,users,conversions,revenue_sum")
    assert read(text) == ((), [Code.MEASURE_INCOMPLETE])


def test_users_that_are_no_count_are_not_told_again_by_a_mean() -> None:
    text = csv_of(("a", "?", 9, 9, 90), ("b", "", 9, 9, 90), header=SUMS)
    assert read(text)[1] == []


def test_sums_that_stand_twice_are_not_read() -> None:
    text = csv_of(("a", 9, 9, "x", 90, 9), ("b", 9, 9, 9, 90, 9), header=f"{SUMS},revenue_sum")
    (cells,), codes = read(text)
    assert cells.sums == (None, None)
    assert cells.squares == (Decimal(90), Decimal(90))
    assert codes == [Code.COLUMN_DUPLICATE]


def test_a_mean_called_like_the_users_is_a_guardrail_of_its_own() -> None:
    header = "variant,visitors,conversions,users_sum,users_sum_sq"
    table = table_of(csv_of(("control", 900, 9, 9, 90), ("b", 900, 9, 9, 90), header=header))
    roles = replace(ROLES, users="visitors")
    charter = Charter(guardrails=(GuardrailPlan(name="users_sum", direction=Direction.UP),))
    planned = plan_metrics(table, roles, charter)
    variants, _ = find_variants(table, roles)
    assert read_metrics(table, roles, planned, variants)[1] == []


@pytest.mark.parametrize(
    ("is_turned", "row", "line", "where"),
    [
        (True, 3, "column 4 of the file", "column 4 of the file, users"),
        (True, None, "", "column users"),
        (False, 3, "", "row 3, column users"),
    ],
)
def test_a_note_of_a_turned_table_points_to_the_column_of_the_file(
    is_turned, row, line, where
) -> None:
    table = table_of(csv_of(("a", 9, 9), ("b", 9, 9)))
    made = Note(code=NoteCode.NUMBERS_READ, message="Read.", row=row, column="users", value="9")
    source = replace(table.source, is_turned=is_turned, margin=1)
    [found] = repeat_notes(replace(table, source=source, notes=(made,)))
    place = found.place
    assert (place.row, place.column, place.value, place.line) == (row, "users", "9", line)
    assert found.where == where
