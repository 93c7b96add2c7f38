"""Arms and counts that passed the health check: a Dataset that exists is usable."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CountMetric:
    """A count out of the users of each arm.

    Attributes:
        name: Its column.
        counts: One per arm, in the order of the dataset's arms; 0 <= count <= users.
    """

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One experiment in exact whole numbers, the control first.

    Attributes:
        variants: Names of the arms; the first is the control.
        users: Users of each arm, all positive.
        primary: The metric the decision is about.
        guardrails: Metrics that must not get worse.
    """

    variants: tuple[str, ...]
    users: tuple[int, ...]
    primary: CountMetric
    guardrails: tuple[CountMetric, ...] = ()

    @property
    def control(self) -> str:
        """Name of the control."""
        return self.variants[0]

    @property
    def treatments(self) -> tuple[str, ...]:
        """Names of the treatments."""
        return self.variants[1:]
