"""Summary: a mean that decides, and the verdict of each of several variants."""

from experimentos_core.analysis import comparison_words as words
from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.foundation import formatting
from experimentos_core.foundation.values import Direction, Verdict
from experimentos_gui.models.record_table import Column, RecordTableModel
from tests.gui.results.conftest import rows_in, words_in

ORDERS = (
    "variant,users,conversions,orders,aov_sum,aov_sum_sq",
    "control,20000,800,800,80000,9000000",
    "b,20000,820,820,98400,13000000",
    "c,20000,790,790,79200,8900000",
)
EQUAL = (
    "variant,users,conversions,revenue_sum,revenue_sum_sq",
    "control,10000,1000,20000,40000",
    "b,10000,1050,20000,40000",
    "c,10000,1060,21000,47000",
)
STOPPED = (
    "variant,users,conversions,crashes",
    "control,10000,1000,10",
    "b,10000,1200,90",
    "c,10000,1210,11",
    "d,10000,1150,11",
)
BY_VALUE = Charter(primary=PrimaryPlan(metric="aov"))
BY_REVENUE = Charter(primary=PrimaryPlan(metric="revenue"))


def test_a_mean_is_titled_by_what_a_value_belongs_to(results, show_report) -> None:
    show_report(*ORDERS, charter=BY_VALUE)
    assert results._summary._title.accessibleName() == "aov per order, higher is better"


def test_the_good_direction_is_the_plans(results, show_report) -> None:
    plan = PrimaryPlan(metric="aov", direction=Direction.DOWN)
    show_report(*ORDERS, charter=Charter(primary=plan))
    assert results._summary._title.accessibleName() == "aov per order, lower is better"
    assert rows_in(results._summary)[1]["Reading"] == "\u25bc worse"


def test_a_mean_shows_its_values_and_every_figure_as_everywhere(results, show_report) -> None:
    report = show_report(*ORDERS, charter=BY_VALUE)
    control, b, _ = rows_in(results._summary)
    told = report.primary.comparisons[0]
    assert list(b) == [
        *("Variant", "Orders", "Mean", "Difference", "Relative lift", "p", "Reading", "Verdict")
    ]
    assert (control["Orders"], control["Mean"], control["Difference"]) == ("800", "100.00", "")
    assert b["Orders"] == "820"
    assert b["Mean"] == "120.00"
    assert b["Difference"] == f"{words.change_of(told)} {words.interval_of_change(told)}"
    assert b["Relative lift"] == f"{words.relative_change(told)} {words.relative_interval(told)}"
    assert b["p"] == words.corrected_p(told, 0.05)
    assert b["Reading"] == "\u25b2 better"


def test_the_test_of_means_and_that_of_all_arms_are_named(results, show_report) -> None:
    report = show_report(*ORDERS, charter=BY_VALUE)
    said = words_in(results._summary)
    overall = report.primary.overall
    assert "Welch's t test" in said
    assert "p is corrected for 2 treatments (Bonferroni)" in said
    assert f"F = {formatting.statistic(overall.f)} on 2 and" in said
    assert formatting.p_equals(overall.p_value) in said


def test_what_cannot_be_tested_says_why_and_claims_nothing(results, show_report) -> None:
    report = show_report(*EQUAL, charter=BY_REVENUE)
    _, b, _ = rows_in(results._summary)
    assert b["Reading"] == "\u2013 not testable"
    assert (b["Relative lift"], b["p"]) == ("N/A", "N/A")
    reason = words.not_testable(report.primary.comparisons[0])
    assert f"Not testable: b, because {reason}." in words_in(results._summary)


def test_reasons_are_gone_with_the_next_report(results, show_report) -> None:
    show_report(*EQUAL, charter=BY_REVENUE)
    show_report(*ORDERS, charter=BY_VALUE)
    assert "Not testable" not in words_in(results._summary)


def test_a_rate_after_a_mean_has_the_columns_of_rates(results, show_report) -> None:
    show_report(*ORDERS, charter=BY_VALUE)
    show_report(*ORDERS)
    assert list(rows_in(results._summary)[0])[1:4] == ["Users", "Conversions", "Rate"]


def test_beside_better_stands_what_the_rules_say(results, show_report) -> None:
    report = show_report(*STOPPED)
    assert [arm.verdict for arm in report.decision.arms] == [
        *(Verdict.ROLLBACK, Verdict.LAUNCH, Verdict.LAUNCH)
    ]
    control, b, c, d = rows_in(results._summary)
    assert (b["Reading"], b["Verdict"]) == ("\u25b2 better", "\u25bc Rollback")
    assert c["Verdict"] == "\u25b2 Launch chosen"
    assert d["Verdict"] == "\u25b2 Launch also earns Launch, smaller gain"
    assert control["Verdict"] == ""


def test_of_two_equal_gains_neither_is_called_smaller(results, show_report) -> None:
    show_report(*STOPPED[:3], "c,10000,1200,11", "d,10000,1200,11")
    verdicts = [row["Verdict"] for row in rows_in(results._summary)[2:]]
    assert verdicts == ["\u25b2 Launch chosen", "\u25b2 Launch also earns Launch, equal gain"]


def test_one_treatment_has_no_verdict_column_the_card_says_it(results, show_report) -> None:
    show_report("variant,users,conversions", "control,9000,900", "b,9000,1100")
    assert "Verdict" not in rows_in(results._summary)[0]


def test_other_columns_come_with_their_records(qtmodeltester) -> None:
    model = RecordTableModel[str]((), str, None)
    model.set_records(
        ("a", "b"), (Column(title="Letter", text=str), Column(title="Up", text=str.upper))
    )
    qtmodeltester.check(model)
    assert (model.rowCount(), model.columnCount()) == (2, 2)
    model.set_records(("c",))
    assert model.index(0, 1).data() == "C"
