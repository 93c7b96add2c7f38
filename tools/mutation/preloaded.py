"""One process that has everything imported and all tests collected, and forks for each mutant.

    python -m tools.mutation.preloaded TRACE     in the copy of the repository

Jobs and answers are those of `worker`. The fork puts the mutant into the functions it changes and
runs the tests at once: that takes a tenth of the time. Where that is not enough the answer is
"import", and the mutant is one for `worker`.
"""

import gc
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from tools.mutation import swapping, trace
from tools.mutation.enum_members import enums_in
from tools.mutation.fast_failing import FastFailing
from tools.mutation.worker import Answer, Job, answered_by_fork, limit
from tools.mutation.workspace import PYTEST

IMPORT = "import"


class Server:
    """A pytest plugin that answers jobs where the tests would be run."""

    def __init__(self, loaded: trace.Trace, jobs: int, answers: int, plugin: FastFailing) -> None:
        """Jobs are read from and answers written to these open files."""
        self._imported, self._plugin = loaded.imported, plugin
        self._jobs, self._answers = os.fdopen(jobs), os.fdopen(answers, "w")
        self._enums = enums_in(Path.cwd())
        self._functions: list[FunctionType] = []
        self._items: dict[str, pytest.Item] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests once."""
        self._items = {item.nodeid: item for item in session.items}
        self._functions = swapping.functions()
        gc.collect()
        gc.freeze()
        for line in self._jobs:
            print(json.dumps(self._answer(json.loads(line))), file=self._answers, flush=True)
        os._exit(0)

    def _answer(self, job: Job) -> Answer:
        pairs = swapping.swaps(Path.cwd() / job["path"], job["number"], self._enums)
        ran = self._imported.get(job["path"], frozenset())
        if pairs is None or any(_lines(before) & ran for before, _ in pairs):
            return Answer(outcome=IMPORT, killer="", seconds=0.0)

        def outcome(folder: Path) -> str:
            limit(folder, job["patience"])
            if not swapping.swap(pairs, self._functions):
                return f"{IMPORT} "
            return self._tested(job)

        return answered_by_fork(job["patience"], outcome)

    def _tested(self, job: Job) -> str:
        missing = [test for test in job["tests"] if test not in self._items]
        if missing:
            return f"broken no test {missing[0]}"
        items = [self._items[test] for test in job["tests"]]
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._plugin.killer:
                return f"killed {self._plugin.killer}"
        return "survived "


def _lines(code: CodeType) -> frozenset[int]:
    """Those of the function's body, without the line that says its name."""
    lines = {line for _, _, line in code.co_lines() if line}
    inner = (constant for constant in code.co_consts if isinstance(constant, CodeType))
    return frozenset(lines - {code.co_firstlineno}).union(*map(_lines, inner))


def main(arguments: Sequence[str]) -> int:
    """Collect the tests and answer jobs until there are no more."""
    loaded = trace.load(Path(arguments[0]))
    jobs, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what pytest says of its progress is no answer
    files = list(dict.fromkeys(test.partition("::")[0] for test in loaded.seconds))
    plugin = FastFailing(list(loaded.seconds))
    server = Server(loaded, jobs, answers, plugin)
    with tempfile.TemporaryDirectory(prefix="tests-", dir=Path.cwd()) as folder:
        return int(
            pytest.main([*PYTEST, f"--basetemp={folder}/t", *files], plugins=[plugin, server])
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
