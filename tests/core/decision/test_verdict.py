"""Verdicts at the edges: nothing known of a treatment, no guardrails, guardrails that differ."""

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.values import (
    Direction,
    GuardrailRule,
    GuardrailStatus,
    MetricKind,
    RuleCode,
    Verdict,
)
from tests.helpers.experiments import csv_of, report_of, two_arms


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("values", [(0, 0, 0), (7, 49, 1)])
def test_a_treatment_of_which_nothing_is_known_is_held(
    direction: Direction, values: tuple[int, ...]
) -> None:
    header = "variant,users,revenue_sum,revenue_sum_sq,revenue_n"
    rows = (
        ("control", 1000, 5000, 30_000, 1000),
        ("b", 1000, *values),
        ("c", 1000, 5500, 36_000, 1000),
    )
    plan = PrimaryPlan(metric="revenue", kind=MetricKind.MEAN, direction=direction)
    decision = report_of(csv_of(*rows, header=header), Charter(primary=plan)).decision
    unknown, known = decision.arms
    assert (unknown.variant, unknown.rule) == ("b", RuleCode.NOT_SIGNIFICANT)
    assert unknown.reason.startswith("Revenue cannot be tested for b, because")
    expected = RuleCode.LAUNCH if direction is Direction.UP else RuleCode.PRIMARY_HARM
    assert known.rule is expected


@pytest.mark.parametrize("rule", list(GuardrailRule))
def test_no_guardrails_stand_against_a_gain_under_any_rule(rule: GuardrailRule) -> None:
    table = two_arms((10_000, 10_000), (1000, 1200))
    decision = report_of(table, Charter(guardrails=(), guardrail_rule=rule)).decision
    assert decision.rule is RuleCode.LAUNCH


def test_the_worst_guardrail_counts_wherever_it_stands() -> None:
    bad, good = (100, 300), (100, 50)
    for guardrails in ({"errors": bad, "refunds": good}, {"errors": good, "refunds": bad}):
        table = two_arms((10_000, 10_000), (1000, 1200), **guardrails)
        assert report_of(table).decision.rule is RuleCode.GUARDRAIL_SEVERE


def test_a_guardrail_counts_for_its_own_treatment_only() -> None:
    header = "variant,users,conversions,errors"
    rows = (("control", 20_000, 2000, 200), ("b", 20_000, 2400, 600), ("c", 20_000, 2300, 100))
    decision = report_of(csv_of(*rows, header=header)).decision
    assert [arm.rule for arm in decision.arms] == [RuleCode.GUARDRAIL_SEVERE, RuleCode.LAUNCH]
    assert decision.variant == "c"
    assert decision.details[0].startswith("Stop b (GUARDRAIL_SEVERE). Guardrail errors: worse by")


def test_a_guardrail_that_is_not_settled_is_not_called_within_its_margin_as_well() -> None:
    table = two_arms((1_000_000, 1_000_000), (100_000, 110_000), errors=(10_000, 10_500))
    plan = GuardrailPlan(name="errors", worsened_margin=0.0006, severe_margin=0.0007)
    report = report_of(table, Charter(guardrails=(plan,)))
    (guardrail,) = report.guardrails
    assert guardrail.status is GuardrailStatus.INCONCLUSIVE
    assert guardrail.ci is not None
    assert guardrail.ci[0] is not None
    assert guardrail.ci[0] > 0, "worse for certain"
    assert report.decision.reason.endswith(
        "a significant gain. No guardrail is shown to worsen by its margin, but errors is not "
        "settled."
    )


def test_a_guardrail_whose_gain_has_no_upper_end_is_not_worse() -> None:
    header = "variant,users,conversions,margin_sum,margin_sum_sq"
    rows = (
        ("control", 10_000, 1000, "1000.0000", "1000000.0000"),
        ("b", 10_000, 1200, "100000.0000", "2000000.0000"),
    )
    plan = GuardrailPlan(name="margin", direction=Direction.DOWN)
    report = report_of(csv_of(*rows, header=header), Charter(guardrails=(plan,)))
    (guardrail,) = report.guardrails
    assert guardrail.status is GuardrailStatus.OK
    assert guardrail.relative_ci[1] is None
    assert report.decision.rule is RuleCode.LAUNCH
    assert report.decision.reason.endswith(
        "a significant gain, and no guardrail stands against it."
    )


def test_of_several_rollbacks_the_first_rule_of_the_table_is_reported() -> None:
    header = "variant,users,conversions,errors"
    harmed, severe = (20_000, 1700, 200), (20_000, 2000, 600)
    for b, c in ((harmed, severe), (severe, harmed)):
        rows = (("control", 20_000, 2000, 200), ("b", *b), ("c", *c))
        decision = report_of(csv_of(*rows, header=header)).decision
        assert (decision.decision, decision.rule) == (Verdict.ROLLBACK, RuleCode.GUARDRAIL_SEVERE)
        assert {arm.rule for arm in decision.arms} == {
            RuleCode.GUARDRAIL_SEVERE,
            RuleCode.PRIMARY_HARM,
        }
