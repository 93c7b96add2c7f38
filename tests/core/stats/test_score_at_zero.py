"""At a null difference of 0 the score statistic is the pooled z itself, to the bit."""

import numpy as np

from experimentos_core.stats.proportions import pooled_z_test, score_z


def test_the_score_at_zero_is_the_pooled_z_to_the_bit() -> None:
    draw = np.random.default_rng(20260301)
    users = draw.integers(20, 100_000, size=(2, 3000))
    counts = draw.integers(1, users // 2)
    table = counts[0], users[0], counts[1], users[1]
    at_zero, pooled = score_z(*table, 0.0), pooled_z_test(*table).z
    assert np.array_equal(at_zero, pooled)
    assert np.any(at_zero > 0)
    assert np.any(at_zero < 0)
