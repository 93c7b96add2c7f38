"""Results that outlive a machine: tools/mutation/results.json, written at the end of each run.

Per mutated file, short hashes of its mutants under the test that killed them, or under what else
became of them. Fingerprints stand beside each file, so that a result is trusted only where nothing
it rests on has changed. Survivors without a reason are left out: they are tried again.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

from experimentos_core.foundation.files import write_atomically
from tools.mutation.mutants import Mutant
from tools.mutation.prints import Prints
from tools.mutation.session import Outcome, Result

FILE = Path(__file__).with_name("results.json")

_NOT_KILLED = {outcome.value: outcome for outcome in Outcome if outcome is not Outcome.KILLED}


class _OfFile(TypedDict):
    code: str
    around: str
    mutants: dict[str, str]
    """Hashes with spaces between, under a test or an outcome."""


class _Written(TypedDict):
    tests: dict[str, str]
    """Fingerprint of each file of tests that killed one."""
    files: dict[str, _OfFile]


def write(results: Iterable[Result], prints: Prints, file: Path = FILE) -> None:
    """Write results that hold for the tree of these prints, sorted: a change is a small diff."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        killed = result.outcome is Outcome.KILLED
        under = result.killer if killed else result.outcome.value
        found[result.path][under].append(_hash(result.function, result.change))
    tests = {under.partition("::")[0] for of_file in found.values() for under in of_file}
    written = _Written(
        tests={test: prints.of_file(test) for test in sorted(tests) if test.endswith(".py")},
        files={
            path: _OfFile(
                code=prints.of_file(path),
                around=prints.around(path),
                mutants={under: " ".join(sorted(of_file[under])) for under in sorted(of_file)},
            )
            for path, of_file in sorted(found.items())
        },
    )
    text = json.dumps(written, indent=1, ensure_ascii=False) + "\n"
    write_atomically(file, text.encode())


def read(mutants: Iterable[Mutant], file: Path = FILE) -> Iterator[Result]:
    """Results of these mutants with their fingerprints; none where there is no file."""
    if not file.exists():
        return
    written: _Written = json.loads(file.read_text(encoding="utf-8"))
    under_of = {
        (path, name): under
        for path, of_file in written["files"].items()
        for under, names in of_file["mutants"].items()
        for name in names.split()
    }
    for mutant in mutants:
        under = under_of.get((mutant.path, _hash(mutant.function, mutant.change)))
        if under is not None:
            yield _result(mutant, under, written)


def _result(mutant: Mutant, under: str, written: _Written) -> Result:
    outcome = _NOT_KILLED.get(under, Outcome.KILLED)
    killer = under if outcome is Outcome.KILLED else ""
    of_file = written["files"][mutant.path]
    return Result(
        path=mutant.path,
        function=mutant.function,
        change=mutant.change,
        outcome=outcome,
        killer=killer,
        seconds=0.0,
        code=of_file["code"],
        test=written["tests"].get(killer.partition("::")[0], ""),
        around=of_file["around"],
    )


def _hash(function: str, change: str) -> str:
    return hashlib.sha256(f"{function}: {change}".encode()).hexdigest()[:10]
