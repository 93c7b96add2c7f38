"""The delta interval of a mean's relative lift, against R and against Fieller's."""

import json
from decimal import Decimal
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from experimentos_core.stats.comparison_intervals_of_means import delta_mean_lift_interval
from experimentos_core.stats.exact_variance import difference_of_means, variance_of_sums
from experimentos_core.stats.means import compare_means
from tests.helpers.comparisons import in_unit, random_means

DATA = Path(__file__).parents[2] / "data" / "reference_delta_means.json"
CASES = [pytest.param(row, id=row["id"]) for row in json.loads(DATA.read_text(encoding="utf-8"))]


def arms_of(case: dict[str, Any]):
    """Count, mean and variance of both arms, and the exact difference."""
    given = case["input"]
    sums = {arm: Decimal(given[f"sum_{arm}"]) for arm in "ct"}
    columns = []
    for arm in "ct":
        moments = variance_of_sums(given[f"n_{arm}"], sums[arm], Decimal(given[f"sum_sq_{arm}"]))
        columns += [moments.n, moments.mean, moments.variance]
    return columns, difference_of_means(given["n_c"], sums["c"], given["n_t"], sums["t"])


@pytest.mark.parametrize("case", CASES)
def test_limits_match_the_reference(case):
    (columns, difference), expected = arms_of(case), case["expected"]
    alpha = round(1 - case["input"]["conf_level"], 12)
    tolerance = {"rel": case["tolerance"]["rel"], "abs": case["tolerance"]["abs"]}
    for name, quantile_of_t in (("rel_delta_ci", False), ("rel_delta_t_ci", True)):
        interval = delta_mean_lift_interval(
            *columns, alpha, quantile_of_t=quantile_of_t, difference=difference
        )
        if expected["mean_c"] <= 0:  # the reference divides by a loss; here it is undefined
            assert np.isnan(interval).all()
            continue
        assert float(interval.low) == pytest.approx(expected[f"{name}_low"], **tolerance)
        assert float(interval.high) == pytest.approx(expected[f"{name}_high"], **tolerance)
        if not quantile_of_t:
            quantile = NormalDist().inv_cdf(1 - alpha / 2)
            error = float(interval.high - interval.low) / (2 * quantile)
            assert error == pytest.approx(expected["rel_se_delta"], **tolerance)


def test_it_stays_bounded_where_fiellers_set_is_open():
    """The control's mean is not shown to differ from 0, and the delta method does not notice."""
    own = compare_means(50, 0.1, 1, 50, 0.3, 1, 0.05)
    delta = delta_mean_lift_interval(50, 0.1, 1, 50, 0.3, 1, 0.05)
    assert np.isinf([own.relative_low, own.relative_high]).all()
    assert np.isfinite(delta).all()


def test_it_comes_to_fiellers_where_the_control_is_known_sharply():
    arms = (10**6, 10, 4, 10**6, 10.1, 4)
    own = compare_means(*arms, 0.05)
    delta = delta_mean_lift_interval(*arms, 0.05)
    assert float(delta.low) == pytest.approx(float(own.relative_low), rel=1e-3, abs=0)
    assert float(delta.high) == pytest.approx(float(own.relative_high), rel=1e-3, abs=0)
    assert delta.low != own.relative_low


def test_defined_where_the_lift_is_and_there_is_a_test():
    arms, difference, alpha = random_means(100_000, seed=61)
    test = compare_means(*arms, alpha, difference=difference)
    for quantile_of_t in (False, True):
        low, high = delta_mean_lift_interval(
            *arms, alpha, quantile_of_t=quantile_of_t, difference=difference
        )
        defined = ~np.isnan(test.t) & (test.mean_c > 0)
        np.testing.assert_array_equal(~np.isnan(low), defined)
        np.testing.assert_array_equal(~np.isnan(high), defined)
        lift = test.relative_lift[defined]
        assert ((low[defined] <= lift) & (lift <= high[defined])).all()


def test_the_currency_does_not_matter():
    arms, difference, alpha = random_means(100_000, seed=62)
    there = delta_mean_lift_interval(*arms, alpha, difference=difference)
    scaled, scaled_difference = in_unit(arms, difference, 2.0**20)
    back = delta_mean_lift_interval(*scaled, alpha, difference=scaled_difference)
    np.testing.assert_array_equal(back.low, there.low)
    np.testing.assert_array_equal(back.high, there.high)


def test_arguments_broadcast_and_nonsense_is_refused():
    interval = delta_mean_lift_interval(np.full((3, 1), 50), 10, 4, 60, [10, 11], 4, 0.05)
    assert interval.low.shape == interval.high.shape == (3, 2)
    with pytest.raises(ValueError, match="alpha"):
        delta_mean_lift_interval(50, 10, 4, 60, 11, 4, 1)
    with pytest.raises(ValueError, match="variance"):
        delta_mean_lift_interval(50, 10, -4, 60, 11, 4, 0.05)
