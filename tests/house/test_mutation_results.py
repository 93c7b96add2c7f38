"""Which results still hold when something has changed, and that they outlive a machine."""

import json

import pytest

from tools import mutate
from tools.mutation import crew, kept
from tools.mutation.crew import Asked
from tools.mutation.mutants import mutants_of
from tools.mutation.prints import Prints
from tools.mutation.session import Outcome, Session
from tools.mutation.targets import TARGETS
from tools.mutation.trace import Trace

CODE = "experimentos_core/stats/half.py"
USED = "experimentos_core/foundation/limits.py"
FILES = {
    CODE: "from experimentos_core.foundation import limits\n\n\ndef half(value):\n"
    "    return min(value / 2, limits.LIMIT)\n\n\ndef twice(value):\n    return value * 2\n",
    "experimentos_core/stats/neighbour.py": "A = 1\n",
    "experimentos_core/stats/__init__.py": "",
    "experimentos_core/foundation/__init__.py": "",
    USED: "import math\nimport experimentos_core.foundation.deep\nLIMIT = math.e\n",
    "experimentos_core/foundation/deep.py": "B = 1\n",
    "experimentos_core/gui_words.py": "C = 1\n",
    "tests/core/stats/test_half.py": "def test_half():\n    pass\n",
    "tests/core/stats/test_other.py": "",
}
KILLER = "tests/core/stats/test_half.py::test_half"


@pytest.fixture
def tree(tmp_path):
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def mutants(tree):
    return mutants_of(CODE, FILES[CODE], {})


def tried(tree, mutants, accepted=()):
    """A session with a killed mutant, one that may live, one that may not, and one on import."""
    session = Session(tree / "results.jsonl", tree, accepted)
    killed, lives, unexplained, on_import = mutants[:4]
    session.add(killed, Outcome.KILLED, KILLER, 0.1)
    session.add(lives, Outcome.PASSED, "", 0.1)
    session.add(unexplained, Outcome.SURVIVED, "", 0.1)
    session.add(on_import, Outcome.KILLED, "(on import)", 0.1)
    return session


@pytest.mark.parametrize(
    ("changed", "holding"),
    [
        ("experimentos_core/gui_words.py", [True, True, False, True]),
        ("tests/core/stats/test_other.py", [True, True, False, True]),
        ("tests/core/stats/test_half.py", [False, True, False, True]),
        ("experimentos_core/stats/neighbour.py", [True, False, False, False]),
        (USED, [True, False, False, False]),
        ("experimentos_core/foundation/deep.py", [True, False, False, False]),
        (CODE, [False, False, False, False]),
    ],
)
@pytest.mark.parametrize("is_new_machine", [False, True])
def test_a_result_holds_until_what_it_rests_on_changes(
    tree, mutants, changed, holding, is_new_machine
):
    accepted = {mutants[1].key}
    session = tried(tree, mutants, accepted)
    everything = mutants[:4]
    file = session.file
    if is_new_machine:
        results = [session.known(mutant) for mutant in everything]
        kept.write([result for result in results if result], session.prints, tree / "kept.json")
        file = tree / "none.jsonl"
    (tree / changed).write_text((tree / changed).read_text() + "# changed\n")
    read = kept.read(everything, tree / "kept.json")
    again = Session(file, tree, accepted, read)
    if is_new_machine:
        # Without a reason it is nothing to rely on: what it survived is not written down.
        holding = [*holding[:2], False, holding[3]]
    assert [again.known(mutant) is not None for mutant in everything] == holding


def test_without_a_reason_what_survived_is_tried_again_on_any_change(tree, mutants):
    session = tried(tree, mutants)
    assert session.known(mutants[1]) is not None
    (tree / "experimentos_core/gui_words.py").write_text("C = 2\n")
    assert Session(session.file, tree).known(mutants[1]) is None
    assert Session(session.file, tree, {mutants[1].key}).known(mutants[1]) is not None


