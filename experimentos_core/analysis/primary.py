"""The primary metric: each treatment against the control, corrected for their number."""

from dataclasses import dataclass

import numpy as np

from experimentos_core.analysis.numbers import Bounds, bounds, defined
from experimentos_core.charter import Charter
from experimentos_core.dataset import Dataset
from experimentos_core.foundation.values import Direction
from experimentos_core.stats.exact import fisher_p
from experimentos_core.stats.multiplicity import adjust_p_values, interval_alphas
from experimentos_core.stats.proportions import (
    compare_proportions,
    is_sparse,
    overall_chi_square,
    pooled_z_test,
)

CONTROL_RATE_ZERO = "CONTROL_RATE_ZERO"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmRate:
    """Counts of one arm and their ratio."""

    users: int
    conversions: int
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One treatment against the control on the primary metric; all changes treatment - control.

    Attributes:
        variant: The treatment.
        control: Counts of the control.
        treatment: Counts of the treatment.
        absolute_lift: Difference of the rates.
        ci: Score interval of the difference at `confidence`; ends are always finite.
        relative_lift: Difference divided by the control's rate; None where that is 0.
        relative_ci: Koopman interval of the relative lift; None for an unbounded end,
            both None where it is undefined.
        relative_reason: Why `relative_lift` is None: CONTROL_RATE_ZERO.
        z: Pooled two-proportion statistic.
        p_value: Its two-sided p-value.
        p_corrected: The same, corrected for the number of treatments.
        is_significant: `p_corrected < alpha`; exactly then the intervals exclude no effect.
        confidence: Level of both intervals, matched to the correction.
        fisher_p: Fisher's exact p-value on sparse tables, else None.
    """

    variant: str
    control: ArmRate
    treatment: ArmRate
    absolute_lift: float
    ci: Bounds
    relative_lift: float | None
    relative_ci: Bounds
    relative_reason: str | None
    z: float
    p_value: float
    p_corrected: float
    is_significant: bool
    confidence: float
    fisher_p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallTest:
    """Chi-square test that all arms convert alike; shown, and gates nothing."""

    chi2: float
    df: int
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryResult:
    """The metric the decision is about.

    Attributes:
        metric: Its name.
        direction: The good direction.
        comparisons: One per treatment, in the order of the data.
        overall: Test over all arms where there are several treatments, else None.
    """

    metric: str
    direction: Direction
    comparisons: tuple[Comparison, ...]
    overall: OverallTest | None


def analyse_primary(dataset: Dataset, charter: Charter) -> PrimaryResult:
    """Test every treatment against the control.

    p-values are corrected by the charter's method; each interval is drawn at the level at which
    it excludes no effect exactly when its corrected p-value is below alpha.
    """
    users = np.array(dataset.users, dtype=np.int64)
    counts = np.array(dataset.primary.counts, dtype=np.int64)
    p_values = pooled_z_test(counts[0], users[0], counts[1:], users[1:]).p_value
    corrected = adjust_p_values(p_values, charter.correction)
    levels = interval_alphas(p_values, charter.alpha, charter.correction)
    result = compare_proportions(counts[0], users[0], counts[1:], users[1:], levels)
    comparisons = tuple(
        Comparison(
            variant=variant,
            control=_arm(dataset, 0),
            treatment=_arm(dataset, i + 1),
            absolute_lift=float(result.difference[i]),
            ci=bounds(result.difference_low[i], result.difference_high[i]),
            relative_lift=defined(result.relative_lift[i]),
            relative_ci=bounds(result.relative_low[i], result.relative_high[i]),
            relative_reason=None if dataset.primary.counts[0] else CONTROL_RATE_ZERO,
            z=float(result.z[i]),
            p_value=float(result.p_value[i]),
            p_corrected=float(corrected[i]),
            is_significant=bool(corrected[i] < charter.alpha),
            confidence=1.0 - float(levels[i]),
            fisher_p=_exact_p(dataset, i + 1),
        )
        for i, variant in enumerate(dataset.treatments)
    )
    return PrimaryResult(
        metric=dataset.primary.name,
        direction=charter.primary.direction,
        comparisons=comparisons,
        overall=_overall(dataset) if len(comparisons) > 1 else None,
    )


def _arm(dataset: Dataset, index: int) -> ArmRate:
    users, conversions = dataset.users[index], dataset.primary.counts[index]
    return ArmRate(users=users, conversions=conversions, rate=conversions / users)


def _exact_p(dataset: Dataset, index: int) -> float | None:
    table = (
        dataset.primary.counts[0],
        dataset.users[0],
        dataset.primary.counts[index],
        dataset.users[index],
    )
    return fisher_p(*table) if bool(is_sparse(*table)) else None


def _overall(dataset: Dataset) -> OverallTest:
    test = overall_chi_square(
        np.array(dataset.primary.counts, dtype=np.int64), np.array(dataset.users, dtype=np.int64)
    )
    return OverallTest(chi2=float(test.chi2), df=int(test.df), p_value=float(test.p_value))
