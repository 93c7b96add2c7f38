"""What must hold for every table: test and intervals agree, and mirror when arms are exchanged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.stats import root_finding
from experimentos_core.stats.multiplicity import METHODS, adjust_p_values, interval_alphas
from experimentos_core.stats.proportions import compare_proportions, pooled_z_test, score_z
from tests.helpers.comparisons import assert_tables_coherent, random_tables

SIZES = st.one_of(
    st.integers(1, 12),
    st.integers(1, 3_000_000_000),
    st.sampled_from([10**6, 10**9, 3_000_000_000]),
)
ALPHAS = st.one_of(st.sampled_from([0.1, 0.05, 0.01, 0.001]), st.floats(1e-12, 0.999))


@st.composite
def arms(draw):
    n = draw(SIZES)
    few = draw(st.integers(0, min(n, 6)))
    return draw(st.sampled_from([0, n, few, n - few, draw(st.integers(0, n))])), n


def assert_ordered(result):
    assert (result.difference_low >= -1).all()
    assert (result.difference_low <= result.difference).all()
    assert (result.difference <= result.difference_high).all()
    assert (result.difference_high <= 1).all()
    assert (result.difference_low < result.difference_high).all()
    lift_known = ~np.isnan(result.relative_lift)
    assert (result.relative_low[lift_known] <= result.relative_lift[lift_known]).all()
    assert (result.relative_lift[lift_known] <= result.relative_high[lift_known]).all()
    defined = ~np.isnan(result.relative_low)
    assert (result.relative_low[defined] >= -1).all()
    assert not np.isnan(result.relative_high[defined]).any()


def assert_mirrored(result, other):
    """Bit for bit: nothing may depend on which arm is called control."""
    np.testing.assert_array_equal(other.z, -result.z)
    np.testing.assert_array_equal(other.p_value, result.p_value)
    np.testing.assert_array_equal(other.difference, -result.difference)
    np.testing.assert_array_equal(other.difference_low, -result.difference_high)
    np.testing.assert_array_equal(other.difference_high, -result.difference_low)


def test_a_hundred_thousand_tables_agree_with_themselves_and_mirror():
    x_c, n_c, x_t, n_t, alpha = random_tables(100_000, seed=20)
    result = compare_proportions(x_c, n_c, x_t, n_t, alpha)
    assert 0.2 < np.mean(result.p_value < alpha) < 0.8, "the sweep must show both answers"
    assert_tables_coherent(result, alpha)
    assert_ordered(result)
    assert_mirrored(result, compare_proportions(x_t, n_t, x_c, n_c, alpha))
    complement = compare_proportions(n_c - x_c, n_c, n_t - x_t, n_t, alpha)
    np.testing.assert_allclose(complement.z, -result.z, rtol=1e-14)
    scale = np.maximum(np.abs(result.difference_low), np.abs(result.difference_high))
    assert (np.abs(complement.difference_low + result.difference_high) <= 1e-12 * scale).all()
    assert (np.abs(complement.difference_high + result.difference_low) <= 1e-12 * scale).all()


def test_every_table_up_to_six_users_agrees_with_itself_and_mirrors():
    cells = [(x, n) for n in range(1, 7) for x in range(n + 1)]
    grid = np.array([(*control, *treatment) for control in cells for treatment in cells])
    for alpha in (0.5, 0.1, 0.05, 0.01, 1e-6):
        result = compare_proportions(*grid.T, alpha)
        assert_tables_coherent(result, alpha)
        assert_ordered(result)
        assert_mirrored(result, compare_proportions(*grid[:, [2, 3, 0, 1]].T, alpha))


def test_a_level_at_the_p_value_itself_still_agrees():
    """The hardest borders there are: alpha one bit above, at, and one bit below p."""
    x_c, n_c, x_t, n_t, _ = random_tables(20_000, seed=7)
    p_value = pooled_z_test(x_c, n_c, x_t, n_t).p_value
    inside = (p_value > 1e-300) & (p_value < 0.999)
    x_c, n_c, x_t, n_t, p_value = (v[inside] for v in (x_c, n_c, x_t, n_t, p_value))
    for alpha in (p_value, np.nextafter(p_value, 1), np.nextafter(p_value, 0)):
        result = compare_proportions(x_c, n_c, x_t, n_t, alpha)
        assert_tables_coherent(result, alpha)
        assert_ordered(result)
        # The limit that the test had to settle was already as good as 0 by itself.
        nearest = np.minimum(np.abs(result.difference_low), np.abs(result.difference_high))
        width = result.difference_high - result.difference_low
        assert (nearest <= 1e-9 * width).all()


def test_the_root_finder_needs_few_steps_even_where_tables_are_hostile(monkeypatch):
    monkeypatch.setattr(root_finding, "_MOST_STEPS", 30)
    x_c, n_c, x_t, n_t, alpha = random_tables(50_000, seed=3)
    for level in (alpha, 1e-10, 1e-200, 0.9):
        compare_proportions(x_c, n_c, x_t, n_t, level)


@given(control=arms(), treatment=arms(), alpha=ALPHAS)
def test_any_table_agrees_with_itself_and_mirrors(control, treatment, alpha):
    result = compare_proportions(*control, *treatment, alpha)
    assert_tables_coherent(result, alpha)
    assert_ordered(result)
    assert_mirrored(result, compare_proportions(*treatment, *control, alpha))


@given(control=arms(), treatment=arms(), null=st.floats(-1, 1))
def test_the_score_statistic_mirrors(control, treatment, null):
    assert score_z(*control, *treatment, null) == -score_z(*treatment, *control, -null)


@pytest.mark.parametrize("method", METHODS)
@given(tables=st.lists(st.tuples(arms(), arms()), min_size=1, max_size=6), alpha=ALPHAS)
def test_adjusted_intervals_exclude_zero_exactly_where_the_adjusted_test_rejects(
    method, tables, alpha
):
    columns = np.array([(*control, *treatment) for control, treatment in tables]).T
    p_value = pooled_z_test(*columns).p_value
    levels = interval_alphas(p_value, alpha, method)
    result = compare_proportions(*columns, levels)
    excludes = (result.difference_low > 0) | (result.difference_high < 0)
    np.testing.assert_array_equal(excludes, adjust_p_values(p_value, method) < alpha)
