"""Corrections for several comparisons, and the interval levels that go with them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.stats.multiplicity import METHODS, adjust_p_values, interval_alphas

P_VALUES = (0.01, 0.04, 0.03, 0.005, 0.5)


@pytest.mark.parametrize(
    ("method", "expected"),
    [  # R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.5), method)
        ("bonferroni", (0.05, 0.2, 0.15, 0.025, 1.0)),
        ("holm", (0.04, 0.09, 0.09, 0.025, 0.5)),
        ("fdr_bh", (0.025, 0.05, 0.05, 0.025, 0.5)),
        ("none", P_VALUES),
    ],
)
def test_adjusted_p_values_are_those_of_r(method, expected):
    np.testing.assert_allclose(adjust_p_values(P_VALUES, method), expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("bonferroni", (0.01, 0.01, 0.01, 0.01, 0.01)),
        ("holm", (0.0125, 0.05 / 3, 0.05 / 3, 0.01, 0.05 / 3)),
        ("fdr_bh", (0.02, 0.03, 0.03, 0.02, 0.03)),
        ("none", (0.05,) * 5),
    ],
)
def test_interval_levels_follow_the_step_of_each_comparison(method, expected):
    np.testing.assert_allclose(interval_alphas(P_VALUES, 0.05, method), expected, rtol=1e-14)


@pytest.mark.parametrize("method", METHODS)
def test_an_undefined_p_value_counts_as_one(method):
    with_nan = adjust_p_values((0.01, math.nan, 0.03), method)
    np.testing.assert_array_equal(with_nan, adjust_p_values((0.01, 1.0, 0.03), method))
    assert with_nan[1] == 1
    levels = interval_alphas((0.01, math.nan, 0.03), 0.05, method)
    assert ((levels > 0) & (levels < 1)).all()


@pytest.mark.parametrize("method", METHODS)
def test_equal_p_values_get_equal_answers(method):
    p = (0.012, 0.3, 0.012, 0.012, 0.3)
    for values in (adjust_p_values(p, method), interval_alphas(p, 0.05, method)):
        assert values[0] == values[2] == values[3]
        assert values[1] == values[4]


@pytest.mark.parametrize("method", METHODS)
def test_every_axis_and_every_level_gives_the_same_as_one_by_one(method):
    p = np.random.default_rng(2).random((3, 5)) ** 3
    alpha = np.array([0.05, 0.01, 0.2])
    np.testing.assert_array_equal(
        adjust_p_values(p.T, method, axis=0), adjust_p_values(p, method).T
    )
    together = interval_alphas(p, alpha, method)
    np.testing.assert_array_equal(interval_alphas(p.T, alpha, method, axis=0), together.T)
    for row, level, expected in zip(p, alpha, together, strict=True):
        np.testing.assert_array_equal(interval_alphas(row, level, method), expected)


def test_no_comparison_at_all_gives_no_answer():
    for method in METHODS:
        assert adjust_p_values([], method).shape == (0,)
        assert interval_alphas([], 0.05, method).shape == (0,)


PROBABILITIES = st.one_of(
    st.floats(0, 1),
    st.sampled_from([0.0, 5e-324, 1e-300, 0.05 / 3, 0.05, 0.025, 0.0125, 0.01, 0.1 / 3, 1.0]),
    st.integers(1, 40).map(lambda denominator: 0.05 / denominator),
    st.integers(1, 40).map(lambda denominator: math.nextafter(0.05 / denominator, 1)),
)


@pytest.mark.parametrize("method", METHODS)
@given(
    p=st.lists(PROBABILITIES, min_size=1, max_size=12),
    alpha=st.one_of(st.sampled_from([0.05, 0.01, 0.1]), st.floats(1e-9, 0.9)),
)
def test_a_level_rejects_exactly_where_the_adjusted_p_value_does(method, p, alpha):
    adjusted = adjust_p_values(p, method)
    levels = interval_alphas(p, alpha, method)
    np.testing.assert_array_equal(np.array(p) < levels, adjusted < alpha)
    assert ((levels > 0) & (levels < 1)).all()
    assert (adjusted >= p).all()
    assert (adjusted <= 1).all()
    order = np.argsort(p)
    assert (np.diff(adjusted[order]) >= 0).all()


@pytest.mark.parametrize("method", METHODS)
@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=8), data=st.data())
def test_the_order_of_the_comparisons_is_immaterial(method, p, data):
    shuffle = data.draw(st.permutations(range(len(p))))
    values = np.array(p)
    np.testing.assert_array_equal(
        adjust_p_values(values[shuffle], method), adjust_p_values(values, method)[shuffle]
    )
    np.testing.assert_array_equal(
        interval_alphas(values[shuffle], 0.05, method),
        interval_alphas(values, 0.05, method)[shuffle],
    )


def test_unknown_methods_and_impossible_values_are_refused():
    with pytest.raises(ValueError, match="Unknown correction 'sidak'"):
        adjust_p_values(P_VALUES, "sidak")
    with pytest.raises(ValueError, match="Unknown correction"):
        interval_alphas(P_VALUES, 0.05, "")
    for p in ((-0.1, 0.5), (0.5, 1.1)):
        with pytest.raises(ValueError, match="p-value"):
            adjust_p_values(p, "holm")
    with pytest.raises(ValueError, match="alpha"):
        interval_alphas(P_VALUES, 0, "holm")
