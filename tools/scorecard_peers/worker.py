"""Runs in a library's own environment: times its scorecards whenever a line on stdin asks for it.

    python worker.py MODULE INPUT.json

Each line in is a JSON list [action, kind, size], each line out the JSON answer. "time" answers with
the seconds of one scorecard, "check" with the p-values. The library's own input objects are made
before the clock starts.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LONG_ENOUGH = 0.02
"""Seconds; shorter scorecards are repeated within one measurement, and the mean is taken."""
_NO_WARM_UP = 5.0
"""Seconds; what takes longer is not run once more just to be warm (smaller sizes went before)."""


def main(module_name: str, input_file: str) -> None:
    """Answer requests until stdin ends."""
    library = importlib.import_module(module_name)
    columns = json.loads(Path(input_file).read_text(encoding="utf-8"))
    ready: dict[tuple[str, int], tuple[Callable[[], object], int]] = {}
    for line in sys.stdin:
        action, kind, size = json.loads(line)
        rows = {name: values[:size] for name, values in columns[kind].items()}
        answer: Any
        if action == "check":
            answer = library.P_VALUES[kind](rows)
        elif (kind, size) in ready:
            answer = _seconds(*ready[kind, size])
        else:
            scorecard = library.SCORECARDS[kind](rows)
            answer, repeats = _first(scorecard)
            ready[kind, size] = scorecard, repeats
        print(json.dumps(answer), flush=True)


def _first(scorecard: Callable[[], object]) -> tuple[float, int]:
    """Seconds after a warm-up, and how often to run it within one measurement."""
    cold = _seconds(scorecard, 1)
    if cold > _NO_WARM_UP:
        return cold, 1
    repeats = max(1, round(_LONG_ENOUGH / _seconds(scorecard, 1)))
    return _seconds(scorecard, repeats), repeats


def _seconds(scorecard: Callable[[], object], repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        scorecard()
    return (time.perf_counter() - start) / repeats


if __name__ == "__main__":
    main(*sys.argv[1:])
