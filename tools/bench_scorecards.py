"""`make bench-scorecards`: scorecards of 1 to 10,000 metrics against three peer libraries.

Each library runs in a process, and the peers in an environment, of its own; all get the same
seeded figures. The processes take turns, so that a busy moment of the machine meets every one.
What each library does is said in its module in tools/scorecard_peers.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

import numpy as np
import platformdirs

from tools.scorecard_peers import environments
from tools.scorecard_peers.report import OURS, Measured, markdown, shortfalls
from tools.setup import ROOT

KINDS = ("proportions", "means")
SIZES = (1, 100, 1_000, 10_000)
_CHECKED = 500
_SEED = 20_260_101
_SCRIPTS = ROOT / "tools" / "scorecard_peers"


class Library:
    """A library in its own process, waiting for work."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Talk to a running `worker.py`."""
        self._process = process

    def ask(self, action: str, kind: str, size: int) -> object:
        """Have it done and return the answer; RuntimeError if the process is gone."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("The process has no pipes.")
        self._process.stdin.write(json.dumps([action, kind, size]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self._process.args!r} ended early.")
        return json.loads(answer)


def main(arguments: Sequence[str]) -> int:
    """Measure, print the tables, and return 1 when a requirement is missed."""
    parser = argparse.ArgumentParser(prog="tools.bench_scorecards", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the peers' environments are kept")
    parser.add_argument("--runs", type=int, default=7, help="repetitions (7)")
    parser.add_argument(
        "--patience", type=float, default=60.0,
        help="seconds (60) after which a slow peer repeats a scorecard no more; when one run took "
        "longer, larger ones are left out",
    )  # fmt: skip
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of metrics")
    parser.add_argument("--write", type=Path, help="put the tables into this Markdown file")
    options = parser.parse_args(arguments)
    pythons = _pythons(options.folder or _default_folder())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        figures = folder / "figures.json"
        figures.write_text(json.dumps(make_figures(max(*options.sizes, _CHECKED))))
        libraries = {
            name: stack.enter_context(_running(name, python, figures))
            for name, python in pythons.items()
        }
        measured = _measure(libraries, options.sizes, options.runs, options.patience)
    text = markdown(measured)
    print(text)
    if options.write:
        _replace_tables(options.write, text)
    missed = shortfalls(measured)
    print("\n".join(missed) or "All requirements are met.")
    return 1 if missed else 0


def make_figures(size: int) -> dict[str, dict[str, list[float]]]:
    """Counts and sums of `size` metrics, 1,000 to 100,000 users an arm; the same at every run.

    No exact tests and no cancelling variances: what every library can do at its best.
    """
    dice = np.random.default_rng(_SEED)
    n_c, n_t = dice.integers(1_000, 100_000, (2, size))
    rate = dice.uniform(0.01, 0.5, size)
    x_c, x_t = dice.binomial(n_c, rate), dice.binomial(n_t, rate * dice.normal(1, 0.02, size))
    mean, share = dice.uniform(1, 100, size), dice.uniform(0.3, 3, size)
    sums = {"n_c": n_c, "n_t": n_t}
    for arm, n in (("c", n_c), ("t", n_t)):
        deviation = share * mean * dice.normal(1, 0.02, size)
        total = np.round(n * mean * dice.normal(1, 1.5 * share / np.sqrt(n)), 2)
        sums |= {
            f"sum_{arm}": total,
            f"sum_sq_{arm}": np.round(total**2 / n + (n - 1) * deviation**2, 4),
        }
    counts = {"x_c": x_c, "n_c": n_c, "x_t": x_t, "n_t": n_t}
    return {
        kind: {name: column.tolist() for name, column in columns.items()}
        for kind, columns in (("proportions", counts), ("means", sums))
    }


def _default_folder() -> Path:
    return Path(platformdirs.user_cache_path("ExperimentOS", appauthor=False), "scorecard-peers")


def _pythons(folder: Path) -> dict[str, Path]:
    """The interpreter of every library, ours first."""
    peers = {peer: environments.ensure(peer, folder) for peer in environments.PEERS}
    return {OURS: Path(sys.executable), **peers}


@contextmanager
def _running(name: str, python: Path, figures: Path) -> Iterator[Library]:
    module = f"with_{name.lower().replace('-', '_')}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT) if name == OURS else ""}
    with subprocess.Popen(
        [python, "worker.py", module, figures],
        cwd=_SCRIPTS, env=environment, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        yield Library(process)


def _measure(
    libraries: dict[str, Library], sizes: Sequence[int], runs: int, patience: float
) -> Measured:
    load = _load()
    times = {
        (kind, size, name): seconds
        for kind in KINDS
        for size, by_name in _times(libraries, kind, sizes, runs, patience)
        for name, seconds in by_name.items()
    }
    peers = [name for name in libraries if name != OURS]
    differences = {
        (kind, peer): difference
        for kind in KINDS
        for peer, difference in _differences(libraries, kind, peers).items()
    }
    return Measured(
        kinds=KINDS,
        sizes=sizes,
        peers=peers,
        times=times,
        differences=differences,
        surroundings=f"Medians of {runs} runs in turn. {_surroundings(load)}",
    )


def _times(
    libraries: dict[str, Library], kind: str, sizes: Sequence[int], runs: int, patience: float
) -> Iterator[tuple[int, dict[str, list[float]]]]:
    """Seconds of every run, size by size; none for a peer the size before was too much for."""
    able = dict(libraries)
    for size in sorted(sizes):
        print(f"{kind}, {size:,} metrics ...", file=sys.stderr, flush=True)
        seconds: dict[str, list[float]] = {name: [] for name in libraries}
        for _ in range(runs):
            for name, library in able.items():
                if sum(seconds[name]) <= patience:
                    answer = library.ask("time", kind, size)
                    seconds[name].append(float(str(answer)))
        yield size, seconds
        able = {name: able[name] for name in able if min(seconds[name]) <= patience}


def _differences(
    libraries: dict[str, Library], kind: str, peers: Iterable[str]
) -> dict[str, float | None]:
    ours = np.array(libraries[OURS].ask("check", kind, _CHECKED))
    answers = {peer: libraries[peer].ask("check", kind, _CHECKED) for peer in peers}
    return {
        peer: float(np.max(np.abs(np.array(answer) - ours))) if answer else None
        for peer, answer in answers.items()
    }


def _surroundings(load_before: str) -> str:
    packages = ", ".join(f"{package} {version(package)}" for package in ("numpy", "scipy"))
    pins = "; ".join(", ".join(pins).replace("==", " ") for pins in environments.PEERS.values())
    return (
        f"{os.cpu_count()} cores ({sys.platform}), load {load_before} before and {_load()} after. "
        f"Python {sys.version.split()[0]} throughout; ExperimentOS with {packages}; {pins}."
    )


def _load() -> str:
    """How many processes wanted a core in the last minute; not known on Windows."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _replace_tables(path: Path, text: str) -> None:
    """Keep what stands before the first table's heading."""
    before, _, _ = path.read_text(encoding="utf-8").partition("## Proportions\n")
    path.write_text(before + text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
