"""The list in a spreadsheet: everything it says, and no formula."""

import csv
import io
from pathlib import Path

import pytest

from experimentos_core.foundation.errors import ExportError
from experimentos_core.history import list_export
from experimentos_core.history.database import Database
from experimentos_core.history.finding import Order, Query, find
from experimentos_core.history.keeping import set_tags, write_note
from experimentos_core.history.list_export import write_list
from tests.helpers.histories import clock, full_experiment, kept

HOSTILE = ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\uff1d1+1", "\uff20x"]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "history.sqlite3")


def exported(database: Database, tmp_path: Path, query: Query) -> list[list[str]]:
    path = tmp_path / "list.csv"
    write_list(database, find(database, query), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfname,owner,verdict,")
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_all_that_the_list_says_is_there(database: Database, tmp_path: Path):
    full_experiment(database)
    head, row = exported(database, tmp_path, Query())
    assert dict(zip(head, row, strict=True)) == {
        "name": "Button",
        "owner": "Ada",
        "verdict": "Hold",
        "finding": row[3],
        "decision taken": "Launch",
        "follow up": "",
        "tags": "Q3, big bet",
        "note": "Zoë's note: ±2 % 価格",
        "created": "2026-03-01T09:30:00Z",
        "changed": "2026-03-01T09:30:00Z",
        "looks": "2",
        "locked versions": "2",
    }
    assert row[3].startswith("'+0.10 pp conversions")


def test_no_cell_is_a_formula(database: Database, tmp_path: Path):
    for text in HOSTILE:
        uid = kept(database, name=text, owner=text)
        set_tags(database, uid, [text], clock())
        write_note(database, uid, f'{text}\r\n"quoted", {text}', clock())
    _, *rows = exported(database, tmp_path, Query(order=Order.OLDEST))
    assert [row[0] for row in rows] == [f"'{text}" for text in HOSTILE]
    starts = {cell[0] for row in rows for cell in row if cell}
    assert starts.isdisjoint(set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"))
    assert rows[0][7] == '\'=1+1\r\n"quoted", =1+1'


def test_the_order_is_that_of_the_list(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(list_export, "_AT_ONCE", 2)
    for number in (3, 1, 4, 0, 2):
        kept(database, name=f"n{number}")
    names = [row[0] for row in exported(database, tmp_path, Query(order=Order.NAME))[1:]]
    assert names == ["n0", "n1", "n2", "n3", "n4"]


def test_a_folder_that_is_not_there_is_a_sentence(database: Database, tmp_path: Path):
    with pytest.raises(ExportError, match="could not be written"):
        write_list(database, (), tmp_path / "nowhere" / "list.csv")
