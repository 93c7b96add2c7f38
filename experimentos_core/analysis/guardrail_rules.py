"""When has a guardrail got worse? The three rules, on arrays."""

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experimentos_core.foundation.values import GuardrailRule, GuardrailStatus


class StatusLevel(IntEnum):
    """Guardrail statuses as numbers, best to worst, so that arrays of them compare."""

    OK = 0
    INCONCLUSIVE = 1
    WORSENED = 2
    SEVERE = 3

    @property
    def status(self) -> GuardrailStatus:
        """The same status as a word."""
        return GuardrailStatus[self.name]


def judge_guardrails(
    harm: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    *,
    worsened_margin: ArrayLike,
    severe_margin: ArrayLike,
    rule: GuardrailRule,
    tolerance: float,
) -> NDArray[np.int8]:
    """Judge guardrails by the change in their harmful direction.

    Args:
        harm: Change in the harmful direction, as a difference of rates.
        low: Lower end of its interval.
        high: Upper end of its interval.
        worsened_margin: Change from which it is worsened; inclusive.
        severe_margin: Change from which it is severe; inclusive.
        rule: How much proof of harm is asked for.
        tolerance: Float noise allowed in comparisons with margins.

    Returns:
        StatusLevel values, broadcast over all arguments. A nan anywhere counts as WORSENED: what
        cannot be computed never passes.
    """
    d, lower, upper, m, big_m = (
        np.asarray(x, dtype=np.float64) for x in (harm, low, high, worsened_margin, severe_margin)
    )
    over_m, over_big_m = d >= m - tolerance, d >= big_m - tolerance
    proven, open_end = lower > 0, upper >= big_m - tolerance
    if rule is GuardrailRule.POINT:
        severe, worsened, unclear = over_big_m, over_m, np.zeros_like(over_m)
    else:
        severe, worsened, unclear = over_big_m & proven, over_m & proven, open_end
    if rule is GuardrailRule.EVIDENCE:
        worsened = worsened | over_big_m
    levels = np.select(
        [np.isnan(d + lower + upper + m + big_m), severe, worsened, unclear],
        [StatusLevel.WORSENED, StatusLevel.SEVERE, StatusLevel.WORSENED, StatusLevel.INCONCLUSIVE],
        StatusLevel.OK,
    )
    return levels.astype(np.int8)


def stops_launch(levels: ArrayLike, rule: GuardrailRule) -> NDArray[np.bool_]:
    """Whether a guardrail of this status counts as worsened; unclear ones do under 'strict'."""
    least = StatusLevel.INCONCLUSIVE if rule is GuardrailRule.STRICT else StatusLevel.WORSENED
    return np.asarray(np.asarray(levels) >= least)
