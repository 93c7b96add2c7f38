"""Every digest and seal of an exported experiment written anew around something that is not so."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experimentos_core.charter.chain import canonical
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.database import Database
from experimentos_core.history.export import export_experiment
from experimentos_core.history.finding import Query, find
from experimentos_core.history.importing import import_experiment
from experimentos_core.history.packing import digest_of_text
from tests.helpers.histories import full_experiment, kept

type Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "here" / "history.sqlite3")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Database:
    return Database(tmp_path / "elsewhere" / "history.sqlite3")


def forged(data: bytes, change: Change) -> bytes:
    document = json.loads(data)
    change(document["experiment"])
    seal = "0" * 64
    for event in document["experiment"]["events"]:
        parts = [seal, event["kind"], event["at"], event["detail"]]
        event["sha256"] = seal = hashlib.sha256(canonical(parts)).hexdigest()
    rest = {key: value for key, value in document.items() if key != "sha256"}
    document["sha256"] = hashlib.sha256(canonical(rest)).hexdigest()
    return json.dumps(document).encode()


def in_events(kind: str, **changes: str) -> Change:
    def change(experiment: dict[str, Any]) -> None:
        for event in experiment["events"]:
            if event["kind"] == kind:
                event["detail"] = json.dumps(json.loads(event["detail"]) | changes)

    return change


def another_verdict(experiment: dict[str, Any]) -> None:
    analysis = experiment["analyses"][-1]
    before = digest_of_text(analysis["report"])
    report = json.loads(analysis["report"])
    report["decision"]["decision"] = "Rollback"
    analysis["report"] = json.dumps(report, ensure_ascii=False)
    for event in experiment["events"]:
        event["detail"] = event["detail"].replace(before, digest_of_text(analysis["report"]))


def another_moment(experiment: dict[str, Any]) -> None:
    for event in experiment["events"]:
        event["at"] = "2999-13-45"


def refused(elsewhere: Database, data: bytes) -> str:
    with pytest.raises(HistoryError) as told:
        import_experiment(elsewhere, data)
    assert find(elsewhere, Query()) == ()
    assert told.value.message.count("was changed or is damaged") == 1
    return told.value.message


def test_what_is_only_written_anew_is_taken_in(database: Database, elsewhere: Database):
    data = forged(export_experiment(database, full_experiment(database)), lambda _: None)
    import_experiment(elsewhere, data)
    assert len(find(elsewhere, Query())) == 1


def test_a_verdict_its_data_does_not_give_is_not_taken_in(database: Database, elsewhere: Database):
    data = export_experiment(database, kept(database, name="Button"))
    told = refused(elsewhere, forged(data, another_verdict))
    assert "its latest report is not what its data gives." in told
    assert '"Rollback"' in told


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (another_verdict, "it decides on a recommendation the rules did not give"),
        (in_events("analysed", look="-1"), "it counts its reports as no history does"),
        (in_events("analysed", look="9" * 30), "it counts its reports as no history does"),
        (in_events("decided", analysis="99"), "it decides on a report there is not"),
        (another_moment, "it names no moment at which something happened"),
    ],
)
def test_what_contradicts_its_own_reports_is_not_taken_in(
    database: Database, elsewhere: Database, change: Change, why: str
):
    data = export_experiment(database, full_experiment(database))
    assert why in refused(elsewhere, forged(data, change))
