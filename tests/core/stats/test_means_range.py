"""Which means can be tested: sizes from 2, figures that are 0 or between 1e-100 and 1e100."""

import math

import numpy as np
import pytest

from experimentos_core.stats.means import compare_means

LARGEST = 1e100
SMALLEST = 1.0 / LARGEST
ARMS = {
    "n_c": 10, "mean_c": 1.0, "variance_c": 1.0, "n_t": 12, "mean_t": 2.0, "variance_t": 1.0,
}  # fmt: skip


def compared(**changed):
    options = {"difference": changed.pop("difference")} if "difference" in changed else {}
    return compare_means(*(ARMS | changed).values(), 0.05, **options)


def is_tested(result):
    figures = (
        *(result.t, result.df, result.p_value, result.difference_low, result.difference_high),
        *(result.relative_low, result.relative_high),
    )
    known = {not math.isnan(figure) for figure in figures}
    assert len(known) == 1, "all or nothing"
    return known.pop()


@pytest.mark.parametrize("figure", ["mean_c", "mean_t", "variance_c", "variance_t"])
def test_the_range_is_inclusive_at_both_ends(figure):
    power = 2 if "variance" in figure else 1
    assert is_tested(compared(**{figure: LARGEST**power}))
    assert not is_tested(compared(**{figure: (1.001 * LARGEST) ** power}))
    assert is_tested(compared(**{figure: SMALLEST**power}))
    assert not is_tested(compared(**{figure: (0.999 * SMALLEST) ** power}))


def test_the_range_holds_on_either_side_of_zero():
    assert not math.isnan(compared(mean_t=-LARGEST).p_value)
    assert math.isnan(compared(mean_t=-1.001 * LARGEST).p_value)
    assert not math.isnan(compared(mean_t=-SMALLEST).p_value)
    assert math.isnan(compared(mean_t=-0.999 * SMALLEST).p_value)


def test_a_mean_of_0_and_one_variance_of_0_are_tested():
    assert is_tested(compared(mean_t=0.0))
    assert is_tested(compared(variance_c=0.0))
    assert is_tested(compared(variance_t=0.0))
    assert not is_tested(compared(variance_c=0.0, variance_t=0.0))


@pytest.mark.parametrize("size", ["n_c", "n_t"])
def test_two_values_in_each_arm_are_the_fewest(size):
    assert is_tested(compared(**{size: 2}))
    assert not is_tested(compared(**{size: 1}))
    assert not is_tested(compared(**{size: 0}))


@pytest.mark.parametrize("figure", ["mean_c", "mean_t", "variance_c", "variance_t", "difference"])
def test_what_is_not_known_is_not_tested(figure):
    assert not is_tested(compared(**{figure: math.nan}))


def test_what_cannot_be_tested_spoils_nothing_beside_it():
    among = compared(mean_c=[1.0, math.nan, 1.0], n_t=[12, 12, 1])
    alone = compared()
    for name in ("t", "df", "p_value", "difference_low", "relative_high"):
        first, *others = getattr(among, name)
        assert first == getattr(alone, name)
        assert np.isnan(others).all()


def test_means_difference_and_lift_are_given_also_without_a_test():
    result = compared(n_c=1, variance_c=math.nan, mean_c=4.0, mean_t=5.0)
    assert (result.mean_c, result.mean_t, result.difference) == (4, 5, 1)
    assert result.relative_lift == 0.25


@pytest.mark.parametrize("figure", ["mean_c", "mean_t"])
def test_the_lift_of_means_beyond_the_range_is_unknown(figure):
    assert not math.isnan(compared(**{figure: LARGEST}).relative_lift)
    assert math.isnan(compared(**{figure: 1.001 * LARGEST}).relative_lift)
    assert math.isnan(compared(**{figure: math.nan}).relative_lift)


def test_no_mean_is_a_negative_zero():
    result = compared(mean_c=-0.0, mean_t=-0.0, difference=-0.0)
    assert not np.signbit([result.mean_c, result.mean_t, result.difference]).any()


def test_a_variance_may_be_0_but_not_less():
    assert is_tested(compared(variance_t=0))
    with pytest.raises(ValueError, match="variance"):
        compared(variance_t=-5e-324)


@pytest.mark.parametrize(
    ("figure", "bad"),
    [("mean_c", math.inf), ("mean_t", -math.inf), ("variance_c", math.inf), ("variance_t", -1.0)],
)
def test_one_impossible_figure_among_possible_ones_is_refused(figure, bad):
    with pytest.raises(ValueError, match="finite"):
        compared(**{figure: [1.0, bad]})


def test_an_arm_of_the_other_is_not_meant():
    """Each figure of each arm has its own place: exchanging any pair changes the result."""
    arms = {"n_c": 5, "mean_c": 3.0, "variance_c": 2.0, "n_t": 9, "mean_t": 4.5, "variance_t": 7.0}
    result = compare_means(*arms.values(), 0.05)
    errors = 2 / 5, 7 / 9
    t = 1.5 / math.sqrt(sum(errors))
    df = sum(errors) ** 2 / (errors[0] ** 2 / 4 + errors[1] ** 2 / 8)
    assert result.t == pytest.approx(t, rel=1e-14, abs=0)
    assert result.df == pytest.approx(df, rel=1e-14, abs=0)
    assert result.relative_lift == 0.5
