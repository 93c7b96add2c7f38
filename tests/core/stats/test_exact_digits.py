"""What the digits of exact sums leave open, by hand; what says that sums are exact, at its edge."""

from decimal import Decimal
from fractions import Fraction

import pytest

from experimentos_core.stats.exact_variance import (
    Exact,
    VarianceState,
    digits_decide_variance,
    mean_left_open,
    variance_left_open,
    variance_of_sums,
)

WHOLE = 2**53


def test_the_states_of_a_variance_have_stable_names() -> None:
    names = ["KNOWN", "ZERO", "TOO_FEW_VALUES", "INCONSISTENT"]
    assert [state.value for state in VarianceState] == names


@pytest.mark.parametrize(
    ("n", "total", "left_open"),
    [
        (4, Decimal("10.5"), 0.0125),
        (1, Decimal("0.5"), 0.05),
        (2, Decimal("0.50"), 0.0025),
        (4, Decimal("1E+1"), 1.25),
        (4, Decimal("1E+2"), 12.5),
        (4, Decimal(105), 0),
        (4, 105, 0),
        (4, Fraction(1, 3), 0),
        (0, Decimal("0.5"), 0),
    ],
)
def test_what_the_digits_of_a_sum_leave_open_of_the_mean(n, total, left_open) -> None:
    assert mean_left_open(n, total) == left_open


@pytest.mark.parametrize(
    ("n", "total", "squares"),
    [
        (2, 2, 4),
        (2, 2, Decimal(4)),
        (5, Fraction(7, 3), 90),
        (1, Decimal("1.5"), Decimal("9.9")),
        (4, Decimal("1.1"), Decimal("1.21")),
        (4, Decimal("2.3"), Decimal("5.29")),
        (100, Decimal("2.3"), Decimal("4.29")),
        (2, Decimal("100.1"), Decimal("5010.01")),
        (2, Decimal(20), Decimal(202)),
        (4, Decimal(0), Decimal(WHOLE)),
        (2 * WHOLE, Decimal(-WHOLE), Decimal(WHOLE)),
    ],
)
def test_sums_that_read_like_exact_ones_leave_nothing_open(n, total, squares) -> None:
    assert variance_left_open(n, total, squares) == 0


def by_hand(n: int, total: Exact, half: Exact, half_of_squares: Exact) -> float:
    moved = n * Fraction(half_of_squares) + (2 * abs(Fraction(total)) + half) * Fraction(half)
    return float(moved / (n * (n - 1)))


@pytest.mark.parametrize(
    ("n", "total", "squares", "half", "half_of_squares"),
    [
        (2, Decimal("1.1"), Decimal("1.20"), Fraction(1, 20), Fraction(1, 200)),
        (7, Decimal("-1.1"), Decimal("1.2"), Fraction(1, 20), Fraction(1, 20)),
        (100, Decimal("1E+1"), Decimal("1E+2"), 5, 50),
        (100, Decimal("1E+2"), Decimal("1E+4"), 50, 5000),
        (3, Decimal(20), Decimal(134), Fraction(1, 2), Fraction(1, 2)),
        (2, Decimal(142), Decimal(10182), Fraction(1, 2), Fraction(1, 2)),
        (4, Decimal(0), Decimal(WHOLE + 2), Fraction(1, 2), Fraction(1, 2)),
        (2 * WHOLE, Decimal(-WHOLE - 2), Decimal(WHOLE), Fraction(1, 2), Fraction(1, 2)),
        (9, Decimal(100), Decimal("1234.5"), 0, Fraction(1, 20)),
        (9, Decimal(WHOLE), Decimal("1234.5"), 0, Fraction(1, 20)),
        (9, Decimal(-WHOLE), Decimal("1234.5"), 0, Fraction(1, 20)),
        (9, Decimal(WHOLE + 1), Decimal("1234.5"), Fraction(1, 2), Fraction(1, 20)),
        (9, Decimal(-WHOLE - 1), Decimal("1234.5"), Fraction(1, 2), Fraction(1, 20)),
        (9, 100, Decimal("1234.5"), 0, Fraction(1, 20)),
    ],
)
def test_what_the_digits_of_the_sums_leave_open(n, total, squares, half, half_of_squares) -> None:
    expected = by_hand(n, total, half, half_of_squares)
    assert expected > 0
    assert variance_left_open(n, total, squares) == pytest.approx(expected, rel=1e-15, abs=0)


@pytest.mark.parametrize(
    ("n", "total", "squares", "decides"),
    [
        (9, 0, Decimal(50), True),
        (9, 0, Decimal(49), False),
        (9, 0, Decimal(-1), False),
        (2, Decimal("0.000"), Decimal("0.0000"), False),
        (3, 3, 3, True),
        (3, 3, 2, True),
        (1, Decimal(3), Decimal(2), True),
        (2, Decimal(3), Decimal(5), False),
    ],
)
def test_digits_decide_where_half_a_unit_moves_a_hundredth(n, total, squares, decides) -> None:
    assert digits_decide_variance(n, total, squares) is decides


@pytest.mark.parametrize(
    ("n", "total", "squares"),
    [(1, 2, 5), (1, 2, 3), (0, 0, 5), (0, 2, 2), (0, 1, 0), (2, 2, 1)],
)
def test_sums_that_no_values_have(n: int, total: int, squares: int) -> None:
    moments = variance_of_sums(n, total, squares)
    assert moments.state is VarianceState.INCONSISTENT
    assert (moments.mean, moments.variance) == (None, None)
