"""Reasons why a number is missing, as clauses that complete a sentence."""

from experimentos_core.stats.continuous_analysis import NotTestable, RelativeReason

NOT_TESTABLE: dict[str, str] = {
    NotTestable.INCONSISTENT_SUMS: "no values could have these sums",
    NotTestable.TOO_FEW_VALUES: "a variant has fewer than two values",
    NotTestable.ZERO_VARIANCE: "all values are equal within a variant, as far as the digits tell",
    NotTestable.TOO_FEW_DIGITS: "the sums have too few digits to tell how much the values vary",
    NotTestable.OUT_OF_RANGE: "the numbers are too large or too small to be computed with",
}
"""Why nothing can be tested, by its code."""

NO_RELATIVE: dict[str, str] = {
    "CONTROL_RATE_ZERO": "the control's rate is 0",
    RelativeReason.CONTROL_MEAN_NOT_POSITIVE: "the control's mean is not positive",
    RelativeReason.UNBOUNDED: "the control's mean is not shown to differ from 0",
}
"""Why a relative change, or an end of its interval, is missing, by its code."""

_SINGULAR = {"users": "user", "orders": "order"}


def per_one(counted: str) -> str:
    """Return what one value belongs to: 'users' -> 'user'; any other column by its own name."""
    return _SINGULAR.get(counted.casefold(), counted)
