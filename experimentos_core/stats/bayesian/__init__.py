"""Bayesian view of one metric: informational, and out of reach of the decision by contract.

Posterior first (`proportion_posterior`, `mean_posterior`), then what is asked of it: `simulate`
compares every treatment with the control, `arm_curves` and `lift_curve` give densities to draw, and
`compare_rates_exactly` gives by integration what the simulation of two rates estimates.
"""

from experimentos_core.stats.bayesian.beta_integral import ExactComparison, compare_rates_exactly
from experimentos_core.stats.bayesian.curves import Curves, arm_curves
from experimentos_core.stats.bayesian.lift import LiftPosterior
from experimentos_core.stats.bayesian.lift_curve import lift_curve
from experimentos_core.stats.bayesian.monte_carlo import Estimate
from experimentos_core.stats.bayesian.posterior import (
    BetaPosterior,
    Posterior,
    StudentPosterior,
    mean_posterior,
    proportion_posterior,
)
from experimentos_core.stats.bayesian.simulation import (
    DEFAULT_DRAWS,
    FEWEST_DRAWS,
    MOST_DRAWS,
    Simulation,
    simulate,
)

__all__ = [
    "DEFAULT_DRAWS",
    "FEWEST_DRAWS",
    "MOST_DRAWS",
    "BetaPosterior",
    "Curves",
    "Estimate",
    "ExactComparison",
    "LiftPosterior",
    "Posterior",
    "Simulation",
    "StudentPosterior",
    "arm_curves",
    "compare_rates_exactly",
    "lift_curve",
    "mean_posterior",
    "proportion_posterior",
    "simulate",
]
