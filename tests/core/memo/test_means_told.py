from dataclasses import replace

import pytest

from experimentos_core.analysis.wording import NO_RELATIVE, NOT_TESTABLE
from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.experiment import Report
from experimentos_core.foundation.amounts import amount_pair
from experimentos_core.foundation.changes import ChangeUnit, change_interval, signed_change
from experimentos_core.foundation.formatting import (
    count,
    p_value,
    percent_interval,
    signed_percent,
)
from experimentos_core.foundation.values import Direction
from experimentos_core.memo.sections.continuous import continuous_section
from experimentos_core.memo.wording import as_comparison, reading_of, side_of
from experimentos_core.stats.continuous_analysis import NotTestable, RelativeReason
from tests.helpers.experiments import csv_of, report_of, two_arms
from tests.helpers.memo_reading import headings, memo_text, section_of
from tests.helpers.memos import (
    CANONICAL,
    canonical_report,
    mean_guardrails,
    mean_of_orders,
    mean_primary,
    missing_guardrail,
    of_means,
    secondary_means,
    severe_guardrail,
    untestable_mean,
)


@pytest.fixture(params=list(CANONICAL))
def report(request) -> Report:
    return canonical_report(request.param)


def test_the_table_of_continuous_metrics_agrees_with_the_report(report) -> None:
    text = memo_text(report)
    for result in report.continuous:
        sizes = f"{count(result.n_control)} / {count(result.n_treatment)}"
        values = " ".join(amount_pair(result.control_mean, result.treatment_mean))
        row = f"{sizes} {values} {signed_change(result.absolute_lift, ChangeUnit.AMOUNT)}"
        assert row in text
        if result.reason is not None:
            assert f"{row} N/A N/A N/A not testable" in text
            assert f"not testable, because {NOT_TESTABLE[result.reason]}." in text
            continue
        interval = change_interval(result.ci, ChangeUnit.AMOUNT)
        relative = (
            f"{signed_percent(result.relative_lift)} ({percent_interval(result.relative_ci)})"
        )
        p = p_value(result.p_value, report.charter.alpha)
        assert f"{row} {interval} {relative} {p}" in text


def test_without_other_metrics_there_is_no_section_of_them() -> None:
    assert "Continuous metrics" not in headings(severe_guardrail())
    with pytest.raises(ValueError, match="without continuous metrics"):
        continuous_section(severe_guardrail())


def test_a_mean_of_orders_counts_orders_and_reads_as_one_table() -> None:
    told = section_of(mean_of_orders(), "Primary result: aov per order")
    assert "| Variant | Orders | Mean | Change |" in told
    assert "| No E-Mail | 122 | 114.00 |" in told
    assert "| Mens E-Mail | 267 | 113.53 |" in told
    assert "| Womens E-Mail | 189 | 121.89 |" in told
    assert "Welch's analysis of variance, F 0.38 on 2 and 316.20 degrees of freedom" in told
    assert "for information" in told
    assert "percentage points" not in told


def test_an_untestable_mean_says_why_and_what_to_do() -> None:
    report = untestable_mean()
    why = NOT_TESTABLE[NotTestable.ZERO_VARIANCE]
    assert f"**treatment:** not testable, because {why}." in section_of(report, "Primary result")
    assert f"nothing could be tested, because {why}." in section_of(report, "Why this verdict")
    actions = section_of(report, "Next actions")
    assert "Mend what keeps the primary metric from being tested" in actions
    assert "would be worth having" not in actions


def test_margins_are_shown_in_what_they_are_measured_in() -> None:
    told = section_of(mean_primary(), "Guardrails")
    assert "0.10 / 0.50 pp" in told
    assert "1.0% / 3.0%" in told
    method = section_of(mean_primary(), "Assumptions")
    assert "Margins in % are shares of the control's value" in method
    assert "severe from 3.0% of the control's value" in section_of(
        mean_primary(), "What was promised"
    )
    own_unit = mean_guardrails()
    assert "10.00 / 40.00" in section_of(own_unit, "Guardrails")
    promised = section_of(own_unit, "What was promised")
    assert "load_ms (worse when up; worsened from 10.00, severe from 40.00 in its own" in promised


