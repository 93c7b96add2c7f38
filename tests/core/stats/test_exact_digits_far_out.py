"""Half a unit of the last digit is exact however small or large that unit is."""

from decimal import Decimal

import pytest

from experimentos_core.stats.exact_variance import digits_decide_variance, mean_left_open


@pytest.mark.parametrize("exponent", [-400, -1, 0, 1, 400])
def test_half_a_unit_is_exact(exponent: int) -> None:
    unit = Decimal((0, (1,), exponent))
    for n in (3, 7, 9):
        assert digits_decide_variance(n, 0, 50 * unit)
        assert not digits_decide_variance(n, 0, 49 * unit)


def test_half_a_large_unit_is_a_large_share_of_the_mean() -> None:
    assert mean_left_open(2, Decimal("3E+300")) == 2.5e299
    assert mean_left_open(1, Decimal("3E-300")) == 5e-301
