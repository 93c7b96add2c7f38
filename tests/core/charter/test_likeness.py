"""What a plan names, held against what a file holds."""

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.charter.likeness import FileNames, likeness

SPLIT = {"old": 50.0, "new": 50.0}
FILE = FileNames(
    columns=frozenset({"variant", "users", "signups", "errors"}),
    variants=frozenset({"old", "new"}),
)


def test_a_plan_that_names_nothing_has_nothing_for_or_against_it():
    like = likeness(Charter(name="Button"), FILE)
    assert (like.score, like.has_metric, like.has_variants, like.missing) == (0, False, False, ())


def test_metric_and_variants_are_found_however_they_are_written():
    like = likeness(
        Charter(primary=PrimaryPlan(metric=" SignUps"), split={"Old": 1, "NEW": 1}), FILE
    )
    assert (like.has_metric, like.has_variants, like.missing) == (True, True, ())


def test_a_variant_that_is_not_there_is_named():
    like = likeness(Charter(split={"old": 50, "newer": 50}), FILE)
    assert (like.has_variants, like.missing) == (False, ("newer",))


def test_variants_that_are_not_known_yet_speak_neither_way():
    like = likeness(Charter(split=SPLIT), FileNames(columns=FILE.columns))
    assert (like.score, like.has_variants, like.missing) == (0, False, ())


def test_a_control_alone_is_looked_for():
    assert likeness(Charter(control="old"), FILE).has_variants
    assert likeness(Charter(control="base"), FILE).missing == ("base",)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Charter(primary=PrimaryPlan(metric="signups")), Charter(split=SPLIT)),
        (Charter(split=SPLIT), Charter()),
        (Charter(), Charter(split={"a": 1, "b": 1})),
        (Charter(guardrails=(GuardrailPlan(name="errors"),)), Charter()),
        (Charter(), Charter(guardrails=(GuardrailPlan(name="refunds"),))),
        (Charter(primary=PrimaryPlan(metric="sales in words")), Charter(split={"a": 1, "b": 1})),
    ],
)
def test_what_is_found_speaks_for_a_plan_and_what_is_missing_against_it(better, worse):
    assert likeness(better, FILE).score > likeness(worse, FILE).score
