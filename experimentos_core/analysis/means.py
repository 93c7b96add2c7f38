"""Continuous metrics: each treatment against the control, from exact sums."""

from experimentos_core.analysis.numbers import Bounds, defined
from experimentos_core.analysis.results import (
    ArmMean,
    ContinuousResult,
    MeanComparison,
    OverallMeans,
)
from experimentos_core.charter import Charter
from experimentos_core.dataset import Dataset, MeanMetric
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.values import Direction
from experimentos_core.reading.table import column_key
from experimentos_core.stats.continuous_analysis import (
    ContinuousAnalysis,
    analyze_continuous_from_sufficient_stats,
)
from experimentos_core.stats.exact_variance import difference_of_means, variance_of_sums
from experimentos_core.stats.multiplicity import adjust_p_values, interval_alphas
from experimentos_core.stats.welch_anova import welch_anova

_CERTAINLY_NOTHING = 1.0


def compare_mean(
    metric: MeanMetric, arm: int, alpha: float, thresholds: Thresholds
) -> ContinuousAnalysis:
    """Compare one arm with the control, the first arm, at level `alpha`."""
    return analyze_continuous_from_sufficient_stats(
        *metric.arm(0), *metric.arm(arm), alpha, most_left_open=thresholds.most_left_open
    )


def interval_of(found: ContinuousAnalysis) -> Bounds | None:
    """Return the interval of the difference; None where nothing was tested."""
    return None if found.p_value is None else (found.absolute_low, found.absolute_high)


def compare_primary_means(
    dataset: Dataset, metric: MeanMetric, charter: Charter, thresholds: Thresholds
) -> tuple[MeanComparison, ...]:
    """Test every treatment against the control, corrected for their number.

    A treatment that cannot be tested counts among those that are corrected for.
    """
    arms = range(1, len(dataset.variants))
    plain = [compare_mean(metric, arm, charter.alpha, thresholds) for arm in arms]
    p_values = [_CERTAINLY_NOTHING if one.p_value is None else one.p_value for one in plain]
    corrected = adjust_p_values(p_values, charter.correction)
    levels = interval_alphas(p_values, charter.alpha, charter.correction)
    drawn = [
        compare_mean(metric, arm, float(level), thresholds)
        for arm, level in zip(arms, levels, strict=True)
    ]
    return tuple(
        MeanComparison(
            variant=variant,
            control=ArmMean(n=found.n_control, mean=found.control_mean),
            treatment=ArmMean(n=found.n_treatment, mean=found.treatment_mean),
            absolute_lift=found.absolute_lift,
            ci=interval_of(found),
            relative_lift=found.relative_lift,
            relative_ci=(found.relative_low, found.relative_high),
            relative_reason=found.relative_reason,
            t=found.t,
            df=found.df,
            p_value=found.p_value,
            p_corrected=None if found.p_value is None else float(p),
            is_significant=found.p_value is not None and bool(p < charter.alpha),
            confidence=1.0 - float(level),
            reason=found.reason,
        )
        for variant, found, p, level in zip(
            dataset.treatments, drawn, corrected, levels, strict=True
        )
    )


def overall_means(dataset: Dataset, metric: MeanMetric) -> OverallMeans | None:
    """Test all arms together; None where one of them cannot be tested."""
    # By name, so that the order of the rows does not move the last digit.
    arms = sorted(range(len(dataset.variants)), key=lambda arm: dataset.variants[arm])
    moments = [variance_of_sums(*metric.arm(arm)) for arm in arms]
    if any(not moment.variance for moment in moments):
        return None
    control = metric.arm(0)[:2]
    shifts = [difference_of_means(*control, *metric.arm(arm)[:2]) for arm in arms]
    sizes = [metric.sizes[arm] for arm in arms]
    test = welch_anova(sizes, shifts, [moment.variance or 0.0 for moment in moments])
    p_value = defined(float(test.p_value))
    if p_value is None:
        return None
    return OverallMeans(
        f=float(test.f),
        df_between=float(test.df_between),
        df_within=float(test.df_within),
        p_value=p_value,
    )


def analyse_continuous(
    dataset: Dataset, charter: Charter, thresholds: Thresholds
) -> tuple[ContinuousResult, ...]:
    """Compare every continuous metric that is not the primary one, treatments side by side."""
    return tuple(
        _result(
            metric,
            variant,
            compare_mean(metric, arm, charter.alpha, thresholds),
            guardrail=dataset.guarding(metric),
            better=promised_direction(dataset, metric, charter),
        )
        for metric in dataset.means
        for arm, variant in enumerate(dataset.treatments, start=1)
    )


def promised_direction(dataset: Dataset, metric: MeanMetric, charter: Charter) -> Direction | None:
    """Return the good direction of a continuous metric, where the plan says one."""
    guardrail = dataset.guarding(metric)
    for plan in charter.guardrails or ():
        if guardrail is not None and column_key(plan.name) == column_key(guardrail):
            return plan.direction.opposite
    for secondary in charter.secondary:
        if column_key(secondary.name) == column_key(metric.name):
            return secondary.direction
    return None


def _result(
    metric: MeanMetric,
    variant: str,
    found: ContinuousAnalysis,
    *,
    guardrail: str | None,
    better: Direction | None,
) -> ContinuousResult:
    return ContinuousResult(
        metric=metric.name,
        variant=variant,
        per=metric.per,
        guardrail=guardrail,
        better=better,
        n_control=found.n_control,
        n_treatment=found.n_treatment,
        control_mean=found.control_mean,
        treatment_mean=found.treatment_mean,
        absolute_lift=found.absolute_lift,
        ci=interval_of(found),
        relative_lift=found.relative_lift,
        relative_ci=(found.relative_low, found.relative_high),
        relative_reason=found.relative_reason,
        t=found.t,
        df=found.df,
        p_value=found.p_value,
        is_significant=found.is_significant,
        reason=found.reason,
    )