def test_kept_results_come_back_as_they_were(tree, mutants):
    accepted = {mutants[1].key}
    session = tried(tree, mutants, accepted)
    chosen = [mutants[0], mutants[1], mutants[3]]
    results = [session.known(mutant) for mutant in chosen]
    kept.write(results, session.prints, tree / "kept.json")
    again = Session(tree / "none.jsonl", tree, accepted, kept.read(mutants, tree / "kept.json"))
    for mutant, result in zip(chosen, results, strict=True):
        found = again.known(mutant)
        assert (found.outcome, found.was_noticed) == (result.outcome, result.was_noticed)
        assert found.key == mutant.key
    assert again.known(mutants[0]).killer == KILLER
    assert again.known(mutants[2]) is None
    first = (tree / "kept.json").read_text()
    kept.write(reversed(results), session.prints, tree / "kept.json")
    assert (tree / "kept.json").read_text() == first


def test_a_newer_result_of_this_machine_counts_before_a_kept_one(tree, mutants):
    session = tried(tree, mutants)
    kept.write([session.known(mutants[0])], session.prints, tree / "kept.json")
    session.add(mutants[0], Outcome.TIMEOUT, "", 1.0)
    again = Session(session.file, tree, (), kept.read(mutants, tree / "kept.json"))
    assert again.known(mutants[0]).outcome is Outcome.TIMEOUT
    # One that does not hold any more does not hide a kept one that does.
    lines = session.file.read_text().splitlines()
    stale = json.loads(lines[-1]) | {"code": "0" * 16}
    session.file.write_text(json.dumps(stale) + "\n")
    again = Session(session.file, tree, (), kept.read(mutants, tree / "kept.json"))
    assert again.known(mutants[0]).outcome is Outcome.KILLED


def test_what_surrounds_a_module_is_its_part_and_all_that_this_imports(tree):
    prints = Prints(tree)
    around = prints.around(CODE)
    assert around == prints.around("experimentos_core/stats/neighbour.py")
    assert around != prints.around(USED)
    assert prints.of_file("experimentos_core/missing.py") == ""


@pytest.mark.parametrize(
    ("words", "is_asked"),
    [
        ([], True),
        (["stats"], True),
        (["decision"], False),
        (["half"], True),
        (["--page"], False),
        (["--page", "stats"], False),
    ],
)
def test_what_is_asked_for_is_tried(mutants, words, is_asked):
    stats = next(target for target in TARGETS if target.name == "stats")
    options = mutate._options(words)
    assert mutate._is_asked_for(mutants[0], stats, options) is is_asked


def test_what_may_live_is_spared_the_slow_tests(tree, mutants):
    session = tried(tree, mutants, {mutants[1].key, mutants[4].key})
    killed, lives, unexplained, _, new_reviewed, new = mutants[:6]
    session.add(new, Outcome.PASSED, "", 0.1)
    expected = {
        killed.key: (None, None),
        lives.key: (None, None),
        unexplained.key: (None, None),
        new_reviewed.key: (Asked.QUICK, Asked.QUICK),
        new.key: (Asked.ALL, None),
        mutants[6].key: (Asked.ALL, Asked.QUICK),
    }
    for mutant in mutants:
        if mutant.key in expected:
            both = tuple(mutate._tests(mutant, session, only_quick=q) for q in (False, True))
            assert both == expected[mutant.key], mutant.change


def test_a_test_is_quick_by_how_near_it_is():
    near, far = "tests/core/stats/test_half.py::test_{}", "tests/core/test_all.py::test_{}"
    seconds = {
        near.format("a"): 0.08, near.format("b"): 0.2, far.format("a"): 0.04, far.format("b"): 0.06,
    }  # fmt: skip
    trace = Trace(seconds=seconds, tests_of={}, modules=[], imported={})
    quick = crew._chosen(set(seconds), trace, CODE, Asked.QUICK)
    assert quick == {near.format("a"), far.format("a")}
    assert crew._chosen(set(seconds), trace, CODE, Asked.SLOW) == set(seconds) - quick
    assert crew._chosen(set(seconds), trace, CODE, Asked.ALL) == set(seconds)
