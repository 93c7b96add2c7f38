"""What is to be looked at again: when due, in which order, until when."""

from pathlib import Path

import pytest

from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import keep_decision, keep_realised
from experimentos_core.history.follow_ups import FollowUp, due_follow_ups
from experimentos_core.history.keeping import trash
from tests.helpers.histories import clock, kept, made_realised, made_taken


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def decided(database: Database, day: str, name: str = "Button") -> str:
    uid = kept(database, name=name)
    taken = made_taken(follow_up=day)
    keep_decision(database, uid, 1, taken, clock("2026-03-02T10:00:00"))
    return uid


def test_without_a_history_nothing_is_due(database: Database) -> None:
    assert due_follow_ups(database) == ()


def test_it_is_due_on_its_day_and_says_since_when(database: Database) -> None:
    uid = decided(database, "2026-04-01")
    assert due_follow_ups(database, "2026-03-31") == ()
    (due,) = due_follow_ups(database, "2026-04-01")
    assert due == FollowUp(
        uid=uid,
        name="Button",
        taken=Verdict.LAUNCH,
        decided_at="2026-03-02T10:00:00Z",
        day="2026-04-01",
        days=0,
    )
    assert due_follow_ups(database, "2026-04-11")[0].days == 10


def test_the_longest_due_comes_first_and_not_more_than_asked_for(database: Database) -> None:
    for day in ("2026-04-03", "2026-04-01", "2026-04-02"):
        decided(database, day)
    days = [due.day for due in due_follow_ups(database, "2026-05-01", most=2)]
    assert days == ["2026-04-01", "2026-04-02"]


def test_what_was_looked_at_or_thrown_away_is_due_no_more(database: Database) -> None:
    looked_at, thrown_away = (decided(database, "2026-04-01") for _ in range(2))
    keep_realised(database, looked_at, made_realised(0.01))
    trash(database, [thrown_away])
    assert due_follow_ups(database, "2026-05-01") == ()


def test_another_decision_brings_its_own_day(database: Database) -> None:
    uid = decided(database, "2026-04-01")
    keep_decision(database, uid, 1, made_taken())
    assert due_follow_ups(database, "2026-05-01") == ()
