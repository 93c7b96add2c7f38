"""Another currency scales the intervals of a mean and nothing else; a constant changes no test.

100,000 comparisons each. Powers of two are exact in floats, so that they must be exact here.
"""

import numpy as np
import pytest

from experimentos_core.stats.means import MeanComparison, compare_means
from experimentos_core.stats.welch import critical_t
from tests.helpers.comparisons import in_unit, random_means

COUNT = 100_000
IN_UNITS = ("mean_c", "mean_t", "difference", "difference_low", "difference_high")
SMALLEST = 5e-324


def in_both_units(seed, factor):
    """The same comparisons in two currencies, and their levels."""
    arms, difference, alpha = random_means(COUNT, seed)
    result = compare_means(*arms, alpha, difference=difference)
    scaled_arms, scaled = in_unit(arms, difference, factor)
    return result, compare_means(*scaled_arms, alpha, difference=scaled), arms, alpha


@pytest.mark.parametrize("factor", [2.0**20, 2.0**-6, 2.0])
def test_a_power_of_two_scales_means_and_limits_to_the_bit(factor):
    result, scaled, *_ = in_both_units(51, factor)
    for name in MeanComparison.__dataclass_fields__:
        unit = factor if name in IN_UNITS else 1.0
        values = getattr(result, name)
        stands_for_zero = np.abs(values) == SMALLEST  # a 0 on its side: no unit
        kept = ~stands_for_zero
        np.testing.assert_array_equal(getattr(scaled, name)[kept], (values * unit)[kept])


@pytest.mark.parametrize("factor", [0.01, 3.0, 1313.7])
def test_any_other_currency_scales_them_to_the_last_digits(factor):
    result, other, arms, alpha = in_both_units(52, factor)
    np.testing.assert_array_equal(np.isnan(other.t), np.isnan(result.t))
    for name in ("t", "df", "relative_lift"):
        np.testing.assert_allclose(getattr(other, name), getattr(result, name), rtol=1e-14)
    np.testing.assert_allclose(other.p_value, result.p_value, rtol=1e-10)  # t**2 in the exponent
    testable = ~np.isnan(result.t)
    assert_ends_close(
        (
            result.difference_low * factor,
            result.difference * factor,
            result.difference_high * factor,
        ),
        (other.difference_low, other.difference, other.difference_high),
        np.full(COUNT, 1e-14),
        testable,
    )
    nearness = nearness_to_the_border(result, arms, alpha)
    assert (nearness > 1e-3)[testable & (result.mean_c > 0)].mean() > 0.95
    assert_ends_close(
        (result.relative_low, result.relative_lift, result.relative_high),
        (other.relative_low, other.relative_lift, other.relative_high),
        1e-14 / np.clip(nearness, 1e-9, 1),
        testable & (result.mean_c > 0),
    )


def nearness_to_the_border(result, arms, alpha):
    """How far the control's mean is from where Fieller's interval opens, as a share of itself.

    At the border a limit runs to infinity: a rounding of the mean counts for that much more.
    """
    n_c, mean_c, variance_c, *_ = arms
    df = np.where(np.isnan(result.df), 1.0, result.df)
    reach = critical_t(df, alpha) * np.sqrt(variance_c / n_c)
    return np.abs(mean_c - reach) / np.where(mean_c > 0, mean_c, 1.0)


def assert_ends_close(ends, others, tolerance, rows):
    """Limits agree to the tolerance of the longest of them; open ends are open in both."""
    for end, other in zip(ends, others, strict=True):
        np.testing.assert_array_equal(np.isfinite(other), np.isfinite(end))
    size = np.max([np.where(np.isfinite(end), np.abs(end), 0.0) for end in ends], axis=0)
    for end, other in zip(ends, others, strict=True):
        closed = rows & np.isfinite(end)
        assert closed.mean() > 0.3
        assert (np.abs(other[closed] - end[closed]) <= (tolerance * size)[closed]).all()


@pytest.mark.parametrize("constant", [1e9, -7.25])
def test_a_constant_added_to_every_value_changes_no_bit_of_t_and_p(constant):
    arms, difference, alpha = random_means(COUNT, seed=53)
    n_c, mean_c, variance_c, n_t, mean_t, variance_t = arms
    result = compare_means(*arms, alpha, difference=difference)
    moved = (n_c, mean_c + constant, variance_c, n_t, mean_t + constant, variance_t)
    other = compare_means(*moved, alpha, difference=difference)
    for name in ("t", "df", "p_value", "difference_low", "difference_high"):
        np.testing.assert_array_equal(getattr(other, name), getattr(result, name))
