"""Locked plans on disk: whole or refused, listed with their faults, never overwritten."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from experimentos_core.charter import Charter
from experimentos_core.charter.chain import CharterChain, amend, lock, write_chain
from experimentos_core.foundation.errors import CharterError, ExportError
from experimentos_core.foundation.paths import user_paths
from experimentos_core.plans import adopt_plan, list_plans, plans_folder, read_plan, save_plan

ROOT = Path(__file__).resolve().parents[2]
PLAN = Charter(name="Button", owner="Ada", alpha=0.05)


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 9, 30, tzinfo=UTC)


def locked(charter: Charter = PLAN, day: int = 1) -> CharterChain:
    return lock(charter, lambda: at(day))


def amended(chain: CharterChain, alpha: float, day: int = 2) -> CharterChain:
    charter = replace(chain.latest.charter, alpha=alpha)
    return amend(chain, charter, "a better reason", lambda: at(day))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "plans"


def test_the_folder_is_the_users_own(tmp_path: Path) -> None:
    assert plans_folder(user_paths()).is_relative_to(tmp_path)


def test_a_folder_that_does_not_exist_holds_no_plans(folder: Path) -> None:
    assert list_plans(folder) == ()


def test_a_saved_plan_is_read_back_whole_and_listed(folder: Path) -> None:
    path = save_plan(folder, locked())
    assert read_plan(path) == locked()
    entry = list_plans(folder)[0]
    assert (entry.path, entry.name, entry.owner) == (path, "Button", "Ada")
    assert (entry.locked_at, entry.versions, entry.fault) == ("2026-03-01T09:30:00Z", 1, "")


def test_two_plans_of_one_name_are_two_files(folder: Path) -> None:
    assert save_plan(folder, locked()) != save_plan(folder, locked())
    assert len(list_plans(folder)) == 2


def test_an_amendment_goes_to_the_file_of_the_plan(folder: Path) -> None:
    path = save_plan(folder, locked())
    assert save_plan(folder, amended(locked(), 0.01), path) == path
    assert [entry.versions for entry in list_plans(folder)] == [2]


def test_the_latest_locked_is_listed_first(folder: Path) -> None:
    for day, name in ((3, "third"), (1, "first"), (2, "second")):
        save_plan(folder, locked(Charter(name=name), day))
    assert [entry.name for entry in list_plans(folder)] == ["third", "second", "first"]


def test_a_plan_amended_elsewhere_is_not_overwritten(folder: Path) -> None:
    path = save_plan(folder, locked())
    save_plan(folder, amended(locked(), 0.01), path)
    before = path.read_bytes()
    with pytest.raises(CharterError, match="amended elsewhere"):
        save_plan(folder, amended(locked(), 0.1), path)
    assert path.read_bytes() == before


def test_a_damaged_plan_is_not_overwritten(folder: Path) -> None:
    path = save_plan(folder, locked())
    path.write_bytes(path.read_bytes().replace(b"Button", b"Bottom"))
    before = path.read_bytes()
    with pytest.raises(CharterError, match="Version 1 of the charter was changed"):
        save_plan(folder, amended(locked(), 0.1), path)
    assert path.read_bytes() == before


def test_every_single_changed_byte_is_found_and_named(folder: Path) -> None:
    path = save_plan(folder, amended(locked(), 0.01))
    whole = path.read_bytes()
    for position in range(len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 1
        path.write_bytes(bytes(changed))
        (entry,) = list_plans(folder)
        assert entry.fault.endswith("."), position
        assert "charter" in entry.fault, position


def test_a_broken_plan_comes_first_with_its_name(folder: Path) -> None:
    broken = save_plan(folder, locked(Charter(name="Broken"), 1))
    save_plan(folder, locked(Charter(name="Whole"), 2))
    broken.write_bytes(broken.read_bytes().replace(b'"alpha": 0.05', b'"alpha": 0.10'))
    first, second = list_plans(folder)
    assert (first.name, first.versions, second.name) == ("Broken", 1, "Whole")
    assert "Version 1 of the charter was changed after it was locked" in first.fault


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"versions": 3}', b'{"versions": []}', b"[" * 100_000],
)
def test_no_content_keeps_the_others_from_being_listed(folder: Path, content: bytes) -> None:
    save_plan(folder, locked())
    (folder / "odd.json").write_bytes(content)
    first, second = list_plans(folder)
    assert (first.path.name, first.name, second.name) == ("odd.json", "", "Button")
    assert first.fault


def test_texts_of_a_broken_plan_are_texts(folder: Path) -> None:
    folder.mkdir(parents=True)
    latest = {"charter": {"name": 7, "owner": None}, "locked_at": ["x"]}
    (folder / "odd.json").write_text(json.dumps({"versions": [latest]}), encoding="utf-8")
    (entry,) = list_plans(folder)
    assert (entry.name, entry.owner, entry.locked_at) == ("", "", "")


def test_half_written_siblings_are_no_plans(folder: Path) -> None:
    save_plan(folder, locked())
    (folder / ".abc.json.x.part").write_bytes(b"{")
    assert len(list_plans(folder)) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(ExportError, match="could not be made"):
        save_plan(tmp_path / "data" / "plans", locked())


def test_a_plan_from_elsewhere_is_kept_once(folder: Path) -> None:
    path, chain = adopt_plan(folder, locked())
    assert adopt_plan(folder, locked()) == (path, chain)
    longer = amended(locked(), 0.01)
    assert adopt_plan(folder, longer) == (path, longer)
    assert adopt_plan(folder, locked()) == (path, longer)
    assert [entry.versions for entry in list_plans(folder)] == [2]


def test_two_histories_of_one_plan_are_refused(folder: Path) -> None:
    adopt_plan(folder, amended(locked(), 0.01))
    with pytest.raises(CharterError, match="amended elsewhere"):
        adopt_plan(folder, amended(locked(), 0.1))


_WRITER = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from experimentos_core.charter.chain import amend
from experimentos_core.plans import read_plan, save_plan

path = Path(sys.argv[1])
while True:
    chain = read_plan(path)
    charter = replace(chain.latest.charter, hypothesis="x" * 2000 * len(chain.versions))
    save_plan(path.parent, amend(chain, charter, "again", lambda: datetime.now(UTC)), path)
    print(len(chain.versions) + 1, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_killed_at_any_moment_the_old_or_the_new_plan_is_whole(folder: Path) -> None:
    path = save_plan(folder, locked())
    for round_number in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        said = int(writer.stdout.readline())
        time.sleep(0.003 * round_number)
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        last = max([said, *map(int, rest.split())])
        assert len(read_plan(path).versions) in (last, last + 1)
        assert [entry.fault for entry in list_plans(folder)] == [""]


def test_the_same_plan_is_the_same_bytes(folder: Path) -> None:
    assert save_plan(folder, locked()).read_bytes() == write_chain(locked())
