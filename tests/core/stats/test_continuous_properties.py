"""What must hold for all means: test and intervals agree, mirror, and follow the unit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.stats.means import MeanComparison, compare_means
from tests.helpers.comparisons import assert_means_coherent, exchanged, random_means


def assert_ordered(result):
    testable = ~np.isnan(result.p_value)
    assert (result.difference_low <= result.difference)[testable].all()
    assert (result.difference <= result.difference_high)[testable].all()
    defined = ~np.isnan(result.relative_low)
    assert (result.relative_low <= result.relative_lift)[defined].all()
    assert (result.relative_lift <= result.relative_high)[defined].all()


def assert_mirrored(result, other):
    """Bit for bit: nothing may depend on which arm is called control."""
    np.testing.assert_array_equal(other.t, -result.t)
    np.testing.assert_array_equal(other.df, result.df)
    np.testing.assert_array_equal(other.p_value, result.p_value)
    np.testing.assert_array_equal(other.difference, -result.difference)
    np.testing.assert_array_equal(other.difference_low, -result.difference_high)
    np.testing.assert_array_equal(other.difference_high, -result.difference_low)


def test_a_hundred_thousand_comparisons_agree_with_themselves_and_mirror():
    arms, difference, alpha = random_means(100_000, seed=20)
    result = compare_means(*arms, alpha, difference=difference)
    assert 0.2 < np.mean(result.p_value < alpha) < 0.8, "the sweep must show both answers"
    open_ends = np.isinf(result.relative_low).astype(int) + np.isinf(result.relative_high)
    assert np.mean(open_ends == 2) > 0.05, "and unbounded sets"
    assert np.mean(open_ends == 1) > 0.01
    assert_means_coherent(result, alpha)
    assert_ordered(result)
    assert_mirrored(result, compare_means(*exchanged(arms), alpha, difference=-difference))


def test_a_level_at_the_p_value_itself_still_agrees():
    """The hardest borders there are: alpha one bit above, at, and one bit below p."""
    arms, difference, _ = random_means(20_000, seed=7)
    p_value = compare_means(*arms, 0.05, difference=difference).p_value
    inside = (p_value > 1e-99) & (p_value < 0.999)
    arms, difference, p_value = [a[inside] for a in arms], difference[inside], p_value[inside]
    for alpha in (p_value, np.nextafter(p_value, 1), np.nextafter(p_value, 0)):
        result = compare_means(*arms, alpha, difference=difference)
        assert_means_coherent(result, alpha)
        assert_ordered(result)
        # The limit that the test had to settle was already as good as 0 by itself.
        nearest = np.minimum(np.abs(result.difference_low), np.abs(result.difference_high))
        width = result.difference_high - result.difference_low
        assert (nearest <= 1e-9 * width).all()


@pytest.mark.parametrize("alpha", [5e-324, 1e-200, 1e-100, 1e-12, 0.5, 0.999, np.nextafter(1, 0)])
def test_any_level_at_all_agrees(alpha):
    arms, difference, _ = random_means(5_000, seed=3)
    result = compare_means(*arms, alpha, difference=difference)
    assert_means_coherent(result, alpha)
    assert_ordered(result)


def test_positive_means_give_ratios_that_invert_when_the_arms_are_exchanged():
    arms, difference, alpha = random_means(50_000, seed=11)
    result = compare_means(*arms, alpha, difference=difference)
    other = compare_means(*exchanged(arms), alpha, difference=-difference)
    both = (result.relative_low > -0.999) & (result.relative_high < 999)
    both &= (other.relative_low > -0.999) & (other.relative_high < 999)
    assert np.mean(both) > 0.2
    product = (1 + result.relative_low) * (1 + other.relative_high)
    np.testing.assert_allclose(product[both], 1, rtol=1e-9)


SIZES = st.one_of(st.integers(2, 5), st.integers(2, 3_000_000_000))
MEANS = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 1e100, 1e-100]), st.floats(-1e9, -1e-9), st.floats(1e-100, 1e9)
)
VARIANCES = st.one_of(
    st.sampled_from([0.0, 1.0, 1e-200, 1e200]), st.floats(1e-12, 1e12), st.floats(1e-199, 1e199)
)
ARMS = st.tuples(SIZES, MEANS, VARIANCES)
ALPHAS = st.one_of(st.sampled_from([0.05, 0.01, 5e-324]), st.floats(1e-12, 0.999))


@given(control=ARMS, treatment=ARMS, alpha=ALPHAS)
def test_any_two_arms_agree_with_themselves_and_mirror(control, treatment, alpha):
    result = compare_means(*control, *treatment, alpha)
    assert_means_coherent(result, alpha)
    assert_ordered(result)
    assert_mirrored(result, compare_means(*treatment, *control, alpha))
    assert np.isnan(result.p_value) == (control[2] == treatment[2] == 0)


def test_arrays_are_single_comparisons_side_by_side():
    arms, difference, alpha = random_means(200, seed=9)
    together = compare_means(*arms, alpha, difference=difference)
    for i in range(200):
        alone = compare_means(*(a[i] for a in arms), alpha[i], difference=difference[i])
        for name in MeanComparison.__dataclass_fields__:
            assert getattr(alone, name).shape == ()
            np.testing.assert_array_equal(getattr(alone, name), getattr(together, name)[i])


def test_every_argument_broadcasts():
    result = compare_means(
        np.full((3, 1), 50), 10, 4, 60, np.array([10, 11, 12, 13]), 4, np.full((2, 1, 1), 0.05)
    )
    for name in MeanComparison.__dataclass_fields__:
        assert getattr(result, name).shape == (2, 3, 4)
    assert compare_means([], 1, 1, 5, 1, 1, 0.05).p_value.shape == (0,)
