"""`make calibrate`: false positives, power and coverage of every method, into docs/.

The same figures on every run, whatever the number of processes. Returns 1 when a promise is broken.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.calibration.document import document
from tools.calibration.plan import FULL, QUICK
from tools.calibration.promises import promises
from tools.calibration.results import measure_all
from tools.setup import ROOT

PAGE = ROOT / "docs" / "calibration.md"


def main(arguments: Sequence[str]) -> int:
    """Measure, write the page, and say which promises are broken."""
    parser = argparse.ArgumentParser(prog="tools.calibrate", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few cells, to see that it works")
    parser.add_argument("--output", type=Path, help="where the page goes")
    parser.add_argument("--workers", type=int, help="processes; as many as cores by default")
    options = parser.parse_args(arguments)
    if options.quick and options.output is None:
        parser.error("--quick needs --output: its few cells are not for docs/.")
    start = time.perf_counter()
    results = measure_all(QUICK if options.quick else FULL, options.workers)
    output: Path = options.output or PAGE
    output.write_text(document(results), encoding="utf-8", newline="\n")
    print(f"{output} written after {time.perf_counter() - start:.0f} s")
    broken = [promise for promise in promises(results) if not promise.kept]
    for promise in broken:
        print(f"BROKEN: {promise.sentence} Measured: {promise.measured}.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
