"""When has a guardrail got worse? The three rules, on arrays."""

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.values import Direction, GuardrailRule, GuardrailStatus

type Numbers = NDArray[np.float64]


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


def toward_harm(
    change: ArrayLike, low: ArrayLike, high: ArrayLike, direction: Direction
) -> tuple[Numbers, Numbers, Numbers]:
    """Turn a change and its interval so that harm is positive; `direction` is that of harm."""
    turned = [np.asarray(x, dtype=np.float64) for x in (change, low, high)]
    if direction is Direction.UP:
        return turned[0], turned[1], turned[2]
    return -turned[0], -turned[2], -turned[1]


def margin_noise(severe_margin: float, thresholds: Thresholds) -> float:
    """Float noise allowed in comparisons with margins.

    It is that of the numbers compared: a revenue of 1e6 has more of it than a rate.
    """
    return thresholds.margin_tolerance * max(1.0, severe_margin)


def open_from(severe_margin: ArrayLike, tolerance: float) -> Numbers:
    """The upper limit of the harm from which severe harm is not ruled out; inclusive."""
    return np.asarray(severe_margin, dtype=np.float64) - tolerance


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
        harm: Change in the harmful direction, in the unit of the margins.
        low: Lower end of its interval; may be infinite.
        high: Upper end of its interval; may be infinite.
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
    return judge_by_sides(
        np.where(_is_unknown(d, lower, upper, m, big_m), np.nan, d),
        is_proven=lower > 0,
        is_open=upper >= open_from(big_m, tolerance),
        worsened_margin=m,
        severe_margin=big_m,
        rule=rule,
        tolerance=tolerance,
    )


def judge_by_sides(
    harm: ArrayLike,
    *,
    is_proven: ArrayLike,
    is_open: ArrayLike,
    worsened_margin: ArrayLike,
    severe_margin: ArrayLike,
    rule: GuardrailRule,
    tolerance: float,
) -> NDArray[np.int8]:
    """Judge as `judge_guardrails` does, where only the side of each limit is known.

    Args:
        harm: Change in the harmful direction; nan where anything could not be computed.
        is_proven: Whether the lower limit of the harm is above 0.
        is_open: Whether the upper limit is at least `open_from(severe_margin, tolerance)`.
        worsened_margin: As for `judge_guardrails`.
        severe_margin: As for `judge_guardrails`.
        rule: As for `judge_guardrails`.
        tolerance: As for `judge_guardrails`.

    Returns:
        StatusLevel values, broadcast over all arguments.
    """
    d, m, big_m = (np.asarray(x, dtype=np.float64) for x in (harm, worsened_margin, severe_margin))
    proven, open_end = np.asarray(is_proven, dtype=bool), np.asarray(is_open, dtype=bool)
    over_m, over_big_m = d >= m - tolerance, d >= big_m - tolerance
    if rule is GuardrailRule.POINT:
        severe, worsened, unclear = over_big_m, over_m, np.zeros_like(over_m)
    else:
        severe, worsened, unclear = over_big_m & proven, over_m & proven, open_end
    if rule is GuardrailRule.EVIDENCE:
        worsened = worsened | over_big_m
    levels = np.select(
        [np.isnan(d), severe, worsened, unclear],
        [StatusLevel.WORSENED, StatusLevel.SEVERE, StatusLevel.WORSENED, StatusLevel.INCONCLUSIVE],
        StatusLevel.OK,
    )
    return levels.astype(np.int8)


def _is_unknown(*values: Numbers) -> NDArray[np.bool_]:
    """Whether any of them is nan; open ends of opposite signs must not add up to one."""
    unknown = np.zeros((), dtype=np.bool_)
    for value in values:
        unknown = unknown | np.isnan(value)
    return np.asarray(unknown)


def stops_launch(levels: ArrayLike, rule: GuardrailRule) -> NDArray[np.bool_]:
    """Whether a guardrail of this status counts as worsened; unclear ones do under 'strict'."""
    least = StatusLevel.INCONCLUSIVE if rule is GuardrailRule.STRICT else StatusLevel.WORSENED
    return np.asarray(np.asarray(levels) >= least)
