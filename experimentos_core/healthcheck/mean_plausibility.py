"""Continuous metrics that are usable but may mislead: too few values, too few digits, skewness."""

import math
from collections.abc import Sequence

from experimentos_core.dataset import Dataset, MeanMetric
from experimentos_core.foundation import formatting
from experimentos_core.foundation.config import Thresholds
from experimentos_core.healthcheck.findings import Finding, FindingCode, Place, warning
from experimentos_core.stats.exact_variance import (
    Moments,
    VarianceState,
    digits_decide_variance,
    mean_left_open,
    variance_of_sums,
)
from experimentos_core.stats.skewed_difference import too_unequal_for_spread
from experimentos_core.stats.spread import too_few_for_spread

_FEWEST = 2
_OPEN_SQUARED = 0.01  # a tenth of a standard error, squared


def check_means(dataset: Dataset, thresholds: Thresholds) -> list[Finding]:
    """Warn of every continuous metric whose test is missing or rough, once for each reason."""
    primary = (dataset.primary,) if isinstance(dataset.primary, MeanMetric) else ()
    return [
        finding
        for metric in (*primary, *dataset.means)
        for finding in _check_metric(metric, dataset, thresholds)
    ]


def _check_metric(metric: MeanMetric, dataset: Dataset, thresholds: Thresholds) -> list[Finding]:
    moments = [variance_of_sums(*metric.arm(i)) for i in range(len(dataset.variants))]
    found = (
        _too_few_values(metric, dataset.variants, moments),
        _no_spread(metric, dataset.variants, moments),
        _small_sizes(metric, dataset, thresholds),
        _too_few_digits(metric, dataset.variants),
        _skewed(metric, dataset.variants, moments, thresholds),
    )
    return [finding for finding in found if finding is not None]


def _too_few_values(
    metric: MeanMetric, variants: Sequence[str], moments: Sequence[Moments]
) -> Finding | None:
    few = [name for name, arm in zip(variants, moments, strict=True) if arm.n < _FEWEST]
    if not few:
        return None
    where = "" if variants[0] in few else " there"
    message = (
        f"{metric.name} has fewer than two values ({metric.per}) in {_listed(few)}, so it cannot "
        f"be tested{where}."
    )
    hint = f"Check that {metric.per!r} counts the values of {metric.name!r}."
    return warning(FindingCode.METRIC_NOT_TESTABLE, message, hint, Place(column=metric.name))


def _no_spread(
    metric: MeanMetric, variants: Sequence[str], moments: Sequence[Moments]
) -> Finding | None:
    """Arms whose values are all equal; the control and a treatment alike leave nothing to test."""
    equal = [
        name for name, arm in zip(variants, moments, strict=True) if arm.state is VarianceState.ZERO
    ]
    if not equal:
        return None
    untestable = variants[0] in equal and len(equal) > 1
    result = "and it cannot be tested" if untestable else "which is rare in real data"
    message = (
        f"As far as the digits of the file tell, all values of {metric.name} are equal in "
        f"{_listed(equal)}, {result}."
    )
    hint = "Check the sum of squares in the export; give sums with all their digits."
    code = FindingCode.METRIC_NOT_TESTABLE if untestable else FindingCode.NO_SPREAD
    return warning(code, message, hint, Place(column=metric.name))


def _small_sizes(metric: MeanMetric, dataset: Dataset, thresholds: Thresholds) -> Finding | None:
    """Few values where the users, of whom the arms are warned of themselves, are enough."""
    small = [
        f"{name} ({formatting.count(n)})"
        for name, n, users in zip(dataset.variants, metric.sizes, dataset.users, strict=True)
        if _FEWEST <= n < thresholds.small_arm_users <= users
    ]
    if not small:
        return None
    message = f"{metric.name} has only few values ({metric.per}) in {_listed(small)}."
    hint = "Collect more before you trust a small difference."
    return warning(FindingCode.SMALL_SAMPLE, message, hint, Place(column=metric.name))


def _too_few_digits(metric: MeanMetric, variants: Sequence[str]) -> Finding | None:
    open_arms = [
        name
        for i, name in enumerate(variants)
        if metric.squares[i] != 0
        and variance_of_sums(*metric.arm(i)).state is VarianceState.KNOWN
        and not (digits_decide_variance(*metric.arm(i)) and _digits_decide_mean(metric, i))
    ]
    if not open_arms:
        return None
    message = (
        f"The sums of {metric.name} have too few digits for {_listed(open_arms)}: what their "
        "rounding leaves open moves the variance by more than 1 %, or the mean by more than a "
        "tenth of its standard error, unless they are exact."
    )
    hint = "Export the sum and the sum of squares with all their digits."
    return warning(FindingCode.DIGITS_TOO_FEW, message, hint, Place(column=metric.name))


def _digits_decide_mean(metric: MeanMetric, arm: int) -> bool:
    variance = variance_of_sums(*metric.arm(arm)).variance or 0.0
    size, total, _ = metric.arm(arm)
    left_open = mean_left_open(size, total)
    return size * left_open * left_open <= _OPEN_SQUARED * variance


def _skewed(
    metric: MeanMetric,
    variants: Sequence[str],
    moments: Sequence[Moments],
    thresholds: Thresholds,
) -> Finding | None:
    """Too few values for their spread (`stats.spread`), or in too unequal arms."""
    columns = (
        [arm.n for arm in moments],
        [_or_nan(arm.mean) for arm in moments],
        [_or_nan(arm.variance) for arm in moments],
    )
    smallest = min(arm.n for arm in moments)
    name = min(zip(moments, variants, strict=True), key=lambda pair: pair[0].n)[1]
    varied = f"The values of {metric.name} vary so much around their mean that {name!r} with "
    if too_few_for_spread(*columns, thresholds.values_per_squared_spread):
        message = (
            f"{varied}{formatting.count(smallest)} values may be too small for the t test: a few "
            "large ones can decide it."
        )
        hint = "Cap extreme values before they are summed, or collect more."
    elif too_unequal_for_spread(*columns, thresholds.values_per_squared_skewness):
        message = (
            f"{varied}{formatting.count(smallest)} values may be too small beside so much larger "
            "an arm: if a few large values make out the mean, the smaller arm looks lower by "
            "chance more often than the t test says."
        )
        hint = "Cap extreme values before they are summed, or give both arms equally many users."
    else:
        return None
    return warning(FindingCode.SKEWED_VALUES, message, hint, Place(column=metric.name))


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
