"""Everything is kept as it happens, without a button, and comes back as it was."""

from dataclasses import replace

import pytest

from experimentos_core.charter import Charter
from experimentos_core.foundation.moments import utc_now
from experimentos_core.foundation.paths import user_paths
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.backups import list_backups
from experimentos_core.history.finding import Query, find, row_of, rows_of
from experimentos_core.history.keeping import trash
from experimentos_core.history.opening import read_experiment, read_report
from experimentos_core.history.place import history_of
from experimentos_core.history.returning import begin_return
from experimentos_core.samples import all_samples
from experimentos_core.taken import decide
from experimentos_gui.session import ExperimentSession, history_desk
from tests.helpers.histories import kept

GOOD = ("variant,users,conversions,errors", "control,10000,1000,20", "treatment,10000,1200,21")
WAIT_MS = 20_000


@pytest.fixture
def database():
    return history_of(user_paths())


def names(database) -> list[str]:
    return [row.name for row in rows_of(database, find(database, Query()))]


def settle(qtbot, session) -> None:
    qtbot.waitUntil(lambda: session.history.is_up_to_date, timeout=WAIT_MS)


def other_session(qtbot, uid: str) -> ExperimentSession:
    """A session of another window, with the experiment opened."""
    made = ExperimentSession()
    with qtbot.waitSignal(made.history.opened, timeout=WAIT_MS):
        made.history.open(uid)
    return made


def test_an_empty_session_leaves_no_trace(session, database) -> None:
    session.start_new()
    session.shutdown()
    assert not database.path.exists()


def test_a_file_and_its_plan_are_kept_before_any_analysis(
    qtbot, session, database, write_csv
) -> None:
    session.open_file(write_csv(*GOOD))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    settle(qtbot, session)
    assert names(database) == ["data.csv"]
    session.set_charter(Charter(name="Button", owner="Ada", alpha=0.01))
    settle(qtbot, session)
    assert names(database) == ["Button"]
    again = other_session(qtbot, session.uid)
    assert again.charter == session.charter
    assert again.table == session.table
    assert again.choices == session.choices
    again.shutdown()


def test_what_is_typed_last_is_kept_when_the_window_closes(
    qtbot, session, database, write_csv
) -> None:
    session.start_plan()
    session.set_charter(Charter(name="typed a moment ago"))
    session.shutdown()
    assert names(database) == ["typed a moment ago"]


def test_a_report_is_kept_and_comes_back_with_its_data(
    qtbot, session, database, analyse, write_csv
) -> None:
    analyse(write_csv(*GOOD))
    settle(qtbot, session)
    report, uid = session.report, session.uid
    assert session.history.analysis == 1
    assert read_report(database, uid, 1) == report
    again = other_session(qtbot, uid)
    assert again.report == report
    assert again.history.analysis == 1
    settle(qtbot, again)
    assert len(read_experiment(database, uid).analyses) == 1
    again.shutdown()


def test_looking_at_an_experiment_does_not_make_it_the_latest(
    qtbot, session, database, analyse, write_csv
) -> None:
    analyse(write_csv(*GOOD))
    settle(qtbot, session)
    before = row_of(database, session.uid)
    again = other_session(qtbot, session.uid)
    again.history.stay_at("results")
    again.history.stay_at("data")
    again.shutdown()
    assert row_of(database, session.uid) == before


def test_a_corrected_file_under_another_plan_is_another_experiment(
    qtbot, session, database, analyse, write_csv
) -> None:
    analyse(write_csv(*GOOD, name="a.csv"))
    first = session.uid
    analyse(write_csv(*GOOD[:2], "treatment,10000,1100,21", name="b.csv"))
    settle(qtbot, session)
    assert session.uid != first
    assert sorted(names(database)) == ["a.csv", "b.csv"]
    session.undo()
    assert session.uid == first


