"""`make bench-characteristics`: a million simulated experiments through the whole decision rule.

Three guardrails, all rules of health included. One simulation draws the data once and decides
it in every scenario by each of the three guardrail rules; experiments are counted once, however
often they are decided. The time of the processor stands beside that of the clock: on a busy
machine only the first says what the work costs.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Sequence

from experimentos_core.charter import Margins
from experimentos_core.foundation.values import MarginScale
from experimentos_core.operating_characteristics import (
    PlannedDecision,
    PlannedGuardrail,
    RateBaseline,
    simulate,
)

BUDGET_SECONDS = 5.0
BUDGET_BYTES = 1_000_000_000
_EXPERIMENTS = 1_000_000
_RUNS = 3


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and return 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="tools.bench_characteristics", description=__doc__)
    parser.add_argument("--experiments", type=int, default=_EXPERIMENTS, help="in every scenario")
    parser.add_argument("--runs", type=int, default=_RUNS, help="repetitions (3)")
    options = parser.parse_args(arguments)
    plan = _plan()
    simulate(plan, experiments=1000)  # what is imported or cached at first use is not the work
    seconds, busy, decided = [], [], 0
    for _ in range(options.runs):
        clock, processor = time.perf_counter(), time.process_time()
        found = simulate(plan, experiments=options.experiments)
        seconds.append(time.perf_counter() - clock)
        busy.append(time.process_time() - processor)
        decided = sum(len(each.scenarios) for each in found.by_guardrail_rule)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(
        f"{options.experiments:,} experiments with {len(plan.guardrails)} guardrails, each "
        f"decided {decided} times (scenarios by guardrail rules): "
        f"{statistics.median(seconds):.1f} s by the clock, "
        f"{statistics.median(busy):.1f} s of processor in all, {peak / 1e6:.0f} MB at most "
        f"(medians of {options.runs}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f})."
    )
    missed = min(seconds) > BUDGET_SECONDS or peak > BUDGET_BYTES
    verdict = "missed" if missed else "met"
    print(f"Budget {BUDGET_SECONDS:g} s, {BUDGET_BYTES / 1e6:.0f} MB: {verdict}.")
    return int(missed)


def _plan() -> PlannedDecision:
    """An ordinary plan: two arms of 5,000, three guardrails at 5 %."""
    margins = Margins(worsened=0.001, severe=0.003, scale=MarginScale.ABSOLUTE)
    return PlannedDecision(
        baseline=RateBaseline(rate=0.1),
        mde=0.017,
        users=(5000, 5000),
        guardrails=tuple(
            PlannedGuardrail(name=name, baseline=RateBaseline(rate=0.05), margins=margins)
            for name in ("cancel", "refund", "error")
        ),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
