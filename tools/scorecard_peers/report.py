"""The measured scorecards as Markdown, for the terminal and for docs/scorecards.md."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OURS = "ExperimentOS"
REQUIRED: dict[int, float] = {1_000: 10.0, 10_000: 20.0}
"""Metrics, and how many times faster than the fastest peer their scorecard has to be."""
AGREEMENT = 1e-10

type Times = Mapping[tuple[str, int, str], Sequence[float]]
"""Seconds of every repetition by kind, number of metrics and library; none: it takes too long."""

_TITLES = {"proportions": "Proportions", "means": "Means from sums"}
_MILLISECONDS_WITH_DIGITS = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One run of the benchmark; `differences` is the largest between p-values that should agree."""

    kinds: Sequence[str]
    sizes: Sequence[int]
    peers: Sequence[str]
    times: Times
    differences: Mapping[tuple[str, str], float | None]
    surroundings: str


def ratio(measured: Measured, kind: str, size: int) -> float:
    """Median of the fastest peer over our own."""
    ours = statistics.median(measured.times[kind, size, OURS])
    return min(_medians(measured, kind, size)) / ours


def shortfalls(measured: Measured) -> list[str]:
    """Everything that misses what is required, in words; empty when all is well."""
    slow = [
        f"{kind}, {size:,} metrics: {found:.1f}x, required {REQUIRED[size]:g}x"
        for kind in measured.kinds
        for size in measured.sizes
        if size in REQUIRED and (found := ratio(measured, kind, size)) < REQUIRED[size]
    ]
    apart = [
        f"p-values of {kind} differ from {peer} by {difference:.1e}"
        for (kind, peer), difference in measured.differences.items()
        if difference is not None and not difference <= AGREEMENT
    ]
    return slow + apart


def markdown(measured: Measured) -> str:
    """All tables, and a sentence on where they were measured."""
    parts = [_speed(measured, kind) for kind in measured.kinds]
    return "\n\n".join([*parts, _agreement(measured), measured.surroundings]) + "\n"


def _medians(measured: Measured, kind: str, size: int) -> list[float]:
    times = (measured.times[kind, size, peer] for peer in measured.peers)
    return [statistics.median(seconds) for seconds in times if seconds]


def _speed(measured: Measured, kind: str) -> str:
    names = [OURS, *measured.peers]
    lines = [
        f"## {_TITLES[kind]}",
        "",
        _row(["metrics", *names, "fastest peer / ExperimentOS", "required"]),
        "|" + "--:|" * (len(names) + 3),
    ]
    most = max(len(measured.times[kind, size, OURS]) for size in measured.sizes)
    for size in measured.sizes:
        cells = [_cell(measured.times[kind, size, name], most) for name in names]
        required = f"{REQUIRED[size]:g}x" if size in REQUIRED else ""
        lines.append(
            _row([f"{size:,}", *cells, f"**{ratio(measured, kind, size):.1f}x**", required])
        )
    return "\n".join(lines)


def _cell(seconds: Sequence[float], most: int) -> str:
    if not seconds:
        return "not run"
    milliseconds = 1000 * statistics.median(seconds)
    digits = 0 if milliseconds >= _MILLISECONDS_WITH_DIGITS else 2
    fewer = "" if len(seconds) == most else f" (of {len(seconds)})"
    return f"{milliseconds:,.{digits}f} ms{fewer}"


def _agreement(measured: Measured) -> str:
    lines = [
        "## p-values that should agree",
        "",
        _row(["largest difference from ExperimentOS", *measured.peers]),
        "|---|" + "--:|" * len(measured.peers),
    ]
    for kind, test in (("proportions", "pooled z"), ("means", "Welch's t")):
        if kind in measured.kinds:
            cells = [_difference(measured.differences[kind, peer]) for peer in measured.peers]
            lines.append(_row([test, *cells]))
    return "\n".join(lines)


def _difference(value: float | None) -> str:
    return "has no such test" if value is None else f"{value:.1e}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
