"""One comparison in words, whether of rates or of means; each figure once for every reader."""

from experimentos_core.analysis.results import ArmMean, ArmRate, Comparison, RateComparison
from experimentos_core.analysis.wording import NO_RELATIVE, NOT_TESTABLE
from experimentos_core.foundation.amounts import amount, amount_pair
from experimentos_core.foundation.changes import ChangeUnit, change_interval, signed_change
from experimentos_core.foundation.formatting import (
    NOT_AVAILABLE,
    count,
    p_equals,
    p_value,
    percent,
    percent_interval,
    percent_pair,
    signed_percent,
    statistic,
)


def unit_of(comparison: Comparison) -> ChangeUnit:
    """Return what its change is measured in."""
    is_rate = isinstance(comparison, RateComparison)
    return ChangeUnit.POINTS if is_rate else ChangeUnit.AMOUNT


def arm_size(arm: ArmRate | ArmMean) -> str:
    """Return the users of an arm, or the number of its values."""
    return count(arm.users if isinstance(arm, ArmRate) else arm.n)


def arm_value(arm: ArmRate | ArmMean) -> str:
    """Return the rate or the mean of an arm."""
    if isinstance(arm, ArmRate):
        return percent(arm.rate)
    return NOT_AVAILABLE if arm.mean is None else amount(arm.mean)


def values_apart(comparison: Comparison) -> tuple[str, str]:
    """Return both values, with digits enough to tell them apart."""
    control, treatment = comparison.control, comparison.treatment
    if isinstance(control, ArmRate) and isinstance(treatment, ArmRate):
        return percent_pair(control.rate, treatment.rate)
    if isinstance(control, ArmMean) and isinstance(treatment, ArmMean):
        if control.mean is not None and treatment.mean is not None:
            return amount_pair(control.mean, treatment.mean)
        return arm_value(control), arm_value(treatment)
    message = "a comparison is of two rates or of two means"
    raise TypeError(message)


def change_of(comparison: Comparison) -> str:
    """Return the change, signed."""
    if comparison.absolute_lift is None:
        return NOT_AVAILABLE
    return signed_change(comparison.absolute_lift, unit_of(comparison))


def interval_of_change(comparison: Comparison) -> str:
    """Return the interval of the change."""
    if comparison.ci is None:
        return NOT_AVAILABLE
    return change_interval(comparison.ci, unit_of(comparison))


def relative_change(comparison: Comparison) -> str:
    """Return the relative change; 'undefined' where there is none."""
    return signed_percent(comparison.relative_lift)


def relative_interval(comparison: Comparison) -> str:
    """Return the interval of the relative change, or why there is none."""
    if comparison.relative_lift is None:
        return NO_RELATIVE.get(comparison.relative_reason or "", NOT_AVAILABLE)
    if comparison.ci is None:
        return NOT_AVAILABLE
    return percent_interval(comparison.relative_ci)


def corrected_p(comparison: Comparison, alpha: float) -> str:
    """Return the corrected p-value, never on the other side of `alpha` than it lies."""
    p = comparison.p_corrected
    return NOT_AVAILABLE if p is None else p_value(p, alpha)


def corrected_p_equals(comparison: Comparison, alpha: float) -> str:
    """Return the same with its sign: 'p = 0.031'; why there is none where nothing was tested."""
    if comparison.p_corrected is None:
        return not_testable(comparison)
    return p_equals(comparison.p_corrected, alpha)


def not_testable(comparison: Comparison) -> str:
    """Return why nothing was tested, a clause; empty where it was."""
    if isinstance(comparison, RateComparison) or comparison.reason is None:
        return ""
    return NOT_TESTABLE[comparison.reason]


def test_statistic(comparison: Comparison) -> str:
    """Return the statistic: 'z = 2.31', 't = 2.31 on 1,980.12 degrees of freedom'."""
    if isinstance(comparison, RateComparison):
        return f"z = {statistic(comparison.z)}"
    if comparison.t is None or comparison.df is None:
        return NOT_AVAILABLE
    return f"t = {statistic(comparison.t)} on {statistic(comparison.df)} degrees of freedom"
