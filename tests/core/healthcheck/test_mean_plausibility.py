"""Continuous metrics that are usable but may mislead: every warning word for word."""

import pytest

from experimentos_core.experiment import Report
from experimentos_core.foundation.values import Severity
from experimentos_core.healthcheck.findings import Finding, Place
from tests.helpers.experiments import csv_of, report_of

HEADER = "variant,users,conversions,revenue_sum,revenue_sum_sq,revenue_n"


def arm(name: str, n: int, mean: int = 5, spread: int = 3) -> tuple[object, ...]:
    """Half of the values at mean - spread, half at mean + spread; n even, or all at the mean."""
    return name, 1000, 100, n * mean, n * (mean * mean + spread * spread), n


def experiment(*rows: tuple[object, ...]) -> Report:
    return report_of(csv_of(*rows, header=HEADER))


def about_revenue(report: Report) -> list[Finding]:
    return [one for one in report.health.issues if one.place == Place(column="revenue")]


@pytest.mark.parametrize(
    ("sizes", "named", "where"),
    [
        ((1000, 1, 1000), "b", " there"),
        ((1000, 1, 0), "b, c", " there"),
        ((1, 1000, 1000), "control", ""),
        ((1, 1, 1000), "control, b", ""),
    ],
)
def test_fewer_than_two_values(sizes: tuple[int, ...], named: str, where: str) -> None:
    rows = [
        arm(name, n) if n > 1 else (name, 1000, 100, 5 * n, 25 * n, n)
        for name, n in zip(("control", "b", "c"), sizes, strict=True)
    ]
    finding = next(one for one in about_revenue(experiment(*rows)) if "fewer" in one.message)
    assert (finding.code, finding.severity) == ("METRIC_NOT_TESTABLE", Severity.WARNING)
    assert finding.message == (
        f"revenue has fewer than two values (revenue_n) in {named}, so it cannot be tested{where}."
    )
    assert finding.hint == "Check that 'revenue_n' counts the values of 'revenue'."


def test_two_values_are_tested() -> None:
    report = experiment(arm("control", 1000), arm("b", 2))
    assert "METRIC_NOT_TESTABLE" not in [one.code for one in about_revenue(report)]


@pytest.mark.parametrize(
    ("spreads", "named", "code", "result"),
    [
        ((3, 0, 3), "b", "NO_SPREAD", "which is rare in real data"),
        ((3, 0, 0), "b, c", "NO_SPREAD", "which is rare in real data"),
        ((0, 3, 3), "control", "NO_SPREAD", "which is rare in real data"),
        ((0, 3, 0), "control, c", "METRIC_NOT_TESTABLE", "and it cannot be tested"),
    ],
)
def test_values_that_are_all_equal(
    spreads: tuple[int, ...], named: str, code: str, result: str
) -> None:
    rows = [
        arm(name, 1000, spread=spread)
        for name, spread in zip(("control", "b", "c"), spreads, strict=True)
    ]
    (finding,) = about_revenue(experiment(*rows))
    assert (finding.code, finding.severity) == (code, Severity.WARNING)
    assert finding.message == (
        f"As far as the digits of the file tell, all values of revenue are equal in {named}, "
        f"{result}."
    )
    assert finding.hint == (
        "Check the sum of squares in the export; give sums with all their digits."
    )


def test_few_values_of_many_users() -> None:
    (finding,) = about_revenue(experiment(arm("control", 1000), arm("b", 98), arm("c", 100)))
    assert (finding.code, finding.severity) == ("SMALL_SAMPLE", Severity.WARNING)
    assert finding.message == "revenue has only few values (revenue_n) in b (98)."
    assert finding.hint == "Collect more before you trust a small difference."
    two = about_revenue(experiment(arm("control", 1000), arm("b", 98), arm("c", 90)))
    assert two[0].message == "revenue has only few values (revenue_n) in b (98), c (90)."


def test_values_of_few_users_are_warned_of_with_the_users() -> None:
    header = "variant,users,conversions,revenue_sum,revenue_sum_sq"
    rows = [(name, 90, 40, 450, 90 * 34) for name in ("control", "b")]
    report = report_of(csv_of(*rows, header=header))
    assert about_revenue(report) == []
    assert "SMALL_SAMPLE" in [one.code for one in report.health.issues]


def test_sums_with_too_few_digits() -> None:
    rows = (
        ("control", 1000, 100, "5.00E+03", "3.40E+04", 1000),
        ("b", 1000, 100, 5000, 34_000, 1000),
    )
    (finding,) = about_revenue(experiment(*rows))
    assert (finding.code, finding.severity) == ("DIGITS_TOO_FEW", Severity.WARNING)
    assert finding.message == (
        "The sums of revenue have too few digits for control: what their rounding leaves open "
        "moves the variance by more than 1 %, or the mean by more than a tenth of its standard "
        "error, unless they are exact."
    )
    assert finding.hint == "Export the sum and the sum of squares with all their digits."


def test_values_that_vary_much() -> None:
    # all of the value in one of fifty: a squared coefficient of variation of 49
    def rare(name: str, n: int) -> tuple[object, ...]:
        return name, 100_000, 100, n, 50 * n, n

    few = about_revenue(experiment(rare("control", 2000), rare("b", 1500)))
    assert [one.code for one in few] == ["SKEWED_VALUES"]
    assert few[0].message == (
        "The values of revenue vary so much around their mean that 'b' with 1,500 values may be "
        "too small for the t test: a few large ones can decide it."
    )
    assert few[0].hint == "Cap extreme values before they are summed, or collect more."
    unequal = about_revenue(experiment(rare("control", 100_000), rare("b", 5000)))
    assert [one.code for one in unequal] == ["SKEWED_VALUES"]
    assert unequal[0].message == (
        "The values of revenue vary so much around their mean that 'b' with 5,000 values may be "
        "too small beside so much larger an arm: if a few large values make out the mean, the "
        "smaller arm looks lower by chance more often than the t test says."
    )
    assert unequal[0].hint == (
        "Cap extreme values before they are summed, or give both arms equally many users."
    )
    assert about_revenue(experiment(rare("control", 5000), rare("b", 5000))) == []


@pytest.mark.parametrize(
    ("users", "n", "warns"),
    [(100, 98, True), (99, 98, False), (1000, 2, True), (1000, 1, False)],
)
def test_where_few_values_begin_and_end(users: int, n: int, warns: bool) -> None:
    rows = [(name, users, 10, 5 * n, 25 * n + 9 * n, n) for name in ("control", "b")]
    codes = [one.code for one in about_revenue(experiment(*rows))]
    assert ("SMALL_SAMPLE" in codes) is warns
