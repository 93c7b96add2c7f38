"""The next window begins where the last one ended, and never fails on it again and again."""

from pathlib import Path

import pytest

from experimentos_core.history.database import Database
from experimentos_core.history.keeping import trash
from experimentos_core.history.returning import MOST_TRIES, begin_return, keep_place
from tests.helpers.histories import kept


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def test_without_a_history_there_is_nothing_to_return_to(database: Database):
    assert begin_return(database) == ""
    assert not database.path.exists()


def test_the_last_place_comes_back_until_the_list_is_seen(database: Database):
    uid = kept(database)
    assert begin_return(database) == ""
    keep_place(database, uid)
    assert begin_return(database) == uid
    keep_place(database, "")
    assert begin_return(database) == ""


def test_what_fails_twice_is_not_tried_a_third_time(database: Database):
    uid = kept(database)
    keep_place(database, uid)
    assert [begin_return(database) for _ in range(MOST_TRIES)] == [uid] * MOST_TRIES
    assert begin_return(database) == ""
    keep_place(database, uid)
    assert begin_return(database) == uid


def test_what_lies_in_the_trash_is_not_returned_to(database: Database):
    uid = kept(database)
    keep_place(database, uid)
    trash(database, [uid])
    assert begin_return(database) == ""
