"""Acts on kept experiments: one after another, none dropped, and a failure told."""

import pytest

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.database import Database
from experimentos_core.history.finding import Query, Standing, find, row_of
from experimentos_gui.session.history_acts import HistoryActs
from tests.helpers.experiment_rows import drafts


@pytest.fixture
def database(tmp_path) -> Database:
    return Database(tmp_path / "history.sqlite3")


@pytest.fixture
def acts(qtbot, database):
    made = HistoryActs(lambda: database)
    yield made
    made.shutdown()


def test_the_trash_and_back_is_told(qtbot, database, acts):
    uids = drafts(database, "a", "b")
    with qtbot.waitSignals([acts.trashed, acts.changed]):
        acts.trash(uids)
    assert len(find(database, Query(standing=Standing.TRASH))) == 2
    with qtbot.waitSignals([acts.restored, acts.changed]):
        acts.restore(uids[:1])
    with qtbot.waitSignals([acts.deleted, acts.changed]):
        acts.delete(uids[1:])
    assert row_of(database, uids[1]) is None


def test_tags_and_note_are_kept(qtbot, database, acts):
    (uid,) = drafts(database, "a")
    acts.set_tags(uid, ("x", "y"))
    acts.write_note(uid, "first")
    acts.write_note(uid, "last")
    qtbot.waitUntil(lambda: not acts.is_busy)
    row = row_of(database, uid)
    assert (row.tags, row.note) == (("x", "y"), "last")


def test_nothing_is_dropped_at_the_end(database, acts):
    (uid,) = drafts(database, "a")
    for number in range(20):
        acts.write_note(uid, str(number))
    acts.shutdown()
    assert row_of(database, uid).note == "19"


def test_a_failure_is_told_and_the_next_act_goes_on(qtbot, database, acts):
    (uid,) = drafts(database, "a")
    with qtbot.waitSignal(acts.failed) as told:
        acts.delete((uid,))
    assert isinstance(told.args[0], HistoryError)
    with qtbot.waitSignal(acts.trashed):
        acts.trash((uid,))
