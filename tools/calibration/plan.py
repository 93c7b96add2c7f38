"""The grid: which sizes, rates and splits, and how much work a figure is worth."""

from dataclasses import dataclass

SEED = 20_260_301
ALPHA = 0.05
SPLITS = ((50, 50), (90, 10), (96, 4))
AIM = 0.8
"""Power that the effects of the grid are chosen for, by the normal formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run of the whole.

    Attributes:
        sizes: Users of both arms together.
        rates: Conversion rates of the control.
        most_tables: Two-arm tables enumerated at most; where more are possible, as many
            experiments are simulated.
        most_exact_tests: Fisher tests at most, each a call of its own.
        runs: Simulated experiments where each costs little.
        value_sizes: Values of both arms together, for metrics with a distribution that must be
            drawn value by value, each with its number of experiments.
        pairs: Experiments with a truth drawn from the prior, for the Bayesian figures.
        draws: Posterior draws in each of them.
    """

    sizes: tuple[int, ...]
    rates: tuple[float, ...]
    most_tables: int
    most_exact_tests: int
    runs: int
    value_sizes: tuple[tuple[int, int], ...]
    pairs: int
    draws: int


FULL = Plan(
    sizes=(20, 50, 200, 1_000, 10_000, 100_000, 1_000_000),
    rates=(0.001, 0.01, 0.05, 0.2, 0.5),
    most_tables=400_000,
    most_exact_tests=10_000,
    runs=400_000,
    value_sizes=(
        (20, 100_000),
        (100, 100_000),
        (1_000, 100_000),
        (10_000, 40_000),
        (100_000, 10_000),
        (1_000_000, 2_000),
    ),
    pairs=5_000,
    draws=4_000,
)

QUICK = Plan(
    sizes=(20, 1_000),
    rates=(0.01, 0.5),
    most_tables=20_000,
    most_exact_tests=400,
    runs=4_000,
    value_sizes=((20, 2_000), (1_000, 2_000)),
    pairs=200,
    draws=1_000,
)


def arm_sizes(users: int, split: tuple[int, ...]) -> tuple[int, ...]:
    """Users per arm, the control first; every arm has at least one."""
    others = [max(1, users * share // sum(split)) for share in split[1:]]
    return users - sum(others), *others


def split_name(split: tuple[int, ...]) -> str:
    """As people write it."""
    return ":".join(str(share) for share in split)
