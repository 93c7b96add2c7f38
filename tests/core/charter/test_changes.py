"""What differs between two plans is said in full; what a lock left open is no change."""

from dataclasses import fields, replace

import pytest

from experimentos_core.charter import (
    Charter,
    GuardrailPlan,
    PrimaryPlan,
    SecondaryPlan,
    SizePlan,
)
from experimentos_core.charter.changes import changes_between, filled_in
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    MarginScale,
    MetricKind,
)

PLAN = Charter(name="Button", guardrails=(GuardrailPlan(name="errors"),))
OTHERS = {
    "name": "Other",
    "owner": "Ada",
    "hypothesis": "It helps.",
    "primary": PrimaryPlan(metric="sales"),
    "control": "a",
    "split": {"a": 1.0, "b": 2.0},
    "guardrails": (),
    "alpha": 0.01,
    "guardrail_rule": GuardrailRule.STRICT,
    "correction": Correction.HOLM,
    "secondary": (SecondaryPlan(name="visits"),),
    "size": SizePlan(mde=0.01),
}
SIZES = {
    "baseline": 0.1,
    "sd": 3.0,
    "mde": 0.02,
    "power": 0.9,
    "n_control": 1000,
    "n_treatment": 1000,
    "daily_traffic": 500.0,
    "share_exposed": 0.5,
    "start": "2026-03-01",
    "end": "2026-03-02",
}


def test_equal_plans_differ_in_nothing() -> None:
    assert changes_between(PLAN, replace(PLAN)) == ()


@pytest.mark.parametrize("field", [field.name for field in fields(Charter)])
def test_each_field_that_differs_is_one_change(field: str) -> None:
    (change,) = changes_between(PLAN, replace(PLAN, **{field: OTHERS[field]}))
    assert change.before != change.after


@pytest.mark.parametrize("field", [field.name for field in fields(SizePlan)])
def test_each_figure_of_the_size_that_differs_is_one_change(field: str) -> None:
    changed = replace(PLAN, size=SizePlan(**{field: SIZES[field]}))
    (change,) = changes_between(PLAN, changed)
    assert change.before != change.after


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (
            GuardrailPlan(name="errors", severe_margin=0.01),
            "harm is up, worsened from 0.001, severe from 0.01",
        ),
        (
            GuardrailPlan(name="errors", direction=Direction.DOWN),
            "harm is down, worsened from 0.001, severe from 0.003",
        ),
        (
            GuardrailPlan(name="errors", scale=MarginScale.RELATIVE),
            "harm is up, worsened from 1%, severe from 3%",
        ),
    ],
)
def test_a_guardrail_is_told_with_harm_and_margins(plan: GuardrailPlan, words: str) -> None:
    (change,) = changes_between(PLAN, PLAN.with_guardrails((plan,)))
    assert change.what == "Guardrail errors"
    assert change.before == "harm is up, worsened from 0.001, severe from 0.003"
    assert change.after == words


def test_a_guardrail_that_came_and_one_that_went() -> None:
    changes = changes_between(PLAN, PLAN.with_guardrails((GuardrailPlan(name="cancel"),)))
    assert [change.what for change in changes] == ["Guardrail errors", "Guardrail cancel"]
    assert (changes[0].after, changes[1].before) == ("not watched", "not watched")


def test_margins_without_a_unit_are_told_without_figures() -> None:
    unset = GuardrailPlan(name="aov", scale=MarginScale.ABSOLUTE, worsened_margin=0.5)
    (change, _) = changes_between(PLAN, PLAN.with_guardrails((unset,)))
    assert change.what == "Guardrail errors"
    odd = GuardrailPlan(
        name="errors",
        direction=Direction.DOWN,
        worsened_margin=0.5,
        severe_margin=1.5,
        scale=MarginScale.RELATIVE,
    )
    (change,) = changes_between(PLAN, PLAN.with_guardrails((odd,)))
    assert change.after == "harm is down, margins not set"


def test_what_a_lock_left_open_is_no_change() -> None:
    used = replace(
        PLAN,
        control="a",
        primary=PrimaryPlan(metric="sales", kind=MetricKind.RATE),
    )
    open_plan = replace(PLAN, guardrails=None, primary=PrimaryPlan(metric="sales"))
    assert filled_in(open_plan, used) == used


@pytest.mark.parametrize("field", [name for name in OTHERS if name != "size"])
def test_what_a_lock_says_stays_as_it_says(field: str) -> None:
    said = replace(PLAN, control="control", primary=PrimaryPlan(metric="visits"))
    assert filled_in(said, replace(said, **{field: OTHERS[field]})) == said
