"""The user's own record: counted by the database, and the same as one would count by hand."""

from itertools import product
from pathlib import Path

import pytest

from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import Realised, keep_decision, keep_realised
from experimentos_core.history.keeping import trash
from experimentos_core.history.outcomes import Place
from experimentos_core.history.record_queries import WAYS
from experimentos_core.history.track_record import (
    FEWEST_WINNERS,
    TrackRecord,
    Way,
    read_track_record,
)
from experimentos_core.taken import DecisionTaken
from tests.helpers.histories import (
    FLAT,
    HARMFUL,
    LAUNCHING,
    kept,
    made_realised,
    made_report,
    made_taken,
)

LAUNCH, HOLD, ROLLBACK = Verdict.LAUNCH, Verdict.HOLD, Verdict.ROLLBACK


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def decided(
    database: Database,
    taken: DecisionTaken | None = None,
    realised: Realised | None = None,
    text: str = LAUNCHING,
) -> str:
    uid = kept(database, text)
    keep_decision(database, uid, 1, taken or made_taken())
    if realised is not None:
        keep_realised(database, uid, realised)
    return uid


def test_an_empty_history_has_an_empty_record(database: Database) -> None:
    assert read_track_record(database) == TrackRecord(
        experiments=0,
        verdicts=dict.fromkeys(Verdict, 0),
        due=0,
        ways=(),
        overrides=(),
        realised=(),
        realised_count=0,
        unreadable=(),
    )


def test_verdicts_decisions_and_what_is_due_are_counted(database: Database) -> None:
    kept(database, HARMFUL)
    decided(database, made_taken(follow_up="2026-04-01"))
    decided(database, made_taken(HOLD, reason="Later."))
    decided(database, made_taken(LAUNCH, recommended=HOLD, reason="Now."), text=FLAT)
    record = read_track_record(database, "2026-04-02")
    assert record.experiments == 4
    assert record.verdicts == {LAUNCH: 2, HOLD: 1, ROLLBACK: 1}
    assert (record.decided, record.override_count, record.due) == (3, 2, 1)
    ways = {(way.recommended, way.taken): way for way in record.ways}
    assert ways[LAUNCH, HOLD] == Way(recommended=LAUNCH, taken=HOLD, is_override=True, count=1)
    assert not ways[LAUNCH, LAUNCH].is_override
    assert [case.taken.decision for case in record.overrides] == [LAUNCH, HOLD]


def test_only_the_decision_that_holds_counts(database: Database) -> None:
    uid = decided(database, made_taken(HOLD, reason="Later."))
    keep_decision(database, uid, 1, made_taken())
    record = read_track_record(database)
    assert (record.decided, record.override_count) == (1, 0)


def test_the_trash_is_left_out(database: Database) -> None:
    uid = decided(database, made_taken(HOLD, reason="Later."), made_realised(0.01))
    trash(database, [uid])
    record = read_track_record(database)
    assert (record.decided, record.overrides, record.realised, record.realised_count) == (
        0, (), (), 0,
    )  # fmt: skip


def test_the_database_knows_an_override_as_the_record_does(database: Database) -> None:
    names = (None, "a", "b")
    expected = 0
    for decision, recommended, variant, planned in product(Verdict, Verdict, names, names):
        if variant is not None and decision is not LAUNCH:
            continue
        taken = DecisionTaken(
            recommended=recommended,
            decision=decision,
            variant=variant,
            by="Ada",
            at="2026-03-02T10:00:00Z",
            reason="Because.",
            approvers=(),
            follow_up="",
            note="",
            recommended_variant=planned,
        )
        expected += taken.is_override
        decided(database, taken)
    record = read_track_record(database)
    assert record.override_count == expected
    assert all(case.taken.is_override for case in record.overrides)
    assert len(record.overrides) == expected


def test_realised_effects_are_held_against_what_was_predicted_then(database: Database) -> None:
    """The report is +2.00 pp, interval +1.14 to +2.86 pp."""
    for effect in (0.02, 0.012, 0.001, -0.002):
        decided(database, realised=made_realised(effect))
    record = read_track_record(database)
    comparison = made_report().primary.comparisons[0]
    first = record.realised[-1]
    assert first.prediction is not None
    assert (first.prediction.low, first.prediction.high) == comparison.ci
    assert [case.place for case in record.realised] == [
        Place.BELOW, Place.BELOW, Place.INSIDE, Place.INSIDE,
    ]  # fmt: skip
    assert (len(record.compared), record.inside, record.realised_count) == (4, 2, 4)
    assert [case.is_better for case in record.realised] == [False, True, True, True]


def test_an_override_tells_its_outcome(database: Database) -> None:
    taken = made_taken(LAUNCH, recommended=ROLLBACK, reason="Strategy.")
    decided(database, taken, made_realised(0.01), HARMFUL)
    (case,) = read_track_record(database).overrides
    assert case.place is Place.ABOVE
    assert case.is_better


def test_winners_have_a_mean_ratio_from_ten_on_and_others_do_not_count(database: Database) -> None:
    predicted = made_report().primary.comparisons[0].absolute_lift
    override = made_taken(LAUNCH, recommended=HOLD, reason="Now.")
    decided(database, override, made_realised(5.0), FLAT)
    for number in range(FEWEST_WINNERS - 1):
        decided(database, realised=made_realised(predicted * (0.4 + 0.1 * number)))
    few = read_track_record(database).shrinkage
    assert (few.winners, few.mean, few.lowest, few.highest) == (9, None, None, None)
    decided(database, realised=made_realised(0.0))
    enough = read_track_record(database).shrinkage
    assert enough.winners == 10
    assert enough.mean == pytest.approx(0.72)
    assert (enough.lowest, enough.highest) == (0.0, pytest.approx(1.2))


@pytest.mark.parametrize(
    "damage", ["no json", '{"analysis": "1", "taken": "{"}', '{"analysis": 1}']
)
def test_a_damaged_entry_is_named_and_the_rest_is_counted(database: Database, damage: str) -> None:
    decided(database)
    uid = kept(database, name="Broken")
    keep_decision(database, uid, 1, made_taken())
    keep_realised(database, uid, made_realised(0.01))
    with database.writing() as connection:
        connection.execute(
            "UPDATE events SET detail = ? WHERE number = (SELECT max(number) FROM events "
            "WHERE kind = 'decided')",
            (damage,),
        )
    record = read_track_record(database)
    assert record.unreadable == ("Broken",)
    assert record.decided == 1


def test_the_index_finds_decisions_without_reading_every_event(database: Database) -> None:
    decided(database, made_taken(HOLD, reason="Later."), made_realised(0.01))
    with database.reading() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {WAYS}").fetchall()
    steps = "\n".join(str(step[3]) for step in plan)
    assert "USING COVERING INDEX events_of_decisions (kind=?)" in steps
    assert "SCAN events" not in steps
