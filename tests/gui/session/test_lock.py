"""Locking, amending, opening and exchanging plans through the session."""

from dataclasses import replace
from pathlib import Path

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.charter.chain import write_chain
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.finding import Query, find, row_of
from experimentos_core.history.finding import Standing as Listed
from experimentos_core.history.keeping import delete_for_good, trash
from experimentos_core.history.opening import read_experiment
from experimentos_core.history.place import history_of
from experimentos_core.promise import Standing
from experimentos_core.samples import all_samples

GOOD = ("variant,users,conversions,errors", "control,10000,1000,20", "treatment,10000,1200,21")
PLAN = Charter(name="Button", owner="Ada", guardrails=(GuardrailPlan(name="errors"),))
WAIT_MS = 20_000


def kept_chain(uid: str):
    return read_experiment(history_of(user_paths()), uid).chain


@pytest.fixture
def locked(qtbot, session):
    """A session with a locked plan and no data."""
    session.start_plan()
    session.set_charter(PLAN)
    session.plans.lock()
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    return session


def opened(qtbot, session, path: Path, *, anew: bool = False) -> None:
    before = session.table
    session.open_file(path, anew=anew)
    qtbot.waitUntil(lambda: session.table is not before, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)


def reported(qtbot, session):
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    return session.report


def amended(qtbot, session, charter: Charter, reason: str = "a reason") -> None:
    count = len(session.chain.versions)
    session.set_charter(charter)
    session.plans.amend(reason)
    qtbot.waitUntil(lambda: len(session.chain.versions) > count, timeout=WAIT_MS)


def test_a_plan_is_locked_once_it_is_on_disk(locked) -> None:
    assert kept_chain(locked.uid) == locked.chain
    assert locked.chain.latest.charter == PLAN
    assert locked.unamended == ()


def test_a_second_click_locks_nothing_again(qtbot, session) -> None:
    session.start_plan()
    session.set_charter(PLAN)
    session.plans.lock()
    session.plans.lock()
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    session.plans.lock()
    qtbot.wait(50)
    assert len(find(history_of(user_paths()), Query(standing=Listed.PLANS))) == 1
    assert len(session.chain.versions) == 1


def test_a_plan_that_cannot_be_kept_is_not_locked(qtbot, session) -> None:
    data = user_paths().data
    data.parent.mkdir(parents=True)
    data.write_text("in the way", encoding="utf-8")
    session.start_plan()
    with qtbot.waitSignal(session.failed, timeout=WAIT_MS) as told:
        session.plans.lock()
    assert isinstance(told.args[0], HistoryError)
    assert session.chain is None


def test_data_joins_the_plan_and_is_held_to_it(qtbot, locked, write_csv) -> None:
    opened(qtbot, locked, write_csv(*GOOD))
    assert locked.charter == PLAN
    report = reported(qtbot, locked)
    assert report.lock == locked.chain.versions
    assert report.promise.standing is Standing.EXPLORATORY
    assert report.promise.deviations == ()


def test_data_joins_a_plan_that_is_not_locked(qtbot, session, write_csv) -> None:
    session.start_plan()
    session.set_charter(PLAN)
    opened(qtbot, session, write_csv(*GOOD))
    assert session.charter == PLAN


def test_a_file_opened_anew_leaves_the_plan_behind_and_undo_returns_to_it(
    qtbot, locked, write_csv
) -> None:
    chain = locked.chain
    opened(qtbot, locked, write_csv(*GOOD), anew=True)
    assert (locked.chain, locked.charter) == (None, Charter())
    locked.undo()
    assert (locked.chain, locked.charter, locked.table) == (chain, PLAN, None)


def test_a_sample_brings_its_own_plan(qtbot, locked) -> None:
    opened(qtbot, locked, all_samples()[0].path)
    assert locked.chain is None
    assert locked.charter == all_samples()[0].charter


def test_a_corrected_export_is_held_to_the_same_lock(qtbot, locked, write_csv) -> None:
    chain = locked.chain
    opened(qtbot, locked, write_csv(*GOOD))
    opened(qtbot, locked, write_csv(*GOOD, name="corrected.csv"))
    assert locked.chain == chain


def test_unamended_changes_are_told_and_become_deviations(qtbot, locked, write_csv) -> None:
    opened(qtbot, locked, write_csv(*GOOD))
    locked.set_charter(replace(PLAN, alpha=0.01))
    assert [change.what for change in locked.unamended] == ["Significance level"]
    report = reported(qtbot, locked)
    assert [deviation.promised for deviation in report.promise.deviations] == ["0.05"]
    assert locked.chain.latest.charter == PLAN


def test_what_the_lock_left_open_is_no_change(qtbot, session, write_csv) -> None:
    session.start_plan()
    session.set_charter(Charter(name="Button"))
    session.plans.lock()
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    opened(qtbot, session, write_csv(*GOOD))
    filled = replace(session.charter, control="control", guardrails=PLAN.guardrails)
    session.set_charter(filled)
    assert session.unamended == ()
    session.set_charter(replace(filled, alpha=0.1))
    session.plans.discard()
    assert session.charter == filled


def test_an_amendment_is_the_next_version_with_its_reason(qtbot, locked) -> None:
    first = locked.chain.first
    amended(qtbot, locked, replace(PLAN, alpha=0.01), "Fewer false alarms.")
    assert locked.chain.first == first
    assert locked.chain.latest.reason == "Fewer false alarms."
    assert (locked.unamended, kept_chain(locked.uid)) == ((), locked.chain)