def test_margins_of_a_mean_keep_their_unit_where_nothing_was_analysed() -> None:
    table = two_arms((100, 0), (1, 1), wait_sum=(10, 10), wait_sum_sq=(10, 10))
    plan = GuardrailPlan(name="wait", worsened_margin=0.2, severe_margin=0.5)
    report = report_of(table, Charter(guardrails=(plan,)))
    assert report.primary is None
    assert "worsened from 0.20, severe from 0.50 in its own unit" in memo_text(report)


def test_a_guardrail_that_cannot_be_judged_is_to_be_mended_not_explained() -> None:
    actions = section_of(mean_guardrails(), "Next actions")
    assert "Find out why load_ms got worse" in actions
    assert "Mend the export so that tickets can be judged" in actions
    assert "Mend the export so that refunds can" in section_of(missing_guardrail(), "Next actions")


def test_a_guardrail_reads_better_or_worse_any_other_metric_higher_or_lower() -> None:
    assert "| **worse** |" in section_of(mean_guardrails(), "Continuous metrics")
    told = section_of(secondary_means(), "Continuous metrics")
    assert "| **higher** |" in told
    assert "revenue and visits did not influence the decision" in told
    both = section_of(mean_primary(), "Continuous metrics")
    assert "minutes counted as told under Guardrails." in both
    assert "For information: pages did not influence the decision." in both


@pytest.mark.parametrize(
    ("change", "significant", "good", "reading", "side"),
    [
        (1.0, True, Direction.UP, "better", "higher"),
        (-1.0, True, Direction.UP, "worse", "lower"),
        (1.0, True, Direction.DOWN, "worse", "higher"),
        (-1.0, True, Direction.DOWN, "better", "lower"),
        (1.0, False, Direction.UP, "not clear", "not clear"),
    ],
)
def test_a_reading_says_which_way_it_went(change, significant, good, reading, side) -> None:
    result = secondary_means().continuous[0]
    moved = replace(as_comparison(result, 0.05), absolute_lift=change, is_significant=significant)
    assert reading_of(moved, good) == reading
    assert side_of(moved) == side
    untested = replace(moved, p_corrected=None)
    assert reading_of(untested, good) == side_of(untested) == "not testable"


def test_methods_are_told_only_where_they_were_used() -> None:
    rates, means = section_of(severe_guardrail(), "Assump"), section_of(untestable_mean(), "Assump")
    assert "Welch" not in rates
    assert "for means" not in rates
    assert "Cochran" not in rates
    assert "Beta(1,1)" in rates
    assert "two-proportion" not in means
    assert "expected conversions" not in means
    assert "Jeffreys" in means
    both = section_of(mean_primary(), "Assump")
    assert "Welch" in both
    assert "two-proportion" in both
    assert "0.10 pp and 0.30 pp for rates, 1.0% and 3.0% of the control's mean for means" in both


def test_a_great_many_continuous_metrics_are_cut_with_a_word() -> None:
    columns = {
        name: values
        for i in range(60)
        for name, values in of_means(f"m{i}", 100, (5, 2), (5, 2)).items()
    }
    report = report_of(two_arms((100, 100), (10, 12), **columns), Charter(guardrails=()))
    told = section_of(report, "Continuous metrics")
    assert "20 more rows are in the report's data." in told
    assert "60 metrics here did not influence the decision." in told
    assert "| m39 per user |" in told
    assert "| m40 per user |" not in told


def loss_report(n: int) -> Report:
    """Return a primary mean whose control is about zero, over so few values that nobody knows."""
    columns = {"profit_sum": (n, 3 * n), "profit_sum_sq": (n * 400, n * 400)}
    charter = Charter(primary=PrimaryPlan(metric="profit"), guardrails=())
    return report_of(two_arms((n, n), (1, 1), **columns), charter)


def test_a_relative_change_without_a_limit_says_why() -> None:
    report = loss_report(30)
    told = section_of(report, "Primary result")
    assert "no upper limit" in told
    why = NO_RELATIVE[RelativeReason.UNBOUNDED]
    assert f"the relative change has no limit on some side, because {why}." in told


def test_an_undefined_relative_change_says_why_once_for_all_variants() -> None:
    rows = [("control", 1000, 0), ("blue", 1000, 40), ("red", 1000, 50)]
    told = section_of(report_of(csv_of(*rows), Charter(guardrails=())), "Primary result")
    why = NO_RELATIVE["CONTROL_RATE_ZERO"]
    assert told.count("| undefined |") == 2
    assert f"- **blue and red:** the relative change is undefined, because {why}." in told
