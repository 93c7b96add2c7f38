"""Where the metrics stand today, read off the control of data that passed its check."""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from experimentos_core.charter import Charter
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.values import MetricKind, Severity
from experimentos_core.reading.table import column_key
from experimentos_gui.wizard.numbers import number_text, points_text
from experimentos_gui.wizard.size_draft import LevelDraft, SizeDraft

if TYPE_CHECKING:
    from experimentos_core.dataset import Dataset, Metric

_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricToday:
    """Where a metric stands, as it would be typed.

    Attributes:
        name: Its column, or the name of a continuous metric.
        kind: Whether it is a rate or a mean.
        level: Its rate in percent, or its mean; empty where there is none.
        sd: Its standard deviation, where it is a mean and has one.
    """

    name: str
    kind: MetricKind
    level: str
    sd: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Where everything stands in one export.

    Attributes:
        source: The name of the file; empty for the open data.
        control: The variant it is read off.
        primary: The metric that decides.
        guardrails: Further metrics.
        users: Users of each arm, or values of a mean that decides; the control first.
    """

    source: str
    control: str
    primary: MetricToday
    guardrails: tuple[MetricToday, ...]
    users: tuple[int, ...]


def read_off(dataset: "Dataset", source: str = "") -> Today:
    """Return where the metrics of checked data stand, by its control."""
    primary = dataset.primary
    return Today(
        source=source,
        control=dataset.control,
        primary=_today(dataset, primary),
        guardrails=tuple(_today(dataset, one) for one in dataset.guardrails),
        users=dataset.users if primary.kind is MetricKind.RATE else _sizes(primary),
    )


def read_off_file(path: Path, charter: Charter) -> Today:
    """Read where the metrics of a plan stand off another export.

    Raises:
        ReadingError: When the file cannot be read without questions, or is blocked.
    """
    from experimentos_gui.session.work import (  # noqa: PLC0415 - loads on the thread
        check_table,
        read_file,
    )

    made = read_file(path, {}, _go_on).reading.interpretation
    if made.table is None or not made.is_ready:
        message = f"{path.name} cannot be read without a question."
        raise ReadingError(message, "Open it as data, answer there, and take it from the data.")
    plan = Charter(primary=charter.primary, guardrails=charter.guardrails)
    checkup = check_table(made.table, plan, made.roles)
    if checkup.dataset is None:
        reasons = [one.message for one in checkup.health.issues if one.severity is Severity.BLOCKED]
        raise ReadingError(f"{path.name} cannot be used.", " ".join(reasons[:1]))
    return read_off(checkup.dataset, path.name)


def take_over(size: SizeDraft, today: Today, names: tuple[str, ...]) -> SizeDraft:
    """Return the size with what an export says; what it does not say stays as typed.

    Args:
        size: What is typed.
        today: What the export says.
        names: The guardrails of the plan.
    """
    known = {column_key(one.name): one for one in today.guardrails}
    is_mean = today.primary.kind is MetricKind.MEAN
    taken = size.of_kind(is_mean=is_mean)
    taken = replace(
        taken,
        baseline=today.primary.level or taken.baseline,
        sd=today.primary.sd or taken.sd,
    )
    for name in names:
        one = known.get(column_key(name))
        if one is not None:
            taken = taken.with_level(LevelDraft(name=name, level=one.level, sd=one.sd))
    return taken.undecided()


def _today(dataset: "Dataset", metric: "Metric") -> MetricToday:
    from experimentos_core.dataset import CountMetric  # noqa: PLC0415 - loads on the thread

    if isinstance(metric, CountMetric):
        rate = metric.counts[0] / dataset.users[0]
        level = points_text(_rounded(rate)) if 0 < rate < 1 else ""
        return MetricToday(name=metric.name, kind=MetricKind.RATE, level=level, sd="")
    from experimentos_core.stats.exact_variance import (  # noqa: PLC0415 - loads on the thread
        variance_of_sums,
    )

    moments = variance_of_sums(*metric.arm(0))
    sd = math.sqrt(moments.variance) if moments.variance else None
    return MetricToday(
        name=metric.name,
        kind=MetricKind.MEAN,
        level="" if moments.mean is None else number_text(_rounded(moments.mean)),
        sd="" if sd is None else number_text(_rounded(sd)),
    )


def _sizes(metric: "Metric") -> tuple[int, ...]:
    from experimentos_core.dataset import MeanMetric  # noqa: PLC0415 - loads on the thread

    return metric.sizes if isinstance(metric, MeanMetric) else ()


def _rounded(value: float) -> float:
    """To four digits: more are of no use in a plan."""
    return float(f"{value:.{_DIGITS}g}")


def _go_on() -> None:
    """A small file is read in one go."""
