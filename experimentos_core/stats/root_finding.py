"""The one root finder of the score intervals: many increasing functions solved side by side."""

from collections.abc import Callable

import numpy as np

from experimentos_core.stats.counts import Floats

type ValueAndSlope = Callable[..., tuple[Floats, Floats]]

_CLOSE_ENOUGH = 1e-10
"""A last step this small (relative) leaves an error of its square: below rounding."""

_NEWTON_ALONE = 4
"""From this step on, a move must be shorter than half the one before, or it is a bisection."""

_MOST_STEPS = 200
"""Far more than bisection alone would take."""

_WORTH_DROPPING = 0.75
"""Finished elements are dropped once fewer than this share still moves."""


def solve_increasing(
    function: ValueAndSlope,
    parameters: tuple[Floats, ...],
    target: Floats,
    start: Floats,
    ceiling: Floats,
) -> Floats:
    """Solve value(m) = target for m in (0, ceiling], element by element.

    `function(m, *parameters)` returns value and derivative, value being 0 at m = 0 and increasing;
    target and start are positive, ceiling may be infinite.

    Newton's step is taken on log(value) against log(m), with exp and log replaced by their first
    Pade approximants: for value = m**2 this is Halley's cubic iteration, for value = m it is exact.
    A step that leaves the bracket is replaced by a bisection. Only + - * / sqrt are used and
    every element stops on its own, so a result does not depend on what it is computed beside.
    Raises ArithmeticError rather than return an unfinished root.
    """
    solution = start.copy()
    rows, working = np.arange(start.size), np.ones(start.size, dtype=bool)
    point, low, high, last_move = start, np.zeros_like(start), ceiling, ceiling
    for step_number in range(_MOST_STEPS):
        value, slope = function(point, *parameters)
        if np.isnan(value).any():
            break
        low = np.where(value <= target, point, low)
        high = np.where(value >= target, point, high)
        moved = _newton_step(point, value, slope, target)
        astray = ~((moved >= low) & (moved <= high) & (value > 0) & (moved < np.inf))
        move = np.abs(moved - point)
        if step_number >= _NEWTON_ALONE:
            astray |= (move > 0.5 * last_move) & (move > _CLOSE_ENOUGH * moved)
        if astray.any():
            moved = np.where(astray, _middle(low, high), moved)
            move = np.abs(moved - point)
        solution[rows[working]] = moved[working]
        working &= move > _CLOSE_ENOUGH * moved
        if not working.any():
            return solution
        point, last_move = moved, move
        if np.count_nonzero(working) < _WORTH_DROPPING * working.size:
            keep = np.flatnonzero(working)
            rows, point, target = rows[keep], point[keep], target[keep]
            working = working[keep]
            low, high, last_move = low[keep], high[keep], move[keep]
            parameters = tuple(parameter[keep] for parameter in parameters)
    raise ArithmeticError("A score interval did not converge.")


def _newton_step(point: Floats, value: Floats, slope: Floats, target: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):  # such steps are astray and are bisected
        step = (target - value) / (target + value) * value / (point * slope)
        return np.asarray(point * (1.0 + step) / (1.0 - step))


def _middle(low: Floats, high: Floats) -> Floats:
    """Geometric middle, as a root may lie many powers of ten away; half or double at open ends."""
    bounded = np.where(np.isinf(high), 16.0 * low, high)
    return np.where(low > 0, np.sqrt(low) * np.sqrt(bounded), 0.5 * bounded)
