"""The health check where only one thing tells a right answer from a wrong one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, SecondaryPlan
from experimentos_core.dataset import Dataset, MeanMetric
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import MetricKind
from experimentos_core.healthcheck.findings import FindingCode as Code
from experimentos_core.healthcheck.mean_plausibility import check_means
from experimentos_core.healthcheck.measures import read_measures
from experimentos_core.healthcheck.metrics import plan_metrics, read_metrics
from experimentos_core.healthcheck.variants import find_variants
from experimentos_core.reading.columns.measures import find_measures
from experimentos_core.reading.columns.roles import ColumnRoles
from tests.helpers.experiments import codes_of, csv_of, report_of, table_of

HEADER = "variant,users,conversions,revenue_sum,revenue_sum_sq"
ROWS = (("control", 900, 90, "4500.5", "24000.25"), ("b", 900, 95, "4600.5", "24500.25"))


def test_a_secondary_metric_that_is_not_there_is_noted_in_the_report() -> None:
    charter = Charter(secondary=(SecondaryPlan(name="revenue"), SecondaryPlan(name="cost")))
    noted = [
        issue.place.column
        for issue in report_of(csv_of(*ROWS, header=HEADER), charter).health.issues
        if issue.code is Code.SECONDARY_MISSING
    ]
    assert noted == ["cost"]


# The total leaves 0.05 / 4 of the mean open, its standard error squared is squares / 3 / 4: a tenth
# of the error is open at squares of 0.1875.
@pytest.mark.parametrize(
    ("squares", "warns"), [("0.15", True), ("0.18", True), ("0.19", False), ("0.25", False)]
)
def test_a_mean_may_be_open_by_a_tenth_of_its_standard_error(squares: str, warns: bool) -> None:
    n, total = 4, Decimal("0.0")
    arm = (n, total, Decimal(squares + "000"))
    metric = MeanMetric(
        name="revenue",
        per="users",
        sizes=(arm[0], arm[0]),
        sums=(total, total),
        squares=(arm[2], arm[2]),
    )
    data = Dataset(variants=("control", "b"), users=(900, 900), primary=metric)
    codes = [one.code for one in check_means(data, DEFAULT_THRESHOLDS)]
    assert (Code.DIGITS_TOO_FEW in codes) is warns


def test_a_rate_that_is_asked_for_decides_beside_a_mean_of_its_name() -> None:
    table = table_of(csv_of(*ROWS, header=HEADER))
    for kind, is_mean in ((MetricKind.RATE, False), (MetricKind.MEAN, True), (None, True)):
        plan = PrimaryPlan(metric="revenue", kind=kind)
        planned = plan_metrics(table, ColumnRoles(), Charter(primary=plan))
        assert (planned.primary is not None) is is_mean


def test_a_mean_that_bears_the_name_of_a_required_column_may_guard() -> None:
    header = "variant,visitors,signups,conversions_sum,conversions_sum_sq"
    roles = ColumnRoles(users="visitors", conversions="signups")
    table = table_of(csv_of(*ROWS, header=header))
    charter = Charter(guardrails=(GuardrailPlan(name="conversions"),))
    renamed = replace(roles, conversions="conversions")
    variants, _ = find_variants(table, renamed)
    planned = plan_metrics(table, renamed, charter)
    codes = [one.code for one in read_metrics(table, renamed, planned, variants)[1]]
    assert Code.GUARDRAIL_IS_PRIMARY not in codes


def test_a_cell_that_is_no_sum_is_quoted_as_it_stood() -> None:
    table = table_of(csv_of(("a", 9, 9, "x1", 90), ("b", 9, 9, 9, 90), header=HEADER))
    written = {(2, "revenue_sum"): ("x1", "x 1"), (3, "revenue_sum"): ("9", "9,0")}
    table = replace(table, rewritten=written)
    variants, _ = find_variants(table, ColumnRoles())
    measures = find_measures(table, ColumnRoles())
    _, [found] = read_measures(table, measures, variants, "users", (9, 9))
    assert "'x 1'" in found.message
    assert found.place.value == "x 1"
    infinite = replace(
        table_of(csv_of(("a", 9, 9, "inf", 90), ("b", 9, 9, 9, 90), header=HEADER)),
        rewritten={(2, "revenue_sum"): ("inf", "+endless")},
    )
    _, [endless] = read_measures(infinite, measures, variants, "users", (9, 9))
    assert endless.code is Code.CELL_INFINITE
    assert "'+endless'" in endless.message


def test_where_a_mean_decides_it_is_looked_at_as_any_other() -> None:
    few = (("control", 900, 90, "5.5", "30.25"), ("b", 900, 95, "4600.5", "24500.25"))
    rows = [(*row, n) for row, n in zip(few, (1, 900), strict=True)]
    charter = Charter(primary=PrimaryPlan(metric="revenue"))
    report = report_of(csv_of(*rows, header=f"{HEADER},revenue_n"), charter)
    assert "METRIC_NOT_TESTABLE" in codes_of(report)
