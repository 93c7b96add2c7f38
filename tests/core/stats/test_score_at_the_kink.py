"""The score statistic where an arm converts fully, and null differences that cannot be."""

import pytest

from experimentos_core.stats.proportions import score_z

BILLION = 10**9


@pytest.mark.parametrize(
    ("table", "null", "z"),
    [
        # 40-digit bisection on the likelihood
        ((1, 2, BILLION, BILLION), 1e-9, 22360.679741456876591),
        ((0, BILLION, 1, 2), 1e-9, 22360.679741456876591),
    ],
)
def test_the_multiplier_is_exactly_at_the_kink(table, null, z):
    assert float(score_z(*table, null)) == pytest.approx(z, rel=1e-13, abs=0)


@pytest.mark.parametrize("null", [1.5, -1.5, [0.5, 1.5], [-2.0, 0.0], float("nan")])
def test_a_null_difference_beyond_1_is_refused_also_among_others(null):
    with pytest.raises(ValueError, match="between -1 and 1"):
        score_z(1, 10, 2, 10, null)
