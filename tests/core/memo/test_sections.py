import base64
import re
from dataclasses import replace

import pytest

from experimentos_core.analysis import ArmRate, RateComparison
from experimentos_core.analysis.comparison_words import (
    arm_size,
    change_of,
    corrected_p,
    interval_of_change,
    values_apart,
)
from experimentos_core.charter import Charter
from experimentos_core.experiment import Report
from experimentos_core.foundation.amounts import amount_pair
from experimentos_core.foundation.changes import change_interval, signed_change
from experimentos_core.foundation.formatting import (
    count,
    level,
    p_equals,
    p_value,
    percent,
    percent_interval,
    signed_percent,
)
from experimentos_core.foundation.rule_words import RULE_MEANINGS, RULE_NAMES
from experimentos_core.foundation.values import GuardrailStatus, MetricKind, RuleCode
from experimentos_core.memo import generate_memo
from experimentos_core.memo.sections.next_actions import _ACTIONS
from experimentos_core.memo.sections.primary import primary_section
from tests.helpers.experiments import csv_of, report_of, two_arms
from tests.helpers.memo_reading import headings, markdown_of, memo_text, section_of
from tests.helpers.memos import (
    CANONICAL,
    canonical_report,
    eleven_arms,
    mean_primary,
    sample_report,
    suspicious_split,
)


@pytest.fixture(params=list(CANONICAL))
def report(request) -> Report:
    return canonical_report(request.param)


def test_the_parts_come_in_the_order_a_reader_needs_them() -> None:
    assert headings(sample_report("game_gate")) == [
        "\u25bc Rollback",
        "What was promised",
        "Primary result: day-7 retention",
        "Guardrails",
        "Data health",
        "Why this verdict",
        "Next actions",
        "Bayesian view: day-7 retention",
        "Assumptions and thresholds",
        "Provenance",
    ]


def test_unusable_data_leads_with_its_findings_and_shows_no_effect() -> None:
    report = sample_report("headline_cache")
    memo = generate_memo(report)
    assert headings(report)[:3] == ["\u25a0 Hold", "Data health", "What was promised"]
    assert "No effect is shown" in memo.markdown
    assert "data:image" not in memo.html
    assert " pp" not in memo.markdown
    assert "Relative change" not in memo.markdown
    for arm in ("69", "63", "145", "65"):  # conversions, from which a rate could be worked out
        assert not re.search(rf"\b{arm}\b", memo_text(report))


def test_the_primary_table_agrees_with_the_report(report) -> None:
    text = memo_text(report)
    for c in report.primary.comparisons if report.primary else ():
        values = [percent(arm.rate) for arm in (c.control, c.treatment) if isinstance(arm, ArmRate)]
        for arm, value in zip((c.control, c.treatment), values or values_apart(c), strict=True):
            extra = f"{count(arm.conversions)} " if isinstance(arm, ArmRate) else ""
            assert f"{arm_size(arm)} {extra}{value}" in text
        assert f"{change_of(c)} {interval_of_change(c)}" in text
        assert corrected_p(c, report.charter.alpha) in text
        if c.relative_lift is not None and c.p_value is not None:
            change = f"{signed_percent(c.relative_lift)} ({percent_interval(c.relative_ci)})"
            assert change in text
        if isinstance(c, RateComparison) and c.fisher_p is not None:
            assert p_value(c.fisher_p) in text


def test_the_guardrail_table_agrees_with_the_report(report) -> None:
    text = memo_text(report)
    for g in report.guardrails:
        assert g.status.value in text
        if g.status is not GuardrailStatus.OK:
            assert g.reason in text
        if g.ci is None:
            continue
        if g.kind is MetricKind.RATE:
            values = f"{percent(g.control_rate)} {percent(g.treatment_rate)}"
        else:
            values = " ".join(amount_pair(g.control_mean, g.treatment_mean))
        change = signed_change(g.delta, g.delta_unit)
        interval = change_interval(g.ci, g.delta_unit)
        if g.is_relative:
            change = f"{change} ({signed_percent(g.relative_delta)})"
            interval = f"{interval} ({percent_interval(g.relative_ci)})"
        assert f"{values} {change} {interval} {p_value(g.p_value)}" in text


