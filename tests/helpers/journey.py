"""A journey through the history that is killed at random moments, and what must be there then.

    python -m tests.helpers.journey FOLDER KILLS SEED

Children of this process work on one history. Before an act a child says what the experiment will
be afterwards, and once the act returned that it is done; then it is killed. What was done must be
there, all of it; of the one act under way all or nothing. The tally goes to standard output.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import amend, lock
from experimentos_core.history.copying import check_file
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import (
    Realised,
    decisions_in,
    keep_decision,
    keep_realised,
    realised_in,
)
from experimentos_core.history.export import export_experiment, write_experiment
from experimentos_core.history.finding import Query, Standing, find, rows_of
from experimentos_core.history.importing import import_experiment
from experimentos_core.history.keeping import (
    delete_for_good,
    set_tags,
    trash,
    untrash,
    write_note,
)
from experimentos_core.history.ledger import keep_analysis, keep_draft, keep_versions, new_uid
from experimentos_core.history.opening import (
    read_experiment,
    read_file,
    read_memo,
    read_report,
)
from experimentos_core.history.records import Draft, EventKind
from experimentos_core.history.travel import read_travelling
from tests.helpers.histories import FLAT, HARMFUL, LAUNCHING, clock, decided, file_of, made_report

type State = dict[str, Any]
type Model = dict[str, State]

LONGEST_LIFE = 0.8
MOST_REPORTS = 6
TEXTS = (LAUNCHING, FLAT, HARMFUL)
FRESH: State = {
    "events": ["begun"], "note": "", "tags": [], "reports": 0, "versions": 0, "decisions": 0,
    "realised": None, "trashed": False, "draft": None,
}  # fmt: skip


def state_of(database: Database, uid: str) -> State:
    """Return what is kept of an experiment, its files and reports read and checked as well."""
    found = read_experiment(database, uid)
    for entry in found.analyses:
        assert read_report(database, uid, entry.number) == made_report(TEXTS[entry.number % 3])
        assert read_memo(database, uid, entry.number) == f"# {entry.number}"
        assert read_file(database, entry.file, entry.file_name).data
    realised = realised_in(found.events)
    return {
        "events": [event.kind.value for event in found.events],
        "note": found.row.note,
        "tags": list(found.row.tags),
        "reports": len(found.analyses),
        "versions": len(found.chain.versions) if found.chain is not None else 0,
        "decisions": len(decisions_in(found.events)),
        "realised": realised.note if realised is not None else None,
        "trashed": found.row.is_trashed,
        "draft": found.draft.typed if found.draft is not None else None,
    }


def model_of(database: Database) -> Model:
    """Return the state of everything that is listed."""
    keys = (*find(database, Query()), *find(database, Query(standing=Standing.TRASH)))
    return {row.uid: state_of(database, row.uid) for row in rows_of(database, keys)}


class Traveller:
    """Acts at random, says before each what will be, and after each that it is done."""

    def __init__(
        self, database: Database, exports: Path, seed: int, out: int, model: Model
    ) -> None:
        self.database, self.exports, self.out = database, exports, out
        self.dice = random.Random(seed)  # noqa: S311 - dice of a test
        self.model = dict(model)
        self.number = 0

    def say(self, **line: Any) -> None:
        os.write(self.out, (json.dumps(line) + "\n").encode())

    def act(self, uid: str, do: Callable[[], object], **after: Any) -> None:
        """Do one act; `event` is added to the record, the rest is set."""
        state = dict(self.model.get(uid, FRESH))
        events = after.pop("event", None)
        state["events"] = [*state["events"], *([events] if events else [])]
        state |= after
        self.say(trying=uid, state=state)
        do()
        self.model[uid] = state
        self.say(done=uid)

    def travel(self) -> None:
        while True:
            self.step()

    def step(self) -> None:
        self.number += 1
        living = [uid for uid, state in self.model.items() if not state["trashed"]]
        gone = [uid for uid, state in self.model.items() if state["trashed"]]
        if len(living) < 2 or (len(living) < 8 and self.dice.random() < 0.1):
            self.draft(new_uid())
        elif gone and self.dice.random() < 0.2:
            self.bring_back_or_delete(self.dice.choice(gone))
        elif self.dice.random() < 0.02:
            self.discard(max(living, key=lambda uid: len(self.model[uid]["events"])))
        else:
            acts = (
                *(self.draft, self.analyse, self.lock, self.decide, self.realise),
                *(self.note, self.tag, self.export, self.discard, self.copy),
            )
            self.dice.choice(acts)(self.dice.choice(living))

    def draft(self, uid: str) -> None:
        typed = f"typed {self.dice.random()}"
        draft = Draft(charter=Charter(name="Button"), typed=typed, file_name="export.csv")
        file = file_of(self.dice.choice(TEXTS))
        self.act(uid, lambda: keep_draft(self.database, uid, draft, file, clock()), draft=typed)

    def analyse(self, uid: str) -> None:
        number = self.model[uid]["reports"] + 1
        if number > MOST_REPORTS:
            return
        text = TEXTS[number % 3]
        self.act(
            uid,
            lambda: keep_analysis(
                self.database, uid, made_report(text), file=file_of(text), memo=f"# {number}"
            ),
            event="analysed", reports=number,
        )  # fmt: skip

    def lock(self, uid: str) -> None:
        chain = read_experiment(self.database, uid).chain
        charter = Charter(name="Button", alpha=self.dice.uniform(0.001, 0.2))
        chain = amend(chain, charter, "because", clock()) if chain else lock(charter, clock())
        number = len(chain.versions)
        event = "locked" if number == 1 else "amended"
        do = lambda: keep_versions(self.database, uid, chain)  # noqa: E731 - as everywhere here
        self.act(uid, do, event=event, versions=number)

    def decide(self, uid: str) -> None:
        state = self.model[uid]
        if state["reports"]:
            number = state["reports"]
            taken = decided(made_report(TEXTS[number % 3]))
            do = lambda: keep_decision(self.database, uid, number, taken)  # noqa: E731 - as above
            self.act(uid, do, event="decided", decisions=state["decisions"] + 1)

    def realise(self, uid: str) -> None:
        if self.model[uid]["decisions"]:
            note = f"found {self.dice.random()}"
            found = Realised(
                at="2026-04-01T09:30:00Z", by="Eva", effect=0.1, low=None, high=None, note=note
            )
            do = lambda: keep_realised(self.database, uid, found)  # noqa: E731
            self.act(uid, do, event="realised", realised=note)

    def note(self, uid: str) -> None:
        note = f"note {self.dice.random()}" * self.dice.choice((1, 500))
        self.act(uid, lambda: write_note(self.database, uid, note), event="noted", note=note)

    def tag(self, uid: str) -> None:
        tags = [f"t{self.dice.randrange(100)}"]
        self.act(uid, lambda: set_tags(self.database, uid, tags), event="tagged", tags=tags)

    def export(self, uid: str) -> None:
        path = self.exports / f"{self.dice.randrange(5)}.experiment"
        self.act(uid, lambda: write_experiment(self.database, uid, path))

    def discard(self, uid: str) -> None:
        do = lambda: trash(self.database, [uid])  # noqa: E731
        self.act(uid, do, event="trashed", trashed=True)

    def copy(self, uid: str) -> None:
        """The copy gets a name nobody knows beforehand; it is told apart by its record."""
        if len(self.model) < 12:
            state = dict(self.model[uid])
            state["events"] = [*state["events"], EventKind.IMPORTED.value]
            data = export_experiment(self.database, uid)
            self.say(copying=uid, state=state)
            copy = import_experiment(self.database, data)
            self.model[copy] = state
            self.say(copied=copy)

    def bring_back_or_delete(self, uid: str) -> None:
        if self.dice.random() < 0.5:
            do = lambda: untrash(self.database, [uid])  # noqa: E731
            self.act(uid, do, event="restored", trashed=False)
        else:
            self.say(deleting=uid)
            delete_for_good(self.database, [uid])
            del self.model[uid]
            self.say(deleted=uid)


def killed(
    database: Database, exports: Path, seed: int, life: float, model: Model
) -> list[dict[str, Any]]:
    """Let a child travel, kill it, and return the whole lines it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            Traveller(database, exports, seed, writing, model).travel()
        except BaseException as error:  # noqa: BLE001 - whatever ends a child must be seen
            os.write(writing, (json.dumps({"failed": repr(error)}) + "\n").encode())
        os._exit(1)
    os.close(writing)
    time.sleep(life)
    os.kill(child, signal.SIGKILL)
    said = b""
    while part := os.read(reading, 65536):
        said += part
    os.close(reading)
    os.waitpid(child, 0)
    return [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith(b"\n")]


