"""A change in words, whatever it is measured in: percentage points, per cent, a metric's unit."""

from enum import StrEnum
from typing import assert_never

from experimentos_core.foundation.amounts import (
    amount_beside,
    amount_interval,
    amount_size,
    signed_amount,
)
from experimentos_core.foundation.formatting import (
    Bounds,
    percent_beside,
    percent_interval,
    points,
    points_beside,
    points_interval,
    points_size,
    signed_percent,
)


class ChangeUnit(StrEnum):
    """What a change is measured in."""

    POINTS = "pp"
    """Percentage points: a difference of two rates."""
    PERCENT = "%"
    """A share of the control's value."""
    AMOUNT = ""
    """The unit of the metric itself: a difference of two means."""


def signed_change(change: float, unit: ChangeUnit) -> str:
    """A change with its sign: '+0.30 pp', '+3.0%', '+0.30'."""
    match unit:
        case ChangeUnit.POINTS:
            return points(change)
        case ChangeUnit.PERCENT:
            return signed_percent(change)
        case ChangeUnit.AMOUNT:
            return signed_amount(change)
        case _:
            assert_never(unit)


def change_size(change: float, unit: ChangeUnit) -> str:
    """The size of a change, without sign."""
    match unit:
        case ChangeUnit.POINTS:
            return points_size(change)
        case ChangeUnit.PERCENT:
            return signed_percent(abs(change)).removeprefix("+")
        case ChangeUnit.AMOUNT:
            return amount_size(change)
        case _:
            assert_never(unit)


def change_beside(change: float, margin: float, unit: ChangeUnit) -> str:
    """The size of a change with digits enough to stand on its own side of a margin."""
    match unit:
        case ChangeUnit.POINTS:
            return points_beside(change, margin)
        case ChangeUnit.PERCENT:
            return percent_beside(change, margin)
        case ChangeUnit.AMOUNT:
            return amount_beside(change, margin)
        case _:
            assert_never(unit)


def change_interval(interval: Bounds, unit: ChangeUnit) -> str:
    """An interval of a change; open ends are said in words."""
    match unit:
        case ChangeUnit.POINTS:
            return points_interval(interval)
        case ChangeUnit.PERCENT:
            return percent_interval(interval)
        case ChangeUnit.AMOUNT:
            return amount_interval(interval)
        case _:
            assert_never(unit)
