"""What the users that came could have shown: the smallest change found with the planned power.

It depends on the plan, the number of users and how much the metric varies, never on the change
that was seen; so it is no "observed power", which only says the p-value again.
"""

from dataclasses import dataclass

import numpy as np

from experimentos_core.analysis import Comparison, MeanComparison, PrimaryResult, RateComparison
from experimentos_core.analysis.comparison_words import not_testable
from experimentos_core.charter import Charter, SizePlan
from experimentos_core.charter.chain import LockedCharter
from experimentos_core.experiment import Report
from experimentos_core.foundation.values import Direction, MetricKind
from experimentos_core.promise import Subject
from experimentos_core.sizing import SizeRequest
from experimentos_core.stats.power import mean_mde, proportion_detectable_change
from experimentos_core.stats.welch import critical_t

_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievedMde:
    """The smallest change that the treatment with the fewest users could have shown.

    Attributes:
        change: Its size, above 0, in the metric's unit (0.02 is two percentage points); for a rate
            in the good direction. None where there is none.
        reason: Why there is none, a sentence; empty where there is one.
        variant: The treatment with the fewest users, or values of a mean.
        baseline: The rate it starts from, the planned one before the control's; None for a mean.
        power: The chance of finding it.
        is_planned: Whether that power was planned for; else it is the usual one.
        planned: The smallest change that was to be found; None where none was planned.
    """

    change: float | None
    reason: str
    variant: str
    baseline: float | None
    power: float
    is_planned: bool
    planned: float | None


def counting_version(report: Report) -> LockedCharter | None:
    """Return the locked version the result was held to; None without a lock.

    Where unusable data leaves no result to hold to any, the last one.
    """
    promise = report.promise
    if promise is None:
        return report.lock[-1] if report.lock else None
    return next((one for one in report.lock if one.version == promise.version), None)


def promised_charter(report: Report) -> Charter:
    """Return what was promised: the locked version that counts, else the plan that was followed."""
    locked = counting_version(report)
    return report.charter if locked is None else locked.charter


def decides_as_promised(report: Report) -> bool:
    """Whether the metric that decided is the promised one, as far as anything was promised."""
    deviations = report.promise.deviations if report.promise is not None else ()
    return all(deviation.subject is not Subject.PRIMARY for deviation in deviations)


def achieved_mde(report: Report) -> AchievedMde | None:
    """Return the smallest change these users could have shown; None where the data is unusable.

    Level and correction are those of the test that was run; of several steps (Holm,
    Benjamini-Hochberg) the first. Rates by Cohen's h (1988), means by the noncentral t
    distribution with the planned standard deviation, else the one behind the interval's standard
    error. What was planned for another metric is left aside.
    """
    primary = report.primary
    if primary is None:
        return None
    size = _planned_size(report, primary)
    smallest = min(primary.comparisons, key=lambda comparison: _sizes(comparison)[1])
    baseline = None
    if isinstance(smallest, RateComparison):
        baseline = smallest.control.rate if size.baseline is None else size.baseline
    change, reason = _smallest_change(report, size, smallest, baseline)
    return AchievedMde(
        change=change,
        reason=reason,
        variant=smallest.variant,
        baseline=baseline,
        power=size.power,
        is_planned=_plans_power(size),
        planned=size.mde,
    )


def _planned_size(report: Report, primary: PrimaryResult) -> SizePlan:
    """Return the planned size as far as it is about the metric that decided."""
    size = promised_charter(report).size
    is_for_mean = primary.kind is MetricKind.RATE and size.sd is not None
    if is_for_mean or not decides_as_promised(report):
        return SizePlan(power=size.power)
    return size


def _plans_power(size: SizePlan) -> bool:
    is_sized = size.mde is not None or size.n_control is not None
    return is_sized or size.power != SizePlan().power


def _sizes(comparison: Comparison) -> tuple[int, int]:
    """Users, or values of a mean, of control and treatment."""
    if isinstance(comparison, RateComparison):
        return comparison.control.users, comparison.treatment.users
    return comparison.control.n, comparison.treatment.n


def _smallest_change(
    report: Report, size: SizePlan, pair: Comparison, baseline: float | None
) -> tuple[float | None, str]:
    """Return the change, or None and why, a sentence."""
    if min(_sizes(pair)) < _FEWEST:
        return None, "A variant has fewer than two users or values."
    try:
        if isinstance(pair, MeanComparison):
            return _of_mean(report, size, pair)
        return _of_rate(report, size.power, pair, baseline or 0.0)
    except ValueError as error:  # what nobody could plan for is told in a sentence
        return None, str(error)


def _of_rate(
    report: Report, power: float, pair: RateComparison, baseline: float
) -> tuple[float | None, str]:
    control, treatment = _sizes(pair)
    upward = report.charter.primary.direction is Direction.UP
    ratio, alpha = treatment / control, _alpha(report)
    change = proportion_detectable_change(
        baseline, control, power=power, upward=upward, ratio=ratio, alpha=alpha
    ).change
    if change is None:
        return None, "With so few users even the largest change would have been missed too often."
    return abs(change), ""


def _of_mean(report: Report, size: SizePlan, pair: MeanComparison) -> tuple[float | None, str]:
    control, treatment = _sizes(pair)
    sd = _spread(pair) if size.sd is None else size.sd
    if sd is None:
        return None, f"Nothing could be tested, because {not_testable(pair)}."
    ratio, alpha = treatment / control, _alpha(report)
    return float(mean_mde(sd, control, power=size.power, ratio=ratio, alpha=alpha)), ""


def _spread(pair: MeanComparison) -> float | None:
    """Return the standard deviation that, the same in both arms, gives the standard error seen."""
    low, high = pair.ci or (None, None)
    if low is None or high is None or pair.df is None:
        return None
    control, treatment = _sizes(pair)
    critical = critical_t(np.asarray(pair.df), np.asarray(1.0 - pair.confidence))
    error = 0.5 * (high - low) / float(critical)
    return float(error / (1.0 / control + 1.0 / treatment) ** 0.5)


def _alpha(report: Report) -> float:
    """Level of one comparison, as planning divides it."""
    comparisons = report.primary.comparisons if report.primary is not None else ()
    return SizeRequest(
        alpha=report.charter.alpha,
        arms=len(comparisons) + 1,
        correction=report.charter.correction,
    ).alpha_each
