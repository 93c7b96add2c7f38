"""The decision a person took: what it must say, and what it cannot be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.errors import TakenError
from experimentos_core.foundation.values import Verdict
from experimentos_core.taken import DecisionTaken, check_taken, decide, faults_of_taken

LAUNCH, HOLD = Verdict.LAUNCH, Verdict.HOLD


def now() -> datetime:
    return datetime(2026, 11, 30, 18, 45, 0, 987_000, tzinfo=UTC)


def test_a_decision_is_kept_with_its_time_in_utc_and_without_outer_blanks() -> None:
    taken = decide(
        HOLD,
        LAUNCH,
        now,
        by=" Dana ",
        variant="blue",
        reason=" The campaign starts. ",
        approvers=(" Kim ", " ", "Lee"),
        follow_up="2026-12-24",
        note=" none ",
    )
    assert taken == DecisionTaken(
        recommended=HOLD,
        decision=LAUNCH,
        variant="blue",
        by="Dana",
        at="2026-11-30T18:45:00Z",
        reason="The campaign starts.",
        approvers=("Kim", "Lee"),
        follow_up="2026-12-24",
        note="none",
    )
    assert taken.is_override
    assert from_json(DecisionTaken, to_json(taken)) == taken


def test_another_time_zone_gives_the_same_moment() -> None:
    elsewhere = now().astimezone(timezone(timedelta(hours=-9)))
    assert decide(HOLD, HOLD, lambda: elsewhere, by="Dana").at == "2026-11-30T18:45:00Z"


def test_following_the_recommendation_needs_no_reason() -> None:
    taken = decide(LAUNCH, LAUNCH, now, by="Dana", variant="a", recommended_variant="a")
    assert not taken.is_override


def test_launching_another_treatment_is_an_override() -> None:
    with pytest.raises(TakenError, match="Launch b where Launch a was recommended"):
        decide(LAUNCH, LAUNCH, now, by="Dana", variant="b", recommended_variant="a")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": "  "}, "names nobody"),
        ({"decision": LAUNCH, "reason": " "}, "without a reason"),
        ({"variant": "blue"}, "is Hold, but names a treatment"),
        ({"follow_up": "24.12.2026"}, "follow up, '24.12.2026', could not be read"),
        ({"follow_up": "20261224"}, "could not be read"),
        ({"at": "2026-11-30 18:45"}, "time of the decision"),
        ({"at": "2026-1-3T18:45:00Z"}, "time of the decision"),
        ({"note": "x" * 1001}, "note has 1,001 characters"),
        ({"approvers": ("Kim",) * 51}, "51 approvers"),
        ({"approvers": ("K" * 201,)}, "approver has 201 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(changes, said) -> None:
    taken = replace(decide(HOLD, HOLD, now, by="Dana"), **changes)
    with pytest.raises(TakenError, match=said) as told:
        check_taken(taken)
    assert told.value.message.endswith(".")
    assert told.value.hint.endswith(".")
    assert len(faults_of_taken(taken)) == 1
