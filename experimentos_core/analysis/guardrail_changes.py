"""How a guardrail changed, before it is judged: rates and means in one form."""

from dataclasses import dataclass

import numpy as np

from experimentos_core.analysis.means import compare_mean, interval_of
from experimentos_core.analysis.numbers import Bounds, bounds, defined
from experimentos_core.analysis.wording import NOT_TESTABLE
from experimentos_core.charter import Charter
from experimentos_core.dataset import CountMetric, Dataset, MeanMetric, Metric
from experimentos_core.foundation.config import Thresholds
from experimentos_core.stats.exact import fisher_p
from experimentos_core.stats.proportions import compare_proportions, is_sparse


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The numbers of one treatment; None where they could not be had.

    Attributes:
        control: Rate or mean of the control.
        treatment: Rate or mean of the treatment.
        delta: Treatment minus control.
        ci: Its interval.
        relative_delta: `delta` divided by the control's value.
        relative_ci: Its interval.
        p_value: Two-sided p-value.
        fisher_p: Fisher's exact p-value on sparse tables of counts.
        reason: Why `ci` is None, a clause; empty where it is not.
    """

    control: float | None
    treatment: float | None
    delta: float | None
    ci: Bounds | None
    relative_delta: float | None
    relative_ci: Bounds
    p_value: float | None
    fisher_p: float | None = None
    reason: str = ""


def changes_of(
    dataset: Dataset, metric: Metric, charter: Charter, thresholds: Thresholds
) -> tuple[Change, ...]:
    """Return how a metric changed in each treatment, at the charter's level, not corrected."""
    if isinstance(metric, CountMetric):
        return _rates(dataset, metric, charter.alpha)
    arms = range(1, len(dataset.variants))
    return tuple(_mean(metric, arm, charter.alpha, thresholds) for arm in arms)


def _rates(dataset: Dataset, metric: CountMetric, alpha: float) -> tuple[Change, ...]:
    users = np.array(dataset.users, dtype=np.int64)
    counts = np.array(metric.counts, dtype=np.int64)
    test = compare_proportions(counts[0], users[0], counts[1:], users[1:], alpha)
    sparse = is_sparse(counts[0], users[0], counts[1:], users[1:])
    found: list[Change] = []
    for i in range(len(dataset.treatments)):
        cells = (metric.counts[0], dataset.users[0], metric.counts[i + 1], dataset.users[i + 1])
        found.append(
            Change(
                control=cells[0] / cells[1],
                treatment=cells[2] / cells[3],
                delta=float(test.difference[i]),
                ci=bounds(test.difference_low[i], test.difference_high[i]),
                relative_delta=defined(test.relative_lift[i]),
                relative_ci=bounds(test.relative_low[i], test.relative_high[i]),
                p_value=float(test.p_value[i]),
                fisher_p=fisher_p(*cells) if bool(sparse[i]) else None,
            )
        )
    return tuple(found)


def _mean(metric: MeanMetric, arm: int, alpha: float, thresholds: Thresholds) -> Change:
    found = compare_mean(metric, arm, alpha, thresholds)
    return Change(
        control=found.control_mean,
        treatment=found.treatment_mean,
        delta=found.absolute_lift,
        ci=interval_of(found),
        relative_delta=found.relative_lift,
        relative_ci=(found.relative_low, found.relative_high),
        p_value=found.p_value,
        reason="" if found.reason is None else NOT_TESTABLE[found.reason],
    )
