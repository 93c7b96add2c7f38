"""One process that tries mutants: it has NumPy and the like loaded, and forks for each.

    python -m tools.mutation.worker TRACE     in the copy of the repository

A line of JSON in is a mutant to try, a line of JSON out is what became of it. The fork imports the
core with the mutant in it, so that also what happens on import is mutated, and runs the tests.
"""

import contextlib
import gc
import importlib
import json
import math
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict

import pytest

from tools.mutation import trace
from tools.mutation.changes import Enums
from tools.mutation.enum_members import enums_in
from tools.mutation.fast_failing import FastFailing
from tools.mutation.importing import MutatedFinder
from tools.mutation.workspace import PYTEST

_MEMORY = 4 * 2**30
"""Bytes a mutant may ask for."""

_WAITING = 8.0
"""Times as long by the clock as by the processor."""


class Job(TypedDict):
    """A mutant to try; `number` -1 is the file as it is.

    `patience` is in seconds of processor time, which a busy machine does not use up; a mutant that
    waits instead of working is stopped after some times as many by the clock.
    """

    path: str
    number: int
    tests: list[str]
    patience: float


class Answer(TypedDict):
    """What became of it: killed, survived, timeout, or broken (the tool's own failure)."""

    outcome: str
    killer: str
    seconds: float


def main(arguments: Sequence[str]) -> int:
    """Answer jobs until there are no more."""
    _import_what_tests_import(Path(arguments[0]))
    enums = enums_in(Path.cwd())
    gc.freeze()
    for line in sys.stdin:
        answer = attempt(json.loads(line), enums)
        print(json.dumps(answer), flush=True)
    return 0


def attempt(job: Job, enums: Enums) -> Answer:
    """Have a fork import the core with the mutant in it, and run the tests."""

    def outcome(folder: Path) -> str:
        limit(folder, job["patience"])
        return _tested(job, enums, folder)

    return answered_by_fork(job["patience"], outcome)


def answered_by_fork(patience: float, outcome: Callable[[Path], str]) -> Answer:
    """Fork, wait, and clean up; the fork has a folder of its own and tells the outcome."""
    start = time.perf_counter()
    folder = tempfile.mkdtemp(prefix="mutant-", dir=Path.cwd())
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_mutant(outcome, Path(folder), writing)
    os.close(writing)
    try:
        result, killer = _heard(reading, _WAITING * patience)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(reading)
        shutil.rmtree(folder, ignore_errors=True)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        result, killer = "timeout", ""
    return Answer(outcome=result, killer=killer, seconds=round(time.perf_counter() - start, 2))


def _heard(reading: int, patience: float) -> tuple[str, str]:
    ready, _, _ = select.select([reading], [], [], patience)
    if not ready:
        return "timeout", ""
    message = os.read(reading, 65536).decode()
    if not message:
        return "killed", "(the process died)"
    outcome, _, killer = message.partition(" ")
    return outcome, killer


def _be_the_mutant(outcome: Callable[[Path], str], folder: Path, writing: int) -> None:
    """Run the tests and leave; never returns."""
    os.setsid()
    told = "broken the tests could not be started"
    try:
        told = outcome(folder)
    finally:
        os.write(writing, told.encode())
        os._exit(0)


def limit(folder: Path, patience: float) -> None:
    """Keep what it writes in its folder, and its memory and processor time in bounds."""
    log = os.open(folder / "log", os.O_CREAT | os.O_WRONLY)
    os.dup2(log, 1)
    os.dup2(log, 2)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(patience), resource.RLIM_INFINITY))
    tempfile.tempdir = str(folder)


def _tested(job: Job, enums: Enums, folder: Path) -> str:
    finder = MutatedFinder(Path.cwd(), job["path"], job["number"], enums)
    sys.meta_path.insert(0, finder)
    plugin = FastFailing(job["tests"])
    files = list(dict.fromkeys(test.partition("::")[0] for test in job["tests"]))
    status = pytest.main([*PYTEST, f"--basetemp={folder / 'tests'}", *files], plugins=[plugin])
    if not finder.found:
        return f"broken {job['path']} was not imported"
    if status == pytest.ExitCode.OK:
        return "survived "
    if status in {pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED}:
        return f"killed {plugin.killer or '(on import)'}"
    return f"broken pytest ended with {status!r}"


def _import_what_tests_import(path: Path) -> None:
    for name in trace.load(path).modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
