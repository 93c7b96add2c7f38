"""The metric that decides, and those that are only looked at."""

from dataclasses import dataclass

from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Direction, MetricKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryPlan:
    """The metric the decision is about.

    Attributes:
        metric: Its name in words, or that of a continuous metric of the data, which then decides;
            empty: the name of the conversions column.
        direction: The good direction.
        kind: Whether it is a rate or a mean; None: a mean where the data has a continuous metric
            of that name, else the rate of the conversions.
    """

    metric: str = ""
    direction: Direction = Direction.UP
    kind: MetricKind | None = None

    def __post_init__(self) -> None:
        """Refuse a mean of nothing."""
        if self.kind is MetricKind.MEAN and not self.metric.strip():
            raise CharterError("The primary metric is a mean but has no name.", "Name the metric.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryPlan:
    """A metric that is looked at beside the primary one and decides nothing.

    Attributes:
        name: Its column, or the name of a continuous metric.
        direction: The good direction.
    """

    name: str
    direction: Direction = Direction.UP
