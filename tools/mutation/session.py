"""What became of every mutant, remembered between runs so that a run can be stopped and resumed.

A line of JSON per mutant. A killed mutant stays killed while its file and the test that killed it
are as they were; any other is tried again as soon as anything in the core or its tests has changed.
`--fresh` forgets everything.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from tools.mutation.mutants import Mutant

_ALL = ("experimentos_core", "tests/core", "tests/helpers", "tests/data")


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    """A test failed."""
    TIMEOUT = "timeout"
    """The tests took far longer than without it: noticed as well."""
    SURVIVED = "survived"
    """All tests that run the line passed."""
    UNTESTED = "untested"
    """No test runs the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A mutant's outcome; `killer` is the test that failed, "" otherwise."""

    path: str
    function: str
    change: str
    outcome: Outcome
    killer: str
    seconds: float
    code: str
    """Fingerprint of the mutated file."""
    test: str
    """Fingerprint of the killer's file, or of everything where nothing was killed."""

    @property
    def key(self) -> tuple[str, str, str]:
        """The mutant's."""
        return self.path, self.function, self.change

    @property
    def was_noticed(self) -> bool:
        """Killed, or stopped for taking too long."""
        return self.outcome in {Outcome.KILLED, Outcome.TIMEOUT}


class Session:
    """Results on disk, and whether they still hold for a tree."""

    def __init__(self, file: Path, root: Path) -> None:
        """Read earlier results; none where there is no file."""
        self.file, self._root = file, root
        self._prints: dict[str, str] = {}
        self._everything = ""
        self._results: dict[tuple[str, str, str], Result] = {}
        if file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                written = json.loads(line)
                result = Result(**{**written, "outcome": Outcome(written["outcome"])})
                self._results[result.key] = result

    def known(self, mutant: Mutant) -> Result | None:
        """An earlier result, where it still holds."""
        result = self._results.get(mutant.key)
        if result is None or result.code != self._print_of(mutant.path):
            return None
        return result if result.test == self._print_for(result.killer) else None

    def forget(self, mutant: Mutant) -> None:
        """Have it tried again."""
        self._results.pop(mutant.key, None)

    def add(self, mutant: Mutant, outcome: Outcome, killer: str, seconds: float) -> Result:
        """Remember a result, on disk at once."""
        result = Result(
            path=mutant.path,
            function=mutant.function,
            change=mutant.change,
            outcome=outcome,
            killer=killer,
            seconds=seconds,
            code=self._print_of(mutant.path),
            test=self._print_for(killer),
        )
        self._results[result.key] = result
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(result)) + "\n")
        return result

    def _print_for(self, killer: str) -> str:
        file, _, test = killer.partition("::")
        return self._print_of(file) if test else self.print_of_everything()

    def _print_of(self, path: str) -> str:
        if path not in self._prints:
            file = self._root / path
            self._prints[path] = _fingerprint(file.read_bytes()) if file.exists() else ""
        return self._prints[path]

    def print_of_everything(self) -> str:
        """Fingerprint of the core, its tests and their data."""
        if not self._everything:
            files = sorted(
                file
                for folder in _ALL
                for file in (self._root / folder).rglob("*")
                if file.is_file() and "__pycache__" not in file.parts
            )
            prints = {
                file.relative_to(self._root).as_posix(): _fingerprint(file.read_bytes())
                for file in files
            }
            self._everything = _fingerprint(json.dumps(prints).encode())
        return self._everything


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
