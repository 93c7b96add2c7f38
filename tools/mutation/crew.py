"""Workers side by side: each mutant goes to the next that is free, likely killers first."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from tools.mutation.importing import AS_IT_IS
from tools.mutation.mutants import Mutant
from tools.mutation.session import Outcome
from tools.mutation.trace import Trace, load
from tools.mutation.worker import Answer, Job
from tools.mutation.workspace import ENVIRONMENT

TRACE = "trace.json"

_STARTING = 20.0
"""Seconds any mutant has, besides those its tests take."""
_SLOWER = 4.0
"""Times as long as its tests took under the tracer."""

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


def check_unmutated(workspace: Path, trace: Trace, path: str) -> None:
    """BrokenError unless all tests pass where a mutant's would be, with this file as it is."""
    tests = sorted(trace.seconds, key=lambda test: (trace.seconds[test], test))
    patience = _STARTING + _SLOWER * sum(trace.seconds.values())
    with _worker(workspace) as worker:
        answer = _asked(worker, Job(path=path, number=AS_IT_IS, tests=tests, patience=patience))
    if answer["outcome"] != Outcome.SURVIVED:
        raise BrokenError(f"{answer['outcome']} without a mutant: {answer['killer']}")


def try_all(
    workspace: Path, trace: Trace, mutants: Iterable[Mutant], workers: int, report: Report
) -> None:
    """Try every mutant and report it; one report at a time, in no particular order.

    Raises BrokenError where a mutant could not be tried.
    """
    with ExitStack() as stack:
        free: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
        for _ in range(workers):
            free.put(stack.enter_context(_worker(workspace)))
        killers: Counter[tuple[str, str]] = Counter()

        def attempt(mutant: Mutant) -> tuple[Mutant, Answer]:
            worker = free.get()
            try:
                return mutant, _asked(worker, _job(mutant, trace, killers))
            finally:
                free.put(worker)

        pool = stack.enter_context(ThreadPoolExecutor(workers))
        try:
            for mutant, answer in pool.map(attempt, mutants):
                killers[mutant.path, answer["killer"]] += 1
                _passed_on(mutant, answer, report)
        finally:
            pool.shutdown(cancel_futures=True)


def _passed_on(mutant: Mutant, answer: Answer, report: Report) -> None:
    if answer["outcome"] == "broken":
        raise BrokenError(f"{mutant.path}:{mutant.line}: {answer['killer']}")
    report(mutant, Outcome(answer["outcome"]), answer["killer"], answer["seconds"])


def _job(mutant: Mutant, trace: Trace, killers: Counter[tuple[str, str]]) -> Job:
    tests = trace.tests_for(mutant)
    ordered = sorted(
        tests, key=lambda test: (-killers[mutant.path, test], trace.seconds[test], test)
    )
    expected = sum(trace.seconds[test] for test in tests)
    return Job(
        path=mutant.path,
        number=mutant.number,
        tests=ordered,
        patience=_STARTING + _SLOWER * expected,
    )


def _asked(worker: "subprocess.Popen[str]", job: Job) -> Answer:
    if not job["tests"]:
        return Answer(outcome=Outcome.UNTESTED, killer="", seconds=0.0)
    if worker.stdin is None or worker.stdout is None:
        raise BrokenError("A worker has no pipes.")
    worker.stdin.write(json.dumps(job) + "\n")
    worker.stdin.flush()
    line = worker.stdout.readline()
    if not line:
        raise BrokenError("A worker ended early.")
    answer: Answer = json.loads(line)
    return answer


def _worker(workspace: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tools.mutation.worker", TRACE],
        cwd=workspace, env=_environment(), text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _environment() -> dict[str, str]:
    return {**os.environ, **ENVIRONMENT}
