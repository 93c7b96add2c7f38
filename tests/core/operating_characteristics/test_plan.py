"""What can be planned, and which scenarios come of it."""

import pytest

from experimentos_core.charter import Margins
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Direction, MarginScale
from experimentos_core.operating_characteristics import (
    MeanBaseline,
    PlannedGuardrail,
    RateBaseline,
    simulate,
)
from experimentos_core.operating_characteristics.scenarios import Effect, left_out, scenarios_of
from tests.helpers.planned_decisions import guardrail, plan_of


def test_the_scenarios_of_an_ordinary_plan():
    plan = plan_of(
        0.1, 0.02, (5000, 5000), guardrails=(guardrail("cancel", 0.05), guardrail("error", 0.01))
    )
    scenarios = scenarios_of(plan)
    assert [(each.name, each.effects, each.harmed) for each in scenarios] == [
        ("no effect", (Effect.NONE,), (False, False)),
        ("MDE", (Effect.GAIN,), (False, False)),
        ("minus MDE", (Effect.LOSS,), (False, False)),
        ("MDE, cancel severe", (Effect.GAIN,), (True, False)),
        ("MDE, error severe", (Effect.GAIN,), (False, True)),
        ("MDE, all guardrails severe", (Effect.GAIN,), (True, True)),
    ]
    assert left_out(plan) == ()
    assert [each.scenario for each in simulate(plan, experiments=10).scenarios] == [
        each.name for each in scenarios
    ]


def test_several_treatments_add_a_lonely_winner():
    names = {each.name: each.effects for each in scenarios_of(plan_of(0.1, 0.02, (500,) * 4))}
    assert names["MDE"] == (Effect.GAIN,) * 3
    assert names["MDE in the first treatment only"] == (Effect.GAIN, Effect.NONE, Effect.NONE)


def test_what_cannot_happen_is_left_out_and_said():
    falling = guardrail("reads", 0.002, direction=Direction.DOWN)
    plan = plan_of(0.01, 0.02, (5000, 5000), guardrails=(falling,))
    assert [each.name for each in scenarios_of(plan)] == ["no effect", "MDE"]
    found = simulate(plan, experiments=100)
    assert len(found.left_out) == 2
    assert "MDE" in found.left_out[0]
    assert "reads" in found.left_out[1]
    assert len(found.scenarios) == 2


def test_a_severe_level_is_the_baseline_moved_by_the_margin_towards_harm():
    relative = MarginScale.RELATIVE
    for watched, level in (
        (guardrail("a", 0.05), 0.053),
        (guardrail("a", 0.05, direction=Direction.DOWN), 0.047),
        (guardrail("a", 0.05, margins=(0.01, 0.1), scale=relative), 0.055),
        (guardrail("a", 20.0, sd=4.0, margins=(0.01, 0.1), scale=relative), 22.0),
        (guardrail("a", 20.0, sd=4.0, margins=(1.0, 2.0), direction=Direction.DOWN), 18.0),
        (guardrail("a", 0.003, direction=Direction.DOWN), 0.0),
    ):
        assert watched.severe_level == pytest.approx(level, abs=1e-15)


@pytest.mark.parametrize(
    "make",
    [
        lambda: RateBaseline(rate=0.0),
        lambda: RateBaseline(rate=1.0),
        lambda: RateBaseline(rate=float("nan")),
        lambda: MeanBaseline(mean=float("inf"), sd=1.0),
        lambda: MeanBaseline(mean=1.0, sd=0.0),
        lambda: MeanBaseline(mean=1.0, sd=float("nan")),
        lambda: guardrail("a", 0.1, margins=(0.0, 0.1)),
        lambda: guardrail("a", 0.1, margins=(0.2, 0.1)),
        lambda: guardrail("a", 0.1, margins=(0.1, float("inf"))),
        lambda: PlannedGuardrail(
            name="loss",
            baseline=MeanBaseline(mean=-1.0, sd=1.0),
            margins=Margins(worsened=0.1, severe=0.2, scale=MarginScale.RELATIVE),
        ),
        lambda: plan_of(0.1, 0.0, (10, 10)),
        lambda: plan_of(0.1, -0.01, (10, 10)),
        lambda: plan_of(0.1, float("nan"), (10, 10)),
        lambda: plan_of(0.9, 0.2, (10, 10)),
        lambda: plan_of(0.1, 0.2, (10, 10), direction=Direction.DOWN),
        lambda: plan_of(0.1, 0.01, (10,)),
        lambda: plan_of(0.1, 0.01, (10, 0)),
        lambda: plan_of(0.1, 0.01, (2**53, 10)),
        lambda: plan_of(0.1, 0.01, (10, 10), split=(1.0,)),
        lambda: plan_of(0.1, 0.01, (10, 10), split=(1.0, 0.0)),
        lambda: plan_of(0.1, 0.01, (10, 10), alpha=0.0),
        lambda: plan_of(0.1, 0.01, (10, 10), alpha=1.0),
        lambda: plan_of(0.1, 0.01, (10, 10), guardrails=(guardrail("a", 0.1), guardrail("a", 0.2))),
    ],
)
def test_what_cannot_be_planned_is_refused_in_a_sentence(make):
    with pytest.raises(CharterError) as refused:
        make()
    assert refused.value.message.endswith(".")


def test_a_split_that_is_not_the_planned_one_holds():
    plan = plan_of(0.1, 0.05, (6000, 4000), split=(50.0, 50.0))
    outcome = simulate(plan, experiments=2000).scenarios[1]
    assert outcome.hold == 1
    assert outcome.by_rule["HEALTH_BLOCKED"] > 0.99
