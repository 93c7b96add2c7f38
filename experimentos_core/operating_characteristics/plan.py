"""What is planned, as far as the verdict depends on it. A plan that exists can be simulated."""

import math
from dataclasses import dataclass, replace

from experimentos_core.charter import Margins
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    MarginScale,
    MetricKind,
)

_ROUNDING = 1e-12
_LARGEST = 1e90
_MOST_USERS = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBaseline:
    """A share of users, as it is without the change.

    Attributes:
        rate: Between 0 and 1, both ends excluded.
    """

    rate: float

    def __post_init__(self) -> None:
        """Refuse what is no rate, and rates that never vary."""
        if not 0 < self.rate < 1:
            message = f"The baseline rate must lie between 0 and 1, but is {self.rate}."
            raise CharterError(message, "A rate of 10 % is written 0.1.")

    @property
    def kind(self) -> MetricKind:
        """Shares are compared as rates."""
        return MetricKind.RATE

    @property
    def level(self) -> float:
        """The rate."""
        return self.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanBaseline:
    """A metric with one value per user, as it is without the change.

    Attributes:
        mean: Mean over the users.
        sd: Standard deviation over the users.
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if not abs(self.mean) <= _LARGEST:
            raise CharterError(f"The baseline mean must be a finite number, but is {self.mean}.")
        if not 1 / _LARGEST <= self.sd <= _LARGEST:
            message = f"The standard deviation must be above 0 and finite, but is {self.sd}."
            raise CharterError(message, "Take it from a past experiment.")

    @property
    def kind(self) -> MetricKind:
        """Values are compared as means."""
        return MetricKind.MEAN

    @property
    def level(self) -> float:
        """The mean."""
        return self.mean


type Baseline = RateBaseline | MeanBaseline


def reached(baseline: Baseline, change: float) -> float | None:
    """Return the level after an absolute change; None where a rate cannot get there."""
    level = baseline.level + change
    if isinstance(baseline, MeanBaseline):
        return level
    inside = min(max(level, 0.0), 1.0)
    return inside if abs(level - inside) <= _ROUNDING else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedGuardrail:
    """A metric that must not get worse, and where it stands.

    Attributes:
        name: What it is called.
        baseline: Its level without the change.
        margins: From which harmful change it counts as worsened, and as severe.
        direction: The direction of harm.
    """

    name: str
    baseline: Baseline
    margins: Margins
    direction: Direction = Direction.UP

    def __post_init__(self) -> None:
        """Refuse margins that order nothing, and relative ones of what has no relative change."""
        worsened, severe = self.margins.worsened, self.margins.severe
        if not 0 < worsened <= severe < math.inf:
            message = f"The margins of guardrail {self.name!r} must be above 0, worsened first."
            raise CharterError(message, "A margin of 0.3 percentage points is written 0.003.")
        if self.is_relative and self.baseline.level <= 0:
            message = (
                f"The guardrail {self.name!r} has no relative change: its mean is not above 0."
            )
            raise CharterError(message, "Give it margins in its own unit.")

    @property
    def is_relative(self) -> bool:
        """Whether its margins are shares of the control's level."""
        return self.margins.scale is MarginScale.RELATIVE

    @property
    def unit(self) -> float:
        """What a margin of 1 is in the metric's own unit."""
        return self.baseline.level if self.is_relative else 1.0

    @property
    def severe_level(self) -> float | None:
        """Its level when it is worse by the severe margin; None where it cannot get there."""
        return reached(self.baseline, self.direction.sign * self.margins.severe * self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDecision:
    """Everything the verdict depends on but the data.

    Attributes:
        baseline: The primary metric without the change.
        mde: Change of it to be detected, absolute, above 0; in the good direction.
        users: Users expected in each arm, the control first.
        split: Shares that were planned and that the sample-ratio test compares with, in the same
            order; None: as the users are expected.
        direction: The good direction of the primary metric.
        alpha: Two-sided significance level.
        correction: How several treatments are corrected for.
        guardrail_rule: How much proof of harm a guardrail asks for.
        guardrails: Metrics that must not get worse.
    """

    baseline: Baseline
    mde: float
    users: tuple[int, ...]
    split: tuple[float, ...] | None = None
    direction: Direction = Direction.UP
    alpha: float = DEFAULT_THRESHOLDS.alpha
    correction: Correction = Correction.BONFERRONI
    guardrail_rule: GuardrailRule = GuardrailRule.EVIDENCE
    guardrails: tuple[PlannedGuardrail, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a plan that no data could follow."""
        if not 0 < self.alpha < 1:
            message = f"The significance level must lie between 0 and 1, but is {self.alpha}."
            raise CharterError(message, "The usual level is 0.05.")
        if not 0 < self.mde < _LARGEST:
            raise CharterError(f"The change to be detected must be above 0, but is {self.mde}.")
        if reached(self.baseline, self.direction.sign * self.mde) is None:
            message = f"A change of {self.mde} takes the rate {self.baseline.level} beyond 0 or 1."
            raise CharterError(message, "Plan for a smaller change.")
        _check_users(self.users, self.split)
        names = [guardrail.name for guardrail in self.guardrails]
        if len(set(names)) < len(names):
            raise CharterError("A guardrail is listed twice.", "List each guardrail once.")

    @property
    def treatments(self) -> int:
        """Number of arms that are compared with the control."""
        return len(self.users) - 1

    @property
    def shares(self) -> tuple[float, ...]:
        """What the sample-ratio test compares with."""
        return self.split or tuple(float(users) for users in self.users)

    def under(self, rule: GuardrailRule) -> "PlannedDecision":
        """Return the same plan under another guardrail rule."""
        return replace(self, guardrail_rule=rule)


def _check_users(users: tuple[int, ...], split: tuple[float, ...] | None) -> None:
    if len(users) < 2 or min(users) < 1 or sum(users) > _MOST_USERS:  # noqa: PLR2004 - two sides
        message = "A control and at least one treatment are needed, each with at least 1 user."
        raise CharterError(message, "Give the users of each arm, the control first.")
    if split is not None and not (
        len(split) == len(users) and all(0 < share < math.inf for share in split)
    ):
        message = "The planned split needs a share above 0 for each arm."
        raise CharterError(message, "Give the shares in the order of the users.")
