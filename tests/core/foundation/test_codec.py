"""Reports turn into JSON and back without loss; nothing undefined and nothing unknown passes."""

import json
import math
from dataclasses import dataclass

import pytest

from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import CodecError, from_json, from_plain, to_json, to_plain
from experimentos_core.samples import Sample, all_samples
from tests.helpers.experiments import report_of, table_at, two_arms


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.id)
def test_every_sample_report_survives_the_journey_through_json(sample: Sample) -> None:
    report = report_of(table_at(sample.path), sample.charter)
    assert from_json(Report, to_json(report)) == report


def test_a_report_with_nulls_and_guardrails_survives() -> None:
    charter = Charter(guardrails=(GuardrailPlan(name="absent"), GuardrailPlan(name="errors")))
    report = report_of(two_arms((1000, 1000), (0, 20), errors=(0, 3)), charter)
    assert report.primary is not None
    assert report.primary.comparisons[0].relative_lift is None
    assert report.primary.comparisons[0].relative_reason == "CONTROL_RATE_ZERO"
    assert from_json(Report, to_json(report)) == report


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_undefined_numbers_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="no place in a report"):
        to_plain({"x": value})


def test_a_type_without_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no JSON form"):
        to_plain({1, 2})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "not valid JSON"),
        ('{"alpha": NaN}', "NaN is not allowed"),
        ("[]", "should be an object"),
        ('{"alpha": "0.05"}', "document.alpha should be a number"),
        ('{"alpha": true}', "document.alpha should be a number"),
        ('{"alpha": 1e999}', "document.alpha should be a finite number"),
        ('{"name": 5}', "document.name should be text"),
        ('{"speed": 5}', "unknown field 'speed'"),
        ('{"primary": {"direction": "sideways"}}', "one of up, down"),
        ('{"guardrails": {}}', "document.guardrails should be a list"),
        ('{"guardrails": [{}]}', "lacks the field 'name'"),
        ('{"split": [1]}', "document.split should be an object"),
        ('{"split": {"a": "x"}}', "document.split.a should be a number"),
    ],
)
def test_a_misfit_is_named_with_its_place(text: str, complaint: str) -> None:
    with pytest.raises(CodecError, match=complaint.replace("[", r"\[")):
        from_json(Charter, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    ends: tuple[float | None, float | None]


def test_tuples_of_fixed_length_keep_their_length() -> None:
    assert from_plain(Pair, {"ends": [None, 1]}) == Pair(ends=(None, 1.0))
    with pytest.raises(CodecError, match="a list of 2 values"):
        from_plain(Pair, {"ends": [1]})


def test_json_keeps_letters_of_every_script() -> None:
    assert json.loads(to_json(Charter(name="실험 é"), indent=None))["name"] == "실험 é"
    assert "실험" in to_json(Charter(name="실험"))
