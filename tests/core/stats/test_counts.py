"""Counts are checked at the door, and products of counts are subtracted without losing a digit."""

import numpy as np
import pytest

from experimentos_core.stats.counts import (
    as_alpha,
    as_floats,
    as_two_arms,
    check_counts,
    check_whole,
    difference_of_products,
)

LARGEST = 2**53
FIBONACCI = [1, 1]
while FIBONACCI[-1] + FIBONACCI[-2] < LARGEST:
    FIBONACCI.append(FIBONACCI[-1] + FIBONACCI[-2])


def floats(*numbers):
    return np.array(numbers, dtype=np.float64)


def test_neighbouring_fibonacci_numbers_differ_by_one():
    """F(n+1) F(n-1) - F(n)**2 = (-1)**n (Cassini 1680), with all 106 bits of the products."""
    for before, number, after, sign in zip(
        FIBONACCI, FIBONACCI[1:], FIBONACCI[2:], [1, -1] * 50, strict=False
    ):
        assert difference_of_products(*floats(after, before, number, number)) == sign
        assert difference_of_products(*floats(number, number, after, before)) == -sign


def test_a_difference_of_random_products_is_rounded_hardly_more_than_once():
    dice = np.random.default_rng(20_260_401)
    a, b, c = (dice.integers(2**52, LARGEST, 2000) for _ in range(3))
    d = [int(x) * int(y) // int(z) for x, y, z in zip(a, b, c, strict=True)]
    inside = np.array([number < LARGEST for number in d])
    a, b, c, d = a[inside], b[inside], c[inside], np.array(d, dtype=object)[inside]
    exact = [int(w) * int(x) - int(y) * int(z) for w, x, y, z in zip(a, b, c, d, strict=True)]
    got = difference_of_products(*(column.astype(np.float64) for column in (a, b, c, d)))
    assert len(exact) > 500
    np.testing.assert_allclose(got, np.array(exact, dtype=np.float64), rtol=4e-16)


def test_the_largest_count_is_the_last_whole_number_a_float_holds():
    assert as_two_arms(LARGEST, LARGEST, 0, 1).x_c == LARGEST
    for too_large in (LARGEST + 2, np.inf):
        with pytest.raises(ValueError, match=r"successes \(control\) must be a number from 0 to"):
            as_two_arms(too_large, LARGEST, 0, 1)
        with pytest.raises(ValueError, match=r"users \(treatment\) must be a number from 0 to"):
            as_two_arms(0, 1, 0, too_large)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ((-1, 5, 1, 5), r"successes \(control\) must be a number from 0"),
        ((1, -5, 1, 5), r"users \(control\) must be a number from 0"),
        ((1, 5, np.nan, 5), r"successes \(treatment\) must be a number from 0"),
        ((1, 5, 0.5, 5), r"successes \(treatment\) must be a whole number"),
        ((1, 5, 0, 5.5), r"users \(treatment\) must be a whole number"),
        ((0, 0, 1, 5), r"users \(control\) must be at least 1"),
        ((1, 5, 0, 0), r"users \(treatment\) must be at least 1"),
        ((6, 5, 1, 5), r"more successes than users \(control\)"),
        ((1, 5, 6, 5), r"more successes than users \(treatment\)"),
    ],
)
def test_impossible_counts_are_refused_also_among_possible_ones(counts, message):
    with pytest.raises(ValueError, match=message):
        as_two_arms(*counts)
    with pytest.raises(ValueError, match=message):
        as_two_arms(*([good, bad] for good, bad in zip((0, 1, 0, 1), counts, strict=True)))


def test_the_smallest_possible_counts_are_taken():
    assert [float(column) for column in as_two_arms(0, 1, 1, 1)] == [0, 1, 1, 1]
    check_counts(floats(0, 1), floats(1, 1), "some arm")
    check_whole(floats(0), "The number of values")


@pytest.mark.parametrize("level", [0, 1, -0.05, 1.5, np.nan, [0.05, 0], [0.05, 1]])
def test_a_level_lies_strictly_between_0_and_1(level):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        as_alpha(level)
    assert as_alpha([1e-300, 1 - 1e-16]).tolist() == [1e-300, 1 - 1e-16]


@pytest.mark.parametrize("value", ["many", [[1], [1, 2]], 10**400, 1j])
def test_what_is_no_number_is_refused_in_one_sentence(value):
    with pytest.raises(ValueError, match="must be numbers"):
        as_floats(value)


def test_rows_and_arms_are_taken_as_they_are_asked_for():
    arms = as_two_arms([1, 2, 3], 10, [4, 5, 6], 20)
    assert [column.tolist() for column in arms.swapped()] == [
        [4, 5, 6], [20, 20, 20], [1, 2, 3], [10, 10, 10],
    ]  # fmt: skip
    assert [column.tolist() for column in arms.rows(np.array([2, 0]))] == [
        [3, 1], [10, 10], [6, 4], [20, 20],
    ]  # fmt: skip
