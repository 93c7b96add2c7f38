"""Sums in floats: when they contradict each other, and when their last digit decides too much."""

import math
from fractions import Fraction

import numpy as np
import pytest

from experimentos_core.stats.scorecard import compare_means_of_sums

OTHER = (10, 0.0, 90.0)
WHOLE = 2.0**53


def digits_suffice(n: float, total: float, total_sq: float) -> bool:
    return bool(compare_means_of_sums(n, total, total_sq, *OTHER, 0.05).digits_suffice)


@pytest.mark.parametrize(("missing", "is_consistent"), [(0.7e-9, True), (1.5e-9, False)])
def test_squares_may_fall_short_by_one_part_in_a_billion(missing, is_consistent) -> None:
    total_sq = 4.0 * 10**6 * (1 - missing)  # of a million values of 2
    card = compare_means_of_sums(10**6, 2e6, total_sq, *OTHER, 0.05)
    assert np.isnan(card.comparison.mean_c) != is_consistent


def share_moved(n: int, total: float, total_sq: float) -> float:
    """By hand, in rationals: half a unit of each sum's last binary digit against the spread."""
    half, half_sq = (
        Fraction(0) if value.is_integer() else Fraction(math.ulp(value)) / 2
        for value in (total, total_sq)
    )
    spread = n * Fraction(total_sq) - Fraction(total) ** 2
    return float((n * half_sq + (2 * abs(Fraction(total)) + half) * half) / spread)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("is_total_whole", [True, False])
@pytest.mark.parametrize("wanted", [0.7e-2, 0.97e-2, 1.03e-2, 1.4e-2])
def test_the_border_of_one_percent(wanted, is_total_whole, sign) -> None:
    n, mean = 1000, 1000.0
    total = n * mean + (0.0 if is_total_whole else 0.5)
    floor = Fraction(total) ** 2 / n
    unit = math.ulp(float(floor))
    steps = min(
        range(10, 400),
        key=lambda k: abs(share_moved(n, total, float(floor + Fraction(k * unit))) - wanted),
    )
    total_sq = float(floor + Fraction(steps * unit)) + unit / 2
    total_sq = total_sq if not total_sq.is_integer() else total_sq + unit
    moved = share_moved(n, total, total_sq)
    assert moved == pytest.approx(wanted, rel=0.03)
    assert digits_suffice(n, sign * total, total_sq) is (moved <= 0.01)


@pytest.mark.parametrize("sign", [1, -1])
def test_whole_numbers_are_exact_up_to_the_last_one_that_counts_up(sign) -> None:
    # Of the spread, 2**96 - (2**48 - 1)**2, half a unit of the squares would be 1.6 %.
    assert digits_suffice(2.0**43, sign * (2.0**48 - 1.0), WHOLE)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("share", "suffices"), [(0.013, False), (0.007, True)])
def test_beyond_them_a_total_is_rounded_whatever_its_sign(share, suffices, sign) -> None:
    # Half units of 2**27 and 2**7 move n * total_sq by 2**67 and total**2 by 2**68: of the share
    # two thirds are the total's.
    n, total = 2.0**40, sign * 2.0**60
    unit = 2.0**28
    excess = round((2.0**67 + 2.0**68) / share / n / unit) * unit
    assert digits_suffice(n, total, 2.0**80 + excess) is suffices


def test_a_mean_without_values_is_unknown_whatever_its_sum() -> None:
    for total in (0.0, 5.0, 1e200):
        card = compare_means_of_sums(0, total, 0.0, *OTHER, 0.05)
        assert np.isnan(card.comparison.mean_c)
        assert np.isnan(card.comparison.difference)
        assert card.digits_suffice


def test_the_difference_keeps_digits_that_rounded_means_have_lost() -> None:
    card = compare_means_of_sums(3, 1.0, 5.0, 3, 1.0 + 2.0**-52, 5.0, 0.05)
    assert float(card.comparison.difference) == pytest.approx(2.0**-52 / 3, rel=1e-12, abs=0)


@pytest.mark.parametrize("n", [1.5, -1.0, math.nan])
def test_a_size_is_a_whole_number(n) -> None:
    with pytest.raises(ValueError, match="number of values"):
        compare_means_of_sums(n, 1.0, 1.0, *OTHER, 0.05)
