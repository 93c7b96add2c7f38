"""A plan as typed becomes a Charter and back, and keeps what it does not show."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    MarginScale,
    MetricKind,
)
from experimentos_core.reading.formats.opening import clipboard_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_gui.models.continuous import find_continuous
from experimentos_gui.wizard.draft import CharterDraft, ShareDraft, draft_shares, equal_shares
from experimentos_gui.wizard.refreshing import Surroundings, begin_draft, refresh_draft
from experimentos_gui.wizard.troubles import FieldKind, charter_troubles

VARIANTS = ("control", "b", "c")
COLUMNS = ("variant", "users", "conversions", "errors", "crashes", "revenue_sum", "revenue_sum_sq")
COLUMNS = (*COLUMNS, "aov_sum", "aov_sum_sq")
ROWS = "".join(f"{name}\t1000{'\t10' * (len(COLUMNS) - 2)}\n" for name in VARIANTS)
CONTINUOUS = find_continuous(interpret_content(clipboard_content("\t".join(COLUMNS) + f"\n{ROWS}")))

_texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20).map(str.strip)
_margins = st.tuples(
    st.integers(min_value=1, max_value=10_000), st.integers(min_value=0, max_value=10_000)
).map(lambda pair: (pair[0] / 100_000, sum(pair) / 100_000))


_NAMES = ("errors", "crashes", "revenue")
_scales = st.sampled_from([None, *MarginScale])


@st.composite
def _guardrails(draw) -> tuple[GuardrailPlan, ...]:
    names = draw(st.lists(st.sampled_from(_NAMES), unique=True))
    return tuple(
        GuardrailPlan(
            name=name,
            direction=draw(st.sampled_from(Direction)),
            worsened_margin=(margins := draw(_margins))[0],
            severe_margin=margins[1],
            scale=draw(_scales),
        )
        if draw(st.booleans())
        else GuardrailPlan(name=name)
        for name in sorted(names, key=_NAMES.index)
    )


_charters = st.builds(
    Charter,
    name=_texts,
    owner=_texts,
    hypothesis=_texts,
    primary=st.builds(PrimaryPlan, metric=_texts, direction=st.sampled_from(Direction))
    | st.builds(
        PrimaryPlan,
        metric=st.sampled_from(["aov", "revenue", "gone"]),
        direction=st.sampled_from(Direction),
        kind=st.sampled_from([None, *MetricKind]),
    ),
    control=st.sampled_from([None, "control", "b"]),
    split=st.none()
    | st.fixed_dictionaries(
        {name: st.integers(min_value=1, max_value=10**6).map(float) for name in VARIANTS}
    ),
    guardrails=_guardrails(),
    alpha=st.integers(min_value=1, max_value=9_999).map(lambda n: n / 10_000),
    guardrail_rule=st.sampled_from(GuardrailRule),
    correction=st.sampled_from(Correction),
)


def around(charter: Charter) -> Surroundings:
    return Surroundings(
        variants=VARIANTS,
        columns=COLUMNS,
        taken=charter.guardrails or (),
        offered=("errors", "crashes", "revenue", "aov"),
        continuous=CONTINUOUS,
    )


@given(_charters)
def test_a_possible_plan_is_shown_and_read_back_without_loss(charter: Charter) -> None:
    draft = begin_draft(charter, around(charter))
    assert charter_troubles(draft) == {}
    assert draft.to_charter(charter) == charter


@given(_charters, _charters)
def test_a_plan_that_changed_elsewhere_is_taken_over(before: Charter, after: Charter) -> None:
    draft = begin_draft(before, around(before))
    refreshed = refresh_draft(draft, before, after, around(after))
    assert refreshed.to_charter(after) == after


@given(_charters)
def test_what_is_typed_survives_every_other_change(charter: Charter) -> None:
    typed = replace(begin_draft(charter, around(charter)), alpha="zero", owner=" Dana ")
    typed = replace(
        typed, guardrails=tuple(replace(draft, severe="1,5") for draft in typed.guardrails)
    )
    elsewhere = replace(charter, control="c", guardrails=())
    refreshed = refresh_draft(typed, charter, elsewhere, around(elsewhere))
    assert (refreshed.alpha, refreshed.owner) == ("zero", " Dana ")
    assert {draft.severe for draft in refreshed.guardrails} <= {"1,5"}
    assert not any(draft.is_taken for draft in refreshed.guardrails)


def test_other_variants_begin_with_other_shares() -> None:
    charter = Charter(split={"control": 60.0, "b": 40.0})
    first = Surroundings(variants=("control", "b"))
    draft = begin_draft(charter, first)
    emptied = replace(charter, split=None)
    refreshed = refresh_draft(draft, charter, emptied, Surroundings(variants=("x", "y", "z")))
    assert [(share.variant, share.text) for share in refreshed.shares] == [
        ("x", "1"),
        ("y", "1"),
        ("z", "1"),
    ]
    assert not refreshed.is_split_stated


@pytest.mark.parametrize(("count", "each"), [(2, "50"), (3, "1"), (4, "25"), (7, "1"), (11, "1")])
def test_equal_shares_are_round_where_they_can_be(count: int, each: str) -> None:
    shares = equal_shares(tuple(f"v{number}" for number in range(count)))
    assert {share.text for share in shares} == {each}


def test_shares_find_their_variant_by_name_in_any_case() -> None:
    shares = draft_shares(("Control", "b"), {"b": 40.0, "CONTROL ": 60.0})
    assert [(share.variant, share.text) for share in shares] == [("Control", "60"), ("b", "40")]


def test_a_planned_variant_the_data_lacks_is_shown_last() -> None:
    shares = draft_shares(("control", "b"), {"control": 1.0, "b": 1.0, "c": 1.0})
    assert shares[-1] == ShareDraft(variant="c", text="1", is_in_data=False)


def test_a_variant_without_a_planned_share_asks_for_one() -> None:
    shares = draft_shares(("control", "b", "c"), {"control": 1.0, "b": 1.0})
    draft = CharterDraft(is_split_stated=True, shares=shares)
    assert "missing" in charter_troubles(draft)[FieldKind.SHARE, "c"]


def test_an_absent_variant_planned_with_nothing_is_dropped() -> None:
    shares = (
        *draft_shares(("control", "b"), None),
        ShareDraft(variant="c", text="0", is_in_data=False),
    )
    draft = CharterDraft(is_split_stated=True, shares=shares)
    assert draft.split() == {"control": 50.0, "b": 50.0}
