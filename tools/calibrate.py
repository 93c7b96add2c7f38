"""`make calibrate`: false positives, power and coverage of every method, into docs/.

The same figures on every run, whatever the number of processes. Returns 1 when a promise is broken.
`make calibrate ARGS=--means` measures means only, which is a small part of the work.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.calibration.document import document
from tools.calibration.plan import FULL, QUICK, Plan
from tools.calibration.promise import Promise
from tools.calibration.promises import promises
from tools.calibration.promises_of_means import promises_of_means
from tools.calibration.renewed import OtherPageError, with_new_means
from tools.calibration.results import measure_all, measure_means
from tools.setup import ROOT

PAGE = ROOT / "docs" / "calibration.md"


def main(arguments: Sequence[str]) -> int:
    """Measure, write the page, and say which promises are broken."""
    parser = argparse.ArgumentParser(prog="tools.calibrate", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few cells, to see that it works")
    parser.add_argument("--output", type=Path, help="where the page goes")
    means = "measure means only; every other line of docs/calibration.md stays as it is"
    parser.add_argument("--means", action="store_true", help=means)
    parser.add_argument("--workers", type=int, help="processes; as many as cores by default")
    options = parser.parse_args(arguments)
    if options.quick and options.output is None:
        parser.error("--quick needs --output: its few cells are not for docs/.")
    start = time.perf_counter()
    measure = _means if options.means else _everything
    try:
        text, made = measure(QUICK if options.quick else FULL, options.workers)
    except OtherPageError as trouble:
        print(f"{trouble} Write it as a whole: make calibrate.")
        return 1
    output: Path = options.output or PAGE
    output.write_text(text, encoding="utf-8", newline="\n")
    print(f"{output} written after {time.perf_counter() - start:.0f} s")
    broken = [promise for promise in made if not promise.kept]
    for promise in broken:
        print(f"BROKEN: {promise.sentence} Measured: {promise.measured}.")
    return 1 if broken else 0


def _everything(plan: Plan, workers: int | None) -> tuple[str, list[Promise]]:
    results = measure_all(plan, workers)
    return document(results), promises(results)


def _means(plan: Plan, workers: int | None) -> tuple[str, list[Promise]]:
    results = measure_means(plan, workers)
    earlier = PAGE.read_text(encoding="utf-8")
    return with_new_means(earlier, results), promises_of_means(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
