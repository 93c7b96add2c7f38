"""Sample-ratio p-values below a level are those of the test itself, all others 1."""

import numpy as np
import pytest

from experimentos_core.stats.srm import srm_p_below, srm_test

DRAW = np.random.default_rng(20260302)
SHARES = np.array([(1, 1, 1, 1), (1, 1, 0, 0), (1, 2, 3, 0), (1, 0, 0, 0)])
USERS = DRAW.multinomial(1000, np.full(4, 0.25), size=(60, 4))


@pytest.mark.parametrize("level", [1e-5, 0.001, 0.05, 0.5, 0.9, 0.999])
def test_p_values_below_a_level(level: float) -> None:
    p_value = srm_test(USERS, SHARES).p_value
    expected = np.where(p_value < level, p_value, 1.0)
    assert np.array_equal(srm_p_below(USERS, SHARES, level), expected)


@pytest.mark.parametrize("level", [0.001, 0.5, 0.9])
@pytest.mark.parametrize("arms", [1, 2, 3, 4])
def test_p_values_below_a_level_of_one_number_of_arms(arms: int, level: float) -> None:
    users, shares = USERS[..., :arms], np.ones(arms)
    p_value = srm_test(users, shares).p_value
    expected = np.where(p_value < level, p_value, 1.0)
    assert np.array_equal(srm_p_below(users, shares, level), expected)
    assert np.any(expected < 1) == (arms > 1 and level > 0.001)


def test_no_experiments_and_no_users_have_no_p_value_below_any_level() -> None:
    assert srm_p_below(np.empty((0, 2)), (1, 1), 0.5).shape == (0,)
    assert srm_p_below((0, 0), (1, 1), 0.5) == 1
    assert np.isnan(srm_test((0, 0), (1, 1)).p_value)
    assert srm_test((0, 0), (1, 1)).df == 0
