"""How the simulation runs: the same whatever the threads, cancelled when asked, small."""

import tracemalloc
from dataclasses import fields, replace
from typing import Any

import pytest

from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import GuardrailRule, RuleCode
from experimentos_core.operating_characteristics import (
    Characteristics,
    PlannedDecision,
    ScenarioOutcome,
    simulate,
    simulation,
)
from experimentos_core.operating_characteristics.block import Block, draw_block
from tests.helpers.planned_decisions import guardrail, plan_of, scenario

PLAN = plan_of(
    0.1,
    0.02,
    (3000, 3000),
    guardrails=(guardrail("cancel", 0.05), guardrail("spend", 20.0, sd=9.0, margins=(0.2, 0.6))),
)


BLOCK = 16_384


class CancelledError(Exception):
    pass


def test_threads_change_nothing():
    one = simulate(PLAN, experiments=20_000, threads=1)
    assert one == simulate(PLAN, experiments=20_000, threads=3)
    assert one != simulate(PLAN, experiments=20_000, seed=1)


def test_every_block_has_dice_of_its_own():
    one, two = (simulate(PLAN, experiments=blocks * BLOCK).scenarios for blocks in (1, 2))
    assert all(a.by_rule != b.by_rule for a, b in zip(one, two, strict=True))


def test_another_guardrail_leaves_the_draws_of_the_others_as_they_were():
    fewer = replace(PLAN, guardrails=())
    of_fewer = scenario(simulate(fewer, experiments=20_000), "no effect").by_rule
    of_more = scenario(simulate(PLAN, experiments=20_000), "no effect").by_rule
    assert of_fewer["SRM"] == of_more["SRM"]
    not_severe = replace(
        PLAN.guardrails[0], margins=replace(PLAN.guardrails[0].margins, severe=0.9)
    )
    watched = replace(PLAN, guardrails=(not_severe,))
    of_watched = scenario(simulate(watched, experiments=20_000), "no effect").by_rule
    assert of_watched["PRIMARY_HARM"] == of_fewer["PRIMARY_HARM"]


def test_rules_under_one_plan_are_those_of_plans_of_their_own():
    together = simulate(PLAN, experiments=20_000).by_guardrail_rule
    assert [each.rule for each in together] == list(GuardrailRule)
    for each in together:
        alone = simulate(PLAN.under(each.rule), experiments=20_000)
        assert alone.scenarios == each.scenarios


def test_shares_add_up_and_belong_to_their_rules():
    for outcome in simulate(PLAN, experiments=20_000).scenarios:
        assert outcome.launch + outcome.hold + outcome.rollback == pytest.approx(1)
        assert set(outcome.by_rule) == {code.value for code in RuleCode}
        assert outcome.launch == outcome.by_rule["LAUNCH"]
        severe, harm = outcome.by_rule["GUARDRAIL_SEVERE"], outcome.by_rule["PRIMARY_HARM"]
        assert outcome.rollback == pytest.approx(severe + harm)


def test_the_error_is_that_of_chance_and_never_none():
    few = scenario(simulate(PLAN, experiments=1000), "MDE")
    many = scenario(simulate(PLAN, experiments=100_000), "MDE")
    spread = max(p * (1 - p) for p in (many.launch, many.hold, many.rollback))
    assert many.mc_error == pytest.approx((spread / 100_000) ** 0.5, rel=0.01)
    assert abs(few.launch - many.launch) < 5 * few.mc_error
    sure = scenario(simulate(plan_of(0.5, 0.4, (9000, 9000)), experiments=50), "MDE")
    assert sure.launch in {0.98, 1.0}
    assert sure.mc_error > 0


def test_progress_is_told_and_what_it_raises_ends_the_work(monkeypatch):
    begun: list[int] = []

    def draw(*arguments: Any) -> Block:
        begun.append(1)
        return draw_block(*arguments)

    monkeypatch.setattr(simulation, "draw_block", draw)
    told: list[tuple[int, int]] = []
    simulate(PLAN, experiments=50_000, checkpoint=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 50_000)
    assert told[-1] == (50_000, 50_000)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    calls = 0

    def cancel(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if done:
            raise CancelledError

    with pytest.raises(CancelledError):
        simulate(PLAN, experiments=5_000_000, checkpoint=cancel)
    assert calls == 2
    assert len(begun) < 20


def test_memory_does_not_grow_with_the_experiments():
    def peak(experiments: int) -> int:
        tracemalloc.start()
        simulate(PLAN, experiments=experiments, threads=1)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    small, large = peak(BLOCK), peak(4 * BLOCK)
    assert large < 1.5 * small
    assert large < 100_000_000


def test_results_and_plans_become_json_and_come_back():
    found = simulate(PLAN, experiments=500)
    assert from_json(Characteristics, to_json(found)) == found
    assert from_json(PlannedDecision, to_json(PLAN)) == PLAN
    names = [field.name for field in fields(ScenarioOutcome)]
    assert names == ["scenario", "launch", "hold", "rollback", "by_rule", "mc_error"]


@pytest.mark.parametrize("experiments", [0, -5, 100_000_001])
def test_a_number_of_experiments_that_cannot_be_is_refused(experiments):
    with pytest.raises(CharterError, match="experiments"):
        simulate(PLAN, experiments=experiments)
