"""One continuous metric, treatment against control, from the sums an aggregated export holds."""

import math
from dataclasses import dataclass
from enum import StrEnum

from experimentos_core.stats.exact_variance import (
    Exact,
    Moments,
    VarianceState,
    difference_of_means,
    digits_decide_variance,
    mean_left_open,
    variance_left_open,
    variance_of_sums,
)
from experimentos_core.stats.means import MeanComparison, compare_means


class NotTestable(StrEnum):
    """Why there is no test."""

    INCONSISTENT_SUMS = "NOT_TESTABLE_INCONSISTENT_SUMS"
    """No values have the sums of an arm: sum_sq < sum**2 / n. Nothing is computed from them."""
    TOO_FEW_VALUES = "NOT_TESTABLE_TOO_FEW_VALUES"
    """An arm has fewer than two values."""
    ZERO_VARIANCE = "NOT_TESTABLE_ZERO_VARIANCE"
    """All values are equal within both arms: t would be infinite or 0 / 0."""
    TOO_FEW_DIGITS = "NOT_TESTABLE_TOO_FEW_DIGITS"
    """The last digits of the sums leave more of the squared standard error open than allowed."""
    OUT_OF_RANGE = "NOT_TESTABLE_OUT_OF_RANGE"
    """A mean or standard deviation is beyond 1e100, or nearer to 0 than 1e-100."""


