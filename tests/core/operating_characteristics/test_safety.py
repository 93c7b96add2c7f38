"""What it would take to show a guardrail safe."""

from dataclasses import replace

import numpy as np
import pytest

from experimentos_core.charter import Margins
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import Direction, GuardrailRule, MarginScale
from experimentos_core.operating_characteristics import SafetyNeed, in_words, what_it_would_take
from experimentos_core.operating_characteristics.drawing import draw_metric, draw_users
from experimentos_core.operating_characteristics.judging import judge
from tests.helpers.planned_decisions import guardrail, plan_of

RELATIVE, DOWN = MarginScale.RELATIVE, Direction.DOWN
WATCHED = (
    guardrail("rate", 0.02),
    guardrail("rate falls", 0.03, direction=DOWN),
    guardrail("relative rate", 0.1, margins=(0.01, 0.05), scale=RELATIVE),
    guardrail("mean", 20.0, sd=40.0, margins=(0.5, 1.0)),
    guardrail("relative mean", 20.0, sd=40.0, margins=(0.02, 0.04), scale=RELATIVE),
    guardrail("mean falls", 20.0, sd=40.0, margins=(0.02, 0.04), scale=RELATIVE, direction=DOWN),
)


def shown_safe(plan, watched):
    """Simulated by the product's own judgement: neither worse nor unsettled."""
    dice = np.random.default_rng(7)
    users = draw_users(plan, dice, 10_000)
    control, (treated,) = draw_metric(watched.baseline, [watched.baseline.level], users, dice)
    levels = judge(plan, watched, control, treated, DEFAULT_THRESHOLDS)
    return float((levels[GuardrailRule.STRICT] == 0).mean())


@pytest.mark.parametrize("watched", WATCHED, ids=lambda each: each.name)
def test_the_users_and_the_margin_that_are_named_show_it_safe(watched):
    plan = plan_of(0.1, 0.02, (5000, 7000), guardrails=(watched,))
    (need,) = what_it_would_take(plan)
    assert not need.is_shown
    assert need.chance == pytest.approx(shown_safe(plan, watched), abs=0.02)
    assert need.users is not None
    assert need.margin_shown is not None
    assert 0.78 < shown_safe(replace(plan, users=need.users), watched) < 0.86
    wide = Margins(
        worsened=need.margin_shown, severe=need.margin_shown, scale=watched.margins.scale
    )
    assert 0.78 < shown_safe(plan, replace(watched, margins=wide)) < 0.88


def test_users_are_those_of_every_arm_and_enough_for_the_smallest():
    plan = plan_of(0.1, 0.02, (5000, 9000, 3000), guardrails=(guardrail("cancel", 0.02),))
    (need,) = what_it_would_take(plan)
    (of_two,) = what_it_would_take(replace(plan, users=(5000, 3000)))
    assert need.chance == of_two.chance
    assert need.times_users is not None
    assert need.users == tuple(round(need.times_users * n) for n in plan.users)


def test_more_is_asked_for_a_higher_chance():
    plan = plan_of(0.1, 0.02, (5000, 5000), guardrails=(guardrail("cancel", 0.02),))
    usual, sure = what_it_would_take(plan)[0], what_it_would_take(plan, 0.95)[0]
    assert sure.times_users > usual.times_users
    assert sure.margin_shown > usual.margin_shown
    assert sure.chance == usual.chance


def test_the_sentences():
    plan = plan_of(0.1, 0.02, (5000, 5000), guardrails=(guardrail("cancel", 0.02),))
    (need,) = what_it_would_take(plan)
    assert in_words(need) == (
        "The guardrail cancel cannot reliably be shown safe (margin 0.30 pp) at this size: that "
        "takes 6.9x the users or a margin of 0.80 pp. As planned it is shown safe in "
        "19% of the experiments that do not change it."
    )
    (shown,) = what_it_would_take(replace(plan, users=need.users))
    assert in_words(shown) == (
        "The guardrail cancel is shown safe (margin 0.30 pp) in 80% of experiments that do not "
        "change it."
    )
    hopeless = replace(need, times_users=None, users=None, margin_shown=None)
    assert "at this size. As planned" in in_words(hopeless)
    assert from_json(SafetyNeed, to_json(need)) == need


def test_a_margin_nothing_can_show_is_not_named():
    wild = guardrail("profit", 1.0, sd=900.0, margins=(0.01, 0.03), scale=RELATIVE)
    (need,) = what_it_would_take(plan_of(0.1, 0.02, (100, 100), guardrails=(wild,)))
    assert need.margin_shown is None
    assert need.users is not None
