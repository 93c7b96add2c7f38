"""The rule table: order, fail-closed guardrails, several treatments, arrays like scalars."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.analysis.guardrail_rules import StatusLevel, judge_guardrails, stops_launch
from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.decision.rules import (
    RULES,
    Evidence,
    combine_arms,
    first_match,
    verdicts_of,
)
from experimentos_core.foundation.values import GuardrailRule, RuleCode, Verdict
from tests.helpers.experiments import csv_of, report_of, two_arms

FLAGS = (
    *("health_blocked", "split_broken", "guardrail_severe", "primary_harm"),
    *("not_final", "primary_gain", "guardrail_worsened"),
)


def expected_rule(flags: dict[str, bool]) -> RuleCode:  # noqa: PLR0911 - the table in plain ifs
    """The rule table once more, written the other way."""
    if flags["health_blocked"]:
        return RuleCode.HEALTH_BLOCKED
    if flags["split_broken"]:
        return RuleCode.SRM
    if flags["guardrail_severe"]:
        return RuleCode.GUARDRAIL_SEVERE
    if flags["primary_harm"]:
        return RuleCode.PRIMARY_HARM
    if flags["not_final"]:
        return RuleCode.NOT_FINAL
    if flags["primary_gain"]:
        worsened = flags["guardrail_worsened"]
        return RuleCode.GUARDRAIL_WORSENED if worsened else RuleCode.LAUNCH
    return RuleCode.NOT_SIGNIFICANT


def test_every_combination_of_evidence_meets_the_first_rule_that_holds() -> None:
    combinations = list(itertools.product([False, True], repeat=len(FLAGS)))
    columns = np.array(combinations).T
    matches = first_match(Evidence(**dict(zip(FLAGS, columns, strict=True))))
    for combination, match in zip(combinations, matches, strict=True):
        flags = dict(zip(FLAGS, combination, strict=True))
        assert RULES[match].code is expected_rule(flags), flags


def test_the_verdict_of_every_rule() -> None:
    verdicts = {rule.code.value: rule.verdict.value for rule in RULES}
    assert verdicts == {
        "HEALTH_BLOCKED": "Hold",
        "SRM": "Hold",
        "GUARDRAIL_SEVERE": "Rollback",
        "PRIMARY_HARM": "Rollback",
        "NOT_FINAL": "Hold",
        "GUARDRAIL_WORSENED": "Hold",
        "LAUNCH": "Launch",
        "NOT_SIGNIFICANT": "Hold",
    }
    assert list(verdicts) == [code.value for code in RuleCode]


@given(st.lists(st.tuples(st.sampled_from(range(8)), st.floats(-1, 1)), min_size=1, max_size=6))
def test_several_arms_are_combined_as_written(arms: list[tuple[int, float]]) -> None:
    matches = np.array([match for match, _ in arms], dtype=np.int8)
    gains = np.array([gain for _, gain in arms])
    rule, arm = combine_arms(matches, gains)
    verdicts = [RULES[match].verdict for match in matches]
    launched = [gain for gain, verdict in zip(gains, verdicts, strict=True) if verdict == "Launch"]
    overall = RULES[int(rule)].verdict
    assert matches[int(arm)] == rule
    if launched:
        assert overall is Verdict.LAUNCH
        assert gains[int(arm)] == max(launched)
    elif all(verdict is Verdict.ROLLBACK for verdict in verdicts):
        assert overall is Verdict.ROLLBACK
    else:
        assert overall is Verdict.HOLD


def test_the_rules_on_many_experiments_are_the_rules_on_each() -> None:
    rng = np.random.default_rng(20_260_101)
    matches = rng.integers(0, 8, size=(500, 3)).astype(np.int8)
    gains = rng.normal(size=(500, 3))
    rules, arms = combine_arms(matches, gains)
    for i in range(500):
        rule, arm = combine_arms(matches[i], gains[i])
        assert (rules[i], arms[i]) == (rule, arm)
    assert verdicts_of(rules).shape == (500,)


HARM = [
    # harm, low, high -> evidence, point, strict (margins 0.001 and 0.003)
    (0.0040, 0.0010, 0.0070, "SEVERE", "SEVERE", "SEVERE"),
    (0.0030, 0.0001, 0.0060, "SEVERE", "SEVERE", "SEVERE"),
    (0.0040, -0.001, 0.0090, "WORSENED", "SEVERE", "INCONCLUSIVE"),
    (0.0020, 0.0005, 0.0035, "WORSENED", "WORSENED", "WORSENED"),
    (0.0010, 0.0002, 0.0018, "WORSENED", "WORSENED", "WORSENED"),
    (0.0020, -0.001, 0.0050, "INCONCLUSIVE", "WORSENED", "INCONCLUSIVE"),
    (0.0005, -0.002, 0.0030, "INCONCLUSIVE", "OK", "INCONCLUSIVE"),
    (0.0020, -0.0001, 0.0029, "OK", "WORSENED", "OK"),
    (0.0009, 0.0001, 0.0017, "OK", "OK", "OK"),
    (-0.002, -0.004, -0.0001, "OK", "OK", "OK"),
    (float("nan"), 0.0, 0.0, "WORSENED", "WORSENED", "WORSENED"),
    (0.0, -0.1, float("nan"), "WORSENED", "WORSENED", "WORSENED"),
]


@pytest.mark.parametrize("case", HARM)
def test_the_three_guardrail_rules(case: tuple[float, float, float, str, str, str]) -> None:
    harm, low, high, *expected_levels = case
    for rule, expected in zip(GuardrailRule, expected_levels, strict=True):
        level = judge_guardrails(
            harm, low, high, worsened_margin=0.001, severe_margin=0.003, rule=rule, tolerance=1e-12
        )
        assert StatusLevel(int(level)).name == expected, rule


@pytest.mark.parametrize(
    ("rule", "stops"), [("evidence", False), ("point", False), ("strict", True)]
)
def test_only_the_strict_rule_lets_an_unclear_guardrail_stop_a_launch(
    rule: str, stops: bool
) -> None:
    assert bool(stops_launch(StatusLevel.INCONCLUSIVE, GuardrailRule(rule))) is stops
    assert bool(stops_launch(StatusLevel.WORSENED, GuardrailRule(rule)))
    assert not bool(stops_launch(StatusLevel.OK, GuardrailRule(rule)))


def test_an_unclear_guardrail_is_named_with_its_worst_case_and_the_users_that_settle_it() -> None:
    table = two_arms((10_000, 10_000), (1000, 1200), errors=(100, 110))
    report = report_of(table)
    (guardrail,) = report.guardrails
    assert guardrail.status == "Inconclusive"
    assert guardrail.users_to_settle is not None
    assert guardrail.users_to_settle > 20_000
    assert report.decision.rule is RuleCode.LAUNCH
    (detail,) = report.decision.details
    assert "errors" in detail
    assert "0.39 pp at worst" in detail
    assert f"{guardrail.users_to_settle:,}" in detail


def test_the_users_that_settle_a_guardrail_do_settle_it() -> None:
    table = two_arms((10_000, 10_000), (1000, 1200), errors=(100, 110))
    needed = report_of(table).guardrails[0].users_to_settle
    assert needed is not None
    k = needed / 20_000
    grown = two_arms(
        (round(10_000 * k), round(10_000 * k)),
        (round(1000 * k), round(1200 * k)),
        errors=(round(100 * k), round(110 * k)),
    )
    assert report_of(grown).guardrails[0].status == "OK"


def test_under_the_strict_rule_the_same_guardrail_holds_the_launch() -> None:
    table = two_arms((10_000, 10_000), (1000, 1200), errors=(100, 110))
    decision = report_of(table, Charter(guardrail_rule=GuardrailRule.STRICT)).decision
    assert decision.rule is RuleCode.GUARDRAIL_WORSENED
    assert "errors" in decision.reason


@pytest.mark.parametrize("rule", list(GuardrailRule))
def test_a_planned_guardrail_without_data_never_passes(rule: GuardrailRule) -> None:
    charter = Charter(guardrails=(GuardrailPlan(name="refunds"),), guardrail_rule=rule)
    report = report_of(two_arms((10_000, 10_000), (1000, 1200)), charter)
    (guardrail,) = report.guardrails
    assert guardrail.status == "Worsened"
    assert guardrail.delta is None
    assert report.decision.rule is RuleCode.GUARDRAIL_WORSENED
    assert "refunds" in report.decision.reason


def test_without_guardrails_a_gain_launches_and_says_so() -> None:
    decision = report_of(two_arms((10_000, 10_000), (1000, 1200))).decision
    assert decision.rule is RuleCode.LAUNCH
    assert "No guardrails were set" in decision.reason


def test_a_split_warning_holds_whatever_the_effect() -> None:
    report = report_of(two_arms((10_000, 10_540), (1000, 1400)))
    assert report.health.srm is not None
    assert report.health.srm.status == "Warning"
    assert report.decision.rule is RuleCode.SRM
    assert report.decision.details == ()


def test_the_arm_with_the_larger_lift_is_launched() -> None:
    text = csv_of(("control", 20_000, 2000), ("b", 20_000, 2300), ("c", 20_000, 2400))
    decision = report_of(text).decision
    assert (decision.decision, decision.variant) == (Verdict.LAUNCH, "c")


def test_a_hold_over_several_arms_names_the_arms_to_stop() -> None:
    text = csv_of(("control", 20_000, 2400), ("b", 20_000, 2000), ("c", 20_000, 2410))
    decision = report_of(text).decision
    assert decision.reason == "No variant earns a launch. Stop b."
    assert [detail.split(".")[0] for detail in decision.details] == [
        "Stop b (PRIMARY_HARM)",
        "c: Hold (NOT_SIGNIFICANT)",
    ]


def test_every_arm_harmful_is_a_rollback() -> None:
    text = csv_of(("control", 20_000, 2400), ("b", 20_000, 2000), ("c", 20_000, 1900))
    decision = report_of(text).decision
    assert (decision.decision, decision.rule) == (Verdict.ROLLBACK, RuleCode.PRIMARY_HARM)
