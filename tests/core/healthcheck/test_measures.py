"""Continuous columns: every rule of the health check, on both sides of its threshold."""

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.experiment import Report
from experimentos_core.foundation.values import HealthStatus, MetricKind
from tests.helpers.experiments import codes_of, csv_of, report_of

HEADER = "variant,users,conversions,revenue_sum,revenue_sum_sq"
GOOD = (("control", 10_000, 1000, 51234.56, 612345.6789), ("b", 10_000, 1010, 52345.67, 623456.789))


def experiment(*rows: tuple[object, ...], header: str = HEADER, **charter: object) -> Report:
    return report_of(csv_of(*rows, header=header), Charter(**charter))


def with_cells(**cells: object) -> tuple[tuple[object, ...], ...]:
    """The good rows with other cells in the treatment's."""
    names = HEADER.split(",")
    return GOOD[0], tuple(cells.get(n, v) for n, v in zip(names, GOOD[1], strict=True))


def test_a_pair_of_sums_is_a_metric_per_user() -> None:
    report = experiment(*GOOD)
    assert report.health.overall_status is HealthStatus.HEALTHY
    assert codes_of(report) == []
    (metric,) = report.continuous
    assert (metric.metric, metric.variant, metric.per) == ("revenue", "b", "users")
    assert metric.control_mean == pytest.approx(5.123456)
    assert metric.absolute_lift == pytest.approx(0.111111)
    assert metric.n_control == 10_000


@pytest.mark.parametrize(
    ("columns", "cells", "per"),
    [
        ("revenue_sum,revenue_sum_sq,revenue_n", (9, 9, 40), "revenue_n"),
        ("aov_sum,aov_sum_sq,orders", (9, 9, 40), "orders"),
        ("aov_sum,aov_sum_sq,orders,aov_n", (9, 9, 40, 50), "aov_n"),
        ("AOV_sum,AOV_sum_sq,Orders", (9, 9, 40), "Orders"),
        ("metric_sum,metric_sum_sq,n", (9, 9, 40), "n"),
        ("metric_sum,metric_sum_sq", (9, 9), "users"),
        ("revenue_sum,revenue_sum_sq,n", (9, 9, 40), "users"),
        ("revenue_sum,revenue_sum_sq,orders", (9, 9, 40), "users"),
        ("Revenue Sum,Revenue Sum Sq", (9, 9), "users"),
    ],
)
def test_the_n_of_a_metric_is_found_by_name(columns: str, cells: tuple[int, ...], per: str) -> None:
    rows = [(name, 100, 50, *cells) for name in ("control", "b")]
    report = experiment(*rows, header=f"variant,users,conversions,{columns}", guardrails=())
    (metric,) = report.continuous
    assert metric.per == per
    header = f"variant,users,conversions,{columns}".split(",")
    assert metric.n_control == rows[0][header.index(per)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (with_cells(revenue_sum=""), "CELL_BLANK"),
        (with_cells(revenue_sum_sq=""), "CELL_BLANK"),
        (with_cells(revenue_sum="n/a"), "CELL_NOT_A_NUMBER"),
        (with_cells(revenue_sum="inf"), "CELL_INFINITE"),
        (with_cells(revenue_sum_sq="-1"), "CELL_NEGATIVE"),
        (with_cells(revenue_sum_sq="200000"), "SUMS_INCONSISTENT"),
    ],
)
def test_sums_that_block(rows: tuple[tuple[object, ...], ...], code: str) -> None:
    report = experiment(*rows)
    assert report.health.overall_status is HealthStatus.BLOCKED
    (issue,) = [i for i in report.health.issues if i.severity == "Blocked"]
    assert issue.code == code
    assert issue.place.variant == "b"
    assert issue.place.column in {"revenue_sum", "revenue_sum_sq"}
    assert issue.hint
    assert (report.primary, report.continuous, report.bayesian) == (None, (), None)


@pytest.mark.parametrize("column", ["revenue_sum", "revenue_sum_sq"])
def test_half_a_pair_blocks_and_names_the_other(column: str) -> None:
    rows = [("control", 10_000, 1000, 600_000), ("b", 10_000, 1010, 600_000)]
    report = experiment(*rows, header=f"variant,users,conversions,{column}")
    (issue,) = report.health.issues[:1]
    other = "revenue_sum_sq" if column == "revenue_sum" else "revenue_sum"
    assert (issue.code, issue.place.column) == ("MEASURE_INCOMPLETE", column)
    assert other in issue.message


def test_a_negative_sum_is_no_fault() -> None:
    report = experiment(*with_cells(revenue_sum="-12.50"))
    assert report.health.overall_status is not HealthStatus.BLOCKED


@pytest.mark.parametrize(("size", "code"), [("", "CELL_BLANK"), ("10.5", "CELL_FRACTIONAL")])
def test_an_n_that_is_no_count_blocks(size: str, code: str) -> None:
    header = f"{HEADER},revenue_n"
    report = experiment((*GOOD[0], 9000), (*GOOD[1], size), header=header)
    assert codes_of(report)[0] == code


