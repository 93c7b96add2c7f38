"""Lists: searched, filtered, sorted and counted, whatever letters people use."""

from pathlib import Path

import pytest

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import lock
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import keep_decision
from experimentos_core.history.finding import (
    Order,
    Query,
    Standing,
    count,
    find,
    rows_of,
    uid_like,
)
from experimentos_core.history.keeping import delete_for_good, set_tags, trash, untrash, write_note
from experimentos_core.history.ledger import keep_draft, keep_versions, new_uid
from experimentos_core.history.records import Draft
from tests.helpers.histories import FLAT, HARMFUL, clock, decided, kept


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


@pytest.fixture
def three(database: Database) -> tuple[str, str, str]:
    return (
        kept(database, name="checkout Button", owner="Zoë"),
        kept(database, FLAT, name="Banner", owner="ada"),
        kept(database, HARMFUL, name="価格テスト", owner=""),
    )


def names(database: Database, query: Query, most: int = -1) -> list[str]:
    return [row.name for row in rows_of(database, find(database, query, most))]


def test_the_latest_comes_first(database: Database, three: tuple[str, str, str]):
    assert names(database, Query()) == ["価格テスト", "Banner", "checkout Button"]
    write_note(database, three[0], "look again")
    assert names(database, Query())[0] == "checkout Button"
    assert names(database, Query(order=Order.OLDEST))[0] == "Banner"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CHECK", ["checkout Button"]),
        ("button zoë", ["checkout Button"]),
        ("zoe", []),
        ("ou", ["checkout Button"]),
        ("価格", ["価格テスト"]),
        ("格テス", ["価格テスト"]),
        ("rollback", ["価格テスト"]),
        ('"; DROP TABLE experiments; --', []),
        ('butt"on', []),
        ("100%", []),
    ],
)
def test_words_are_found_anywhere(
    database: Database, three: tuple[str, str, str], text: str, found: list[str]
):
    for most in (-1, 200):
        assert names(database, Query(text=text), most) == found


@pytest.mark.parametrize("text", ["button", "bu", "bu on"])
def test_a_list_walked_and_a_list_looked_up_say_the_same(
    database: Database,
    three: tuple[str, str, str],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
):
    looked_up = names(database, Query(text=text), 200)
    monkeypatch.setattr("experimentos_core.history.finding._MANY", 1)
    assert names(database, Query(text=text), 200) == looked_up == ["checkout Button"]


def test_what_is_counted_is_what_is_listed(database: Database, three: tuple[str, str, str]):
    keep_draft(database, new_uid(), Draft(charter=Charter()), None)
    keep_versions(database, new_uid(), lock(Charter(name="Plan"), clock()))
    keep_decision(database, three[1], 1, decided(), clock())
    trash(database, three[2:])
    for today in ("2026-03-31", "2026-04-01"):
        counts = count(database, today).standings
        assert counts == {
            standing: len(find(database, Query(standing=standing, today=today)))
            for standing in Standing
        }
        assert counts[Standing.DUE] == (today == "2026-04-01")
    assert (counts[Standing.OPEN], counts[Standing.PLANS], counts[Standing.TRASH]) == (2, 1, 1)


def test_verdicts_filter(database: Database, three: tuple[str, str, str]):
    assert names(database, Query(standing=Standing.LAUNCH)) == ["checkout Button"]
    assert names(database, Query(standing=Standing.HOLD)) == ["Banner"]
    assert names(database, Query(standing=Standing.ROLLBACK)) == ["価格テスト"]
    assert names(database, Query(standing=Standing.OPEN)) == []


def test_orders_ignore_case_and_put_nobody_last(database: Database, three: tuple[str, str, str]):
    assert names(database, Query(order=Order.NAME)) == ["Banner", "checkout Button", "価格テスト"]
    assert names(database, Query(order=Order.OWNER)) == ["Banner", "checkout Button", "価格テスト"]
    assert names(database, Query(order=Order.VERDICT))[0] == "checkout Button"


def test_the_trash_is_apart_and_gives_back(database: Database, three: tuple[str, str, str]):
    trash(database, three[:2])
    assert names(database, Query()) == ["価格テスト"]
    assert sorted(names(database, Query(standing=Standing.TRASH))) == ["Banner", "checkout Button"]
    before = count(database).standings[Standing.TRASH]
    untrash(database, three[:2])
    assert before == 2
    assert len(names(database, Query())) == 3


def test_tags_are_found_counted_and_filtered(database: Database, three: tuple[str, str, str]):
    set_tags(database, three[0], ["Q3", " big  bet ", "Q3", ""])
    set_tags(database, three[1], ["Q3"])
    assert names(database, Query(tag="big bet")) == ["checkout Button"]
    assert names(database, Query(text="big bet")) == ["checkout Button"]
    assert count(database).tags == (("Q3", 2), ("big bet", 1))


@pytest.mark.parametrize("start", ["*", "?", "[0-9a-f]", "0*", "\u0660", "0 ", "%"])
def test_no_sign_but_a_digit_finds_an_experiment_by_its_name(database: Database, start: str):
    keep_draft(database, "0" * 32, Draft(charter=Charter(name="a")), None)
    assert uid_like(database, "00") == ("0" * 32,)
    assert uid_like(database, start) == ()


def test_what_is_deleted_for_good_is_overwritten_in_the_file(database: Database):
    for number in range(3):
        keep_draft(database, f"{number:032x}", Draft(charter=Charter(name="a")), None)
    write_note(database, f"{1:032x}", "known to nobody " * 500)
    assert b"known to nobody" in database.path.read_bytes()
    trash(database, [f"{1:032x}"])
    delete_for_good(database, [f"{1:032x}"])
    assert b"known to nobody" not in database.path.read_bytes()
    with database.writing() as connection:
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
