"""How many values the spread asks for, and that the rule compares the right two arms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.stats.spread import too_few_for_spread, values_wanted

POSITIVE = st.floats(1e-3, 1e3)


def test_it_wants_25_values_for_each_squared_coefficient_of_variation():
    wanted = values_wanted([2.0, 10.0, 1.0], [8.0, 1.0, 0.0], 25.0)
    assert wanted.tolist() == pytest.approx([50.0, 0.25, 0.0])


@pytest.mark.parametrize("mean", [0.0, -3.0, np.nan])
def test_a_mean_that_is_not_positive_asks_for_nothing(mean):
    assert float(values_wanted(mean, 9.0, 25.0)) == 0.0
    assert not too_few_for_spread([10, 10], [mean, mean], [9.0, 9.0], 25.0)


def test_an_unknown_variance_asks_for_nothing_and_hides_no_other_arm():
    assert float(values_wanted(1.0, np.nan, 25.0)) == 0.0
    assert too_few_for_spread([10, 10], [1.0, 1.0], [np.nan, 9.0], 25.0)


def test_a_mean_that_is_nearly_nothing_asks_for_more_than_there_can_be():
    assert too_few_for_spread([10**15, 10**15], [1e-200, 1.0], [1.0, 1.0], 25.0)


@pytest.mark.parametrize(("smallest", "too_few"), [(49, True), (50, False), (51, False)])
@pytest.mark.parametrize("arm", [0, 1, 2])
def test_the_smallest_arm_is_held_to_the_most_varied_one(smallest, too_few, arm):
    sizes, means, variances = [1000, 1000, 1000], [2.0, 2.0, 2.0], [1.0, 8.0, 1.0]
    sizes[arm] = smallest
    assert bool(too_few_for_spread(sizes, means, variances, 25.0)) is too_few


@pytest.mark.parametrize("fewest", [0, 1])
def test_without_two_values_there_is_no_test_to_warn_of(fewest):
    assert not too_few_for_spread([1000, fewest], [1.0, 1.0], [1e6, 1e6], 25.0)
    assert too_few_for_spread([1000, 2], [1.0, 1.0], [1e6, 1e6], 25.0)


@given(
    st.lists(st.tuples(st.integers(2, 2000), POSITIVE, POSITIVE), min_size=2, max_size=4),
    st.floats(0.25, 4.0),
)
def test_neither_the_order_of_arms_nor_a_unit_matters(arms, factor):
    n, mean, variance = (np.array(column) for column in zip(*arms, strict=True))
    plain = too_few_for_spread(n, mean, variance, 25.0)
    assert too_few_for_spread(n[::-1], mean[::-1], variance[::-1], 25.0) == plain
    wanted = values_wanted(mean, variance, 25.0)
    moved = values_wanted(factor * mean, factor**2 * variance, 25.0)
    assert moved == pytest.approx(wanted, rel=1e-12, abs=0)


def test_many_experiments_are_judged_as_each_alone():
    rng = np.random.default_rng(4)
    n, mean = rng.integers(2, 200, (500, 3)), rng.normal(1.0, 1.0, (500, 3))
    variance = rng.gamma(2.0, 2.0, (500, 3))
    together = too_few_for_spread(n, mean, variance, 25.0)
    alone = [bool(too_few_for_spread(*row, 25.0)) for row in zip(n, mean, variance, strict=True)]
    assert together.tolist() == alone
    assert 0 < sum(alone) < 500
    assert too_few_for_spread(n.T, mean.T, variance.T, 25.0, axis=0).tolist() == alone
