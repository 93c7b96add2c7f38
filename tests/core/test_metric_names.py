"""Metrics that share a name with a column, a role or another metric are never mixed up."""

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, SecondaryPlan
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Direction, MarginScale, MetricKind
from experimentos_core.headless import verdict_text
from experimentos_core.memo.memo import generate_memo
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.interpret import interpret_content
from tests.helpers.experiments import codes_of, content_of, csv_of, report_of

SPEND = "variant,users,conversions,spend,spend_sum,spend_sum_sq"
ROWS = (
    ("control", 10_000, 1000, 500, "50000.00", "600000.00"),
    ("treatment", 10_000, 1100, 510, "41000.00", "510000.00"),
)


def of_spend(*guardrails: GuardrailPlan, **charter: object):
    return report_of(csv_of(*ROWS, header=SPEND), Charter(guardrails=guardrails, **charter))


def test_a_mean_beside_a_count_of_the_same_name_is_judged_as_the_mean() -> None:
    report = of_spend(GuardrailPlan(name="spend_sum", direction=Direction.DOWN))
    (g,) = report.guardrails
    assert (g.name, g.kind, g.status) == ("spend_sum", "mean", "Severe")
    assert report.decision.decision == "Rollback"
    (c,) = report.continuous
    assert (c.metric, c.guardrail, c.better) == ("spend", "spend_sum", Direction.UP)


def test_a_count_beside_a_mean_of_the_same_name_says_nothing_of_the_mean() -> None:
    report = of_spend(GuardrailPlan(name="spend", direction=Direction.UP))
    assert report.guardrails[0].kind == "rate"
    (c,) = report.continuous
    assert (c.guardrail, c.better) == (None, None)
    (belief,) = report.bayesian.continuous
    assert belief.prob_beats_control < 0.01


@pytest.mark.parametrize("name", ["users", "conversions"])
def test_a_metric_may_be_called_like_a_role(name: str) -> None:
    header = f"variant,users,conversions,{name}_sum,{name}_sum_sq"
    rows = [(v, 1000, 100, "5000.00", "60000.00") for v in ("control", "b")]
    plan = GuardrailPlan(name=f"{name}_sum", direction=Direction.DOWN)
    report = report_of(csv_of(*rows, header=header), Charter(guardrails=(plan,)))
    (g,) = report.guardrails
    assert (g.kind, g.control_mean) == ("mean", 5.0)


def test_a_rate_may_not_bear_the_name_of_a_mean() -> None:
    report = of_spend(primary=PrimaryPlan(metric="spend_sum", kind=MetricKind.RATE))
    assert "PRIMARY_IS_ANOTHER_COLUMN" in codes_of(report)
    assert report.primary is None


def test_a_secondary_metric_has_its_promised_direction() -> None:
    header = "variant,users,conversions,load_sum,load_sum_sq"
    rows = [("control", 9000, 900, "45000.0", "300000.0"), ("b", 9000, 905, "36000.0", "210000.0")]
    plans = (SecondaryPlan(name="load", direction=Direction.DOWN), SecondaryPlan(name="ghost"))
    report = report_of(csv_of(*rows, header=header), Charter(secondary=plans))
    (c,) = report.continuous
    assert (c.better, c.guardrail) == (Direction.DOWN, None)
    assert report.bayesian.continuous[0].prob_beats_control > 0.99
    assert codes_of(report) == ["SECONDARY_MISSING"]
    assert report.health.overall_status == "Healthy"


def test_a_fall_of_all_and_more_is_no_margin() -> None:
    plan = GuardrailPlan(
        name="spend_sum",
        direction=Direction.DOWN,
        worsened_margin=0.5,
        severe_margin=1.0,
        scale=MarginScale.RELATIVE,
    )
    with pytest.raises(CharterError, match="cannot fall"):
        of_spend(plan)


def test_one_margin_of_a_mean_that_is_absent_still_counts_as_worsened() -> None:
    report = of_spend(GuardrailPlan(name="latency", worsened_margin=0.5))
    (g,) = report.guardrails
    assert (g.status, g.worsened_margin) == ("Worsened", 0.5)


