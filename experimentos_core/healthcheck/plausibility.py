"""Usable, but may mislead: few users, few events, a change too good to be true."""

import math
from fractions import Fraction

from experimentos_core.dataset import CountMetric, Dataset, MeanMetric
from experimentos_core.foundation import formatting
from experimentos_core.foundation.config import Thresholds
from experimentos_core.healthcheck.findings import Finding, FindingCode, Place, warning
from experimentos_core.healthcheck.mean_plausibility import check_means


def check_plausibility(dataset: Dataset, thresholds: Thresholds) -> list[Finding]:
    """Warn of what makes the numbers less trustworthy than they look."""
    primary = dataset.primary
    if isinstance(primary, CountMetric):
        of_primary = [
            *_few_events(dataset, primary, thresholds),
            *_surprising_rates(dataset, primary, thresholds),
        ]
    else:
        of_primary = _surprising_means(dataset, primary, thresholds)
    return [*_small_arms(dataset, thresholds), *of_primary, *check_means(dataset, thresholds)]


def _small_arms(dataset: Dataset, thresholds: Thresholds) -> list[Finding]:
    hint = "Collect more users before you trust a small difference."
    return [
        warning(
            FindingCode.SMALL_SAMPLE,
            f"The variant {label!r} has only {formatting.count(users)} users.",
            hint,
            Place(variant=label),
        )
        for label, users in zip(dataset.variants, dataset.users, strict=True)
        if users < thresholds.small_arm_users
    ]


def _few_events(dataset: Dataset, primary: CountMetric, thresholds: Thresholds) -> list[Finding]:
    """Expected counts under the pooled rate of control and treatment, as in a chi-square test."""
    findings: list[Finding] = []
    n_control, x_control = dataset.users[0], primary.counts[0]
    for label, n, x in zip(dataset.treatments, dataset.users[1:], primary.counts[1:], strict=True):
        successes = x + x_control
        rarer = min(successes, n + n_control - successes)
        smallest = rarer * min(n, n_control) / (n + n_control)
        if smallest < thresholds.sparse_expected:
            message = (
                f"{primary.name} is so rare or so common in {dataset.control!r} and "
                f"{label!r} that the usual test is rough ({smallest:.1f} expected in one cell)."
            )
            hint = "Read the exact test beside it, and collect more data."
            findings.append(warning(FindingCode.FEW_EVENTS, message, hint, Place(variant=label)))
    return findings


def _surprising_rates(
    dataset: Dataset, primary: CountMetric, thresholds: Thresholds
) -> list[Finding]:
    findings: list[Finding] = []
    n_control, x_control = dataset.users[0], primary.counts[0]
    for label, n, x in zip(dataset.treatments, dataset.users[1:], primary.counts[1:], strict=True):
        if min(n, n_control) <= thresholds.surprising_min_users or (x == 0 == x_control):
            continue
        change = (x * n_control - x_control * n) / (x_control * n) if x_control else math.inf
        if abs(change) > thresholds.surprising_relative_change:
            findings.append(_surprising(primary.name, label, change))
    return findings


def _surprising_means(
    dataset: Dataset, primary: MeanMetric, thresholds: Thresholds
) -> list[Finding]:
    """Only where the control's mean is positive: a change of a loss has no usual size."""
    findings: list[Finding] = []
    n_control, control = primary.sizes[0], primary.sums[0]
    for label, n, total in zip(
        dataset.treatments, primary.sizes[1:], primary.sums[1:], strict=True
    ):
        if min(n, n_control) <= thresholds.surprising_min_users or control <= 0:
            continue
        change = float(Fraction(total) * n_control / (Fraction(control) * n) - 1)
        if abs(change) > thresholds.surprising_relative_change:
            findings.append(_surprising(primary.name, label, change))
    return findings


def _surprising(metric: str, label: str, change: float) -> Finding:
    is_finite = math.isfinite(change)
    size = f"by {formatting.signed_percent(change)}" if is_finite else "from none at all"
    message = (
        f"{metric} changed {size} for {label!r}: a change this large is "
        "more often a fault in the data than an effect."
    )
    hint = "Check tracking and the export before you believe it (Twyman's law)."
    return warning(FindingCode.SURPRISING_CHANGE, message, hint, Place(variant=label))
