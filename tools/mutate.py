"""`make mutate`: change the code one small thing at a time and see whether a test notices.

Works on a copy; a stopped run goes on where it was, on another machine from what was kept in
tools/mutation/results.json. Returns 1 when a mutant survives that nobody has reviewed
(tools/mutation/reviewed.toml). Needs `os.fork`: Linux or macOS.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import platformdirs

from tools.mutation import crew, kept, page, reviewed
from tools.mutation.crew import Asked, Attempt
from tools.mutation.enum_members import enums_in
from tools.mutation.mutants import Mutant, mutants_of
from tools.mutation.prints import fingerprint
from tools.mutation.session import Outcome, Session
from tools.mutation.targets import TARGETS, Target
from tools.mutation.trace import Trace, load
from tools.mutation.workspace import copy_to
from tools.setup import ROOT

PAGE = ROOT / "docs" / "mutation.md"
_EVERY = 50


def main(arguments: Sequence[str]) -> int:
    """Try what is asked for, write the page, list what survived without a reason."""
    options = _options(arguments)
    if not hasattr(os, "fork"):
        print("Mutants are tried in forked processes, which this system does not have.")
        return 1
    reviews = reviewed.read()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        workspace = Path(folder).resolve()
        copy_to(workspace, ROOT)
        parts = {target: _mutants(target, workspace) for target in TARGETS}
        session = _session(options, workspace, parts, reviews)
        chosen = {
            target: [mutant for mutant in parts[target] if _is_asked_for(mutant, target, options)]
            for target in TARGETS
        }
        try:
            for target, mutants in chosen.items():
                _try(target, mutants, workspace, session, options)
        except crew.BrokenError as trouble:
            print(trouble)
            return 1
        everything = [mutant for mutants in parts.values() for mutant in mutants]
        _keep(everything, session)
        by_name = {target.name: mutants for target, mutants in parts.items()}
        text = page.document(by_name, session.known, reviews)
        options.output.write_text(text, encoding="utf-8", newline="\n")
        asked = [mutant for mutants in chosen.values() for mutant in mutants]
        return _judge(asked, session, reviews, everything)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools.mutate", description=__doc__)
    names = ", ".join(target.name for target in TARGETS)
    parser.add_argument("what", nargs="*", help=f"{names}, or parts of file names; all by default")
    parser.add_argument("--fresh", action="store_true", help="forget earlier results")
    page_only = "try nothing: write the page and results.json from what is known"
    parser.add_argument("--page", action="store_true", help=page_only)
    quick = "ask only quick tests: what is left is not judged yet"
    parser.add_argument("--quick", action="store_true", help=quick)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--output", type=Path, default=PAGE, help="where the page goes")
    cache = Path(platformdirs.user_cache_path("ExperimentOS", appauthor=False))
    session = cache / "mutation" / "results.jsonl"
    parser.add_argument("--session", type=Path, default=session, help="where results are kept")
    return parser.parse_args(arguments)


def _session(
    options: argparse.Namespace,
    workspace: Path,
    parts: dict[Target, list[Mutant]],
    reviews: Sequence[reviewed.Review],
) -> Session:
    accepted = {key for review in reviews for key in review.keys}
    if options.fresh:
        options.session.unlink(missing_ok=True)
        return Session(options.session, workspace, accepted)
    everything = (mutant for mutants in parts.values() for mutant in mutants)
    return Session(options.session, workspace, accepted, kept.read(everything))


def _keep(mutants: Iterable[Mutant], session: Session) -> None:
    """For other machines: all that holds, but for survivors that have no reason yet."""
    known = [(mutant, session.known(mutant)) for mutant in mutants]
    kept.write(
        [
            result
            for mutant, result in known
            if result is not None and (result.was_noticed or session.may_live(mutant))
        ],
        session.prints,
    )


def _mutants(target: Target, root: Path) -> list[Mutant]:
    enums = enums_in(root)
    return [
        mutant
        for path in target.modules(root)
        for mutant in mutants_of(path, (root / path).read_text(encoding="utf-8"), enums)
    ]


def _is_asked_for(mutant: Mutant, target: Target, options: argparse.Namespace) -> bool:
    if options.page:
        return False
    names = {other.name for other in TARGETS}
    return not options.what or any(
        word == target.name or (word not in names and word in mutant.path) for word in options.what
    )


def _try(
    target: Target,
    mutants: Sequence[Mutant],
    workspace: Path,
    session: Session,
    options: argparse.Namespace,
) -> None:
    """Try what is not known yet."""
    wanted = [(mutant, _tests(mutant, session, only_quick=options.quick)) for mutant in mutants]
    missing = [Attempt(mutant=mutant, tests=tests) for mutant, tests in wanted if tests]
    print(f"{target.name}: {len(mutants):,} mutants, {len(missing):,} to try", flush=True)
    if not missing:
        return
    trace, kept_at = _trace(target, workspace, session, missing[0].mutant.path)
    checked = kept_at.with_suffix(".checked")
    if not options.quick and not checked.exists():
        crew.check_unmutated(workspace, trace, missing[0].mutant.path, Asked.SLOW)
        checked.touch()
    reporter = _reporter(session, len(missing))
    crew.try_all(workspace, trace, missing, options.workers, reporter)


def _tests(mutant: Mutant, session: Session, *, only_quick: bool) -> Asked | None:
    """Those to ask; None where it is known what became of the mutant.

    What may live for a reason is spared the slow ones: they could only notice it after all.
    """
    result = session.known(mutant)
    enough = only_quick or session.may_live(mutant)
    if result is None:
        return Asked.QUICK if enough else Asked.ALL
    return Asked.ALL if result.outcome is Outcome.PASSED and not enough else None


def _trace(target: Target, workspace: Path, session: Session, path: str) -> tuple[Trace, Path]:
    """Which test runs what, kept in a file from a run before where nothing has changed since."""
    name = f"trace-{fingerprint(json.dumps(target.tests).encode())}"
    earlier = session.file.with_name(f"{name}-{session.prints.everything()}.json")
    if earlier.exists():
        shutil.copy2(earlier, workspace / crew.TRACE)
        return load(earlier), earlier
    trace = crew.traced(workspace, target.test_files(workspace))
    crew.check_unmutated(workspace, trace, path, Asked.QUICK)
    earlier.parent.mkdir(parents=True, exist_ok=True)
    for older in earlier.parent.glob(f"{name}-*"):
        older.unlink()
    shutil.copy2(workspace / crew.TRACE, earlier)
    return trace, earlier


def _reporter(session: Session, total: int) -> crew.Report:
    counts: Counter[Outcome] = Counter()
    start = time.perf_counter()

    def report(mutant: Mutant, outcome: Outcome, killer: str, seconds: float) -> None:
        session.add(mutant, outcome, killer, seconds)
        counts[outcome] += 1
        done = counts.total()
        if outcome not in {Outcome.KILLED, Outcome.TIMEOUT} and not session.may_live(mutant):
            print(f"  {outcome}: {mutant.path}:{mutant.line} {mutant.change}", flush=True)
        if done % _EVERY == 0 or done == total:
            spent = time.perf_counter() - start
            print(f"  {done:,} of {total:,} after {spent:.0f} s: {_listed(counts)}", flush=True)

    return report


def _listed(counts: Counter[Outcome]) -> str:
    return ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in Outcome if counts[outcome])


def _judge(
    asked: Sequence[Mutant],
    session: Session,
    reviews: Sequence[reviewed.Review],
    everything: Sequence[Mutant],
) -> int:
    """Say what is wrong; 1 if anything is."""
    results = [(mutant, session.known(mutant)) for mutant in asked]
    unexplained = [
        mutant
        for mutant, result in results
        if result is not None and not result.was_noticed and not session.may_live(mutant)
    ]
    stale = reviewed.gone(reviews, everything)
    for mutant in unexplained:
        print(f"SURVIVED: {mutant.path}:{mutant.line} {mutant.function}: {mutant.change}")
    for path, function, change in stale:
        print(f"NO LONGER THERE: {path} {function}: {change}")
    print(f"{len(asked):,} mutants, {len(unexplained):,} survivors without a reason.")
    return 1 if unexplained or stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