def test_sums_of_averages_add_up_over_days() -> None:
    header = "date,variant,users,conversions,orders,aov_sum,aov_sum_sq"
    rows = [
        (day, name, 1000, 100, 120, "6000.00", "390000.00")
        for day in ("2026-03-01", "2026-03-02", "2026-03-03")
        for name in ("control", "b")
    ]
    table = interpret_content(content_of(csv_of(*rows, header=header))).table
    report = report_of(table, Charter(primary=PrimaryPlan(metric="aov"), guardrails=()))
    (c,) = report.primary.comparisons
    assert (c.control.n, c.control.mean) == (360, 50.0)


@pytest.mark.parametrize("names", ["sum,sum_sq", "Rev Sum,Rev Sum Sq,rev_sum,rev_sum_sq"])
def test_sums_are_never_taken_as_counts(names: str) -> None:
    cells = [("50", "400")] * (len(names.split(",")) // 2)
    rows = [(v, 1000, 100, *(c for pair in cells for c in pair)) for v in ("control", "b")]
    report = report_of(csv_of(*rows, header=f"variant,users,conversions,{names}"))
    assert report.charter.guardrails == ()


def test_a_rounded_sum_is_no_change() -> None:
    header = "variant,users,conversions,rev_sum,rev_sum_sq"
    rows = [
        ("control", 1_000_000, 100_000, "1.00E+06", "1.000000E+07"),
        ("treatment", 1_000_000, 100_000, "1.01E+06", "1.000000E+07"),
    ]
    report = report_of(csv_of(*rows, header=header), Charter(primary=PrimaryPlan(metric="rev")))
    assert "DIGITS_TOO_FEW" in codes_of(report)
    assert report.decision.rule == "NOT_SIGNIFICANT"
    assert report.primary.comparisons[0].reason == "NOT_TESTABLE_TOO_FEW_DIGITS"


def test_sums_below_their_own_square_are_not_exact() -> None:
    header = "variant,users,conversions,x_sum,x_sum_sq"
    rows = [
        ("control", 100, 10, 1_000_000, 9_999_999_998),
        ("b", 100, 10, 1_000_010, 10_000_200_004),
    ]
    report = report_of(csv_of(*rows, header=header), Charter(primary=PrimaryPlan(metric="x")))
    assert report.decision.decision == "Hold"
    assert report.primary.comparisons[0].p_value is None


@pytest.mark.parametrize("alpha", [1e-17, 1e-6, 0.5])
def test_credible_intervals_keep_their_level_whatever_the_test_has(alpha: float) -> None:
    report = of_spend(alpha=alpha)
    assert report.bayesian.confidence == 0.95
    assert report.bayesian.conversion == of_spend().bayesian.conversion


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ((1, "5", "25"), None),
        ((1, "5", "30"), "SUMS_INCONSISTENT"),
        ((0, "0", "0"), None),
        ((0, "0", "30"), "SUMS_INCONSISTENT"),
        ((0, "1", "0"), "SUMS_INCONSISTENT"),
    ],
)
def test_one_value_and_none_have_only_their_own_sums(cells, code) -> None:
    header = "variant,users,conversions,x_n,x_sum,x_sum_sq"
    rows = [("control", 1000, 100, 50, "70.0", "150.0"), ("b", 1000, 100, *cells)]
    found = codes_of(report_of(csv_of(*rows, header=header), Charter(guardrails=())))
    assert ("SUMS_INCONSISTENT" in found) is (code is not None)
    assert ("METRIC_NOT_TESTABLE" in found) is (code is None)


def test_means_turned_into_sums_are_used() -> None:
    header = "variant,users,conversions,rev_mean,rev_sd"
    text = csv_of(
        ("control", 9000, 900, "5.031", "1.2105"),
        ("b", 9000, 905, "5.042", "1.2204"),
        header=header,
    )
    table = interpret_content(content_of(text)).table
    assert "COLUMN_UNUSED" not in codes_of(report_of(table))


def test_what_counts_the_values_of_a_mean_is_no_conversions() -> None:
    header = "variant,users,orders,aov_sum,aov_sum_sq"
    rows = [(v, 9000, 800, "40000.00", "2600000.00") for v in ("control", "b")]
    reading = interpret_content(content_of(csv_of(*rows, header=header)))
    assert reading.roles.conversions == "conversions"
    report = report_of(reading.table, roles=reading.roles)
    assert codes_of(report)[0] == "COLUMN_MISSING"
    assert "aov" in report.health.issues[0].hint


