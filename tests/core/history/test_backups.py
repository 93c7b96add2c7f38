"""Backups: made when due, checked, thinned out; going back to one loses nothing."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history import backups, connecting
from experimentos_core.history import database as database_module
from experimentos_core.history.backup_files import BackupKind, backup_at
from experimentos_core.history.backups import back_up_daily, back_up_now, list_backups, restore
from experimentos_core.history.copying import check_file
from experimentos_core.history.database import Database
from experimentos_core.history.finding import Query, find, row_of
from experimentos_core.history.keeping import write_note
from tests.helpers.histories import clock, kept

ADDED = ("CREATE TABLE added (x INTEGER NOT NULL) STRICT",)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "data" / "history.sqlite3")


def parts(database: Database) -> list[Path]:
    return list(database.path.parent.rglob("*.part"))


def test_one_a_day_and_only_when_something_changed(database: Database):
    assert back_up_daily(database, clock()) is None
    uid = kept(database)
    made = back_up_daily(database, clock("2026-03-01T09:30:00"))
    assert made is not None
    assert (made.kind, made.made_at) == (BackupKind.DAILY, "2026-03-01T09:30:00Z")
    write_note(database, uid, "changed")
    assert back_up_daily(database, clock("2026-03-01T23:30:00")) is None
    assert back_up_daily(database, clock("2026-03-02T09:30:00")) is not None
    assert back_up_daily(database, clock("2026-03-03T09:30:00")) is None
    assert len(list_backups(database)) == 2
    assert parts(database) == []


def test_one_is_made_whenever_it_is_asked_for(database: Database):
    with pytest.raises(HistoryError, match="no experiment to back up"):
        back_up_now(database, clock())
    uid = kept(database)
    first = back_up_now(database, clock("2026-03-01T09:30:00"))
    again = back_up_now(database, clock("2026-03-01T09:31:00"))
    assert list_backups(database) == (again, first)
    assert row_of(Database(again.path), uid) == row_of(database, uid)
    assert parts(database) == []


def test_what_is_damaged_is_not_backed_up(database: Database):
    kept(database)
    whole = back_up_now(database, clock("2026-03-01T09:30:00"))
    database.path.write_bytes(b"no database" * 1000)
    with pytest.raises(HistoryError):
        back_up_now(database, clock("2026-03-01T09:31:00"))
    assert list_backups(database) == (whole,)


def test_a_year_of_days_is_thinned_out(database: Database):
    uid = kept(database)
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for day in range(200):
        write_note(database, uid, str(day))
        back_up_daily(database, lambda day=day: start + timedelta(days=day))
    days = [backup.made_at[:10] for backup in list_backups(database)]
    last = start + timedelta(days=199)
    assert days[:7] == [str((last - timedelta(days=back)).date()) for back in range(7)]
    assert len(days) == 7 + 3 + 5  # 4 weeks and 6 months, of which one each is among the days
    assert days[-1] == "2026-02-28"


def test_a_clock_set_back_makes_a_backup_and_keeps_it(database: Database):
    uid = kept(database)
    for day in range(1, 10):
        write_note(database, uid, str(day))
        back_up_daily(database, clock(f"2026-03-0{day}T09:30:00"))
    write_note(database, uid, "a year back")
    made = back_up_daily(database, clock("2025-03-01T09:30:00"))
    assert made is not None
    assert made.path.exists()


def test_a_damaged_history_is_told_and_no_backup_is_made(database: Database):
    for _ in range(30):
        kept(database)
    content = bytearray(database.path.read_bytes())
    content[5 * 4096 : 6 * 4096] = os.urandom(4096)
    database.path.write_bytes(content)
    with pytest.raises(HistoryError, match="damaged"):
        back_up_daily(database, clock())
    assert list_backups(database) == ()
    assert parts(database) == []


def test_the_way_back_keeps_what_was_there(database: Database):
    first = kept(database)
    made = back_up_daily(database, clock())
    assert made is not None
    second = kept(database)
    aside = restore(database, made, clock())
    assert aside is not None
    assert row_of(database, first) is not None
    assert row_of(database, second) is None
    assert row_of(Database(aside), second) is not None
    assert made.path.exists()
    again = restore(database, made, clock())
    assert again not in (None, aside)
    assert parts(database) == []


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"\x00" * 20000])
def test_the_way_back_leads_out_of_any_damage(database: Database, damage: bytes):
    uid = kept(database)
    made = back_up_daily(database, clock())
    assert made is not None
    database.path.write_bytes(damage)
    aside = restore(database, made, clock())
    assert aside is not None
    assert aside.read_bytes() == damage
    assert row_of(database, uid) is not None


def test_a_journal_left_behind_is_not_played_into_the_backup(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(backups, "_settle", lambda path: None)  # SQLite could not even try
    uid = kept(database)
    made = back_up_daily(database, clock())
    assert made is not None
    journal = database.path.with_name("history.sqlite3-journal")
    database.path.write_bytes(b"damaged" * 1000)
    journal.write_bytes(b"journal of the damaged file")
    aside = restore(database, made, clock())
    assert aside is not None
    assert not journal.exists()
    assert aside.with_name(aside.name + "-journal").read_bytes().startswith(b"journal of")
    assert row_of(database, uid) is not None


def test_a_damaged_backup_is_refused_and_nothing_changes(database: Database):
    kept(database)
    made = back_up_daily(database, clock())
    assert made is not None
    made.path.write_bytes(made.path.read_bytes()[:20000])
    before = database.path.read_bytes()
    with pytest.raises(HistoryError, match="damaged"):
        restore(database, made, clock())
    assert database.path.read_bytes() == before
    assert sorted(p.name for p in database.path.parent.iterdir()) == ["backups", "history.sqlite3"]


def test_a_history_in_use_is_not_replaced(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connecting, "_PATIENCE", 0.1)
    kept(database)
    made = back_up_daily(database, clock())
    assert made is not None
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match="in use by another program"):
            restore(database, made, clock())
    assert sorted(p.name for p in database.path.parent.iterdir()) == ["backups", "history.sqlite3"]


def test_a_backup_taken_while_another_writes_is_whole(database: Database):
    kept(database)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM experiments")
        made = back_up_daily(database, clock())
        other.execute("ROLLBACK")
    assert made is not None
    check_file(made.path)
    assert len(find(Database(made.path), Query())) == 1


def test_before_a_migration_a_backup_is_made(database: Database, monkeypatch: pytest.MonkeyPatch):
    uid = kept(database)
    monkeypatch.setattr(connecting, "MIGRATIONS", (*connecting.MIGRATIONS, ADDED))
    monkeypatch.setattr(database_module, "MIGRATIONS", connecting.MIGRATIONS)
    monkeypatch.setattr(connecting, "VERSION", 2)
    monkeypatch.setattr(database_module, "VERSION", 2)
    assert database.needs_migration
    assert row_of(database, uid) is not None
    assert not database.needs_migration
    (made,) = list_backups(database)
    assert made.kind is BackupKind.MIGRATION
    with closing(sqlite3.connect(made.path)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
    with closing(sqlite3.connect(database.path)) as new:
        assert new.execute("PRAGMA user_version").fetchone() == (2,)
    monkeypatch.undo()
    with pytest.raises(HistoryError, match="newer ExperimentOS"):
        write_note(database, uid, "by the older program")
    restore(database, made)
    assert row_of(database, uid) is not None


def test_without_a_backup_nothing_is_migrated(database: Database, monkeypatch: pytest.MonkeyPatch):
    uid = kept(database)
    (database.path.parent / "backups").write_text("a file where the folder should be")
    monkeypatch.setattr(connecting, "MIGRATIONS", (*connecting.MIGRATIONS, ADDED))
    monkeypatch.setattr(database_module, "MIGRATIONS", connecting.MIGRATIONS)
    monkeypatch.setattr(connecting, "VERSION", 2)
    monkeypatch.setattr(database_module, "VERSION", 2)
    with pytest.raises(HistoryError, match="could not be used"):
        write_note(database, uid, "note")
    monkeypatch.undo()
    assert row_of(database, uid) is not None


@pytest.mark.parametrize(
    "name",
    ["history.sqlite3", "history-20260301T093000Z-other.sqlite3", "x", "history-2-daily.sqlite3"],
)
def test_other_files_are_no_backups(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"")
    assert backup_at(tmp_path / name) is None


def test_what_a_killed_writer_left_is_swept_after_an_hour(database: Database):
    kept(database)
    folder = database.path.parent / "backups"
    folder.mkdir()
    old, young = folder / ".history-1.x.part", folder / ".history-2.y.part"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    back_up_daily(database, clock())
    assert parts(database) == [young]
