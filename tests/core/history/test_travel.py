"""An experiment travels as one file with everything it has, and nothing else is ever taken in."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import lock
from experimentos_core.foundation.errors import CharterError, ExportError, HistoryError
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import decisions_in, realised_in, with_decision
from experimentos_core.history.export import export_experiment, write_experiment
from experimentos_core.history.finding import Query, find
from experimentos_core.history.importing import import_experiment, import_report
from experimentos_core.history.keeping import delete_for_good, trash
from experimentos_core.history.ledger import keep_draft, new_uid
from experimentos_core.history.opening import (
    read_experiment,
    read_file,
    read_memo,
    read_report,
)
from experimentos_core.history.packing import pack
from experimentos_core.history.records import Draft, EventKind
from experimentos_core.memo.export import write_memo
from tests.helpers.histories import (
    FLAT,
    LAUNCHING,
    clock,
    decided,
    file_of,
    full_experiment,
    kept,
    made_report,
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "here" / "history.sqlite3")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Database:
    return Database(tmp_path / "elsewhere" / "history.sqlite3")


def count(database: Database) -> int:
    return len(find(database, Query()))


def test_everything_arrives(database: Database, elsewhere: Database):
    uid = full_experiment(database)
    copy = import_experiment(elsewhere, export_experiment(database, uid), clock())
    before, after = read_experiment(database, uid), read_experiment(elsewhere, copy)
    told = replace(after.row, uid=uid, changed=before.row.changed, changed_at=before.row.changed_at)
    assert told == before.row
    assert before.row.tags == ("Q3", "big bet")
    assert before.row.taken is Verdict.LAUNCH
    assert before.row.follow_up == ""
    for name in ("draft", "draft_file", "analyses", "chain"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.events[:-1] == before.events
    imported = after.events[-1]
    assert (imported.kind, imported.detail["original"]) == (EventKind.IMPORTED, uid)
    for entry in before.analyses:
        args = (entry.number,)
        assert read_report(elsewhere, copy, *args) == read_report(database, uid, *args)
        assert read_memo(elsewhere, copy, *args) == read_memo(database, uid, *args)
        assert read_file(elsewhere, entry.file, "x") == read_file(database, entry.file, "x")
    assert decisions_in(after.events)[0].taken == decided()
    assert realised_in(after.events) == realised_in(before.events)


def test_the_same_experiment_gives_the_same_bytes(database: Database, elsewhere: Database):
    uid = full_experiment(database)
    data = export_experiment(database, uid)
    kept(database)
    assert export_experiment(database, uid) == data
    copy = import_experiment(elsewhere, data, clock())
    again = import_experiment(elsewhere, export_experiment(elsewhere, copy), clock())
    assert read_experiment(elsewhere, again).events[:-1] == read_experiment(elsewhere, copy).events


def test_a_copy_is_another_experiment(database: Database):
    uid = full_experiment(database)
    copy = import_experiment(database, export_experiment(database, uid), clock())
    assert copy != uid
    assert count(database) == 2
    trash(database, [uid])
    delete_for_good(database, [uid])
    assert read_file(database, file_of(FLAT).sha256, "export.csv") == file_of(FLAT)
    assert read_experiment(database, copy).row.name == "Button"


def test_a_draft_alone_travels(database: Database, elsewhere: Database):
    uid = new_uid()
    draft = Draft(charter=Charter(name="Draft"), typed='{"x": "½"}', file_name="export.csv")
    keep_draft(database, uid, draft, file_of(LAUNCHING), clock())
    copy = import_experiment(elsewhere, export_experiment(database, uid), clock())
    found = read_experiment(elsewhere, copy)
    assert (found.draft, found.row.name, found.row.verdict) == (draft, "Draft", None)
    assert read_file(elsewhere, found.draft_file, "export.csv") == file_of(LAUNCHING)


def test_a_file_is_written_whole_or_not_at_all(database: Database, tmp_path: Path):
    uid = kept(database)
    write_experiment(database, uid, tmp_path / "x.experiment")
    assert (tmp_path / "x.experiment").read_bytes() == export_experiment(database, uid)
    with pytest.raises(ExportError, match="could not be written"):
        write_experiment(database, uid, tmp_path / "nowhere" / "x.experiment")


def test_nothing_damaged_travels(database: Database):
    uid = kept(database)
    with database.writing() as connection:
        connection.execute("UPDATE files SET data = ?", (pack(b"another"),))
    with pytest.raises(HistoryError, match="damaged"):
        export_experiment(database, uid)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "holds no experiment"),
        (b"variant,users\n", "holds no experiment"),
        (b"\xff\xfe\x00", "holds no experiment"),
        (b"{}", "holds no experiment"),
        (b"[1]", "holds no experiment"),
        (b"[" * 200_000, "holds no experiment"),
        (b'{"kind": "experimentos-experiment"', "cut off or was edited"),
        (b'{"kind": "experimentos-experiment"}', "names no format"),
        (b'{"kind": "experimentos-experiment", "format": true}', "names no format"),
        (b'{"kind": "experimentos-experiment", "format": 2}', "newer ExperimentOS"),
        (b'{"kind": "experimentos-experiment", "format": 1}', "lacks the field"),
        (b"SQLite format 3\x00" + bytes(100), "This is a database"),
    ],
)
def test_any_other_file_is_a_sentence(database: Database, data: bytes, sentence: str):
    with pytest.raises(HistoryError, match=sentence):
        import_experiment(database, data)
    assert not database.path.exists()


def test_a_history_is_never_adopted(database: Database, elsewhere: Database):
    kept(elsewhere)
    with pytest.raises(HistoryError, match="no database is ever taken over"):
        import_experiment(database, elsewhere.path.read_bytes())


def test_a_memo_is_told_apart(database: Database, tmp_path: Path):
    write_memo(made_report(), tmp_path / "memo.html", None)
    with pytest.raises(HistoryError, match="This is a memo"):
        import_experiment(database, (tmp_path / "memo.html").read_bytes())


def test_any_changed_character_is_found(database: Database, elsewhere: Database):
    data = export_experiment(database, full_experiment(database))
    kept(elsewhere)
    dice = random.Random(7)  # noqa: S311 - dice of a test
    for _ in range(60):
        place = dice.randrange(len(data))
        changed = bytearray(data)
        changed[place] = dice.choice([byte for byte in range(32, 127) if byte != data[place]])
        try:
            import_experiment(elsewhere, bytes(changed))
        except HistoryError:
            continue
        # White space between values is nothing of the experiment.
        assert json.loads(changed) == json.loads(data)
    assert count(elsewhere) <= 2


def sealed_again(data: bytes, change) -> bytes:
    """Change a document and give it the digest of what it holds then, as a forger would."""
    from experimentos_core.foundation.codec import from_plain, to_plain
    from experimentos_core.history.export import digest_of
    from experimentos_core.history.travel_records import TravelDocument

    value = json.loads(data)
    change(value["experiment"])
    document = from_plain(TravelDocument, value)
    return json.dumps(to_plain(replace(document, sha256=digest_of(document)))).encode()


def _forge(name: str, value: object):
    def change(experiment: dict) -> None:
        experiment[name] = value

    return change


def _report(experiment: dict) -> None:
    analysis = experiment["analyses"][0]
    analysis["report"] = analysis["report"].replace("0.02", "0.03", 1)


def _memo(experiment: dict) -> None:
    experiment["analyses"][1]["memo"] = "# Another"


def _event(experiment: dict) -> None:
    experiment["events"][2]["at"] = "2020-01-01T00:00:00Z"


def _last_event(experiment: dict) -> None:
    experiment["events"] = [e for e in experiment["events"] if e["kind"] != "amended"]


def _version(experiment: dict) -> None:
    experiment["versions"] = experiment["versions"][:1]


def _file(experiment: dict) -> None:
    experiment["files"][0]["data"] = experiment["files"][1]["data"]


def _bomb(experiment: dict) -> None:
    import base64
    import zlib

    bomb = zlib.compress(bytes(150_000_000), 9)
    experiment["files"][0]["data"] = base64.b64encode(bomb).decode()


def _not_base64(experiment: dict) -> None:
    experiment["files"][0]["data"] = "?"


def _kind(experiment: dict) -> None:
    experiment["files"][0]["kind"] = "program"


def _draft(experiment: dict) -> None:
    experiment["draft"]["content"] = "{}"


@pytest.mark.parametrize(
    "change",
    [
        _forge("events", []),
        _forge("analyses", []),
        _forge("versions", ["{}"]),
        _forge("uid", "x"),
        *(_report, _memo, _event, _last_event, _version, _file, _bomb, _not_base64, _kind, _draft),
    ],
)
def test_a_forged_digest_does_not_hide_a_change(database: Database, elsewhere: Database, change):
    data = export_experiment(database, full_experiment(database))
    with pytest.raises(HistoryError, match="was changed or is damaged"):
        import_experiment(elsewhere, sealed_again(data, change))
    assert not elsewhere.path.exists()
    same = sealed_again(data, lambda experiment: None)
    assert import_experiment(elsewhere, same)


def test_what_the_list_says_comes_from_what_was_sealed(database: Database, elsewhere: Database):
    """Names are all a file may say by itself; a verdict is found from its report."""
    data = export_experiment(database, full_experiment(database))
    value = json.loads(data)["experiment"]
    assert set(value) == {
        *("uid", "name", "owner", "files", "analyses", "versions", "draft", "events")
    }


def test_a_report_out_of_a_memo_arrives_with_its_plan_and_decision(database: Database):
    chain = lock(Charter(name="Plan"), clock())
    report = replace(made_report(), lock=chain.versions, taken=decided())
    uid = import_report(database, report, "# Memo", clock())
    found = read_experiment(database, uid)
    assert found.chain == chain
    assert found.row.taken is Verdict.LAUNCH
    assert found.row.follow_up == "2026-04-01"
    stored = with_decision(read_report(database, uid, 1), 1, found.events)
    assert stored == report
    assert [event.kind for event in found.events] == [
        *(EventKind.BEGUN, EventKind.IMPORTED, EventKind.LOCKED),
        *(EventKind.ANALYSED, EventKind.DECIDED),
    ]
    broken = replace(report, lock=(replace(chain.first, reason="x"),))
    with pytest.raises(CharterError):
        import_report(database, broken, "# Memo")
    assert count(database) == 1