def test_verdict_rule_reason_and_findings_are_all_there(report) -> None:
    text = memo_text(report)
    decision = report.decision
    for words in (decision.decision.value, decision.rule.value, decision.reason):
        assert words in text
    assert decision.would_change in text
    for finding in report.health.issues:
        assert finding.message in text
        assert finding.hint in text
    if report.health.srm is not None:
        assert p_equals(report.health.srm.p_value) in text
    for sentence in (report.input.sha256, report.input.name, report.app_version):
        assert sentence in text


def test_the_wording_is_plain(report) -> None:
    text = memo_text(report)
    assert "\u2014" not in text
    assert "\u2013" not in text
    assert not re.search(r"\w!", text)
    assert not re.search(r"\b(?:nan|inf|None)\b", text.replace("'inf'", ""))


def test_an_empty_plan_reads_not_available() -> None:
    text = memo_text(report_of(two_arms((100, 100), (10, 20))))
    assert "Experiment: N/A" in text
    assert "Owner: N/A" in text
    assert "Hypothesis N/A" in text
    assert "Guardrails N/A (none were set)" in text


def test_numbers_on_a_suspicious_split_are_for_the_record_only() -> None:
    report = suspicious_split()
    assert report.decision.rule is RuleCode.SRM
    for title in ("Primary result", "Bayesian view"):
        assert "shown for the record only" in section_of(report, title)


def test_every_rule_has_a_meaning_and_next_actions() -> None:
    assert set(RULE_MEANINGS) == set(RULE_NAMES) == set(RuleCode)
    assert set(_ACTIONS) == set(RuleCode)


def test_arms_to_stop_are_named_among_the_next_actions() -> None:
    text = memo_text(eleven_arms())
    assert "Stop package_2, package_6, package_7, package_8, package_9 and package_10 now" in text


def test_a_great_many_arms_are_cut_with_a_word() -> None:
    rows = [(f"arm {i}", 1000, 100 + i % 7) for i in range(200)]
    report = report_of(csv_of(("control", 1000, 100), *rows), Charter(guardrails=()))
    memo = generate_memo(report)
    assert memo.markdown.count("160 more treatments are in the report's data.") == 2
    assert len(memo.markdown) < 40_000


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.95, "95%"),
        (1 - 0.05, "95%"),
        (0.975, "97.5%"),
        (1 - 0.05 / 3, "98.33%"),
        (0.9999, "99.99%"),
        (0.999999, "99.9999%"),
        (1 / 3, "33.33%"),
        (1.0, "100%"),
        (1 - 1e-13, "over 99.999%"),
    ],
)
def test_levels_have_no_more_digits_than_they_need_and_never_a_false_100(share, text) -> None:
    assert level(share) == text


def test_a_great_many_guardrails_are_cut_from_the_harmless_end() -> None:
    columns = {f"errors_{i}": (10, 10) for i in range(50)} | {"crashes": (10, 90)}
    memo = generate_memo(report_of(two_arms((10000, 10000), (1000, 1000), **columns)))
    assert "11 more are in the report's data, none of them worse than OK." in memo.markdown
    assert "| crashes | up |" in memo.markdown
    assert "39 more not drawn" in base64_chart(memo.html)


def test_a_great_many_findings_are_cut_with_a_word() -> None:
    rows = [(f"arm {i}", "n/a", "x") for i in range(60)]
    memo = generate_memo(report_of(csv_of(("control", 10, 1), *rows)))
    assert "80 more findings are in the report's data." in memo.markdown


def test_looks_that_remain_ask_for_patience() -> None:
    report = sample_report("landing_page")
    waiting = replace(report, decision=replace(report.decision, rule=RuleCode.NOT_FINAL))
    assert "Keep collecting until the next planned look" in markdown_of(waiting)


def test_there_is_no_primary_section_on_unusable_data() -> None:
    with pytest.raises(ValueError, match="no primary result"):
        primary_section(sample_report("headline_cache"))


def test_other_metrics_and_beliefs_come_after_the_next_actions() -> None:
    found = headings(mean_primary())
    at = found.index("Next actions")
    assert found[at : at + 4] == [
        "Next actions",
        "Continuous metrics",
        "Bayesian view: revenue per user",
        "Assumptions and thresholds",
    ]
    assert "Primary result: revenue per user" in found


def base64_chart(html: str) -> str:
    found = re.search(r'base64,([^"]+)"', html)
    assert found
    return base64.b64decode(found[1]).decode()
