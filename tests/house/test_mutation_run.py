"""Mutants are tried in a copy, by the tests that run them; what survives needs a reason."""

import json
import os
import re
import subprocess
import sys

import pytest

from tools.mutation import crew, page, reviewed, session, targets, workspace
from tools.mutation.crew import Asked, Attempt
from tools.mutation.enum_members import enums_in
from tools.mutation.mutants import mutants_of
from tools.mutation.reviewed import Kind, Review
from tools.mutation.session import Outcome, Session
from tools.setup import ROOT

CODE = "experimentos_core/half.py"
SOURCE = '''"""A module."""

LIMIT = 10


def half(value):
    """Half of it, at most LIMIT."""
    return min(value / 2, LIMIT)


def unused(value):
    """Nobody calls it."""
    return value + 1
'''
TESTS = """from experimentos_core.half import LIMIT, half


def test_half():
    assert half(6) == 3


def test_limit():
    assert half(30) == 10
    assert LIMIT == 10
"""
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants are tried in forks")


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A small repository with the tool in it, as the tool copies ours."""
    root = tmp_path_factory.mktemp("repository")
    copy = tmp_path_factory.mktemp("copy")
    for name in ("experimentos_gui", "tools", "resources", "tests/core"):
        (root / name).mkdir(parents=True)
    (root / CODE).parent.mkdir()
    (root / CODE).write_text(SOURCE)
    (root / "experimentos_core" / "__init__.py").write_text("")
    (root / "tests/core/test_half.py").write_text(TESTS)
    (root / "main.py").write_text("")
    for name in ("pyproject.toml", "README.md"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    workspace.copy_to(copy, root)
    (copy / "tools").rmdir()
    (copy / "tools").symlink_to(ROOT / "tools")
    return copy


@pytest.fixture(scope="module")
def mutants(tree):
    return mutants_of(CODE, (tree / CODE).read_text(), enums_in(tree))


@needs_fork
def test_the_outcome_of_every_mutant_of_a_module(tree, mutants):
    trace = crew.traced(tree, ["tests/core/test_half.py"])
    for asked in Asked:
        crew.check_unmutated(tree, trace, CODE, asked)
    outcomes, killers = {}, {}

    def report(mutant, outcome, killer, seconds):
        outcomes[mutant.change] = outcome
        killers[mutant.change] = killer

    attempts = [Attempt(mutant=mutant, tests=Asked.ALL) for mutant in mutants]
    crew.try_all(tree, trace, attempts, 2, report)
    assert outcomes == {
        "LIMIT = 10 => LIMIT = 11": Outcome.KILLED,
        "LIMIT = 10 => LIMIT = 9": Outcome.KILLED,
        "return min(value / 2, LIMIT) => return None": Outcome.KILLED,
        "min(value / 2, LIMIT) => max(value / 2, LIMIT)": Outcome.KILLED,
        "value / 2 => value * 2": Outcome.KILLED,
        "value / 2 => value / 3": Outcome.KILLED,
        "value / 2 => value / 1": Outcome.KILLED,
        "return value + 1 => return None": Outcome.UNTESTED,
        "value + 1 => value - 1": Outcome.UNTESTED,
        "value + 1 => value + 2": Outcome.UNTESTED,
        "value + 1 => value + 0": Outcome.UNTESTED,
    }
    assert killers["LIMIT = 10 => LIMIT = 11"] == "tests/core/test_half.py::test_limit"
    assert (tree / CODE).read_text() == SOURCE


@needs_fork
def test_nothing_is_said_where_tests_fail_without_a_mutant(tree):
    failing = tree / "tests/core/test_failing.py"
    failing.write_text("def test_it():\n    assert False\n")
    try:
        with pytest.raises(crew.BrokenError, match="without a mutant"):
            crew.traced(tree, ["tests/core/test_failing.py"])
    finally:
        failing.unlink()


@needs_fork
def test_a_mutant_that_never_ends_is_stopped(tree, mutants):
    (tree / "trace.json").write_text(
        json.dumps({"seconds": {}, "lines": {}, "modules": [], "imported": {}})
    )
    (tree / "tests/core/test_slow.py").write_text(
        "import time\nfrom experimentos_core import half\ndef test_it():\n    time.sleep(60)\n"
    )
    job = {"path": CODE, "number": 0, "tests": ["tests/core/test_slow.py::test_it"], "patience": 3}
    done = subprocess.run(
        [sys.executable, "-m", "tools.mutation.worker", "trace.json"],
        cwd=tree, env={**os.environ, **workspace.ENVIRONMENT}, input=json.dumps(job) + "\n",
        capture_output=True, text=True, timeout=50, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["outcome"] == "timeout"
    assert not list(tree.glob("mutant-*"))


def test_a_result_holds_until_its_file_or_its_killer_changes(tree, mutants, tmp_path):
    copy, file = tmp_path / "tree", tmp_path / "results.jsonl"
    for path, text in ((CODE, SOURCE), ("tests/core/test_half.py", TESTS)):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_text(text)
    killed, survived, *_ = mutants
    first = Session(file, copy)
    first.add(killed, Outcome.KILLED, "tests/core/test_half.py::test_half", 0.1)
    first.add(survived, Outcome.SURVIVED, "", 0.1)
    again = Session(file, copy)
    assert again.known(killed).was_noticed
    assert not again.known(survived).was_noticed
    (copy / "tests/core/test_more.py").write_text("")
    again = Session(file, copy)
    assert again.known(killed).outcome is Outcome.KILLED
    assert again.known(survived) is None, "a new test may kill it"
    (copy / "tests/core/test_half.py").write_text(TESTS + "\n")
    assert Session(file, copy).known(killed) is None
    (copy / "tests/core/test_half.py").write_text(TESTS)
    (copy / CODE).write_text(SOURCE + "\n")
    assert Session(file, copy).known(killed) is None


def review(mutant, why="No input tells."):
    return Review(
        path=mutant.path,
        function=mutant.function,
        changes=(mutant.change,),
        kind=Kind.EQUIVALENT,
        why=why,
    )


def result(mutant, outcome):
    return session.Result(
        path=mutant.path, function=mutant.function, change=mutant.change, outcome=outcome,
        killer="", seconds=0.1, code="", test="",
    )  # fmt: skip


def test_the_page_counts_every_mutant_and_lists_what_lives(mutants):
    killed, late, lives, explained = mutants[:4]
    outcomes = {
        killed.key: Outcome.KILLED,
        late.key: Outcome.TIMEOUT,
        lives.key: Outcome.SURVIVED,
        explained.key: Outcome.UNTESTED,
    }

    def known(mutant):
        return result(mutant, outcomes[mutant.key]) if mutant.key in outcomes else None

    text = page.document({"half": mutants[:5]}, known, [review(explained), review(killed)])
    assert "| half | 5 | 2 (1) | 1 | 0 | 0 | 0 | 1 | 1 |" in text
    without, _, having = text.partition("## Survivors and their reasons")
    before = lives.change.partition(" => ")[0]
    assert f"- {CODE}:{lives.line} `half`: `{before}`" in without
    assert "*equivalent*: No input tells." in having
    assert explained.change.partition(" => ")[2] in having
    assert killed.change.partition(" => ")[2] not in having


def test_a_reason_for_a_change_that_is_gone_is_found(mutants):
    there, gone = review(mutants[0]), review(mutants[1])
    assert reviewed.gone([there, gone], [mutants[0]]) == [mutants[1].key]


def test_every_survivor_that_may_live_has_a_reason():
    for entry in reviewed.read():
        assert (ROOT / entry.path).is_file()
        assert entry.changes
        assert re.fullmatch(r"\S+( \S+){4,}\.", entry.why), entry.why
        assert all(" => " in change for change in entry.changes)


def test_what_is_promised_to_be_mutated_is_there():
    for target in targets.TARGETS:
        assert len(target.modules(ROOT)) > 3
        assert len(target.test_files(ROOT)) > 5
    assert "experimentos_core/decision/rules.py" in targets.TARGETS[0].modules(ROOT)