def test_data_for_a_kept_plan_is_a_look_at_that_experiment(
    qtbot, session, database, analyse, write_csv
) -> None:
    session.start_plan()
    session.set_charter(Charter(name="Plan"))
    session.plans.lock()
    qtbot.waitUntil(lambda: session.chain is not None, timeout=WAIT_MS)
    uid = session.uid
    analyse(write_csv(*GOOD, name="a.csv"))
    analyse(write_csv(*GOOD[:2], "treatment,10000,1100,21", name="b.csv"))
    settle(qtbot, session)
    assert session.uid == uid
    assert row_of(database, uid).looks == 2


def test_a_sample_as_it_came_is_not_kept(qtbot, session, database, analyse) -> None:
    analyse(all_samples()[0].path)
    settle(qtbot, session)
    assert not database.path.exists()


def test_a_sample_that_is_decided_on_is_kept(qtbot, session, database, analyse) -> None:
    analyse(all_samples()[0].path)
    recommended = session.report.decision.decision
    taken = decide(recommended, Verdict.HOLD, utc_now, by="Ada", reason="A holiday.")
    session.history.decide(taken)
    qtbot.waitUntil(lambda: session.report.taken is not None, timeout=WAIT_MS)
    settle(qtbot, session)
    row = row_of(database, session.uid)
    assert (row.verdict, row.taken) == (recommended, Verdict.HOLD)
    again = other_session(qtbot, session.uid)
    assert again.report == session.report
    assert again.report.taken == taken
    again.shutdown()


def test_a_history_that_cannot_be_written_is_told_and_nothing_is_lost(
    qtbot, session, write_csv
) -> None:
    data = user_paths().data
    data.parent.mkdir(parents=True)
    data.write_text("in the way", encoding="utf-8")
    with qtbot.waitSignal(session.history.unkept, timeout=WAIT_MS) as told:
        session.open_file(write_csv(*GOOD))
    assert "could not be used" in told.args[0].message
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    data.unlink()
    with qtbot.waitSignal(
        session.history.unkept, timeout=WAIT_MS, check_params_cb=lambda error: error is None
    ):
        session.set_charter(Charter(name="again"))


def test_a_decision_that_lacks_something_is_told_and_not_kept(
    qtbot, session, database, analyse, write_csv
) -> None:
    analyse(write_csv(*GOOD))
    taken = decide(session.report.decision.decision, Verdict.LAUNCH, utc_now, by="Ada")
    with qtbot.waitSignal(session.history.told, timeout=WAIT_MS):
        session.history.decide(replace(taken, by=""))
    settle(qtbot, session)
    assert row_of(database, session.uid).taken is None
    assert session.report.taken is None


def test_the_history_is_backed_up_once_a_day(qtbot, session, database, monkeypatch) -> None:
    monkeypatch.setattr(history_desk, "_FIRST_BACKUP_MS", 1)
    kept(database)
    session.history.begin(remembers=True, returns=False)
    qtbot.waitUntil(lambda: len(list_backups(database)) == 1, timeout=WAIT_MS)
    session.history._on_backup_due()
    qtbot.wait(200)
    assert len(list_backups(database)) == 1


def test_another_window_remembers_no_place(qtbot, session, database, analyse, write_csv) -> None:
    session.history.begin(remembers=False, returns=False)
    session.history.stay_at("results")
    analyse(write_csv(*GOOD))
    settle(qtbot, session)
    session.shutdown()
    assert begin_return(database) == ""


def test_what_is_put_into_the_trash_is_closed_and_stays_there(
    qtbot, session, database, analyse, write_csv
) -> None:
    analyse(write_csv(*GOOD))
    settle(qtbot, session)
    uid = session.uid
    trash(database, [uid])
    session.close_those((uid,))
    assert (session.uid, session.has_work, session.can_undo) == ("", False, False)
    settle(qtbot, session)
    assert row_of(database, uid).is_trashed
    session.close_those(("another",))
