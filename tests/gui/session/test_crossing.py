"""Work on one experiment that is still on its way to the disk when another one is opened."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from experimentos_core.charter import Charter
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.moments import utc_now
from experimentos_core.foundation.paths import user_paths
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.backups import back_up_now, restore
from experimentos_core.history.finding import Query, find
from experimentos_core.history.importing import import_report
from experimentos_core.history.keeping import delete_for_good, trash
from experimentos_core.history.ledger import keep_draft
from experimentos_core.history.opening import read_experiment
from experimentos_core.history.place import history_of
from experimentos_core.history.records import Draft
from experimentos_core.taken import decide
from experimentos_gui.session import ExperimentSession, history_work
from experimentos_gui.session.history_work import _stored, open_kept
from tests.gui.conftest import WAIT_MS
from tests.helpers.memos import canonical_report

GOOD = ("variant,users,conversions", "control,10000,1000", "b,10000,1200")


@pytest.fixture
def database():
    return history_of(user_paths())


@pytest.fixture
def slow_disk(session) -> Iterator[threading.Event]:
    """Nothing is written before the event is set, as on a disk or history that is busy."""
    gate = threading.Event()
    yield gate
    gate.set()


def hold(session: ExperimentSession, gate: threading.Event) -> None:
    session.history._act(lambda: gate.wait(WAIT_MS / 1000), lambda _: None)


def settle(qtbot, session) -> None:
    qtbot.waitUntil(lambda: session.history.is_up_to_date, timeout=WAIT_MS)


def decision(reason: str = "the campaign ends"):
    return decide(Verdict.LAUNCH, Verdict.HOLD, utc_now, by="Ada", reason=reason)


def test_the_draft_of_one_experiment_takes_no_place_of_another_s(
    qtbot, session, database, slow_disk
) -> None:
    session.start_plan(Charter(name="first"))
    settle(qtbot, session)
    first = session.uid
    hold(session, slow_disk)
    session.set_charter(Charter(name="first, and more"))
    session.history.keep_now()
    session.start_plan(Charter(name="second"))
    session.history.keep_now()
    slow_disk.set()
    settle(qtbot, session)
    assert session.uid != first
    assert read_experiment(database, first).row.name == "first, and more"
    assert read_experiment(database, session.uid).row.name == "second"


def test_the_last_word_typed_before_another_file_is_kept(
    qtbot, session, database, write_csv
) -> None:
    session.open_file(write_csv(*GOOD))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    settle(qtbot, session)
    first = session.uid
    session.set_charter(Charter(name="typed a moment ago"))
    session.start_new()
    settle(qtbot, session)
    assert read_experiment(database, first).row.name == "typed a moment ago"


def test_a_report_comes_back_though_the_page_changed_before_it_was_on_the_disk(
    qtbot, session, write_csv, slow_disk
) -> None:
    session.open_file(write_csv(*GOOD))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    hold(session, slow_disk)
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    session.history.stay_at("results")
    session.history.keep_now()
    slow_disk.set()
    settle(qtbot, session)
    kept = open_kept(session.uid)
    assert kept.whole.report == session.report
    assert (kept.analysis, kept.page) == (1, "results")


def test_a_lock_that_comes_late_is_the_experiment_s_it_was_asked_for(
    qtbot, session, database, write_csv
) -> None:
    session.open_file(write_csv(*GOOD))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    settle(qtbot, session)
    first = session.uid
    session.plans.lock()
    session.start_plan(Charter(name="second"))
    second = session.history.claim()
    qtbot.waitUntil(lambda: not session.plans.is_busy, timeout=WAIT_MS)
    assert session.chain is None
    assert session.uid == second
    chain = read_experiment(database, first).chain
    assert chain is not None
    session.go_back()
    assert (session.uid, session.chain) == (first, chain)


def test_two_decisions_at_once_show_the_one_that_holds(
    qtbot, session, database, analyse, write_csv
) -> None:
    analyse(write_csv(*GOOD))
    settle(qtbot, session)
    session.history.decide(decision("one"))
    session.history.decide(decision("two"))
    settle(qtbot, session)
    assert session.report.taken.reason == "two"
    assert open_kept(session.uid).whole.report == session.report


def test_the_decision_stands_at_the_very_report_made_once_more(
    qtbot, session, database, analyse, write_csv
) -> None:
    analyse(write_csv(*GOOD))
    settle(qtbot, session)
    session.history.decide(decision())
    settle(qtbot, session)
    decided = session.report
    session.analyse()
    qtbot.waitUntil(lambda: not session.is_analysing, timeout=WAIT_MS)
    assert session.report == decided
    charter = session.charter
    session.set_charter(replace(charter, alpha=0.1))
    session.set_charter(charter)
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    settle(qtbot, session)
    assert session.report == decided
    assert len(read_experiment(database, session.uid).analyses) == 1


def test_an_imported_memo_keeps_its_data_when_its_plan_is_changed(qtbot, session, database) -> None:
    report = canonical_report("game_gate")
    uid = import_report(database, report, "memo")
    with qtbot.waitSignal(session.history.opened, timeout=WAIT_MS):
        session.history.open(uid)
    table = session.table
    assert table is not None
    session.set_charter(replace(session.charter, alpha=0.01))
    settle(qtbot, session)
    again = open_kept(uid).whole
    assert again.reading.interpretation.table == table
    assert again.charter.alpha == 0.01
    assert again.report is None


def test_a_draft_that_names_a_report_of_another_plan_or_none_there_is_shows_none(
    qtbot, session, database, analyse, write_csv
) -> None:
    analyse(write_csv(*GOOD))
    settle(qtbot, session)
    uid, draft = session.uid, read_experiment(database, session.uid).draft
    content = session.original
    for changed in (
        replace(draft, analysis=7),
        replace(draft, charter=replace(draft.charter, alpha=0.1)),
    ):
        keep_draft(database, uid, changed, _stored(content))
        kept = open_kept(uid)
        assert (kept.whole.report, kept.analysis) == (None, 0)
        assert kept.whole.charter == changed.charter
    keep_draft(database, uid, draft, _stored(content))
    assert open_kept(uid).whole.report == session.report


def test_a_backup_that_was_restored_is_what_is_open_then(qtbot, session, database) -> None:
    session.start_plan(Charter(name="as backed up"))
    settle(qtbot, session)
    uid, backup = session.uid, back_up_now(database)
    session.set_charter(Charter(name="changed since"))
    settle(qtbot, session)
    restore(database, backup)
    session.history.take_again()
    qtbot.waitUntil(lambda: session.charter.name == "as backed up", timeout=WAIT_MS)
    settle(qtbot, session)
    assert session.uid == uid
    assert read_experiment(database, uid).row.name == "as backed up"
    session.undo()
    assert (session.uid, session.charter.name) == (uid, "changed since")


def test_what_a_restored_backup_knows_nothing_of_stays_open_and_is_kept_anew(
    qtbot, session, database, analyse, write_csv
) -> None:
    keep_draft(database, "0" * 32, Draft(charter=Charter(name="a")), None)
    backup = back_up_now(database)
    analyse(write_csv(*GOOD))
    settle(qtbot, session)
    first, report = session.uid, session.report
    restore(database, backup)
    session.history.take_again()
    qtbot.waitUntil(lambda: not session.uid, timeout=WAIT_MS)
    assert session.report == report
    session.history.decide(decision())
    settle(qtbot, session)
    assert session.uid not in ("", first)
    assert open_kept(session.uid).whole.report == session.report


def test_nothing_typed_last_brings_back_what_was_deleted(qtbot, session, database) -> None:
    session.start_plan(Charter(name="first"))
    settle(qtbot, session)
    uid = session.uid
    session.set_charter(Charter(name="typed a moment ago"))
    trash(database, [uid])
    delete_for_good(database, [uid])
    session.close_those((uid,))
    session.shutdown()
    assert find(database, Query()) == ()


def test_looking_in_one_window_undoes_nothing_done_in_another(qtbot, session, database) -> None:
    session.start_plan(Charter(name="as opened twice"))
    settle(qtbot, session)
    uid, other = session.uid, ExperimentSession()
    with qtbot.waitSignal(other.history.opened, timeout=WAIT_MS):
        other.history.open(uid)
    settle(qtbot, other)
    session.set_charter(Charter(name="changed in the first window"))
    settle(qtbot, session)
    other.history.stay_at("plan")
    settle(qtbot, other)
    assert open_kept(uid).whole.charter.name == "changed in the first window"
    other.set_charter(Charter(name="changed in the second"))
    other.shutdown()
    assert open_kept(uid).whole.charter.name == "changed in the second"


def test_a_change_that_still_waits_is_kept_by_the_look_that_replaces_it(
    qtbot, session, database, slow_disk
) -> None:
    session.start_plan(Charter(name="first"))
    settle(qtbot, session)
    hold(session, slow_disk)
    session.set_charter(Charter(name="changed"))
    session.history.keep_now()
    session.history.stay_at("plan")
    session.history.keep_now()
    slow_disk.set()
    settle(qtbot, session)
    assert open_kept(session.uid).whole.charter.name == "changed"


def test_a_change_that_could_not_be_kept_is_kept_by_the_next_look(
    qtbot, session, database, monkeypatch
) -> None:
    session.start_plan(Charter(name="first"))
    settle(qtbot, session)

    def full(*_values: object, **_more: object) -> None:
        raise HistoryError("The disk is full.", "Free some space.")

    with monkeypatch.context() as patched:
        patched.setattr(history_work, "keep_draft", full)
        session.set_charter(Charter(name="changed"))
        settle(qtbot, session)
    session.history.stay_at("plan")
    settle(qtbot, session)
    assert open_kept(session.uid).whole.charter.name == "changed"