def test_conversions_that_do_not_decide_are_said_to_be_unused() -> None:
    text = csv_of(*ROWS, header=SPEND.replace("conversions", "signups"))
    reading = interpret_content(content_of(text))
    charter = Charter(primary=PrimaryPlan(metric="spend_sum"), guardrails=())
    report = report_of(reading.table, charter, reading.roles)
    assert report.primary.kind == "mean"
    unused = [i.place.column for i in report.health.issues if i.code == "COLUMN_UNUSED"]
    assert unused == ["signups", "spend"]
    assert "COLUMN_RECOGNISED" not in codes_of(report)


def test_harm_within_the_margin_is_said_beside_a_launch() -> None:
    header = "variant,users,conversions,load_sum,load_sum_sq"
    rows = [
        ("control", 90_000, 9000, "4500000.0", "226000000.0"),
        ("b", 90_000, 9900, "4508000.0", "226800000.0"),
    ]
    plan = GuardrailPlan(name="load", direction=Direction.UP)
    report = report_of(csv_of(*rows, header=header), Charter(guardrails=(plan,)))
    (g,) = report.guardrails
    assert (g.status, g.harm_ci[0] > 0) == ("OK", True)
    assert report.decision.decision == "Launch"
    assert "load is worse, within the margin" in report.decision.reason
    assert "worse, within margin" in generate_memo(report).markdown


def test_a_surprising_launch_is_checked_first() -> None:
    rows = (("control", 9000, 100), ("b", 9000, 200))
    report = report_of(csv_of(*rows))
    memo = generate_memo(report).markdown
    assert memo.index("First check tracking") < memo.index("Ship b to everyone")
    assert memo.index("conversions changed by") < memo.index("Primary result")
    assert "Warning: conversions changed by" in verdict_text(report)


def test_a_hold_over_mixed_treatments_is_told_as_it_came_about() -> None:
    rows = (("control", 9000, 900), ("b", 9000, 700), ("c", 9000, 905))
    memo = generate_memo(report_of(csv_of(*rows), Charter(guardrails=()))).markdown
    assert "judged by itself by the same rules: 1 Hold, 1 Rollback" in memo
    assert memo.index("Stop b now") < memo.index("Do not prolong")


ORDERS = "variant,users,conversions,orders,revenue_sum,revenue_sum_sq"
REVENUE = (
    ("control", 10_000, 1000, 1200, "50000.00", "6000000.00"),
    ("treatment", 10_000, 1100, 1300, "52000.00", "6100000.00"),
)


@pytest.mark.parametrize(
    ("name", "chosen", "n"),
    [
        ("Revenue per user", (), 10_000),
        ("revenue per users", (), 10_000),
        ("revenue per order", ("n:revenue=orders",), 1200),
        ("revenue_sum", (), 10_000),
    ],
)
def test_a_mean_is_found_by_what_a_plan_calls_it(name: str, chosen, n: int) -> None:
    table = interpret_content(content_of(csv_of(*REVENUE, header=ORDERS)), Choices.parse(chosen))
    plan = Charter(primary=PrimaryPlan(metric=name, kind=MetricKind.MEAN), guardrails=())
    report = report_of(table.table, plan)
    assert (report.primary.metric, report.primary.comparisons[0].control.n) == ("revenue", n)


def test_a_mean_per_order_is_not_the_one_that_was_promised_per_user() -> None:
    chosen = Choices.parse(("n:revenue=orders",))
    table = interpret_content(content_of(csv_of(*REVENUE, header=ORDERS)), chosen).table
    plan = Charter(
        primary=PrimaryPlan(metric="revenue per user", kind=MetricKind.MEAN), guardrails=()
    )
    report = report_of(table, plan)
    assert "PRIMARY_MISSING" in codes_of(report)
    assert report.primary is None


def test_a_metric_that_bears_the_spoken_name_goes_first() -> None:
    header = "variant,users,conversions,revenue_sum,revenue_sum_sq"
    header += ",revenue per user_sum,revenue per user_sum_sq"
    rows = [(v, 1000, 100, "5000.00", "60000.00", "7000.00", "80000.00") for v in ("control", "b")]
    plan = Charter(primary=PrimaryPlan(metric="revenue per user"), guardrails=())
    report = report_of(csv_of(*rows, header=header), plan)
    assert report.primary.comparisons[0].control.mean == 7.0
