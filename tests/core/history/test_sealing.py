"""What the list says, and the last thing that happened, are sealed: damage is never shown."""

from pathlib import Path

import pytest

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import amend, lock
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.database import Database
from experimentos_core.history.finding import Query, find, row_of, rows_of
from experimentos_core.history.keeping import trash, write_note
from experimentos_core.history.ledger import keep_draft, keep_versions, new_uid
from experimentos_core.history.opening import read_experiment, read_memo
from experimentos_core.history.records import Draft
from tests.helpers.histories import FLAT, clock, kept


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def change(database: Database, statement: str) -> None:
    with database.writing() as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    "setting",
    [
        "verdict = 'Hold'",
        "line = replace(line, '2', '3')",
        "name = 'Another'",
        "looks = 2",
        "tags = '[\"x\"]'",
        "changed = changed + 1",
        "created_at = '2020-01-01T00:00:00Z'",
    ],
)
def test_a_changed_row_is_never_listed(database: Database, setting: str):
    uid = kept(database)
    change(database, f"UPDATE experiments SET {setting}")  # noqa: S608 - a test
    with pytest.raises(HistoryError, match="of the history is damaged"):
        rows_of(database, find(database, Query()))
    with pytest.raises(HistoryError, match="of the history is damaged"):
        write_note(database, uid, "sealing this anew would make it look right")
    with pytest.raises(HistoryError, match="of the history is damaged"):
        trash(database, [uid])


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM events WHERE number = (SELECT max(number) FROM events)",
        "UPDATE drafts SET content = replace(content, '0.05', '0.06')",
        "UPDATE drafts SET file = ''",
        "DELETE FROM drafts",
    ],
)
def test_a_lost_last_act_and_a_changed_draft_are_found(database: Database, statement: str):
    uid = new_uid()
    keep_draft(database, uid, Draft(charter=Charter(alpha=0.05)), None)
    keep_draft(database, uid, Draft(charter=Charter(alpha=0.05), file_name="x.csv"), None)
    write_note(database, uid, "the last act")
    change(database, statement.replace("file = ''", "file = 'f'"))
    with pytest.raises(HistoryError, match="was changed or is damaged"):
        read_experiment(database, uid)
    with pytest.raises(HistoryError, match="was changed or is damaged"):
        write_note(database, uid, "once more")


def test_a_lost_version_of_the_plan_is_found(database: Database):
    uid = new_uid()
    chain = lock(Charter(name="Plan"), clock())
    keep_versions(database, uid, amend(chain, Charter(name="Other"), "because", clock()))
    change(database, "DELETE FROM charter_versions WHERE version = 2")
    with pytest.raises(HistoryError, match="damaged"):
        read_experiment(database, uid)


def test_a_lost_report_and_a_changed_entry_of_one_are_found(database: Database):
    uid = kept(database)
    change(database, "UPDATE analyses SET file_name = 'other.csv'")
    with pytest.raises(HistoryError, match="damaged"):
        read_experiment(database, uid)
    change(database, "DELETE FROM analyses")
    with pytest.raises(HistoryError, match="damaged"):
        read_experiment(database, uid)


def test_the_memo_of_another_report_is_found(database: Database):
    uid = kept(database)
    kept(database, FLAT)
    change(database, "UPDATE analyses SET memo = report WHERE experiment = 1")
    with pytest.raises(HistoryError, match="damaged"):
        read_memo(database, uid, 1)


def test_an_index_that_leads_to_another_experiment_is_found(database: Database):
    kept(database)
    second, third = kept(database, name="Second"), kept(database, name="Third")
    content = database.path.read_bytes()
    entry, other = second.encode() + b"\x02", second.encode() + b"\x03"
    assert content.count(entry) == 1
    database.path.write_bytes(content.replace(entry, other))
    for act in (
        lambda: read_experiment(database, second),
        lambda: read_memo(database, second, 1),
        lambda: row_of(database, second),
        lambda: write_note(database, second, "x"),
        lambda: keep_draft(database, second, Draft(charter=Charter()), None),
    ):
        with pytest.raises(HistoryError, match="damaged"):
            act()
    assert read_experiment(database, third).row.name == "Third"


def test_the_order_of_acts_survives_a_damaged_counter(database: Database):
    first, second = kept(database), kept(database)
    change(database, "UPDATE facts SET value = 1")
    write_note(database, first, "later")
    rows = rows_of(database, find(database, Query()))
    assert [row.uid for row in rows] == [first, second]
    change(database, "DELETE FROM facts")
    with pytest.raises(HistoryError, match="damaged"):
        write_note(database, first, "no counter")
