import threading
import time

import pytest
from PySide6.QtCore import QThread

from experimentos_core.foundation.errors import ExperimentError
from experimentos_gui.tasks import TaskRunner


@pytest.fixture
def runner(qtbot):
    made = TaskRunner()
    yield made
    made.shutdown()


def unexpected(error: ExperimentError) -> None:
    raise AssertionError(error)


def test_work_runs_elsewhere_and_its_result_arrives_on_the_ui_thread(qtbot, runner) -> None:
    main = QThread.currentThread()
    seen: list[tuple[object, bool]] = []
    runner.start(
        "lane",
        threading.get_ident,
        lambda ident: seen.append((ident, QThread.currentThread() is main)),
        unexpected,
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.get_ident()
    assert seen[0][1]


def test_newest_job_of_a_lane_wins(qtbot, runner) -> None:
    gate = threading.Event()
    seen: list[object] = []
    runner.start("lane", lambda: gate.wait(10) and "old", seen.append, unexpected)
    runner.start("lane", lambda: "new", seen.append, unexpected)
    qtbot.waitUntil(lambda: bool(seen))
    gate.set()
    runner.start("other", lambda: "last", seen.append, unexpected)
    qtbot.waitUntil(lambda: "last" in seen)
    qtbot.wait(50)
    assert seen == ["new", "last"]


def test_many_superseding_jobs_yield_exactly_the_last(qtbot, runner) -> None:
    seen: list[object] = []
    for number in range(500):
        runner.start("lane", lambda number=number: number, seen.append, unexpected)
    qtbot.waitUntil(lambda: 499 in seen)
    qtbot.wait(50)
    assert seen == [499]


def test_lanes_do_not_disturb_each_other(qtbot, runner) -> None:
    seen: list[object] = []
    runner.start("a", lambda: "a", seen.append, unexpected)
    runner.start("b", lambda: "b", seen.append, unexpected)
    qtbot.waitUntil(lambda: sorted(seen) == ["a", "b"])


def test_expected_errors_go_to_their_handler(qtbot, runner) -> None:
    def fail() -> None:
        raise ExperimentError("wrong", "mend it")

    failures: list[ExperimentError] = []
    runner.start("lane", fail, unexpected, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].hint == "mend it"


def test_unexpected_errors_are_raised_on_the_ui_thread(qtbot, runner) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        runner.start("lane", fail, unexpected, unexpected)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert not runner.is_busy


def test_busy_is_told_only_when_it_changes(qtbot, runner) -> None:
    told: list[bool] = []
    runner.busy_changed.connect(told.append)
    runner.start("a", lambda: None, lambda _: None, unexpected)
    runner.start("a", lambda: None, lambda _: None, unexpected)
    runner.start("b", lambda: None, lambda _: None, unexpected)
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert told == [True, False]


def test_a_cancelled_job_ends_unheard(qtbot, runner) -> None:
    gate = threading.Event()
    seen: list[object] = []
    runner.start("lane", lambda: gate.wait(10), seen.append, unexpected)
    runner.cancel("lane")
    assert not runner.is_busy
    gate.set()
    qtbot.wait(50)
    assert seen == []


def test_shutdown_while_busy_waits_and_nothing_follows(qtbot) -> None:
    seen: list[object] = []
    for _ in range(30):
        runner = TaskRunner()
        finished = threading.Event()

        def work(finished: threading.Event = finished) -> None:
            time.sleep(0.01)
            finished.set()

        started = threading.Event()
        runner.start("lane", lambda s=started, w=work: (s.set(), w()), seen.append, unexpected)
        started.wait(5)
        runner.shutdown()
        assert finished.is_set()
        runner.start("lane", lambda: "late", seen.append, unexpected)
        runner.deleteLater()
    qtbot.wait(50)
    assert seen == []
