"""Levels above one half, and ties among the smallest: the adjusted p-values stay the masters."""

import numpy as np
import pytest

from experimentos_core.stats.multiplicity import METHODS, adjust_p_values, interval_alphas


@pytest.mark.parametrize("method", METHODS)
def test_large_p_values_lie_below_their_level_exactly_where_adjusted_ones_are(method) -> None:
    dice = np.random.default_rng(12)
    for k in (2, 3, 5, 7):
        p = dice.uniform(0.5, 1.0, (4000, k))
        adjusted = adjust_p_values(p, method)
        chosen = adjusted[np.arange(p.shape[0]), dice.integers(0, k, p.shape[0])]
        for alpha in (chosen, np.nextafter(chosen, 1.0)):
            rows = alpha < 1.0
            level = interval_alphas(p[rows], alpha[rows], method)
            below = adjusted[rows] < alpha[rows][:, np.newaxis]
            np.testing.assert_array_equal(p[rows] < level, below)


def test_ties_among_the_smallest_share_the_smallest_level() -> None:
    level = interval_alphas([0.5, 0.001, 0.001, 0.001], 0.05, "holm")
    np.testing.assert_allclose(level, [0.05, 0.0125, 0.0125, 0.0125], rtol=1e-15)
