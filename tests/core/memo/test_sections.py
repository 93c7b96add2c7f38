import base64
import re
from dataclasses import replace

import pytest

from experimentos_core.charter import Charter
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import (
    count,
    level,
    p_equals,
    p_value,
    percent,
    percent_interval,
    points,
    points_interval,
    signed_percent,
)
from experimentos_core.foundation.values import RuleCode
from experimentos_core.memo import generate_memo
from experimentos_core.memo.sections.next_actions import _ACTIONS
from experimentos_core.memo.sections.primary import primary_section
from experimentos_core.memo.sections.why import RULE_MEANINGS
from tests.helpers.experiments import csv_of, report_of, two_arms
from tests.helpers.memo_reading import markdown_text
from tests.helpers.memos import CANONICAL, eleven_arms, sample_report, suspicious_split


@pytest.fixture(params=list(CANONICAL))
def report(request) -> Report:
    return CANONICAL[request.param]()


def memo_text(report: Report) -> str:
    return markdown_text(generate_memo(report).markdown)


def headings(report: Report) -> list[str]:
    return re.findall(r"(?m)^#+ (.*)$", generate_memo(report).markdown)


def test_the_parts_come_in_the_order_a_reader_needs_them() -> None:
    assert headings(sample_report("game_gate")) == [
        "\u25bc Rollback",
        "What was promised",
        "Primary result: day-7 retention",
        "Guardrails",
        "Data health",
        "Why this verdict",
        "Next actions",
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
        for arm in (c.control, c.treatment):
            assert f"{count(arm.users)} {count(arm.conversions)} {percent(arm.rate)}" in " ".join(
                text.split()
            )
        row = f"{points(c.absolute_lift)} {points_interval(c.ci)}"
        assert row in text
        assert p_value(c.p_corrected) in text
        if c.relative_lift is not None:
            change = f"{signed_percent(c.relative_lift)} ({percent_interval(c.relative_ci)})"
            assert change in text
        if c.fisher_p is not None:
            assert p_value(c.fisher_p) in text


def test_the_guardrail_table_agrees_with_the_report(report) -> None:
    text = memo_text(report)
    for g in report.guardrails:
        assert g.status.value in text
        if g.delta is None:
            assert g.reason in text
            continue
        rates = f"{percent(g.control_rate)} {percent(g.treatment_rate)}"
        row = f"{rates} {points(g.delta)} {points_interval(g.ci)} {p_value(g.p_value)}"
        assert row in text


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
    assert "shown for the record only" in generate_memo(report).markdown


def test_every_rule_has_a_meaning_and_next_actions() -> None:
    assert set(RULE_MEANINGS) == set(RuleCode)
    assert set(_ACTIONS) == set(RuleCode)


def test_arms_to_stop_are_named_among_the_next_actions() -> None:
    text = memo_text(eleven_arms())
    assert "Stop package_2, package_6, package_7, package_8, package_9 and package_10 now" in text


def test_a_great_many_arms_are_cut_with_a_word() -> None:
    rows = [(f"arm {i}", 1000, 100 + i % 7) for i in range(200)]
    report = report_of(csv_of(("control", 1000, 100), *rows), Charter(guardrails=()))
    memo = generate_memo(report)
    assert "160 more treatments are in the report's data." in memo.markdown
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
    assert "Keep collecting until the next planned look" in generate_memo(waiting).markdown


def test_there_is_no_primary_section_on_unusable_data() -> None:
    with pytest.raises(ValueError, match="no primary result"):
        primary_section(sample_report("headline_cache"))


def base64_chart(html: str) -> str:
    found = re.search(r'base64,([^"]+)"', html)
    assert found
    return base64.b64decode(found[1]).decode()
