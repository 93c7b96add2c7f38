"""A charter that exists is sound; one that cannot be is refused with its reason."""

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, read_charter
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import MarginScale, MetricKind


@pytest.mark.parametrize("alpha", [0.0, 1.0, -0.1, 5.0, float("nan"), float("inf")])
def test_an_impossible_level_is_refused(alpha: float) -> None:
    with pytest.raises(CharterError, match="significance level"):
        Charter(alpha=alpha)


@pytest.mark.parametrize(
    "split", [{"a": 1.0}, {"a": -1.0, "b": 2.0}, {"a": 0.0, "b": 0.0}, {"a": float("nan"), "b": 1}]
)
def test_an_impossible_split_is_refused(split: dict[str, float]) -> None:
    with pytest.raises(CharterError, match="split"):
        Charter(split=split)


@pytest.mark.parametrize(("m", "big_m"), [(0.0, 0.1), (0.2, 0.1), (float("nan"), 0.1)])
def test_impossible_margins_are_refused(m: float, big_m: float) -> None:
    with pytest.raises(CharterError, match="margin"):
        GuardrailPlan(name="errors", worsened_margin=m, severe_margin=big_m)


@pytest.mark.parametrize(("m", "big_m"), [(0.1, 1.5), (1.5, 2.0), (None, 0.0005), (0.01, None)])
def test_margins_no_rate_can_reach_are_refused_for_rates_only(m, big_m) -> None:
    plan = GuardrailPlan(name="errors", worsened_margin=m, severe_margin=big_m)
    with pytest.raises(CharterError, match="margin"):
        plan.margins(MetricKind.RATE)
    assert plan.margins(MetricKind.MEAN).scale is MarginScale.ABSOLUTE


@pytest.mark.parametrize(
    ("plan", "kind", "margins"),
    [
        ({}, MetricKind.RATE, (0.001, 0.003, "absolute")),
        ({}, MetricKind.MEAN, (0.01, 0.03, "relative")),
        ({"severe_margin": 0.01}, MetricKind.RATE, (0.001, 0.01, "absolute")),
        ({"severe_margin": 6.0}, MetricKind.MEAN, (2.0, 6.0, "absolute")),
        ({"worsened_margin": 2.0}, MetricKind.MEAN, (2.0, 6.0, "absolute")),
        ({"scale": MarginScale.RELATIVE}, MetricKind.RATE, (0.01, 0.03, "relative")),
        (
            {"scale": MarginScale.RELATIVE, "worsened_margin": 0.02},
            MetricKind.RATE,
            (0.02, 0.06, "relative"),
        ),
    ],
)
def test_what_no_plan_sets_is_usual_for_its_kind(plan, kind, margins) -> None:
    found = GuardrailPlan(name="g", **plan).margins(kind)
    assert (found.worsened, found.severe) == pytest.approx(margins[:2])
    assert found.scale == margins[2]
    assert GuardrailPlan(name="g", **plan).settled(kind).margins(kind) == found


def test_a_mean_has_no_usual_margin_in_its_own_unit() -> None:
    with pytest.raises(CharterError, match="own unit"):
        GuardrailPlan(name="revenue", scale=MarginScale.ABSOLUTE).margins(MetricKind.MEAN)


def test_a_guardrail_listed_twice_is_refused() -> None:
    with pytest.raises(CharterError, match="listed twice"):
        Charter(guardrails=(GuardrailPlan(name="e"), GuardrailPlan(name="e")))


def test_a_charter_survives_json() -> None:
    charter = Charter(name="x", split={"a": 1.0, "b": 3.0}, guardrails=(GuardrailPlan(name="e"),))
    assert read_charter(to_json(charter)) == charter
    assert read_charter("{}") == Charter()


@pytest.mark.parametrize(
    "text", ["", "[]", '{"alpha": 2}', '{"unknown": 1}', "\u0000", "[" * 100_000]
)
def test_a_broken_charter_is_a_sentence(text: str) -> None:
    with pytest.raises(CharterError) as caught:
        read_charter(text)
    assert caught.value.message
    assert caught.value.hint
