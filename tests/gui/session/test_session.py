import threading

import pytest

from experimentos_core.charter import Charter
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.values import HealthStatus, Verdict
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.samples import all_samples
from experimentos_gui.session import ExperimentSession, work

GOOD = ("variant,users,conversions", "control,10000,1000", "treatment,10000,1200")
WAIT_MS = 20_000


def checked(qtbot, session: ExperimentSession) -> None:
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)


def test_a_file_is_read_guessed_and_checked(qtbot, session, write_csv) -> None:
    path = write_csv("Group,Visitors,Converted", *GOOD[1:])
    session.open_file(path)
    checked(qtbot, session)
    assert session.source_path == path
    assert session.roles == ColumnRoles(variant="Group", users="Visitors", conversions="Converted")
    assert session.checkup.health.overall_status is HealthStatus.HEALTHY
    assert session.report is None


def test_a_sample_brings_its_own_plan(qtbot, session) -> None:
    sample = all_samples()[0]
    session.open_file(sample.path)
    checked(qtbot, session)
    assert session.charter == sample.charter


def test_another_file_empties_the_plan(qtbot, session, write_csv) -> None:
    session.set_charter(Charter(name="mine"))
    session.open_file(write_csv(*GOOD))
    checked(qtbot, session)
    assert session.charter == Charter()


def test_analysis_follows_at_once_when_asked(qtbot, session, analyse, write_csv) -> None:
    analyse(write_csv(*GOOD))
    assert session.report.decision.decision is Verdict.LAUNCH
    qtbot.waitUntil(lambda: not session.is_busy)
    assert session.checkup is not None


def test_an_unreadable_file_is_told_and_changes_nothing(qtbot, session, write_csv, analyse) -> None:
    analyse(write_csv(*GOOD))
    before = (session.table, session.charter, session.report, session.source_path)
    with qtbot.waitSignal(session.failed, timeout=WAIT_MS) as told:
        session.open_file(write_csv("").with_name("missing.csv"))
    assert isinstance(told.args[0], ReadingError)
    assert (session.table, session.charter, session.report, session.source_path) == before


def test_newest_file_wins(qtbot, session, write_csv, monkeypatch) -> None:
    gate = threading.Event()
    read = work.read_file

    def slow(path, *rest):
        if path.name == "old.csv":
            gate.wait(10)
        return read(path, *rest)

    monkeypatch.setattr(work, "read_file", slow)
    session.open_file(write_csv(*GOOD, name="old.csv"))
    session.open_file(write_csv(*GOOD, name="new.csv"))
    checked(qtbot, session)
    gate.set()
    qtbot.wait(50)
    assert session.source_path.name == "new.csv"


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.set_charter(Charter(name="other")),
        lambda session: session.set_roles(ColumnRoles(users="conversions")),
    ],
    ids=["charter", "roles"],
)
def test_a_changed_plan_drops_the_report_and_checks_again(
    qtbot, session, write_csv, analyse, change
) -> None:
    analyse(write_csv(*GOOD))
    qtbot.waitUntil(lambda: not session.is_busy)
    with qtbot.waitSignals([session.plan_changed, session.report_changed, session.checkup_changed]):
        change(session)
    assert session.report is None
    assert session.checkup is None
    checked(qtbot, session)


def test_typing_checks_once(qtbot, session, write_csv, monkeypatch) -> None:
    session.open_file(write_csv(*GOOD))
    checked(qtbot, session)
    runs: list[str] = []
    check = work.check_table
    monkeypatch.setattr(
        work, "check_table", lambda *args: (runs.append(args[1].name), check(*args))[1]
    )
    for name in ("a", "ab", "abc"):
        session.set_charter(Charter(name=name))
    checked(qtbot, session)
    assert runs == ["abc"]


def test_the_same_plan_again_changes_nothing(qtbot, session, write_csv, analyse) -> None:
    analyse(write_csv(*GOOD))
    with qtbot.assertNotEmitted(session.plan_changed):
        session.set_charter(session.charter)
        session.set_roles(session.roles)
    assert session.report is not None


def test_a_new_experiment_is_empty(qtbot, session, write_csv, analyse) -> None:
    analyse(write_csv(*GOOD))
    with qtbot.waitSignals([session.table_changed, session.report_changed]):
        session.start_new()
    assert (session.table, session.report, session.checkup) == (None, None, None)
    assert session.source_path is None
    assert session.charter == Charter()
    assert not session.is_busy


def test_a_cancelled_analysis_leaves_table_and_plan(qtbot, session, write_csv, monkeypatch) -> None:
    session.open_file(write_csv(*GOOD))
    checked(qtbot, session)
    gate = threading.Event()
    monkeypatch.setattr(work, "analyse_table", lambda *_: gate.wait(10))
    session.analyse()
    assert session.is_analysing
    session.cancel_analysis()
    gate.set()
    assert not session.is_analysing
    assert session.table is not None
    assert session.report is None


def test_nothing_to_check_or_analyse_without_a_table(qtbot, session) -> None:
    session.check()
    session.analyse()
    session.set_charter(Charter(name="early"))
    qtbot.wait(250)
    assert not session.is_busy
    assert session.charter.name == "early"


def test_shutdown_while_busy_is_quiet(qtbot, write_csv) -> None:
    path = write_csv(*GOOD)
    for _ in range(20):
        session = ExperimentSession()
        session.open_file(path, analyse=True)
        session.shutdown()
        session.deleteLater()
    qtbot.wait(50)
