"""Sample ratio mismatch."""

import math

import numpy as np
import pytest

from experimentos_core.stats.srm import srm_p_below, srm_test


@pytest.mark.parametrize(
    ("users", "shares", "p_value"),
    [
        ((10_000, 10_000), (50, 50), 1.0),
        ((5500, 6500), (50, 50), 6.9e-20),
        ((821_588, 815_482), (0.5, 0.5), 1.8e-06),
        ((6000, 4000), (60, 40), 1.0),
        ((6000, 4000), (0.6, 0.4), 1.0),
        ((4000, 6000), (0.4, 0.6), 1.0),
    ],
)
def test_known_splits(users, shares, p_value):
    assert float(srm_test(users, shares).p_value) == pytest.approx(p_value, rel=0.02, abs=0)


def test_a_perfect_decimal_split_is_exactly_one():
    for shares in ((0.6, 0.4), (0.1, 0.2, 0.7), (0.3, 0.7), (1 / 3, 1 / 3, 1 / 3)):
        users = np.rint(np.array(shares) * 3_000_000)
        assert float(srm_test(users, shares).p_value) == 1


def test_one_user_more_than_planned_is_not_taken_for_noise():
    assert float(srm_test((1_500_000_001, 1_500_000_000), (1, 1)).chi2) > 0


def test_an_arm_without_a_share_leaves_statistic_and_degrees_of_freedom():
    with_arm = srm_test((5100, 4900, 300), (50, 50, 0))
    without = srm_test((5100, 4900), (50, 50))
    assert float(with_arm.chi2) == float(without.chi2) == 4
    assert int(with_arm.df) == 1
    assert float(with_arm.p_value) == pytest.approx(0.04550026389635842, rel=1e-12, abs=0)


def test_many_experiments_are_tested_at_once_along_any_axis():
    users = np.array([[5500, 6500], [10_000, 10_000], [6000, 4000]])
    across = srm_test(users, (1, 1))
    np.testing.assert_array_equal(across.p_value, srm_test(users.T, [[1], [1]], axis=0).p_value)
    assert across.df.tolist() == [1, 1, 1]
    for row, p_value in zip(users, across.p_value, strict=True):
        assert srm_test(row, (1, 1)).p_value == p_value


def test_nothing_to_test_is_undefined():
    assert np.isnan(srm_test((100, 5), (1, 0)).p_value)
    assert np.isnan(srm_test((0, 0), (1, 1)).p_value)


@pytest.mark.parametrize(
    ("users", "shares", "message"),
    [
        ((-1, 10), (1, 1), "users of an arm"),
        ((math.nan, 10), (1, 1), "users of an arm"),
        ((1.5, 10), (1, 1), "whole number"),
        ((10, 10), (-1, 2), "planned share"),
        ((10, 10), (math.nan, 1), "planned share"),
        ((10, 10), (math.inf, 1), "planned share"),
        ((10, 10), (0, 0), "planned share"),
    ],
)
def test_impossible_input_is_refused(users, shares, message):
    with pytest.raises(ValueError, match=message):
        srm_test(users, shares)


def test_small_p_values_are_those_of_the_test_and_all_others_are_one():
    dice = np.random.default_rng(4)
    users = dice.multinomial(3000, (0.5, 0.3, 0.2), 3000)
    users[::9, 0] += dice.integers(0, 400, users[::9, 0].size)
    whole = srm_test(users, (5, 3, 2)).p_value
    found = srm_p_below(users, (5, 3, 2), 0.01)
    np.testing.assert_array_equal(found, np.where(whole < 0.01, whole, 1.0))
    assert 100 < np.count_nonzero(found < 1) < 2900
    np.testing.assert_array_equal(srm_p_below(users.T, [[5], [3], [2]], 0.01, axis=0), found)
    level = float(whole[found < 1][0])
    assert srm_p_below(users, (5, 3, 2), level)[found < 1][0] == 1
    above = np.nextafter(level, 1.0)
    assert srm_p_below(users, (5, 3, 2), above)[found < 1][0] == level


def test_where_nothing_can_be_tested_no_p_value_is_small():
    assert srm_p_below([5, 700], [1, 0], 0.01) == 1
    assert srm_p_below([0, 0], [1, 1], 0.01) == 1
    assert srm_p_below(np.empty((0, 2)), [1, 1], 0.01).shape == (0,)
