"""Scorecards of means agree with exact arithmetic, one metric at a time, or refuse."""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from experimentos_core.stats.continuous_analysis import analyze_continuous_from_sufficient_stats
from experimentos_core.stats.exact_variance import variance_of_sums
from experimentos_core.stats.scorecard import compare_means_of_sums

DATA = Path(__file__).parents[2] / "data" / "reference_continuous.json"
FIELDS = {
    "control_mean": "mean_c",
    "treatment_mean": "mean_t",
    "absolute_lift": "difference",
    "absolute_low": "difference_low",
    "absolute_high": "difference_high",
    "relative_lift": "relative_lift",
    "relative_low": "relative_low",
    "relative_high": "relative_high",
    "t": "t",
    "df": "df",
    "p_value": "p_value",
}
VALUES = st.lists(st.integers(-1000, 1000), min_size=2, max_size=8)


def exactly(control, treatment, alpha):
    """The same comparison in whole-number arithmetic."""
    return analyze_continuous_from_sufficient_stats(*control, *treatment, alpha)


def assert_same(comparison, expected, rel=1e-11):
    for name, column in FIELDS.items():
        value, wanted = float(getattr(comparison, column)), getattr(expected, name)
        if wanted is None:
            assert not math.isfinite(value), name
        else:
            assert value == pytest.approx(wanted, rel=rel, abs=1e-300), name


def sums(values):
    return len(values), sum(values), sum(value * value for value in values)


@given(control=VALUES, treatment=VALUES, shift=st.integers(-(10**6), 10**6))
def test_whole_numbers_give_the_exact_result(control, treatment, shift):
    arms = [sums([value + shift for value in values]) for values in (control, treatment)]
    card = compare_means_of_sums(*arms[0], *arms[1], 0.05)
    assert card.digits_suffice
    assert_same(card.comparison, exactly(*arms, 0.05))


@given(
    n=st.integers(2, 10**9),
    mean=st.floats(-1e9, 1e9),
    spread=st.floats(-6, 4),
    unit=st.integers(-60, 60),
)
def test_variance_is_right_to_the_last_digits_or_refused(n, mean, spread, unit):
    assume(abs(mean) > 1e-6)
    scale = 2.0**unit
    deviation = abs(mean) * 10**spread
    total = n * mean * scale
    total_sq = (n * (mean * mean) + (n - 1) * (deviation * deviation)) * scale * scale
    card = compare_means_of_sums(n, total, total_sq, n, 0, 0, 0.05)
    exact = variance_of_sums(n, Fraction(total), Fraction(total_sq))
    if not card.digits_suffice:
        assert np.isnan(card.comparison.p_value)
        return
    # With the other arm all zero, t is the mean over its standard error.
    assert float(card.comparison.t) == pytest.approx(
        -exact.mean / math.sqrt(exact.variance / n), rel=4e-15
    )


def reference_cases():
    """R's t.test, but for data whose digits no float64 sum could hold."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    return [
        pytest.param(row, id=row["id"])
        for row in rows
        if row["kind"] == "welch"
        and not row.get("float64_hostile")
        and row["expected"].get("p_value") is not None
    ]


@pytest.mark.parametrize("case", reference_cases())
def test_reference_figures(case):
    given, expected = case["input"], case["expected"]
    names = ("n_c", "sum_c", "sum_sq_c", "n_t", "sum_t", "sum_sq_t")
    level = round(1 - given["conf_level"], 12)
    comparison, digits_suffice = compare_means_of_sums(
        *(float(given[name]) for name in names), level
    )
    assert digits_suffice
    assert float(comparison.p_value) == pytest.approx(expected["p_value"], rel=1e-9, abs=1e-14)
    assert float(comparison.t) == pytest.approx(expected["t"], rel=1e-9, abs=0)
    assert float(comparison.df) == pytest.approx(expected["df"], rel=1e-9, abs=0)
    assert float(comparison.difference_low) == pytest.approx(expected["ci_low"], rel=1e-9, abs=0)


@pytest.mark.parametrize("mean", [1e9, 1e12])
def test_digits_eaten_by_the_float_are_a_refusal_never_a_number(mean):
    n = 1_000_000
    total_sq = float(Fraction(mean) ** 2 * n + (n - 1) * Fraction(1, 10**6))
    card = compare_means_of_sums(n, n * mean, total_sq, n, n * mean + 1.0, total_sq, 0.05)
    assert not card.digits_suffice
    assert np.isnan(card.comparison.p_value)
    assert np.isnan(card.comparison.difference_low)
    assert float(card.comparison.mean_c) == mean


def test_columns_give_what_single_comparisons_give():
    dice = np.random.default_rng(7)
    n = dice.integers(2, 10**6, (2, 300))
    mean = dice.uniform(-2, 20, (2, 300))
    total = n * mean
    total_sq = total * mean + (n - 1) * dice.uniform(0, 9, (2, 300))
    together = compare_means_of_sums(n[0], total[0], total_sq[0], n[1], total[1], total_sq[1], 0.1)
    for row in range(300):
        alone = compare_means_of_sums(
            n[0, row], total[0, row], total_sq[0, row], n[1, row], total[1, row], total_sq[1, row],
            0.1,
        )  # fmt: skip
        for column in FIELDS.values():
            np.testing.assert_array_equal(
                getattr(together.comparison, column)[row], getattr(alone.comparison, column)
            )


@given(control=VALUES, treatment=VALUES)
def test_exchanged_arms_mirror(control, treatment):
    there = compare_means_of_sums(*sums(control), *sums(treatment), 0.05).comparison
    back = compare_means_of_sums(*sums(treatment), *sums(control), 0.05).comparison
    np.testing.assert_array_equal(there.difference_low, -back.difference_high)
    np.testing.assert_array_equal(there.t, -back.t)
    np.testing.assert_array_equal(there.p_value, back.p_value)


def test_not_testable_is_nan_beside_what_can_be_tested():
    card = compare_means_of_sums(
        [10, 10, 1, 0, 10, 10],
        [20, 20, 2, 0, 20, 1e200],
        [40, 30, 4, 0, 60, 1e305],
        10,
        20,
        [40, 60, 60, 60, 60, 60],
        0.05,
    )
    np.testing.assert_array_equal(
        np.isnan(card.comparison.p_value), [True, True, True, True, False, True]
    )
    np.testing.assert_array_equal(
        np.isnan(card.comparison.mean_c), [False, True, False, True, False, False]
    )
    assert card.digits_suffice.all()


def test_alpha_may_add_a_dimension():
    card = compare_means_of_sums(10, 20, 60, 10, 30, 120, [[0.05], [0.01]])
    assert card.comparison.p_value.shape == card.digits_suffice.shape == (2, 1)


@pytest.mark.parametrize(
    ("arm", "words"),
    [
        ((1.5, 2, 3), "whole number"),
        ((-1, 2, 3), "2\\*\\*53"),
        ((5, math.nan, 3), "finite"),
        ((5, 2, math.inf), "finite"),
        (("five", 2, 3), "must be numbers"),
    ],
)
def test_impossible_input_is_refused(arm, words):
    with pytest.raises(ValueError, match=words):
        compare_means_of_sums(*arm, 10, 20, 60, 0.05)
    with pytest.raises(ValueError, match=words):
        compare_means_of_sums(10, 20, 60, *arm, 0.05)
