"""Locked plans that wait for data, and the file that comes to one of them."""

from pathlib import Path

import pytest

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.charter.chain import lock
from experimentos_core.charter.likeness import FileNames
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.awaiting import bring_data, is_unused, plans_awaiting
from experimentos_core.history.database import Database
from experimentos_core.history.finding import Query, find, rows_of
from experimentos_core.history.keeping import set_tags, trash
from experimentos_core.history.ledger import keep_draft, keep_versions, new_uid
from experimentos_core.history.lines import HAS_DATA
from experimentos_core.history.opening import read_experiment, read_file
from experimentos_core.history.records import Draft
from experimentos_core.history.returning import begin_return, keep_place
from tests.helpers.histories import FLAT, LAUNCHING, clock, file_of, kept

FILE = file_of(LAUNCHING)
NAMES = FileNames(columns=frozenset({"conversions"}))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def locked(database: Database, charter: Charter, day: int = 1) -> str:
    uid = new_uid()
    at = clock(f"2026-03-{day:02}T09:30:00")
    keep_versions(database, uid, lock(charter, at), at)
    return uid


def begun(database: Database, text: str = LAUNCHING) -> str:
    uid = new_uid()
    file = file_of(text)
    keep_draft(database, uid, Draft(file_name=file.name, charter=Charter()), file, clock())
    return uid


def waiting(database: Database) -> list[str]:
    return [plan.charter.name for plan in plans_awaiting(database, NAMES)]


def draft_of(charter: Charter) -> Draft:
    return Draft(file_name=FILE.name, charter=charter, is_planning=True, page="data")


def listed(database: Database) -> set[str]:
    return {row.uid for row in rows_of(database, find(database, Query()))}


def test_without_a_history_nothing_waits(database: Database):
    assert plans_awaiting(database, NAMES) == ()
    assert not database.path.exists()


def test_only_locked_plans_without_data_wait(database: Database):
    trashed, held = (locked(database, Charter(name=name)) for name in ("trashed", "with data"))
    locked(database, Charter(name="waits"))
    trash(database, [trashed])
    keep_draft(database, held, draft_of(Charter(name="with data")), FILE, clock())
    kept(database, name="analysed")
    begun(database)
    assert waiting(database) == ["waits"]


def test_the_plan_that_fits_best_comes_first_then_the_latest_lock(database: Database):
    for day, name in enumerate(("old", "older"), start=1):
        locked(database, Charter(name=name), 9 - day)
    locked(database, Charter(name="fits", primary=PrimaryPlan(metric="Conversions")), 1)
    locked(database, Charter(name="latest"), 20)
    assert waiting(database) == ["fits", "latest", "old", "older"]


def test_a_damaged_plan_is_left_out_and_the_others_are_offered(database: Database):
    locked(database, Charter(name="damaged"))
    locked(database, Charter(name="whole"))
    with database.writing() as connection:
        query = "UPDATE charter_versions SET content = replace(content, 'damaged', 'changed')"
        connection.execute(query)
    assert waiting(database) == ["whole"]


def test_a_file_comes_to_its_plan_and_what_was_begun_with_it_is_gone(database: Database):
    charter = Charter(name="Button")
    plan, other = locked(database, charter), begun(database)
    chain = read_experiment(database, plan).chain
    keep_place(database, other)
    bring_data(database, plan, draft_of(charter), FILE, begun=other)
    stored = read_experiment(database, plan)
    assert (stored.chain, stored.draft, stored.draft_file) == (
        chain,
        draft_of(charter),
        FILE.sha256,
    )
    assert read_file(database, FILE.sha256, FILE.name) == FILE
    assert listed(database) == {plan}
    assert begin_return(database) == plan
    assert waiting(database) == []


@pytest.mark.parametrize("what", ["tagged", "locked", "another file"])
def test_what_was_begun_and_is_more_than_that_file_stays(database: Database, what: str):
    charter = Charter(name="Button")
    plan = locked(database, charter)
    other = begun(database, FLAT if what == "another file" else LAUNCHING)
    if what == "tagged":
        set_tags(database, other, ["mine"])
    if what == "locked":
        keep_versions(database, other, lock(Charter(name="Own"), clock()), clock())
    before = read_experiment(database, other)
    bring_data(database, plan, draft_of(charter), FILE, begun=other)
    assert listed(database) == {plan, other}
    assert read_experiment(database, other) == before


def test_an_analysed_experiment_is_never_taken_for_one_that_was_only_begun(database: Database):
    charter = Charter(name="Button")
    plan, other = locked(database, charter), kept(database)
    assert not is_unused(database, other)
    assert is_unused(database, begun(database))
    bring_data(database, plan, draft_of(charter), FILE, begun=other)
    assert other in listed(database)


@pytest.mark.parametrize("what", ["has data", "trashed", "not locked"])
def test_a_plan_that_waits_no_more_takes_nothing_and_nothing_is_gone(database: Database, what: str):
    charter = Charter(name="Button")
    plan, other = locked(database, charter), begun(database)
    if what == "has data":
        keep_draft(database, plan, draft_of(charter), file_of(FLAT), clock())
    if what == "trashed":
        trash(database, [plan])
    if what == "not locked":
        plan = begun(database, FLAT)
    before = read_experiment(database, plan), read_experiment(database, other)
    with pytest.raises(HistoryError, match="does not wait"):
        bring_data(database, plan, draft_of(charter), FILE, begun=other)
    assert (read_experiment(database, plan), read_experiment(database, other)) == before


def line(database: Database, uid: str) -> str:
    return rows_of(database, find(database, Query()))[0].line if uid in listed(database) else ""


def test_the_list_says_whether_a_locked_plan_has_its_data(database: Database):
    charter = Charter(name="Button")
    plan = locked(database, charter)
    assert line(database, plan) == ""
    bring_data(database, plan, draft_of(charter), FILE)
    assert line(database, plan) == HAS_DATA
    keep_draft(database, plan, Draft(charter=charter, is_planning=True), None, clock())
    assert line(database, plan) == "", "it waits again"


def test_the_list_says_so_of_a_plan_that_was_locked_once_the_data_was_there(database: Database):
    uid = begun(database)
    assert line(database, uid) == ""
    keep_versions(database, uid, lock(Charter(name="Button"), clock()), clock())
    assert line(database, uid) == HAS_DATA


def test_what_a_report_found_stays_when_the_work_goes_on(database: Database):
    uid = kept(database)
    found = line(database, uid)
    keep_versions(database, uid, lock(Charter(name="Button"), clock()), clock())
    keep_draft(database, uid, draft_of(Charter(name="Another name")), FILE, clock())
    assert line(database, uid) == found
    assert "conversions" in found
