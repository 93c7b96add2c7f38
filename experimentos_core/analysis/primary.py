"""The primary metric: each treatment against the control, corrected for their number."""

import numpy as np

from experimentos_core.analysis.means import compare_primary_means, overall_means
from experimentos_core.analysis.numbers import bounds, defined
from experimentos_core.analysis.results import (
    ArmRate,
    OverallTest,
    PrimaryResult,
    RateComparison,
)
from experimentos_core.charter import Charter
from experimentos_core.dataset import CountMetric, Dataset
from experimentos_core.foundation.config import Thresholds
from experimentos_core.stats.exact import fisher_p
from experimentos_core.stats.multiplicity import adjust_p_values, interval_alphas
from experimentos_core.stats.proportions import (
    compare_proportions,
    is_sparse,
    overall_chi_square,
    pooled_z_test,
)

CONTROL_RATE_ZERO = "CONTROL_RATE_ZERO"


def analyse_primary(dataset: Dataset, charter: Charter, thresholds: Thresholds) -> PrimaryResult:
    """Test every treatment against the control.

    p-values are corrected by the charter's method; each interval is drawn at the level at which
    it excludes no effect exactly when its corrected p-value is below alpha.
    """
    metric, several = dataset.primary, len(dataset.treatments) > 1
    if isinstance(metric, CountMetric):
        return PrimaryResult(
            metric=metric.name,
            direction=charter.primary.direction,
            kind=metric.kind,
            per="",
            comparisons=_compare_rates(dataset, metric, charter),
            overall=_overall_rates(dataset, metric) if several else None,
        )
    return PrimaryResult(
        metric=metric.name,
        direction=charter.primary.direction,
        kind=metric.kind,
        per=metric.per,
        comparisons=compare_primary_means(dataset, metric, charter, thresholds),
        overall=overall_means(dataset, metric) if several else None,
    )


def _compare_rates(
    dataset: Dataset, metric: CountMetric, charter: Charter
) -> tuple[RateComparison, ...]:
    users = np.array(dataset.users, dtype=np.int64)
    counts = np.array(metric.counts, dtype=np.int64)
    p_values = pooled_z_test(counts[0], users[0], counts[1:], users[1:]).p_value
    corrected = adjust_p_values(p_values, charter.correction)
    levels = interval_alphas(p_values, charter.alpha, charter.correction)
    result = compare_proportions(counts[0], users[0], counts[1:], users[1:], levels)
    return tuple(
        RateComparison(
            variant=variant,
            control=_arm(dataset, metric, 0),
            treatment=_arm(dataset, metric, i + 1),
            absolute_lift=float(result.difference[i]),
            ci=bounds(result.difference_low[i], result.difference_high[i]),
            relative_lift=defined(result.relative_lift[i]),
            relative_ci=bounds(result.relative_low[i], result.relative_high[i]),
            relative_reason=None if metric.counts[0] else CONTROL_RATE_ZERO,
            z=float(result.z[i]),
            p_value=float(result.p_value[i]),
            p_corrected=float(corrected[i]),
            is_significant=bool(corrected[i] < charter.alpha),
            confidence=1.0 - float(levels[i]),
            fisher_p=_exact_p(dataset, metric, i + 1),
        )
        for i, variant in enumerate(dataset.treatments)
    )


def _arm(dataset: Dataset, metric: CountMetric, index: int) -> ArmRate:
    users, conversions = dataset.users[index], metric.counts[index]
    return ArmRate(users=users, conversions=conversions, rate=conversions / users)


def _exact_p(dataset: Dataset, metric: CountMetric, index: int) -> float | None:
    table = (metric.counts[0], dataset.users[0], metric.counts[index], dataset.users[index])
    return fisher_p(*table) if bool(is_sparse(*table)) else None


def _overall_rates(dataset: Dataset, metric: CountMetric) -> OverallTest:
    test = overall_chi_square(
        np.array(metric.counts, dtype=np.int64), np.array(dataset.users, dtype=np.int64)
    )
    return OverallTest(chi2=float(test.chi2), df=int(test.df), p_value=float(test.p_value))
