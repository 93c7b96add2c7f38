"""Arms and metrics that passed the health check: a Dataset that exists is usable."""

from dataclasses import dataclass
from decimal import Decimal

from experimentos_core.foundation.values import MetricKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CountMetric:
    """A count out of the users of each arm.

    Attributes:
        name: Its column.
        counts: One per arm, in the order of the dataset's arms; 0 <= count <= users.
    """

    name: str
    counts: tuple[int, ...]

    @property
    def kind(self) -> MetricKind:
        """Counts are compared as rates."""
        return MetricKind.RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanMetric:
    """A continuous metric: exact sums over the values of each arm, arms in the dataset's order.

    Attributes:
        name: X of `X_sum`.
        per: The column of its n: what one value belongs to.
        sizes: Number of values, at least 0.
        sums: Sum of the values, with the digits of the file.
        squares: Sum of their squares, with the digits of the file.
    """

    name: str
    per: str
    sizes: tuple[int, ...]
    sums: tuple[Decimal, ...]
    squares: tuple[Decimal, ...]

    @property
    def kind(self) -> MetricKind:
        """Sums are compared as means."""
        return MetricKind.MEAN

    def arm(self, index: int) -> tuple[int, Decimal, Decimal]:
        """Return n, sum and sum of squares of one arm."""
        return self.sizes[index], self.sums[index], self.squares[index]


type Metric = CountMetric | MeanMetric


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One experiment in exact numbers, the control first.

    Attributes:
        variants: Names of the arms; the first is the control.
        users: Users of each arm, all positive.
        primary: The metric the decision is about.
        guardrails: Metrics that must not get worse.
        means: Every continuous metric but the primary one, guardrails among them.
    """

    variants: tuple[str, ...]
    users: tuple[int, ...]
    primary: Metric
    guardrails: tuple[Metric, ...] = ()
    means: tuple[MeanMetric, ...] = ()

    def guarding(self, metric: MeanMetric) -> str | None:
        """Name of the guardrail that a continuous metric is; None where it is none."""
        return next(
            (
                guardrail.name
                for guardrail in self.guardrails
                if isinstance(guardrail, MeanMetric)
                and (guardrail.sums, guardrail.squares) == (metric.sums, metric.squares)
            ),
            None,
        )

    @property
    def control(self) -> str:
        """Name of the control."""
        return self.variants[0]

    @property
    def treatments(self) -> tuple[str, ...]:
        """Names of the treatments."""
        return self.variants[1:]