def test_an_amendment_without_a_reason_is_refused(qtbot, locked) -> None:
    locked.set_charter(replace(PLAN, alpha=0.01))
    with qtbot.waitSignal(locked.failed, timeout=WAIT_MS) as told:
        locked.plans.amend("  ")
    assert "needs a reason" in told.args[0].message
    assert len(locked.chain.versions) == 1


def test_a_plan_amended_elsewhere_is_refused(qtbot, locked, session) -> None:
    chain, uid = locked.chain, locked.uid
    amended(qtbot, locked, replace(PLAN, alpha=0.01))
    locked.take_lock(chain, uid)
    locked.set_charter(replace(PLAN, alpha=0.1))
    with qtbot.waitSignal(locked.failed, timeout=WAIT_MS) as told:
        locked.plans.amend("mine")
    assert "amended elsewhere" in told.args[0].message
    assert len(kept_chain(uid).versions) == 2


def test_locking_after_a_report_drops_it_for_good(qtbot, session, analyse, write_csv) -> None:
    analyse(write_csv(*GOOD))
    session.plans.lock()
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    assert session.report is None
    session.restore()
    assert session.report is None
    assert reported(qtbot, session).promise is not None


def test_discarded_changes_can_come_back_until_more_is_typed(locked) -> None:
    typed = replace(PLAN, alpha=0.01)
    locked.set_charter(typed)
    locked.plans.discard()
    assert (locked.charter, locked.plans.can_take_back) == (PLAN, True)
    locked.plans.take_back()
    assert (locked.charter, locked.plans.can_take_back) == (typed, False)
    locked.plans.discard()
    locked.set_charter(replace(PLAN, owner="Bob"))
    assert not locked.plans.can_take_back


def test_a_locked_plan_is_opened_without_data(qtbot, locked, session) -> None:
    chain, uid = locked.chain, locked.uid
    session.start_new()
    assert (session.chain, session.uid) == (None, "")
    with qtbot.waitSignal(session.history.opened, timeout=WAIT_MS):
        session.history.open(uid)
    assert (session.chain, session.charter, session.is_planning) == (chain, PLAN, True)


def test_a_changed_byte_is_told_and_nothing_is_opened(qtbot, locked, session) -> None:
    uid = locked.uid
    with history_of(user_paths()).writing() as connection:
        connection.execute("UPDATE charter_versions SET content = replace(content, 'Ada', 'Eve')")
    session.start_new()
    with qtbot.waitSignal(session.history.told, timeout=WAIT_MS) as told:
        session.history.open(uid)
    assert isinstance(told.args[0], HistoryError)
    assert "changed after it was locked" in told.args[0].message
    assert session.chain is None


def test_a_plan_goes_out_and_comes_in_again(qtbot, session, tmp_path) -> None:
    path = tmp_path / "plan.json"
    session.start_plan()
    session.set_charter(PLAN)
    with qtbot.waitSignal(session.plans.told, timeout=WAIT_MS):
        session.plans.write_out(path)
    session.set_charter(Charter(name="other"))
    with qtbot.waitSignal(session.plans.told, timeout=WAIT_MS):
        session.plans.take_over(path)
    assert session.charter == PLAN
    session.plans.take_back()
    assert session.charter == Charter(name="other")


def test_a_plain_plan_never_touches_a_lock(qtbot, locked, tmp_path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(to_json(replace(PLAN, alpha=0.1)), encoding="utf-8")
    with qtbot.waitSignal(locked.plans.told, timeout=WAIT_MS):
        locked.plans.take_over(path)
    assert locked.chain.latest.charter == PLAN
    assert [change.after for change in locked.unamended] == ["0.1"]


def test_an_imported_lock_is_kept_and_holds_open_data(qtbot, session, tmp_path, write_csv) -> None:
    session.start_plan()
    session.set_charter(PLAN)
    session.plans.lock()
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    chain, path = session.chain, tmp_path / "locked.json"
    path.write_bytes(write_chain(chain))
    qtbot.waitUntil(lambda: session.history.is_up_to_date, timeout=WAIT_MS)
    trash(history_of(user_paths()), [session.uid])
    delete_for_good(history_of(user_paths()), [session.uid])
    opened(qtbot, session, write_csv(*GOOD), anew=True)
    session.plans.take_over(path)
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    assert (session.chain, session.charter) == (chain, PLAN)
    assert session.table is not None
    assert kept_chain(session.uid) == chain


def test_one_lock_never_takes_the_place_of_another(qtbot, locked, session, tmp_path) -> None:
    mine, path = locked.chain, tmp_path / "locked.json"
    path.write_bytes(write_chain(mine))
    session.start_plan()
    session.set_charter(replace(PLAN, primary=PrimaryPlan(metric="sales")))
    session.plans.lock()
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    other = session.chain
    with qtbot.waitSignal(session.failed, timeout=WAIT_MS) as told:
        session.plans.take_over(path)
    assert "another locked plan" in told.args[0].message
    assert session.chain == other


def test_the_list_follows_every_lock(qtbot, session) -> None:
    session.start_plan()
    session.set_charter(PLAN)
    with qtbot.waitSignal(session.history.changed, timeout=WAIT_MS):
        session.plans.lock()
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    row = row_of(history_of(user_paths()), session.uid)
    assert (row.name, row.versions) == ("Button", 1)


def test_a_plan_in_which_nothing_is_said_is_no_work(session) -> None:
    session.start_plan()
    assert not session.has_work
    session.set_charter(PLAN)
    assert (session.has_work, session.work_name) == (True, "Button")
