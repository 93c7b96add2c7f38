"""Full disks, no rights, no home, other programs, foreign files: a sentence, and nothing lost."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history import connecting
from experimentos_core.history.backups import back_up_daily
from experimentos_core.history.database import Database
from experimentos_core.history.faults import explained
from experimentos_core.history.finding import Query, find, rows_of
from experimentos_core.history.keeping import write_note
from experimentos_core.history.opening import read_experiment, read_file
from tests.helpers.histories import FLAT, LAUNCHING, file_of, kept

ROOT = Path(__file__).resolve().parents[3]
ACTS = int(os.environ.get("HISTORY_ACTS", "25"))
BLOB = int(os.environ.get("HISTORY_BLOB_MB", "120")) * 1_000_000
UNSHARE = ("unshare", "--map-root-user", "--mount")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def may_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    command = [*UNSHARE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def on_small_disk(what: str, folder: Path) -> Any:
    if not may_mount():
        pytest.skip("no disk may be mounted here")
    done = subprocess.run(
        [*UNSHARE, sys.executable, "-m", "tests.helpers.small_disk", what, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_full_disk_loses_nothing(tmp_path: Path):
    found = on_small_disk("full", tmp_path)
    assert found["acts"] > 3
    assert found["kept"] == found["acts"]
    assert found["last"].startswith(f"{found['acts'] - 1} ")
    for sentence in found["refused"].values():
        assert "disk is full" in sentence or "No space left" in sentence
    assert found["export_is_whole"]
    assert found["parts"] == []
    assert found["afterwards"] == "space again"


def test_a_read_only_disk_can_still_be_looked_at(tmp_path: Path):
    found = on_small_disk("readonly", tmp_path)
    assert (found["listed"], found["name"], found["nothing"]) == (1, "Button", 0)
    for sentence in found["refused"].values():
        assert "read-only" in sentence.lower()


@pytest.mark.skipif(sys.platform == "win32", reason="homes are named otherwise")
def test_without_a_home_there_is_a_sentence():
    environment = {
        key: value
        for key, value in os.environ.items()
        if key != "EXPERIMENTOS_HOME" and not key.startswith("XDG_")
    } | {"HOME": os.devnull}
    sample = ROOT / "resources" / "samples" / "landing_page.csv"
    for arguments, status in ((("history", "list"), 0), (("analyze", str(sample), "--keep"), 2)):
        done = subprocess.run(
            [sys.executable, "main.py", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
    assert "could not be used" in done.stderr
    assert "EXPERIMENTOS_HOME" in done.stderr


def test_a_locked_history_is_a_sentence(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connecting, "_PATIENCE", 0.1)
    uid = kept(database)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert len(find(database, Query())) == 1
        with pytest.raises(HistoryError, match="in use by another program"):
            write_note(database, uid, "x")
        other.execute("ROLLBACK")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(HistoryError, match="in use by another program"):
            find(database, Query())
    write_note(database, uid, "free again")
    assert read_experiment(database, uid).row.note == "free again"


@pytest.mark.timeout(0)
def test_two_programs_write_and_nothing_is_lost(database: Database):
    uid = kept(database)
    writers = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.helpers.two_writers"),
                *(str(database.path), uid, name, str(ACTS)),
            ],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for name in ("one", "two")
    ]  # fmt: skip
    refused = [writer.communicate()[0].strip() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert refused == ["0", "0"]
    notes = [
        event.detail["note"]
        for event in read_experiment(database, uid).events
        if event.kind.value == "noted"
    ]
    for name in ("one", "two"):
        own = [note for note in notes if note.startswith(name)]
        assert own == [f"{name} {number}" for number in range(ACTS)]


def test_a_newer_history_is_refused_and_left_alone(database: Database):
    uid = kept(database)
    with closing(sqlite3.connect(database.path)) as other:
        other.execute("PRAGMA user_version = 99")
    before = database.path.read_bytes()
    for act in (
        lambda: find(database, Query()),
        lambda: write_note(database, uid, "x"),
        lambda: back_up_daily(database),
    ):
        with pytest.raises(HistoryError, match="written by a newer ExperimentOS"):
            act()
    assert database.path.read_bytes() == before


def test_a_foreign_database_is_refused_and_left_alone(database: Database):
    with closing(sqlite3.connect(database.path)) as other:
        other.execute("CREATE TABLE experiments (id INTEGER, name TEXT)")
        other.execute("INSERT INTO experiments VALUES (1, 'theirs')")
        other.commit()
    before = database.path.read_bytes()
    for act in (lambda: find(database, Query()), lambda: kept(database)):
        with pytest.raises(HistoryError, match="no history of ExperimentOS"):
            act()
    assert database.path.read_bytes() == before


@pytest.mark.parametrize(
    "addition",
    [
        "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM experiments; END",
        "CREATE VIEW v AS SELECT * FROM experiments",
        "CREATE TABLE more (x)",
        "CREATE INDEX i ON experiments (note)",
        "DROP INDEX experiments_by_name",
        "ALTER TABLE experiments ADD COLUMN more TEXT",
    ],
)
def test_anything_added_to_the_tables_is_refused_and_left_alone(database: Database, addition: str):
    uid = kept(database)
    with closing(sqlite3.connect(database.path)) as other:
        other.execute(addition)
        other.commit()
    before = database.path.read_bytes()
    for act in (lambda: find(database, Query()), lambda: write_note(database, uid, "x")):
        with pytest.raises(HistoryError, match="tables that ExperimentOS did not make"):
            act()
    assert database.path.read_bytes() == before


@pytest.mark.timeout(0)
def test_a_giant_cell_is_a_sentence_and_the_rest_is_there(database: Database):
    """Above 100 MB no cell is read; `make torture` puts 500 MB there."""
    uid = kept(database)
    other_uid = kept(database, FLAT)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = OFF")
        other.execute("PRAGMA synchronous = OFF")
        other.execute(
            "UPDATE files SET data = zeroblob(?) WHERE sha256 = ?",
            (BLOB, file_of(LAUNCHING).sha256),
        )
    assert len(rows_of(database, find(database, Query()))) == 2
    with pytest.raises(HistoryError, match="larger than any the program makes"):
        read_file(database, file_of(LAUNCHING).sha256, "export.csv")
    assert read_experiment(database, uid).row.name == "Button"
    assert read_file(database, file_of(FLAT).sha256, "export.csv") == file_of(FLAT)
    write_note(database, other_uid, "still")


def test_the_history_is_one_file_as_a_network_drive_asks(database: Database):
    """A write-ahead log needs memory that several machines do not share (sqlite.org/wal.html)."""
    kept(database)
    with closing(sqlite3.connect(database.path)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [path.name for path in database.path.parent.iterdir()] == ["history.sqlite3"]


@pytest.mark.parametrize(
    ("name", "can_restore"),
    [
        ("SQLITE_NOTADB", True),
        ("SQLITE_CORRUPT", True),
        ("SQLITE_TOOBIG", True),
        ("SQLITE_READONLY_DIRECTORY", False),
        ("SQLITE_CANTOPEN", False),
        ("SQLITE_FULL", False),
        ("SQLITE_BUSY", False),
    ],
)
def test_a_backup_helps_a_damaged_file_and_not_a_barred_way(tmp_path, name, can_restore):
    fault = sqlite3.OperationalError("made up")
    fault.sqlite_errorname = name
    with pytest.raises(HistoryError) as told, explained(tmp_path):
        raise fault
    assert told.value.can_restore is can_restore
    with pytest.raises(HistoryError) as told, explained(tmp_path):
        raise PermissionError(13, "Permission denied")
    assert not told.value.can_restore
    assert "EXPERIMENTOS_HOME" in told.value.hint