def replay(model: Model, lines: list[dict[str, Any]]) -> tuple[Model, dict[str, Any] | None, int]:
    """Return what must be there after these lines, the act under way, and how many were done."""
    model, under_way, done = dict(model), None, 0
    for line in lines:
        if "failed" in line:
            raise AssertionError(line["failed"])
        if under_way is None:
            under_way = line
            continue
        if "done" in line:
            model[line["done"]] = under_way["state"]
        elif "copied" in line:
            model[line["copied"]] = under_way["state"]
        else:
            del model[line["deleted"]]
        under_way, done = None, done + 1
    return model, under_way, done


def settle(expected: Model, under_way: dict[str, Any] | None, found: Model) -> bool:
    """Compare what is there with what must be; return whether the act under way happened."""
    if found == expected:
        return False
    assert under_way is not None, "something happened that nobody did"
    after = dict(expected)
    if "trying" in under_way:
        after[under_way["trying"]] = under_way["state"]
    elif "deleting" in under_way:
        del after[under_way["deleting"]]
    else:
        (copy,) = found.keys() - expected.keys()
        after[copy] = under_way["state"]
    assert found == after, "neither before the act under way nor after it"
    return True


def check_files(database: Database, exports: Path) -> int:
    """Every file that has a name is whole; what has none is recognisable. Return how many."""
    if database.path.exists() and database.path.stat().st_size:
        check_file(database.path)
    for path in exports.iterdir():
        if path.suffix != ".part":
            read_travelling(path.read_bytes())
    folders = [folder for folder in (exports, database.path.parent) if folder.exists()]
    names = [path.name for folder in folders for path in folder.iterdir()]
    left = [name for name in names if name.startswith(".") and name.endswith(".part")]
    known = {"history.sqlite3", "history.sqlite3-journal", *(f"{n}.experiment" for n in range(5))}
    assert set(names) - set(left) <= known, names
    return len(left)


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill so many children, one after the other, on one history."""
    dice = random.Random(seed)  # noqa: S311 - dice of a test
    for text in TEXTS:
        made_report(text)
    database, exports = Database(folder / "data" / "history.sqlite3"), folder / "exports"
    exports.mkdir(parents=True)
    model: Model = {}
    tally = dict.fromkeys(("kills", "acts", "under_way", "happened", "journals", "left"), 0)
    for number in range(kills):
        life = dice.uniform(0, LONGEST_LIFE)
        lines = killed(database, exports, seed + number, life, model)
        tally["journals"] += database.path.with_name("history.sqlite3-journal").exists()
        expected, under_way, done = replay(model, lines)
        model = model_of(database)
        tally["happened"] += settle(expected, under_way, model)
        tally["left"] = check_files(database, exports)
        tally["kills"] += 1
        tally["acts"] += done
        tally["under_way"] += under_way is not None
    sys.stdout.write(json.dumps(tally) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
