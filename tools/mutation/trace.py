"""Which test runs which line, how long it takes, and what it imports: one run without a mutant.

python -m tools.mutation.trace OUTPUT TEST_FILE...     in the copy of the repository
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest

from tools.mutation.fast_failing import FastFailing
from tools.mutation.mutants import Mutant
from tools.mutation.workspace import PYTEST

_OWN = ("experimentos_", "tests", "tools", "conftest", "__main__", "_pytest", "pytest", "coverage")
_REWRITTEN_BY_PYTEST = "_hypothesis_pytestplugin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The tests of a target.

    Attributes:
        seconds: Of the processor for each test, traced.
        tests_of: Per file and line, the tests that run it.
        modules: What the tests import from outside the repository.
        imported: Per file, the lines that run outside any test, when it is imported.
    """

    seconds: dict[str, float]
    tests_of: dict[str, dict[int, frozenset[str]]]
    modules: list[str]
    imported: dict[str, frozenset[int]]

    def tests_for(self, mutant: Mutant) -> set[str]:
        """Tests that run the mutated statement.

        Outside functions: all tests of the files with one that runs any line of the module. A test
        that only looks at a table there runs no line of it.
        """
        lines = self.tests_of.get(mutant.path, {})
        if mutant.body == (0, 0):
            files = {_file(test) for tests in lines.values() for test in tests}
            return {test for test in self.seconds if _file(test) in files} or set(self.seconds)
        return {
            test
            for line in range(mutant.lines[0], mutant.lines[1] + 1)
            for test in lines.get(line, ())
        }


def _file(test: str) -> str:
    return test.partition("::")[0]


def load(path: Path) -> Trace:
    """Read what `main` wrote."""
    written = json.loads(path.read_text(encoding="utf-8"))
    names = list(written["seconds"])
    return Trace(
        seconds=written["seconds"],
        tests_of={
            file: {
                int(line): frozenset(names[number] for number in tests)
                for line, tests in lines.items()
            }
            for file, lines in written["lines"].items()
        },
        modules=written["modules"],
        imported={file: frozenset(lines) for file, lines in written["imported"].items()},
    )


class _Recorder:
    """Tells coverage which test is on, and how long the processor works for it."""

    def __init__(self, measure: coverage.Coverage) -> None:
        self._measure = measure
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        start = _processor_seconds()
        self._measure.switch_context(item.nodeid)
        result = yield
        self._measure.switch_context("")
        self.seconds[item.nodeid] = _processor_seconds() - start
        return result


def main(arguments: Sequence[str]) -> int:
    """Run the tests under coverage and write the trace; pytest's status."""
    output, *files = arguments
    measure = coverage.Coverage(
        data_file=None, config_file=False, source_pkgs=["experimentos_core"], messages=False
    )
    recorder = _Recorder(measure)
    measure.start()
    status = pytest.main([*PYTEST, *files], plugins=[recorder, FastFailing()])
    measure.stop()
    numbers = {test: number for number, test in enumerate(recorder.seconds)}
    written = {
        "seconds": recorder.seconds,
        "lines": _lines(measure.get_data(), numbers),
        "imported": _imported(measure.get_data()),
        "modules": sorted(name for name in sys.modules if _is_foreign(name)),
    }
    Path(output).write_text(json.dumps(written), encoding="utf-8")
    return int(status)


def _processor_seconds() -> float:
    """Of this process and those it has waited for: a busy machine makes no test slower."""
    return sum(os.times()[:4])


def _lines(data: coverage.CoverageData, numbers: dict[str, int]) -> dict[str, dict[int, list[int]]]:
    root = Path.cwd()
    lines: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for file in data.measured_files():
        path = Path(file).relative_to(root).as_posix()
        for line, contexts in data.contexts_by_lineno(file).items():
            tests = sorted(numbers[context] for context in contexts if context)
            if tests:
                lines[path][line] = tests
    return lines


def _imported(data: coverage.CoverageData) -> dict[str, list[int]]:
    root = Path.cwd()
    return {
        Path(file).relative_to(root).as_posix(): sorted(
            line for line, contexts in data.contexts_by_lineno(file).items() if "" in contexts
        )
        for file in data.measured_files()
    }


def _is_foreign(name: str) -> bool:
    return not name.startswith((*_OWN, _REWRITTEN_BY_PYTEST))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