def test_a_pair_without_any_value_is_no_metric() -> None:
    rows = [("control", 10_000, 1000, "", ""), ("b", 10_000, 1010, "", "")]
    report = experiment(*rows)
    assert report.health.overall_status is HealthStatus.HEALTHY
    assert report.continuous == ()
    assert set(codes_of(report)) == {"COLUMN_UNUSED"}


def test_a_pair_a_person_left_out_is_no_metric() -> None:
    text = csv_of(("control", 900, 100, 5), ("b", 900, 101, 5), header=HEADER[: -len("_sq") - 12])
    assert "revenue_sum" in text
    assert "MEASURE_INCOMPLETE" in codes_of(report_of(text))


# n = 1000, mean 2: sum_sq may fall short of sum**2 / n = 4000 by 1e-9 of itself, not by more.
@pytest.mark.parametrize(("squares", "blocks"), [("3999.9999961", False), ("3999.9999959", True)])
def test_sums_may_be_inconsistent_by_rounding_only(squares: str, blocks: bool) -> None:
    report = experiment(
        ("control", 1000, 100, "2000.00", "5000.00"), ("b", 1000, 101, "2000.00", squares)
    )
    assert ("SUMS_INCONSISTENT" in codes_of(report)) is blocks


def test_no_spread_in_both_arms_is_not_testable_and_never_p_0() -> None:
    report = experiment(("control", 1000, 100, 2000, 4000), ("b", 1000, 101, 3000, 9000))
    assert report.health.overall_status is HealthStatus.WARNING
    assert "METRIC_NOT_TESTABLE" in codes_of(report)
    (metric,) = report.continuous
    assert (metric.p_value, metric.t, metric.ci) == (None, None, None)
    assert metric.reason == "NOT_TESTABLE_ZERO_VARIANCE"
    assert metric.absolute_lift == 1.0
    assert not metric.is_significant


def test_no_spread_in_one_arm_is_tested_and_said() -> None:
    report = experiment(("control", 1000, 100, 0, 0), ("b", 1000, 101, "3000.00", "12000.00"))
    assert "NO_SPREAD" in codes_of(report)
    assert report.continuous[0].p_value is not None


@pytest.mark.parametrize(("n", "warns"), [(1, True), (2, False)])
def test_fewer_than_two_values_are_not_testable(n: int, warns: bool) -> None:
    rows = (("control", 1000, 100, 40, 60, 100), ("b", 1000, 101, n, 4, 16))
    report = experiment(
        *rows, header="variant,users,conversions,orders,aov_sum,aov_sum_sq", guardrails=()
    )
    assert ("METRIC_NOT_TESTABLE" in codes_of(report)) is warns
    assert (report.continuous[0].p_value is None) is warns


@pytest.mark.parametrize(("n", "warns"), [(99, True), (100, False)])
def test_few_values_warn_where_the_users_are_enough(n: int, warns: bool) -> None:
    rows = (("control", 1000, 100, 500, 5000, 60000), ("b", 1000, 101, n, 1000, 11000))
    report = experiment(
        *rows, header="variant,users,conversions,orders,aov_sum,aov_sum_sq", guardrails=()
    )
    assert ("SMALL_SAMPLE" in codes_of(report)) is warns


# n = 1,000: half a unit of the sum of squares, 0.05 of 50.5 or 0.5 of 5
@pytest.mark.parametrize(("squares", "warns"), [("50.5", False), ("5", True)])
def test_too_few_digits_warn(squares: str, warns: bool) -> None:
    report = experiment(
        ("control", 1000, 100, "0.000", "52.000"), ("b", 1000, 101, "0.000", squares)
    )
    assert ("DIGITS_TOO_FEW" in codes_of(report)) is warns


def test_digits_that_decide_nothing_give_no_number() -> None:
    # mean 1e9, sd 1e-3, n = 1e6: the sums of a float64 program
    rows = (
        ("control", 1_000_000, 5000, "1000000000000000.0", "1.0000000000000001e24"),
        ("b", 1_000_000, 5100, "1000000000000100.0", "1.0000000000002001e24"),
    )
    report = experiment(*rows)
    (metric,) = report.continuous
    assert "DIGITS_TOO_FEW" in codes_of(report)
    assert (metric.p_value, metric.ci) == (None, None)
    assert metric.reason == "NOT_TESTABLE_TOO_FEW_DIGITS"


