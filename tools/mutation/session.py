"""What became of every mutant, remembered between runs so that a run can be stopped and resumed.

A line of JSON per mutant on this machine, and `kept.py` for all others. A killed mutant stays
killed while its file and the test that killed it are as they were. What failed on import or never
ended, and a survivor with a reason, is as it was while its part of the core and what that imports
are as they were: a new test can at most notice what may live. Any other survivor is tried again as
soon as anything in the core or its tests has changed. `--fresh` forgets everything.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from tools.mutation.mutants import Mutant
from tools.mutation.prints import Prints

type Key = tuple[str, str, str]


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    """A test failed."""
    TIMEOUT = "timeout"
    """The tests took far longer than without it: noticed as well."""
    PASSED = "passed the quick tests"
    """All quick tests that run the line passed; the others were not asked."""
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
    around: str = ""
    """Fingerprint of the mutated file's part of the core with all it imports."""

    @property
    def key(self) -> Key:
        """The mutant's."""
        return self.path, self.function, self.change

    @property
    def was_noticed(self) -> bool:
        """Killed, or stopped for taking too long."""
        return self.outcome in {Outcome.KILLED, Outcome.TIMEOUT}


class Session:
    """Results on disk, and whether they still hold for a tree."""

    def __init__(
        self,
        file: Path,
        root: Path,
        accepted: Collection[Key] = frozenset(),
        kept: Iterable[Result] = (),
    ) -> None:
        """Read earlier results, if there are any; `kept` are those of another machine.

        `accepted` are the mutants that may live for a reason.
        """
        self.file, self._accepted = file, accepted
        self.prints = Prints(root)
        self._results = {result.key: result for result in kept}
        if file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                written = json.loads(line)
                result = Result(**{**written, "outcome": Outcome(written["outcome"])})
                if result.key not in self._results or self._holds(result):
                    self._results[result.key] = result

    def known(self, mutant: Mutant) -> Result | None:
        """An earlier result, where it still holds."""
        result = self._results.get(mutant.key)
        return result if result is not None and self._holds(result) else None

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
            code=self.prints.of_file(mutant.path),
            test=self._print_for(killer),
            around=self.prints.around(mutant.path),
        )
        self._results[result.key] = result
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(result)) + "\n")
        return result

    def may_live(self, mutant: Mutant) -> bool:
        """Whether there is a reason for it to."""
        return mutant.key in self._accepted

    def _holds(self, result: Result) -> bool:
        if result.code != self.prints.of_file(result.path):
            return False
        if "::" not in result.killer and (result.was_noticed or result.key in self._accepted):
            return result.around == self.prints.around(result.path)
        return result.test == self._print_for(result.killer)

    def _print_for(self, killer: str) -> str:
        file, _, test = killer.partition("::")
        return self.prints.of_file(file) if test else self.prints.everything()
