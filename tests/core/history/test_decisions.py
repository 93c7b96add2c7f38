"""The log of decisions: what goes in comes out, in order, and changes no number."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.foundation.errors import HistoryError, TakenError
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import (
    DecisionLog,
    LoggedDecision,
    keep_decision,
    keep_realised,
    log_of,
    with_decision,
)
from experimentos_core.history.finding import row_of
from experimentos_core.history.opening import read_experiment, read_report
from experimentos_core.taken import decide
from tests.helpers.histories import (
    FLAT,
    HARMFUL,
    LAUNCHING,
    clock,
    kept,
    made_realised,
    made_report,
    made_taken,
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def test_an_experiment_begins_without_any(database: Database) -> None:
    assert log_of(read_experiment(database, kept(database)).events) == DecisionLog()


def test_a_changed_decision_is_another_entry_and_the_last_one_holds(database: Database) -> None:
    uid = kept(database)
    first, second = made_taken(), made_taken(Verdict.HOLD, reason="The campaign ended.")
    keep_decision(database, uid, 1, first)
    keep_decision(database, uid, 1, second)
    log = log_of(read_experiment(database, uid).events)
    assert log.decisions == (
        LoggedDecision(analysis=1, taken=first),
        LoggedDecision(analysis=1, taken=second),
    )
    row = row_of(database, uid)
    assert row is not None
    assert row.taken is Verdict.HOLD


def test_what_came_of_it_ends_the_follow_up(database: Database) -> None:
    uid = kept(database)
    keep_decision(database, uid, 1, made_taken(follow_up="2026-04-01"))
    realised = made_realised(0.011, 0.001, 0.021)
    keep_realised(database, uid, realised)
    row = row_of(database, uid)
    assert row is not None
    assert row.follow_up == ""
    assert log_of(read_experiment(database, uid).events).realised == realised


def test_nothing_can_come_of_no_decision(database: Database) -> None:
    uid = kept(database)
    with pytest.raises(HistoryError, match="No decision is recorded"):
        keep_realised(database, uid, made_realised(0.01))


@pytest.mark.parametrize(
    ("low", "high", "said"), [(None, 0.02, "one end only"), (0.02, 0.03, "outside its interval")]
)
def test_an_interval_that_cannot_be_is_refused(database: Database, low, high, said) -> None:
    uid = kept(database)
    keep_decision(database, uid, 1, made_taken())
    with pytest.raises(HistoryError, match=said):
        keep_realised(database, uid, replace(made_realised(0.01), low=low, high=high))


def test_an_override_without_a_reason_leaves_nothing(database: Database) -> None:
    uid = kept(database)
    faulty = replace(made_taken(), decision=Verdict.HOLD, variant=None, reason="")
    with pytest.raises(TakenError, match="without a reason"):
        keep_decision(database, uid, 1, faulty)
    assert log_of(read_experiment(database, uid).events).decisions == ()


def test_a_decision_on_an_earlier_report_is_not_shown_as_one_on_a_later(database: Database) -> None:
    uid = kept(database)
    keep_decision(database, uid, 1, made_taken())
    events = read_experiment(database, uid).events
    assert with_decision(made_report(), 1, events).taken == made_taken()
    assert with_decision(made_report(), 2, events).taken is None


texts = st.text(max_size=60)
said = st.fixed_dictionaries(
    {
        "decision": st.sampled_from(Verdict),
        "by": st.text(min_size=1, max_size=40).filter(str.strip),
        "reason": st.text(min_size=1, max_size=60).filter(str.strip),
        "approvers": st.lists(texts, max_size=3).map(tuple),
        "note": texts,
    }
)


@given(text=st.sampled_from((LAUNCHING, FLAT, HARMFUL)), said=said)
def test_no_decision_changes_the_verdict_or_any_number(tmp_path_factory, text, said) -> None:
    """Whoever decides whatever: but for the decision itself the report is the one that was made."""
    database = Database(tmp_path_factory.mktemp("history") / "history.sqlite3")
    uid = kept(database, text)
    report = made_report(text)
    recommended = report.decision
    planned = recommended.variant
    taken = decide(recommended.decision, now=clock(), recommended_variant=planned, **said)
    keep_decision(database, uid, 1, taken)
    events = read_experiment(database, uid).events
    shown = with_decision(read_report(database, uid, 1), 1, events)
    assert shown.taken == taken
    assert replace(shown, taken=None) == report
    row = row_of(database, uid)
    assert row is not None
    assert row.verdict is report.decision.decision
