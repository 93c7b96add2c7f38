"""Samples of continuous metrics as sums: what an export of each experiment would hold."""

import math
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from experimentos_core.stats.counts import Floats
from tools.calibration.outcomes import stream
from tools.calibration.plan import SPLITS, Plan, arm_sizes

_BLOCK = 1_000_000
"""Values drawn at a time."""

_PART = 100_000_000
"""Values of one task, so that both cores have work to the end."""

_PAYING = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A distribution, with its moments in closed form."""

    name: str
    mean: float
    sd: float
    skewness: float


def _lognormal(sigma: float, paying: float, name: str) -> Shape:
    """`paying` of the values are exp(sigma * z), the others 0."""
    first, second, third = (paying * math.exp(0.5 * (k * sigma) ** 2) for k in (1, 2, 3))
    sd = math.sqrt(second - first * first)
    skewness = (third - 3.0 * first * second + 2.0 * first**3) / sd**3
    return Shape(name=name, mean=first, sd=sd, skewness=skewness)


SKEWED = (
    _lognormal(1.0, 1.0, "lognormal, sigma 1"),
    _lognormal(2.0, 1.0, "lognormal, sigma 2"),
    _lognormal(1.0, _PAYING, "95 % zeros, else lognormal"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Size, means and variances of one arm in every experiment."""

    n: int
    mean: Floats
    variance: Floats

    def scaled(self, factor: float) -> "Arm":
        """The same experiments with every value multiplied."""
        return Arm(n=self.n, mean=factor * self.mean, variance=factor * factor * self.variance)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesPart:
    """Some of the experiments of one size."""

    users: int
    runs: int
    part: int


def value_parts(plan: Plan) -> list[ValuesPart]:
    """All experiments, in tasks of similar work."""
    parts = []
    for users, runs in plan.value_sizes:
        tasks = -(-users * runs // _PART)
        share = -(-runs // tasks)
        parts += [
            ValuesPart(users=users, runs=min(share, runs - task * share), part=task)
            for task in range(tasks)
        ]
    return parts


def draw_sums(part: ValuesPart) -> Floats:
    """Sums and sums of squares: [shape, moment, segment, experiment].

    Segments lie between the ends of the control in the splits of the grid, so that one draw
    serves every split; the shapes share their normal deviates.
    """
    generator = stream("values", part.users, part.part)
    starts = [0, *_ends(part.users)]
    at_once = max(1, _BLOCK // part.users)
    result = np.empty((len(SKEWED), 2, len(starts), part.runs))
    for first in range(0, part.runs, at_once):
        runs = min(at_once, part.runs - first)
        plain = np.exp(generator.standard_normal((runs, part.users)))
        paying = generator.random((runs, part.users), dtype=np.float32) < _PAYING
        square = plain * plain
        # Value and its square of each shape; sigma 2 is the square of sigma 1.
        for shape, moment, values in (
            (0, 0, plain),
            (0, 1, square),
            (1, 0, square),
            (1, 1, square * square),
            (2, 0, plain * paying),
            (2, 1, square * paying),
        ):
            sums = np.add.reduceat(values, starts, axis=1)
            result[shape, moment, :, first : first + runs] = sums.T
    return result


def skewed_arms(sums: Floats, users: int, split: tuple[int, ...], shape: int) -> tuple[Arm, ...]:
    """Arms of one split, the control first; it may cut the values where the grid's splits do."""
    sizes = arm_sizes(users, split)
    cuts = [1 + _ends(users).index(end) for end in list(accumulate(sizes))[:-1]]
    of_arm = np.add.reduceat(sums[shape], [0, *cuts], axis=1)
    return tuple(_arm(n, of_arm[:, arm]) for arm, n in enumerate(sizes))


def normal_arm(n: int, sd: float, runs: int, generator: np.random.Generator) -> Arm:
    """Mean 1; mean and variance of normal samples drawn from their own distributions."""
    df = max(n - 1, 1)
    mean = 1.0 + sd / math.sqrt(n) * generator.standard_normal(runs)
    return Arm(n=n, mean=mean, variance=sd * sd / df * generator.chisquare(df, runs))


def _ends(users: int) -> list[int]:
    ends = [arm_sizes(users, split)[0] for split in SPLITS]
    assert all(low < high for low, high in pairwise(ends))  # noqa: S101 - the grid's own promise
    return ends


def _arm(n: int, moments: Floats) -> Arm:
    spread = np.maximum(moments[1] - moments[0] * moments[0] / n, 0.0)
    return Arm(n=n, mean=moments[0] / n, variance=spread / max(n - 1, 1))
