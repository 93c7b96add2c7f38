"""What is believed of a metric in words, once for memo, charts and window."""

import math
from decimal import ROUND_CEILING, Decimal

from experimentos_core.bayesian import BayesianComparison, BayesianView, MetricBelief
from experimentos_core.foundation.changes import ChangeUnit, change_interval, change_size
from experimentos_core.foundation.formatting import (
    NOT_AVAILABLE,
    percent,
    percent_interval,
    points_size,
)
from experimentos_core.foundation.values import MetricKind
from experimentos_core.stats.bayesian.monte_carlo import share_estimate

_PLAIN = 1e-2  # from here to 1 - 1e-2 one decimal says it
_NEARLY = 1e-4  # nearer to 0 or 1 no simulated chance is told apart
_BOUNDS = (
    (_NEARLY, "under 0.01%", "over 99.99%"),
    (1e-3, "under 0.1%", "over 99.9%"),
    (1e-2, "under 1%", "over 99%"),
    (1e-1, "under 10%", "over 90%"),
)
_ERRORS = 2.0
_SMALLEST_LOSS = 1e-3  # as a share of the width of the lift's interval


def chance(share: float, error: float) -> str:
    """A simulated probability: '97.3%', '99.86%'; never 0% or 100%, which nobody can simulate.

    Near 0 and 1 it says no more than two Monte Carlo errors allow: 'over 99.99%', 'under 0.1%'.
    """
    rest = min(share, 1.0 - share)
    if rest >= _PLAIN:
        return percent(share, 1)
    if rest >= _NEARLY and error <= rest / _ERRORS:
        return percent(share, 2)
    at_most = rest + _ERRORS * error
    _, under, over = next((bound for bound in _BOUNDS if at_most <= bound[0]), _BOUNDS[-1])
    return under if share < 1.0 - share else over


def chance_error(error: float) -> str:
    """The Monte Carlo error of a probability: '± 0.16 pp'."""
    return f"\u00b1 {points_size(error)}"


def chance_to_be_better(comparison: BayesianComparison) -> str:
    """The chance that a treatment beats the control; N/A where it is not known."""
    share, error = comparison.prob_beats_control, comparison.mc_error
    return NOT_AVAILABLE if share is None or error is None else chance(share, error)


def error_of_chance(comparison: BayesianComparison) -> str:
    """The Monte Carlo error of that chance; empty where 'over' or 'under' allows for it."""
    if comparison.mc_error is None or not chance_to_be_better(comparison)[0].isdigit():
        return ""
    return chance_error(comparison.mc_error)


def chance_to_be_best(view: BayesianView, variant: str) -> str:
    """The chance that an arm is the best on the primary metric; N/A unless all arms are known."""
    share = view.prob_best.get(variant)
    if share is None:
        return NOT_AVAILABLE
    return chance(*share_estimate(share * view.draws, view.draws))


def belief_unit(belief: MetricBelief) -> ChangeUnit:
    """Return what lifts and losses of a metric are measured in."""
    return ChangeUnit.POINTS if belief.kind is MetricKind.RATE else ChangeUnit.AMOUNT


def expected_loss(comparison: BayesianComparison, unit: ChangeUnit) -> str:
    """The expected loss in the metric's unit; never 0, which nobody can simulate.

    Below a thousandth of the lift's interval it says no more than 'under 0.00040 pp'.
    """
    loss, error = comparison.expected_loss, comparison.loss_error
    if loss is None or error is None:
        return NOT_AVAILABLE
    least = _round_up(max(_SMALLEST_LOSS * _width(comparison), _ERRORS * error))
    return f"under {change_size(least, unit)}" if loss < least else change_size(loss, unit)


def lift_interval(comparison: BayesianComparison, unit: ChangeUnit) -> str:
    """The credible interval of the lift; N/A where it is not known."""
    if comparison.prob_beats_control is None:
        return NOT_AVAILABLE
    return change_interval(comparison.lift_ci, unit)


def relative_lift_interval(comparison: BayesianComparison) -> str:
    """The credible interval of the relative lift; N/A where there is none."""
    if comparison.relative_lift_ci == (None, None):
        return NOT_AVAILABLE
    return percent_interval(comparison.relative_lift_ci)


def _width(comparison: BayesianComparison) -> float:
    low, high = comparison.lift_ci
    return 0.0 if low is None or high is None else high - low


def _round_up(value: float) -> float:
    """To one significant digit."""
    if not 0 < value < math.inf:
        return 0.0
    exact = Decimal(repr(value))
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted()), rounding=ROUND_CEILING))