# 1e6 values 1e9 +- 1e-3, half of each; the treatment's are 1e-5 higher. A total without decimals
# beside squares with some is taken as exact, with a warning, and so is one with half as many; any
# other of few decimals decides nothing.
@pytest.mark.parametrize(
    ("zeros", "warns", "is_tested"),
    [(13, False, True), (0, True, True), (6, True, True), (5, True, False)],
)
def test_a_mean_of_a_billion_is_right_or_not_given(
    zeros: int, warns: bool, is_tested: bool
) -> None:
    n, m, s = 10**6, 10**9, 1000  # s in units of 1e-6

    def sums(shift: int) -> tuple[str, str]:
        total = n * m + n * shift // 10**6
        squares = sum((m * 10**6 + shift + sign * s) ** 2 for sign in (1, -1)) * n // 2
        return f"{total}{'.' if zeros else ''}{'0' * zeros}", f"{squares}e-12"

    report = experiment(("control", n, 5000, *sums(0)), ("b", n, 5100, *sums(10)))
    (metric,) = report.continuous
    assert ("DIGITS_TOO_FEW" in codes_of(report)) is warns
    assert (metric.p_value is not None) is is_tested
    assert metric.absolute_lift == pytest.approx(1e-5, rel=1e-9)
    if is_tested:
        assert metric.t == pytest.approx(1e-5 / (1e-3 * (2 / (n - 1)) ** 0.5), rel=1e-9)


def varied(name: str, n: int) -> tuple[object, ...]:
    """Mean 2 and variance 8: a squared coefficient of variation of 2."""
    return name, n, n // 10, f"{2 * n:.4f}", f"{8 * (n - 1) + 4 * n:.4f}"


# 50 * 2 = 100 values are wanted of each arm
@pytest.mark.parametrize(("n", "warns"), [(99, True), (101, False)])
def test_values_that_vary_much_warn_in_small_arms(n: int, warns: bool) -> None:
    report = experiment(varied("control", n), varied("b", n))
    assert ("SKEWED_VALUES" in codes_of(report)) is warns
    if warns:
        (finding,) = (one for one in report.health.issues if one.code == "SKEWED_VALUES")
        assert "a few large ones can decide it" in finding.message


# lognormal values vary as much with a skewness of sqrt(2) * 5, so beside 100,000 users of the
# control Cochran asks for 25 * 50 values, a little less as the control is not infinite: 1,214
@pytest.mark.parametrize("small", ["control", "b"])
@pytest.mark.parametrize(("n", "warns"), [(1_200, True), (1_230, False)])
def test_values_that_vary_much_warn_in_unequal_arms(small: str, n: int, warns: bool) -> None:
    sizes = {"control": 100_000, "b": 100_000, small: n}
    report = experiment(*(varied(name, size) for name, size in sizes.items()), split=sizes)
    assert ("SKEWED_VALUES" in codes_of(report)) is warns
    if warns:
        (finding,) = (one for one in report.health.issues if one.code == "SKEWED_VALUES")
        assert f"{small!r} with 1,200 values may be too small beside" in finding.message


def test_arms_of_equal_size_bear_values_that_vary_much() -> None:
    report = experiment(varied("control", 1_200), varied("b", 1_200))
    assert "SKEWED_VALUES" not in codes_of(report)


def test_a_planned_mean_that_is_not_there_blocks() -> None:
    primary = PrimaryPlan(metric="margin", kind=MetricKind.MEAN)
    report = experiment(*GOOD, primary=primary)
    assert codes_of(report)[0] == "PRIMARY_MISSING"
    assert report.decision.rule == "HEALTH_BLOCKED"
    assert "revenue" in report.health.issues[0].message


def test_a_name_of_its_own_is_noted_beside_the_column_it_is_read_from() -> None:
    report = experiment(*GOOD, primary=PrimaryPlan(metric="signups"))
    assert codes_of(report) == ["PRIMARY_NAMED"]
    assert report.health.overall_status is HealthStatus.HEALTHY
    assert report.primary is not None
    assert (report.primary.metric, report.primary.kind) == ("signups", "rate")


def test_conversions_are_not_needed_where_a_mean_decides() -> None:
    header = "variant,users,revenue_sum,revenue_sum_sq"
    rows = [(row[0], row[1], *row[3:]) for row in GOOD]
    without = experiment(*rows, header=header)
    assert codes_of(without)[0] == "COLUMN_MISSING"
    assert "revenue" in without.health.issues[0].hint
    report = experiment(*rows, header=header, primary=PrimaryPlan(metric="revenue"))
    assert report.health.overall_status is HealthStatus.HEALTHY
    assert report.primary is not None
    assert report.primary.kind == "mean"


def test_the_primary_mean_cannot_guard_itself() -> None:
    report = experiment(
        *GOOD,
        primary=PrimaryPlan(metric="revenue"),
        guardrails=(GuardrailPlan(name="revenue"),),
    )
    assert "GUARDRAIL_IS_PRIMARY" in codes_of(report)
    assert report.primary is None


# 1,001 users and over 50 % are a surprise, 1,000 users or 50 % are none
@pytest.mark.parametrize(
    ("users", "total", "warns"), [(1001, 1502.6, True), (1001, 1501.5, False), (1000, 1502, False)]
)
def test_a_surprising_change_of_the_primary_mean_warns(users, total, warns) -> None:
    report = experiment(
        ("control", users, 100, f"{users}.0", f"{users * 2}.0"),
        ("b", users, 101, total, f"{users * 4}.0"),
        primary=PrimaryPlan(metric="revenue"),
        guardrails=(),
    )
    assert ("SURPRISING_CHANGE" in codes_of(report)) is warns
