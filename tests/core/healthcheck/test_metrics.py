"""From columns to metrics: what a guardrail or primary may be, and what is put in order."""

from dataclasses import replace

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.experiment import Report
from experimentos_core.foundation.values import GuardrailStatus, MetricKind, Severity
from experimentos_core.healthcheck.checkup import run_health_check
from experimentos_core.healthcheck.findings import Finding, Place
from tests.helpers.experiments import codes_of, csv_of, report_of, table_of

HEADER = "variant,users,conversions,revenue_sum,revenue_sum_sq,latency_sum,latency_sum_sq"
ROWS = (
    ("control", 1000, 100, 5000, 34_000, 7000, 58_000),
    ("b", 1000, 110, 5100, 35_000, 7100, 59_000),
)
REVENUE = PrimaryPlan(metric="revenue", kind=MetricKind.MEAN)


def report(*rows: tuple[object, ...], guardrails: tuple[str, ...] = (), **plan: object) -> Report:
    plans = tuple(GuardrailPlan(name=name) for name in guardrails)
    return report_of(csv_of(*rows, header=HEADER), Charter(guardrails=plans, **plan))


def one_of(code: str, made: Report) -> Finding:
    (finding,) = (one for one in made.health.issues if one.code == code)
    return finding


def without_revenue() -> list[tuple[object, ...]]:
    return [(*row[:3], "", "", *row[5:]) for row in ROWS]


def test_a_primary_mean_without_values_blocks() -> None:
    finding = one_of("PRIMARY_MISSING", report(*without_revenue(), primary=REVENUE))
    assert finding.severity is Severity.BLOCKED
    assert finding.message == "The primary metric 'revenue' has no values: its columns are blank."
    assert finding.hint == (
        "Fill in 'revenue_sum' and 'revenue_sum_sq', or plan another primary metric."
    )
    assert finding.place == Place(column="revenue_sum")


def test_a_primary_mean_with_values_beside_another_metric_does_not() -> None:
    assert "PRIMARY_MISSING" not in codes_of(report(*ROWS, primary=REVENUE))


def test_a_guardrail_mean_without_values_counts_as_worsened() -> None:
    made = report(*without_revenue(), guardrails=("revenue",))
    (guardrail,) = made.guardrails
    assert guardrail.status is GuardrailStatus.WORSENED
    assert guardrail.delta is None


@pytest.mark.parametrize("name", ["variant", "users", "conversions", "USERS"])
def test_a_guardrail_is_no_column_with_a_part_of_its_own(name: str) -> None:
    finding = one_of("GUARDRAIL_IS_PRIMARY", report(*ROWS, guardrails=(name,)))
    assert finding.severity is Severity.BLOCKED
    assert finding.message == f"The guardrail {name!r} is the same column as a required one."
    assert finding.hint == "Choose another column, or take it out of the guardrails."
    assert finding.place == Place(column=name)


def test_where_a_mean_decides_conversions_may_guard_and_users_may_not() -> None:
    made = report(*ROWS, guardrails=("conversions",), primary=REVENUE)
    assert "GUARDRAIL_IS_PRIMARY" not in codes_of(made)
    assert [one.name for one in made.guardrails] == ["conversions"]
    one_of("GUARDRAIL_IS_PRIMARY", report(*ROWS, guardrails=("users",), primary=REVENUE))


@pytest.mark.parametrize("name", ["revenue"])
def test_a_guardrail_is_not_the_primary_mean_itself(name: str) -> None:
    finding = one_of("GUARDRAIL_IS_PRIMARY", report(*ROWS, guardrails=(name,), primary=REVENUE))
    assert finding.severity is Severity.BLOCKED
    assert finding.message == f"The guardrail {name!r} is the primary metric itself."
    assert finding.hint == "Choose another column, or take it out of the guardrails."
    assert finding.place == Place(column=name)


def test_a_guardrail_that_is_not_there_is_warned_of_and_a_mean_is_there() -> None:
    made = report(*ROWS, guardrails=("refunds", "latency"), primary=REVENUE)
    finding = one_of("GUARDRAIL_MISSING", made)
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "The planned guardrail 'refunds' is not in the data; it counts as worsened."
    )
    assert finding.hint == "Add the column to the export."
    assert finding.place == Place(column="refunds")


def test_where_a_mean_decides_bad_conversions_do_not_matter() -> None:
    rows = [(row[0], row[1], "?", *row[3:]) for row in ROWS]
    assert "CELL_NOT_A_NUMBER" not in codes_of(report(*rows, primary=REVENUE))
    assert "CELL_NOT_A_NUMBER" in codes_of(report(*rows))


def test_the_control_comes_first_wherever_it_stands() -> None:
    header = f"{HEADER},errors"
    rows = [(*row, errors) for row, errors in zip(ROWS, (10, 20), strict=True)]
    charter = Charter(guardrails=(GuardrailPlan(name="errors"), GuardrailPlan(name="latency")))
    there = [
        run_health_check(table_of(csv_of(*ordered, header=header)), charter).dataset
        for ordered in (rows, rows[::-1])
    ]
    first, second = there
    assert first is not None
    assert first == second
    assert (first.variants, first.users) == (("control", "b"), (1000, 1000))
    assert first.primary.name == "conversions"
    assert [metric.name for metric in first.guardrails] == ["errors", "latency"]
    assert [metric.name for metric in first.means] == ["revenue", "latency"]
    assert [int(total) for total in first.means[0].sums] == [5000, 5100]


SIZED = "variant,users,conversions,revenue_sum,revenue_sum_sq,orders,orders"


@pytest.mark.parametrize(
    ("size", "code", "message"),
    [
        ("baskets", "COLUMN_MISSING", "There is no column 'baskets' for the n of 'revenue'."),
        ("orders", "COLUMN_DUPLICATE", "The column 'orders' occurs 2 times."),
    ],
)
def test_the_n_that_was_chosen_must_stand_there_once(size: str, code: str, message: str) -> None:
    rows = [(*row[:5], 900, 900) for row in ROWS]
    table = replace(table_of(csv_of(*rows, header=SIZED)), choices=(f"n:revenue={size}",))
    issues = report_of(table, Charter(guardrails=())).health.issues
    finding = next(one for one in issues if one.message == message)
    assert (finding.code, finding.severity) == (code, Severity.BLOCKED)
    assert finding.place == Place(column=size)
    assert "Choose which column counts the values of 'revenue'." in [one.hint for one in issues]
