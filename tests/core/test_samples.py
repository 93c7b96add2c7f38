"""The six sample experiments: real, sourced, and with these verdicts."""

import pytest

from experimentos_core.samples import all_samples, sample_at
from tests.helpers.experiments import report_of, table_at

VERDICTS = {
    "email_campaign": ("Warning", "Launch", "LAUNCH", "Mens E-Mail"),
    "ads_against_psa": ("Healthy", "Launch", "LAUNCH", "ad"),
    "game_gate": ("Healthy", "Rollback", "PRIMARY_HARM", None),
    "landing_page": ("Healthy", "Hold", "NOT_SIGNIFICANT", None),
    "headline_cache": ("Blocked", "Hold", "HEALTH_BLOCKED", None),
    "fish_oil": ("Healthy", "Hold", "NOT_SIGNIFICANT", None),
}


def test_there_are_six_samples_with_a_source_and_a_lesson() -> None:
    samples = all_samples()
    assert [sample.id for sample in samples] == list(VERDICTS)
    for sample in samples:
        assert sample.title
        assert sample.teaches.endswith(".")
        assert len(sample.source) > 40
        assert sample.charter.hypothesis


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.id)
def test_each_sample_has_its_verdict(sample) -> None:
    report = report_of(table_at(sample.path), sample.charter)
    decision = report.decision
    found = (
        report.health.overall_status.value,
        decision.decision.value,
        decision.rule.value,
        decision.variant,
    )
    assert found == VERDICTS[sample.id]


def test_a_sample_is_found_by_its_file() -> None:
    sample = all_samples()[0]
    assert sample_at(sample.path) is sample
    assert sample_at(sample.path.parent) is None
