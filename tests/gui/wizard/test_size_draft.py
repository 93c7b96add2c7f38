"""The planned size as typed: there and back, and every impossible entry said; no window needed."""

from dataclasses import replace

import pytest

from experimentos_core.charter import Charter, SizePlan
from experimentos_core.foundation.values import Direction
from experimentos_gui.wizard.draft import CharterDraft, draft_shares
from experimentos_gui.wizard.power_question import arm_shares, question_of
from experimentos_gui.wizard.size_draft import (
    ChangeScale,
    LevelDraft,
    SizeDraft,
    SizeField,
    size_troubles,
)

PLANNED = SizePlan(
    baseline=0.101,
    mde=0.007,
    power=0.9,
    n_control=5000,
    n_treatment=2500,
    daily_traffic=1200.0,
    share_exposed=0.25,
    start="2026-03-01",
    end="2026-04-01",
)


@pytest.mark.parametrize(
    "plan",
    [
        SizePlan(),
        PLANNED,
        SizePlan(baseline=12.5, sd=30.25, mde=0.5),
        SizePlan(share_exposed=0.5),
        SizePlan(n_control=7),
    ],
)
def test_a_plan_shown_and_taken_back_is_the_same(plan: SizePlan) -> None:
    assert SizeDraft.from_plan(plan).to_plan(plan) == plan


def test_what_is_typed_in_percent_is_planned_as_shares_and_days_are_kept() -> None:
    typed = replace(SizeDraft.from_plan(PLANNED), mde="0.8", power="75", share="10")
    assert typed.to_plan(PLANNED) == replace(PLANNED, mde=0.008, power=0.75, share_exposed=0.1)
    assert typed.undecided().to_plan(PLANNED).n_control is None


def test_a_share_of_today_is_a_change_in_the_metrics_unit() -> None:
    rate = SizeDraft(baseline="10", mde="5", scale=ChangeScale.SHARE)
    mean = SizeDraft(is_mean=True, baseline="-40", sd="9", mde="5", scale=ChangeScale.SHARE)
    assert (rate.change, mean.change) == (0.005, 2.0)
    assert replace(rate, baseline="").change is None


def test_another_kind_of_metric_keeps_no_figures_of_the_old_one() -> None:
    rate = SizeDraft(baseline="10", mde="1", traffic="100", n_control=9)
    mean = rate.of_kind(is_mean=True)
    assert (mean.baseline, mean.mde, mean.traffic, mean.n_control) == ("", "", "100", None)
    assert mean.scale is ChangeScale.OWN
    assert rate.of_kind(is_mean=False) is rate


def troubles(direction: Direction = Direction.UP, **typed: str) -> dict[SizeField, str]:
    return size_troubles(replace(SizeDraft(), **typed), direction, 0.05)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("baseline", "0", "between 0 and 100"),
        ("baseline", "100", "between 0 and 100"),
        ("baseline", "ten", "not a number"),
        ("baseline", "0,5", "as a point"),
        ("mde", "0", "above 0"),
        ("mde", "-1", "above 0"),
        ("power", "100", "below 100"),
        ("power", "", "missing"),
        ("power", "0", "above 0"),
        ("traffic", "0", "above 0"),
        ("traffic", "9999999999999999", "too large"),
        ("share", "0", "at most 100"),
        ("share", "101", "at most 100"),
        ("treatments", "0", "at least one"),
        ("treatments", "1.5", "at least one"),
        ("treatments", "101", "At most 100"),
    ],
)
def test_impossible_entries_are_said(field: str, text: str, words: str) -> None:
    found = troubles(**{field: text})
    assert list(found) == [SizeField(field)]
    assert words in found[SizeField(field)]


@pytest.mark.parametrize(
    ("direction", "baseline", "mde", "words"),
    [
        (Direction.UP, "99", "2", "takes 99 % to 101 %"),
        (Direction.DOWN, "1.5", "2", "takes 1.5 % to -0.5 %"),
        (Direction.UP, "98", "2", "takes 98 % to 100 %"),
        (Direction.DOWN, "99", "2", ""),
        (Direction.UP, "1.5", "2", ""),
    ],
)
def test_a_change_that_leaves_the_range_of_a_rate_is_said(
    direction: Direction, baseline: str, mde: str, words: str
) -> None:
    found = troubles(direction, baseline=baseline, mde=mde)
    assert words in found.get(SizeField.MDE, "")
    assert bool(found) is bool(words)


def test_power_at_the_level_or_below_is_said_once_a_size_is_asked() -> None:
    assert troubles(power="5") == {}
    found = troubles(power="5", baseline="10")
    assert "above the level, 0.05" in found[SizeField.POWER]
    assert troubles(power="5.1", baseline="10") == {}


def test_a_mean_of_nothing_has_no_share() -> None:
    draft = SizeDraft(is_mean=True, baseline="0", sd="1", mde="5", scale=ChangeScale.SHARE)
    found = size_troubles(draft, Direction.UP, 0.05)
    assert "no share" in found[SizeField.MDE]


def test_an_impossible_size_leaves_the_planned_one() -> None:
    base = Charter(size=PLANNED)
    draft = CharterDraft(size=replace(SizeDraft.from_plan(PLANNED), baseline="120"))
    assert draft.to_charter(base).size == PLANNED
    fine = replace(draft, size=replace(draft.size, baseline="12"))
    assert fine.to_charter(base).size.baseline == 0.12


def test_levels_of_guardrails_are_kept_by_name() -> None:
    size = SizeDraft().with_level(LevelDraft(name="a", level="1")).with_level(LevelDraft(name="b"))
    size = size.with_level(LevelDraft(name="a", level="2"))
    assert [size.level_of(name).level for name in "abc"] == ["2", "", ""]
    assert len(size.levels) == 2


def test_the_control_comes_first_whatever_the_split_lists_first() -> None:
    shares = draft_shares(("b", "control", "c"), {"b": 20.0, "control": 50.0, "c": 30.0})
    draft = CharterDraft(is_split_stated=True, shares=shares)
    assert arm_shares(draft, None) == (50.0, 20.0, 30.0)
    assert arm_shares(draft, "c") == (30.0, 20.0, 50.0)
    without = draft_shares(("b", "control", "c"), {"b": 0.0, "control": 50.0, "c": 30.0})
    assert arm_shares(replace(draft, shares=without), None) == (50.0, 30.0)
    assert arm_shares(CharterDraft(size=SizeDraft(treatments="3")), None) == (1.0,) * 4


@pytest.mark.parametrize(
    "size",
    [
        SizeDraft(),
        SizeDraft(mde="2"),
        SizeDraft(baseline="120", mde="2"),
        SizeDraft(is_mean=True, baseline="10"),
    ],
)
def test_nothing_is_asked_while_too_little_is_said(size: SizeDraft) -> None:
    assert question_of(CharterDraft(size=size), None) is None
    assert question_of(CharterDraft(alpha="2", size=SizeDraft(baseline="10")), None) is None
    assert question_of(CharterDraft(size=SizeDraft(baseline="10")), None) is not None
