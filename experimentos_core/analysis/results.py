"""What the analysis comes to, as records: rates and means side by side."""

from dataclasses import dataclass

from experimentos_core.analysis.numbers import Bounds
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.values import Direction, MetricKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmRate:
    """Counts of one arm and their ratio."""

    users: int
    conversions: int
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmMean:
    """Number of values of one arm and their mean; None without values."""

    n: int
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateComparison:
    """One treatment against the control on a rate; all changes treatment - control.

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
class MeanComparison:
    """One treatment against the control on a mean; all changes treatment - control.

    Attributes:
        variant: The treatment.
        control: Values of the control.
        treatment: Values of the treatment.
        absolute_lift: Difference of the means, in the metric's unit; None where one is unknown.
        ci: Welch's interval at `confidence`; None where nothing can be tested.
        relative_lift: Difference divided by the control's mean; None unless that is positive.
        relative_ci: Fieller's interval; None for an unbounded end, both None where undefined.
        relative_reason: Why the relative lift, or an end of its interval, is None.
        t: Welch's statistic; None where nothing can be tested, as all below.
        df: Satterthwaite's degrees of freedom.
        p_value: Two-sided p-value.
        p_corrected: The same, corrected for the number of treatments.
        is_significant: `p_corrected < alpha`; exactly then the intervals exclude no effect.
        confidence: Level of both intervals, matched to the correction.
        reason: Why nothing can be tested, a code; else None.
    """

    variant: str
    control: ArmMean
    treatment: ArmMean
    absolute_lift: float | None
    ci: Bounds | None
    relative_lift: float | None
    relative_ci: Bounds
    relative_reason: str | None
    t: float | None
    df: float | None
    p_value: float | None
    p_corrected: float | None
    is_significant: bool
    confidence: float
    reason: str | None


type Comparison = RateComparison | MeanComparison


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallTest:
    """Chi-square test that all arms convert alike; shown, and gates nothing."""

    chi2: float
    df: int
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallMeans:
    """Welch's analysis of variance: that all arms share one mean; shown, and gates nothing."""

    f: float
    df_between: float
    df_within: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryResult:
    """The metric the decision is about.

    Attributes:
        metric: Its name.
        direction: The good direction.
        kind: Whether rates or means are compared.
        per: For a mean, the column of its n; empty for a rate.
        comparisons: One per treatment, in the order of the data; all of one kind.
        overall: Test over all arms where there are several treatments and it can be had.
    """

    metric: str
    direction: Direction
    kind: MetricKind
    per: str
    comparisons: tuple[Comparison, ...]
    overall: OverallTest | OverallMeans | None

    @property
    def unit(self) -> ChangeUnit:
        """What its changes are measured in."""
        return ChangeUnit.POINTS if self.kind is MetricKind.RATE else ChangeUnit.AMOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousResult:
    """One treatment against the control on a continuous metric that does not decide.

    Attributes:
        metric: Its name.
        variant: The treatment.
        per: The column of its n: what one value belongs to.
        guardrail: Name of the guardrail it is judged as; None where it decides nothing.
        better: The good direction, where one was promised: against the harm of a guardrail, or
            that of a secondary metric.
        n_control: Values of the control.
        n_treatment: Values of the treatment.
        control_mean: None without values.
        treatment_mean: None without values.
        absolute_lift: Difference of the means, in the metric's unit.
        ci: Welch's interval at the charter's level, not corrected; None where not testable.
        relative_lift: Difference divided by the control's mean; None unless that is positive.
        relative_ci: Fieller's interval; None for an unbounded end, both None where undefined.
        relative_reason: Why the relative lift, or an end of its interval, is None.
        t: Welch's statistic; None where not testable.
        df: Satterthwaite's degrees of freedom; None where not testable.
        p_value: Two-sided p-value, not corrected; None where not testable.
        is_significant: `p_value < alpha`; exactly then the intervals exclude no effect.
        reason: Why it cannot be tested, a code; else None.
    """

    metric: str
    variant: str
    per: str
    guardrail: str | None
    better: Direction | None
    n_control: int
    n_treatment: int
    control_mean: float | None
    treatment_mean: float | None
    absolute_lift: float | None
    ci: Bounds | None
    relative_lift: float | None
    relative_ci: Bounds
    relative_reason: str | None
    t: float | None
    df: float | None
    p_value: float | None
    is_significant: bool
    reason: str | None
