"""Fisher's exact test of one 2 x 2 table, shown beside the z test where cells are sparse."""

import math

import numpy as np
import numpy.typing as npt

from experimentos_core.stats.counts import Floats, as_two_arms

_TIE = 1.0 + 1e-7
"""Tables this close to the observed one in probability count as equally probable (as in R)."""

_LOG_OF_NOTHING = 720.0
"""exp(-720) is below the smallest normal float."""


def fisher_p(x_c: float, n_c: float, x_t: float, n_t: float) -> float:
    """Two-sided Fisher p-value: total probability of all tables no more probable than this one.

    Same convention as R's fisher.test. Works outward from the most probable table with exact
    ratios of neighbouring probabilities, so it keeps about 12 digits for a handful of events
    in 1e9 users, where differences of log-gamma functions keep only 6. Below 1e-308 it is 0.
    Takes one table of whole numbers; raises ValueError for impossible counts.
    """
    arms = as_two_arms(x_c, n_c, x_t, n_t)
    if arms.x_c.ndim:
        raise ValueError("The exact test takes one table at a time.")
    control, size_c, treated, size_t = (int(column) for column in arms)
    successes = control + treated
    lowest, highest = max(0, successes - size_t), min(successes, size_c)
    first, last = _relevant(successes, size_c, size_c + size_t, lowest, highest)
    if not first <= control <= last:
        return 0.0
    weights = _relative_probabilities(first, last, successes, size_c, size_t)
    extreme = weights[weights <= weights[control - first] * _TIE]
    return min(1.0, float(extreme.sum() / weights.sum()))


def _relevant(successes: int, drawn: int, users: int, lowest: int, highest: int) -> tuple[int, int]:
    """Range of the control's successes outside which the probability underflows.

    Bernstein's inequality, with the binomial's variance (Hoeffding 1963, section 6): beyond t
    from the mean the probability is below 2 exp(-t**2 / (2 variance + 2 t / 3)).
    """
    mean = successes * drawn / users
    rarer = min(mean, successes - mean, drawn - mean, users - successes - drawn + mean)
    third = _LOG_OF_NOTHING / 3.0
    reach = third + math.sqrt(third * third + 2.0 * _LOG_OF_NOTHING * max(rarer, 0.0)) + 1.0
    return max(lowest, math.floor(mean - reach)), min(highest, math.ceil(mean + reach))


def _relative_probabilities(
    first: int, last: int, successes: int, size_c: int, size_t: int
) -> npt.NDArray[np.float64]:
    """Hypergeometric probabilities of first..last successes in control, the largest being 1."""
    k = np.arange(first, last, dtype=np.float64)
    rising = (successes - k) * (size_c - k)
    ratios = rising / ((k + 1.0) * (size_t - successes + k + 1.0))
    steps: Floats = np.concatenate(([0.0], np.cumsum(np.log(ratios))))
    return np.asarray(np.exp(steps - steps.max()))
