"""Planned shares of a sample ratio test: on any scale, broadcast, refused where impossible."""

import numpy as np
import pytest

from experimentos_core.stats.srm import srm_test


def test_one_share_for_all_arms_is_an_equal_split():
    result = srm_test((5500, 6500), 1)
    assert result.chi2 == srm_test((5500, 6500), (1, 1)).chi2 == pytest.approx(250 / 3)
    assert result.df == 1


def test_one_row_of_users_meets_several_plans():
    plans = [(1, 1), (1, 3), (0, 1)]
    both = srm_test((5500, 6500), plans)
    for place, plan in enumerate(plans):
        assert both.chi2[place] == srm_test((5500, 6500), plan).chi2
        assert both.df[place] == srm_test((5500, 6500), plan).df
    assert both.df.tolist() == [1, 1, 0]


@pytest.mark.parametrize("scale", [1e-300, 1e-3, 1, 100, 1e300])
def test_shares_count_in_proportion(scale):
    shares = np.array((6, 4)) * scale
    assert srm_test((5900, 4100), shares).chi2 == pytest.approx(25 / 6, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    "shares", [(-1, 2), (np.nan, 1), (np.inf, 1), [(1, 1), (-0.1, 1)], [(1, 1), (1, np.inf)]]
)
def test_a_share_that_is_no_share_is_refused(shares):
    with pytest.raises(ValueError, match="must be a number of at least 0"):
        srm_test((50, 50), shares)


@pytest.mark.parametrize("shares", [(0, 0), (1e308, 1e308), [(1, 1), (0, 0)]])
def test_shares_without_a_sum_are_refused(shares):
    with np.errstate(over="ignore"), pytest.raises(ValueError, match="must be above 0"):
        srm_test((50, 50), shares)


def test_users_must_be_counts():
    for users in ((-1, 5), (1.5, 5), (np.nan, 5), (2**54, 5)):
        with pytest.raises(ValueError, match="number of users of an arm"):
            srm_test(users, (1, 1))


def test_a_share_below_one_user_is_still_an_arm():
    result = srm_test((1, 0, 0), (0.5, 0.3, 0.2))
    assert result.chi2 == pytest.approx(1.0, rel=1e-12, abs=0)
    assert result.df == 2


def test_one_user_is_enough_to_test():
    assert srm_test((1, 0), (1, 1)).chi2 == 1
    assert srm_test((1, 0), (1, 1)).df == 1


def test_users_of_an_arm_without_a_share_are_left_out_of_the_total():
    assert srm_test((60, 40, 7, 9), (3, 2, 0, 0)).chi2 == 0
    assert np.isnan(srm_test((0, 0, 7), (3, 2, 0)).p_value)


def test_a_gap_beyond_the_noise_of_a_decimal_share_is_counted():
    """An expected count of 1e15 holds eighths: 2 users are 1.1 times the noise let pass."""
    whole = 10**15
    assert srm_test((whole + 2, whole - 2), (1, 1)).chi2 == pytest.approx(8e-15, rel=1e-9, abs=0)
    assert srm_test((whole + 1, whole - 1), (1, 1)).chi2 == 0
