"""Workers side by side: each mutant goes to the next that is free, likely killers first.

Most mutants are killed by a test that takes no time. A few property tests take longer than all
others together, so they are asked last, and not at all of a mutant that may live.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue

from tools.mutation.importing import AS_IT_IS
from tools.mutation.mutants import Mutant
from tools.mutation.preloaded import IMPORT
from tools.mutation.session import Outcome
from tools.mutation.trace import Trace, load
from tools.mutation.worker import Answer, Job
from tools.mutation.workspace import ENVIRONMENT

TRACE = "trace.json"

_STARTING = 20.0
"""Seconds of processor time any mutant has, besides those its tests take."""
_SLOWER = 4.0
"""Times as long as its tests took under the tracer."""
_QUICK = 0.05
"""Seconds that a quick test takes at most, under the tracer."""
_QUICK_NEAR = 0.1
"""Likewise for one of the module's own tests."""


class Asked(StrEnum):
    """Which of the tests that run a mutant's line are asked."""

    QUICK = "quick"
    SLOW = "slow"
    """All others."""
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A mutant and the tests to ask."""

    mutant: Mutant
    tests: Asked


type _Pair = tuple[subprocess.Popen[str], subprocess.Popen[str]]
"""A process that has everything imported, and one that has not."""

type Report = Callable[[Mutant, Outcome, str, float], None]


class BrokenError(Exception):
    """The tests fail without any mutant, or a mutant could not be tried: nothing can be said."""


def traced(workspace: Path, files: Iterable[str]) -> Trace:
    """Run the tests once without a mutant; BrokenError where one fails."""
    output = workspace / TRACE
    command = [sys.executable, "-m", "tools.mutation.trace", str(output), *files]
    done = subprocess.run(
        command, cwd=workspace, env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BrokenError(
            f"The tests fail without a mutant:\n{done.stdout[-3000:]}{done.stderr[-1000:]}"
        )
    return load(output)


def check_unmutated(workspace: Path, trace: Trace, path: str, asked: Asked) -> None:
    """BrokenError unless these tests pass where a mutant's would be, with this file as it is.

    Quick ones in both kinds of process, slow ones in that which tries nearly all.
    """
    chosen = _chosen(set(trace.seconds), trace, path, asked)
    tests = sorted(chosen, key=lambda test: (trace.seconds[test], test))
    job = Job(path=path, number=AS_IT_IS, tests=tests, patience=_patience(chosen, trace))
    for module in ("preloaded",) if asked is Asked.SLOW else ("worker", "preloaded"):
        with _process(workspace, module) as worker:
            answer = _asked(worker, job)
        if answer["outcome"] != Outcome.SURVIVED:
            raise BrokenError(f"{answer['outcome']} without a mutant: {answer['killer']}")


def try_all(
    workspace: Path, trace: Trace, attempts: Iterable[Attempt], workers: int, report: Report
) -> None:
    """Make every attempt and report it; one report at a time, in no particular order.

    Raises BrokenError where a mutant could not be tried.
    """
    with ExitStack() as stack:
        free: SimpleQueue[_Pair] = SimpleQueue()
        for _ in range(workers):
            preloaded, fresh = (
                stack.enter_context(_process(workspace, module))
                for module in ("preloaded", "worker")
            )
            free.put((preloaded, fresh))
        killers: Counter[tuple[str, str]] = Counter()

        def make(attempt: Attempt) -> tuple[Mutant, Answer]:
            worker = free.get()
            try:
                return attempt.mutant, _answered(worker, attempt, trace, killers)
            finally:
                free.put(worker)

        pool = stack.enter_context(ThreadPoolExecutor(workers))
        try:
            for mutant, answer in pool.map(make, attempts):
                killers[mutant.path, answer["killer"]] += 1
                _passed_on(mutant, answer, report)
        finally:
            pool.shutdown(cancel_futures=True)


def _passed_on(mutant: Mutant, answer: Answer, report: Report) -> None:
    if answer["outcome"] == "broken":
        raise BrokenError(f"{mutant.path}:{mutant.line}: {answer['killer']}")
    report(mutant, Outcome(answer["outcome"]), answer["killer"], answer["seconds"])


def _answered(
    workers: _Pair,
    attempt: Attempt,
    trace: Trace,
    killers: Counter[tuple[str, str]],
) -> Answer:
    """The worker's answer, told apart where slow tests were not asked."""
    mutant = attempt.mutant
    tests = trace.tests_for(mutant)
    if not tests:
        return Answer(outcome=Outcome.UNTESTED, killer="", seconds=0.0)
    slow = _chosen(tests, trace, mutant.path, Asked.SLOW)
    chosen = _chosen(tests, trace, mutant.path, attempt.tests)
    ordered = sorted(
        chosen,
        key=lambda test: (
            test in slow,
            -killers[mutant.path, test],
            not _is_near(test, mutant.path),
            trace.seconds[test],
        ),
    )
    patience = _patience(chosen, trace)
    job = Job(path=mutant.path, number=mutant.number, tests=ordered, patience=patience)
    answer = _asked(workers[0], job)
    if answer["outcome"] == IMPORT:
        answer = _asked(workers[1], job)
    if answer["outcome"] == Outcome.SURVIVED and attempt.tests is Asked.QUICK and slow:
        answer["outcome"] = Outcome.PASSED
    return answer


def _chosen(tests: set[str], trace: Trace, path: str, asked: Asked) -> set[str]:
    slow = {
        test
        for test in tests
        if trace.seconds[test] > (_QUICK_NEAR if _is_near(test, path) else _QUICK)
    }
    return {Asked.QUICK: tests - slow, Asked.SLOW: slow, Asked.ALL: tests}[asked]


def _patience(tests: Iterable[str], trace: Trace) -> float:
    return _STARTING + _SLOWER * sum(trace.seconds[test] for test in tests)


def _is_near(test: str, path: str) -> bool:
    """Whether the test lies where those of the module's folder do."""
    return Path(test.partition("::")[0]).parts[2:-1] == Path(path).parts[1:-1]


def _asked(worker: "subprocess.Popen[str]", job: Job) -> Answer:
    if not job["tests"]:
        return Answer(outcome=Outcome.SURVIVED, killer="", seconds=0.0)
    if worker.stdin is None or worker.stdout is None:
        raise BrokenError("A worker has no pipes.")
    worker.stdin.write(json.dumps(job) + "\n")
    worker.stdin.flush()
    line = worker.stdout.readline()
    if not line:
        raise BrokenError("A worker ended early.")
    answer: Answer = json.loads(line)
    return answer


def _process(workspace: Path, module: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", f"tools.mutation.{module}", TRACE],
        cwd=workspace, env=_environment(), text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _environment() -> dict[str, str]:
    return {**os.environ, **ENVIRONMENT}
