"""The scorecard benchmark tells a miss from a success, and gives everyone the same figures."""

import math

import pytest

from tools import bench_scorecards
from tools.scorecard_peers.report import OURS, Measured, markdown, ratio, shortfalls


def measured(ours=0.01, fast=1.0, slow=50.0, difference=1e-14):
    times = {
        ("means", 10_000, OURS): [ours, ours, 9.0],
        ("means", 10_000, "fast"): [fast, fast, fast],
        ("means", 10_000, "slow"): [slow] if slow else [],
    }
    return Measured(
        kinds=["means"],
        sizes=[10_000],
        peers=["fast", "slow"],
        times=times,
        differences={("means", "fast"): difference, ("means", "slow"): None},
        surroundings="Somewhere.",
    )


def test_ratio_is_of_medians_to_the_fastest_peer():
    assert ratio(measured(), "means", 10_000) == pytest.approx(100)
    assert not shortfalls(measured())


def test_too_slow_and_apart_are_said():
    assert "19.0x, required 20x" in shortfalls(measured(fast=0.19))[0]
    assert "differ from fast by 1.1e-10" in shortfalls(measured(difference=1.1e-10))[0]
    assert shortfalls(measured(difference=math.nan))


def test_the_table_says_what_was_not_measured():
    text = markdown(measured(slow=None))
    assert "| 10,000 | 10.00 ms | 1,000 ms | not run | **100.0x** | 20x |" in text
    assert "| Welch's t | 1.0e-14 | has no such test |" in text
    assert "50,000 ms (of 1)" in markdown(measured())


def test_figures_are_the_same_every_time_and_possible():
    figures = bench_scorecards.make_figures(50)
    assert figures == bench_scorecards.make_figures(50)
    counts, sums = figures["proportions"], figures["means"]
    assert all(0 < x <= n for x, n in zip(counts["x_t"], counts["n_t"], strict=True))
    rows = zip(sums["n_c"], sums["sum_c"], sums["sum_sq_c"], strict=True)
    assert all(total_sq > total**2 / n for n, total, total_sq in rows)


def test_tables_replace_tables(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("Kept.\n\n## Proportions\nold\n", encoding="utf-8")
    bench_scorecards._replace_tables(path, "## Proportions\nnew\n")
    assert path.read_text(encoding="utf-8") == "Kept.\n\n## Proportions\nnew\n"