class RelativeReason(StrEnum):
    """Why the relative lift, or an end of its interval, is not given although there is a test."""

    CONTROL_MEAN_NOT_POSITIVE = "CONTROL_MEAN_NOT_POSITIVE"
    """A share of nothing, or of a loss, means nothing: lift and interval are undefined."""
    UNBOUNDED = "UNBOUNDED"
    """The control's mean is not shown to differ from 0: the interval is open at an end or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousAnalysis:
    """Result of one comparison; changes are treatment minus control, in the metric's unit.

    Attributes:
        n_control: Values in the control.
        n_treatment: Values in the treatment.
        control_mean: None without values or from inconsistent sums; `treatment_mean` likewise.
        treatment_mean: See `control_mean`.
        absolute_lift: Difference of the means, exact and rounded once; None unless both exist.
        absolute_low: Lower limit of Welch's interval at 1 - alpha; None where not testable.
        absolute_high: Upper limit.
        relative_lift: Difference over the control's mean; None unless that is positive.
        relative_low: Lower limit of Fieller's interval; None where undefined or unbounded.
        relative_high: Upper limit.
        t: Welch's statistic; None where not testable.
        df: Satterthwaite's degrees of freedom; None where not testable.
        p_value: Two-sided; None where not testable.
        is_significant: `p_value < alpha`; exactly then the intervals exclude no effect.
        reason: Why there is no test, or None.
        relative_reason: Why relative figures are missing, or None; None where not testable,
            unless the relative lift itself is undefined.
        digits_suffice: Whether the digits given decide both variances (see
            `exact_variance.digits_decide_variance`); where not, the test may mislead.
    """

    n_control: int
    n_treatment: int
    control_mean: float | None
    treatment_mean: float | None
    absolute_lift: float | None
    absolute_low: float | None
    absolute_high: float | None
    relative_lift: float | None
    relative_low: float | None
    relative_high: float | None
    t: float | None
    df: float | None
    p_value: float | None
    is_significant: bool
    reason: NotTestable | None
    relative_reason: RelativeReason | None
    digits_suffice: bool


def analyze_continuous_from_sufficient_stats(  # noqa: PLR0917 - two arms in three figures each, and a level
    n_c: int,
    sum_c: Exact,
    sum_sq_c: Exact,
    n_t: int,
    sum_t: Exact,
    sum_sq_t: Exact,
    alpha: float,
    *,
    most_left_open: float = math.inf,
) -> ContinuousAnalysis:
    """Welch's t test with its interval and Fieller's relative interval, from exact sums.

    Count, sum and sum of squares of each arm, as int, Decimal or Fraction (never float: its
    rounding is what must not enter). Data that cannot be tested give a reason, not an error;
    ValueError is for a negative count, sums that are not finite (or leave the floats altogether),
    and alpha outside (0, 1). With `most_left_open`, there is no test where half a unit of the last
    digits moves the squared standard error, or the squared difference, by more than this share
    of the former.
    Formulas: `means.compare_means`.
    """
    control, treatment = (
        variance_of_sums(n_c, sum_c, sum_sq_c),
        variance_of_sums(n_t, sum_t, sum_sq_t),
    )
    have_means = control.mean is not None and treatment.mean is not None
    is_open = _is_left_open(
        (control, variance_left_open(n_c, sum_c, sum_sq_c), mean_left_open(n_c, sum_c)),
        (treatment, variance_left_open(n_t, sum_t, sum_sq_t), mean_left_open(n_t, sum_t)),
        most=most_left_open,
    )
    result = compare_means(
        *_columns(control, is_open=is_open),
        *_columns(treatment, is_open=is_open),
        alpha,
        difference=difference_of_means(n_c, sum_c, n_t, sum_t) if have_means else math.nan,
    )
    p_value = _defined(result.p_value)
    return ContinuousAnalysis(
        n_control=n_c,
        n_treatment=n_t,
        control_mean=control.mean,
        treatment_mean=treatment.mean,
        absolute_lift=_defined(result.difference),
        absolute_low=_defined(result.difference_low),
        absolute_high=_defined(result.difference_high),
        relative_lift=_defined(result.relative_lift),
        relative_low=_defined(result.relative_low),
        relative_high=_defined(result.relative_high),
        t=_defined(result.t),
        df=_defined(result.df),
        p_value=p_value,
        is_significant=p_value is not None and p_value < alpha,
        reason=_why_not_testable(control, treatment, is_open=is_open) if p_value is None else None,
        relative_reason=_why_not_relative(control, result),
        digits_suffice=digits_decide_variance(n_c, sum_c, sum_sq_c)
        and digits_decide_variance(n_t, sum_t, sum_sq_t),
    )


def _is_left_open(*arms: tuple[Moments, float, float], most: float) -> bool:
    """Whether the digits given leave too much of the squared standard error, or beside it, open.

    Of each arm, what is open of its variance and of its mean. Two variances of 0 are no question
    of digits here: nothing is tested with them anyway.
    """
    square_error = sum((arm.variance or 0.0) / arm.n for arm, _, _ in arms if arm.n)
    of_variance = sum(open_variance / arm.n for arm, open_variance, _ in arms if arm.n)
    of_difference = sum(open_mean for _, _, open_mean in arms)
    return 0 < square_error * most < max(of_variance, of_difference * of_difference)


def _columns(arm: Moments, *, is_open: bool) -> tuple[int, float, float]:
    """The arm as `compare_means` takes it: nan for what is not known."""
    mean = math.nan if arm.mean is None else arm.mean
    variance = math.nan if arm.variance is None or is_open else arm.variance
    return arm.n, mean, variance


def _why_not_testable(control: Moments, treatment: Moments, *, is_open: bool) -> NotTestable:
    states = {control.state, treatment.state}
    if VarianceState.INCONSISTENT in states:
        return NotTestable.INCONSISTENT_SUMS
    if VarianceState.TOO_FEW_VALUES in states:
        return NotTestable.TOO_FEW_VALUES
    if states == {VarianceState.ZERO}:
        return NotTestable.ZERO_VARIANCE
    if is_open:
        return NotTestable.TOO_FEW_DIGITS
    return NotTestable.OUT_OF_RANGE


def _why_not_relative(control: Moments, result: MeanComparison) -> RelativeReason | None:
    if control.mean is not None and control.mean <= 0:
        return RelativeReason.CONTROL_MEAN_NOT_POSITIVE
    if math.isinf(result.relative_low) or math.isinf(result.relative_high):
        return RelativeReason.UNBOUNDED
    return None


def _defined(value: object) -> float | None:
    """A finite number, or None."""
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None
