"""The exact variance: no digit lost to cancellation, and every refusal at its border."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.stats.exact_variance import (
    Moments,
    VarianceState,
    difference_of_means,
    digits_decide_variance,
    variance_left_open,
    variance_of_sums,
)

VALUES = st.lists(
    st.decimals(min_value=-(10**9), max_value=10**9, places=3), min_size=2, max_size=12
)


def sums(values):
    exact = [Fraction(value) for value in values]
    return len(exact), sum(exact, Fraction(0)), sum((value**2 for value in exact), Fraction(0))


def two_pass_variance(values):
    exact = [Fraction(value) for value in values]
    mean = sum(exact) / len(exact)
    return sum((value - mean) ** 2 for value in exact) / (len(exact) - 1)


def test_a_mean_of_a_billion_with_a_thousandth_of_spread_keeps_every_digit():
    """Half of a million values at 1e9 - 0.001, half at 1e9 + 0.001."""
    n = 10**6
    moments = variance_of_sums(n, Decimal("1E+15"), Decimal("1000000000000000000000001.000000"))
    assert moments.mean == 1e9
    assert moments.variance == float(Fraction(1, 999_999))
    assert moments.state is VarianceState.KNOWN


def test_equals_the_two_pass_formula_on_figures_known_by_hand():
    n, total, total_sq = sums([2, 4, 4, 4, 5, 5, 7, 9])  # sum of squared deviations: 32
    assert (n, total, total_sq) == (8, 40, 232)
    assert variance_of_sums(8, 40, 232) == Moments(
        n=8, mean=5.0, variance=float(Fraction(32, 7)), state=VarianceState.KNOWN
    )


@given(values=VALUES)
def test_is_the_exact_variance_rounded_once(values):
    moments = variance_of_sums(*sums(values))
    assert moments.variance == float(two_pass_variance(values))
    assert moments.mean == float(sum(map(Fraction, values)) / len(values))
    assert (moments.state is VarianceState.ZERO) == (len(set(values)) == 1)


@given(values=VALUES, constant=st.decimals(-(10**12), 10**12, places=2))
def test_a_constant_added_to_every_value_changes_no_bit_of_the_variance(values, constant):
    moved = [value + constant for value in values]
    assert variance_of_sums(*sums(moved)).variance == variance_of_sums(*sums(values)).variance


@given(values=VALUES, others=VALUES, constant=st.decimals(-(10**12), 10**12, places=2))
def test_nor_of_the_difference_of_means(values, others, constant):
    def difference(control, treatment):
        (n_c, total_c, _), (n_t, total_t, _) = sums(control), sums(treatment)
        return difference_of_means(n_c, total_c, n_t, total_t)

    shifted = [[value + constant for value in arm] for arm in (values, others)]
    assert difference(*shifted) == difference(values, others) == -difference(others, values)
    means = [sum(map(Fraction, arm)) / len(arm) for arm in (values, others)]
    assert difference(values, others) == float(means[1] - means[0])


@pytest.mark.parametrize("kind", [int, Decimal, Fraction])
def test_takes_every_exact_number_alike(kind):
    assert variance_of_sums(4, kind(18), kind(86)).variance == float(Fraction(5, 3))
    assert difference_of_means(4, kind(0), 5, kind(18)) == 3.6


@pytest.mark.parametrize(
    ("total_sq", "state"),
    [
        (Decimal("1000.000000001"), VarianceState.KNOWN),
        (Decimal(1000), VarianceState.ZERO),
        (Decimal("999.9999995"), VarianceState.ZERO),
        (Decimal("999.9999990001"), VarianceState.ZERO),  # short by just below 1e-9 of itself
        (Decimal("999.9999989999"), VarianceState.INCONSISTENT),
        (Decimal(0), VarianceState.INCONSISTENT),
        (Decimal(-1000), VarianceState.INCONSISTENT),
    ],
)
def test_a_sum_of_squares_may_fall_short_by_a_billionth_and_no_more(total_sq, state):
    moments = variance_of_sums(10, Decimal(100), total_sq)
    assert moments.state is state
    assert (moments.mean is None) == (state is VarianceState.INCONSISTENT)
    if state is VarianceState.ZERO:
        assert moments.variance == 0
    if state is VarianceState.INCONSISTENT:
        assert moments.variance is None


def test_the_tolerance_is_relative_whatever_the_unit():
    """A constant 1234.56 over a million values, its sums rounded as databases do."""
    for unit in (Decimal("1E-9"), Decimal(1), Decimal("1E+9")):
        total, total_sq = Decimal(1234560000) * unit, Decimal("1524138393599.9998") * unit**2
        assert variance_of_sums(10**6, total, total_sq).state is VarianceState.ZERO


def test_too_few_values_have_a_mean_at_most():
    one = variance_of_sums(1, Decimal(7), Decimal(49))
    assert one == Moments(n=1, mean=7.0, variance=None, state=VarianceState.TOO_FEW_VALUES)
    none = variance_of_sums(0, 0, 0)
    assert none == Moments(n=0, mean=None, variance=None, state=VarianceState.TOO_FEW_VALUES)
    assert variance_of_sums(2, 3, 5).state is VarianceState.KNOWN
    assert variance_of_sums(1, 7, 40).state is VarianceState.INCONSISTENT
    assert variance_of_sums(0, 7, 0).state is VarianceState.INCONSISTENT  # a sum of no values


@pytest.mark.parametrize(
    ("n", "total", "total_sq", "decided"),
    [
        # Variance 1 around 1e6, n = 1000: half a unit of the sum's last digit d moves
        # n * sum_sq - sum**2 = 999000 by 2 * 1e9 * d / 2.
        (1000, Decimal("1000000000.00000"), Decimal("1000000000000999.00"), False),
        (1000, Decimal("1000000000.000010"), Decimal("1000000000020999.000"), True),
        (1000, Decimal("1000000000.000010"), Decimal("1.00000000002E+15"), False),
        (1000, 10**9, 10**15 + 999, True),  # whole numbers by type are exact
        (1000, Fraction(10**9), Decimal("1000000000000999.00"), True),
        (44_700, Decimal(2344795), Decimal(3068811771), True),
        (100, Decimal(500), Decimal(2500), False),  # all equal, or rounded to look so
        (100, 500, 2500, True),
        (1, Decimal(5), Decimal(25), True),
        (2, Decimal(0), 13, True),  # 0.5 * 0.5 of 26
        (2, Decimal(0), 12, False),
    ],
)
def test_digits_decide_the_variance_or_do_not(n, total, total_sq, decided):
    assert digits_decide_variance(n, total, total_sq) is decided


@pytest.mark.parametrize("sign", [1, -1])
def test_digits_are_too_few_from_one_percent_on(sign):
    """n * sum_sq - sum**2 = 100000 at sum 1000, n = 100: at most 1000 may be moved."""
    n, total, total_sq = 100, sign * 1000, Decimal("11000.0")
    assert digits_decide_variance(n, total, Decimal(11000))  # 100 / 2 = 50
    assert digits_decide_variance(n, total, Decimal("1.100E+4"))  # 100 * 10 / 2 = 500
    assert not digits_decide_variance(n, total, Decimal("1.10E+4"))  # 5000
    assert not digits_decide_variance(n, Decimal(total), total_sq)  # 1000.25, and 5 of sum_sq
    assert digits_decide_variance(n, Decimal(f"{total}.0"), total_sq)
    assert digits_decide_variance(n, total, Decimal("1.10E+4").scaleb(0) + Decimal("0.00"))


@given(values=VALUES)
def test_moving_the_sums_by_half_a_unit_moves_a_decided_variance_by_one_percent_at_most(values):
    n, total, total_sq = len(values), sum(values), sum(value * value for value in values)
    decided = digits_decide_variance(n, total, total_sq)
    half = Fraction(10) ** total.as_tuple().exponent / 2
    half_sq = Fraction(10) ** total_sq.as_tuple().exponent / 2
    variance = two_pass_variance(values)
    moved = []
    for by, by_sq in ((half, -half_sq), (-half, -half_sq), (half, half_sq), (-half, half_sq)):
        spread = Fraction(total_sq) + by_sq - (Fraction(total) + by) ** 2 / n
        moved.append(abs(spread / (n - 1) - variance))
    assert decided == (max(moved) * 100 <= variance)


@pytest.mark.parametrize("bad", [Decimal("nan"), Decimal("inf"), Decimal("-Infinity")])
def test_sums_that_are_no_numbers_are_errors_of_the_caller(bad):
    for call in (
        lambda: variance_of_sums(5, bad, 1),
        lambda: variance_of_sums(5, 1, bad),
        lambda: difference_of_means(5, 1, 5, bad),
        lambda: digits_decide_variance(5, bad, 1),
    ):
        with pytest.raises(ValueError, match="finite"):
            call()


def test_impossible_sizes_and_absurd_sums_are_errors_of_the_caller():
    with pytest.raises(ValueError, match="at least 0"):
        variance_of_sums(-1, 0, 0)
    for sizes in ((0, 5), (5, 0)):
        with pytest.raises(ValueError, match="at least 1"):
            difference_of_means(sizes[0], 1, sizes[1], 1)
    with pytest.raises(ValueError, match="too large"):
        variance_of_sums(2, 0, Decimal("1E+400"))
    assert math.isfinite(variance_of_sums(2, 0, Decimal("1E+300")).variance)


@pytest.mark.parametrize(
    ("total", "squares", "open_"),
    [
        # a whole total beside a sum of squares with decimals: exact, and only the latter is open
        ("1000000000000000", "1000000000000000000000000.999999", 5e-13),
        ("1000000000000000.0", "1000000000000000000000000.999999", 1e2),
        ("1000000000000000", "1e24", 5e17),
        ("1000000000000000", "999999999999999983222784", 1e3),
        (str(2**53 + 2), "1e31", 5e24),
    ],
)
def test_what_is_left_open_by_sums_of_large_means(total: str, squares: str, open_: float) -> None:
    opened = variance_left_open(10**6, Decimal(total), Decimal(squares))
    assert opened == pytest.approx(open_, rel=0.1, abs=0)


@pytest.mark.parametrize(
    ("total", "squares", "open_"),
    [
        ("18", "86", False),
        ("9", "53", False),
        ("9", "54", True),  # x and x**2 have one parity
        ("9", "53.0", True),  # written with a decimal: rounded
        ("9E+1", "53E+1", True),
        (str(2**54), str(2**54), True),
        ("1000", "250009", True),  # a mean of 250 and a spread of 1.7 may as well be rounded
        ("9.5", "53.25", False),  # twice the decimals, and in hundredths one parity
        ("9.5", "53.26", True),
    ],
)
def test_whole_numbers_may_be_exact(total: str, squares: str, open_: bool) -> None:
    assert (variance_left_open(4, Decimal(total), Decimal(squares)) > 0.0) is open_


def test_what_is_left_open_is_what_half_a_unit_moves() -> None:
    n, total, squares = 50, Decimal("12.3"), Decimal("40.2")
    plain = variance_of_sums(n, total, squares).variance
    moved = variance_of_sums(n, total - Decimal("0.05"), squares + Decimal("0.05")).variance
    opened = variance_left_open(n, total, squares)
    assert opened == pytest.approx(moved - plain, rel=2e-2, abs=0)
    assert opened >= moved - plain
