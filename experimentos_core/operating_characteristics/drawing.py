"""Data drawn as a plan expects it: users by the split, counts binomially, means normally."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experimentos_core.operating_characteristics.plan import Baseline, MeanBaseline, PlannedDecision

type Floats = NDArray[np.float64]
type Counts = NDArray[np.int64]

_USERS, _PRIMARY, _FIRST_GUARDRAIL = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """Users of many experiments.

    Attributes:
        arrived: One row an experiment, one column an arm, the control first.
        control: Those of the control as a column, at least 1.
        treated: Those of the treatments, at least 1.
    """

    arrived: Counts
    control: Counts
    treated: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One metric in the control (one column) or in the treatments.

    Attributes:
        users: At least 1.
        values: Counts of a rate; means of a mean.
        variances: Of a mean; 0 for a rate.
    """

    users: Counts
    values: Floats
    variances: Floats


def draw_users(plan: PlannedDecision, dice: np.random.Generator, experiments: int) -> Users:
    """Send every user to an arm by chance, as an assignment does."""
    total = sum(plan.users)
    shares = [users / total for users in plan.users]
    arrived = dice.multinomial(total, shares, experiments)
    # A metric of nobody has no value; such data is blocked, whatever stands there.
    present = np.maximum(arrived, 1)
    return Users(arrived=arrived, control=present[:, :1], treated=present[:, 1:])


def draw_metric(
    baseline: Baseline, levels: Iterable[float | None], users: Users, dice: np.random.Generator
) -> tuple[Sample, list[Sample | None]]:
    """Draw one metric: in the control, and in the treatments at each of the levels.

    Experiments that differ in nothing but a level share their users and their control, so that
    scenarios are compared under the same luck.
    """
    control = _draw(baseline, baseline.level, users.control, dice)
    treated = [
        None if level is None else _draw(baseline, level, users.treated, dice) for level in levels
    ]
    return control, treated


def users_dice(seed: int, block: int) -> np.random.Generator:
    """The dice that send users to arms."""
    return _dice(seed, block, _USERS)


def primary_dice(seed: int, block: int) -> np.random.Generator:
    """The dice of the primary metric."""
    return _dice(seed, block, _PRIMARY)


def guardrail_dice(seed: int, block: int, position: int) -> np.random.Generator:
    """The dice of a guardrail; one more guardrail leaves the draws of the others as they were."""
    return _dice(seed, block, _FIRST_GUARDRAIL + position)


def _dice(seed: int, block: int, key: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(block, key)))


def _draw(baseline: Baseline, level: float, users: Counts, dice: np.random.Generator) -> Sample:
    """Draw a binomial count, or a normal mean with its chi-square variance."""
    if isinstance(baseline, MeanBaseline):
        means = dice.normal(level, baseline.sd / np.sqrt(users))
        degrees = np.maximum(users - 1, 1)
        variances = baseline.sd * baseline.sd * dice.chisquare(degrees) / degrees
        return Sample(users=users, values=means, variances=variances)
    counts = dice.binomial(users, level)
    return Sample(
        users=users, values=counts.astype(np.float64), variances=np.zeros((), dtype=np.float64)
    )
