"""Intervals that other programs print: figure by figure, and what each must and must not do."""

import ast
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf

import experimentos_core
from experimentos_core.stats.comparison_intervals import (
    delta_lift_interval,
    log_lift_interval,
    miettinen_nurminen_interval,
    newcombe_interval,
    wald_interval,
)
from experimentos_core.stats.proportions import (
    compare_proportions,
    difference_interval,
    pooled_z_test,
    score_z,
)
from tests.helpers.comparisons import random_tables

DATA = Path(__file__).parents[2] / "data" / "reference_comparison_intervals.json"
DIFFERENCES = {
    "prop_diff_ci_wald": wald_interval,
    "prop_diff_ci_newcombe": newcombe_interval,
    "prop_diff_ci_mn": miettinen_nurminen_interval,
}
LIFTS = {"log": log_lift_interval, "delta": delta_lift_interval}
ALL = [*DIFFERENCES.values(), *LIFTS.values()]
BILLION = 10**9


def cases(*kinds: str) -> list[Any]:
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["id"]) for row in rows if row["kind"] in kinds]


def given(case: dict[str, Any]) -> tuple[float, ...]:
    values = case["input"]
    counts = tuple(values[name] for name in ("x_c", "n_c", "x_t", "n_t"))
    return *counts, round(1 - values["conf_level"], 12)


def close(expected: float, tolerance: dict[str, float]):
    return pytest.approx(expected, rel=tolerance.get("rel", 0.0), abs=tolerance["abs"])


@pytest.mark.parametrize("case", cases(*DIFFERENCES))
def test_intervals_of_the_difference_match_the_reference(case):
    expected, tolerance = case["expected"], case["tolerance"]
    low, high = DIFFERENCES[case["kind"]](*given(case))
    assert float(low) == close(expected["ci_low"], tolerance)
    assert float(high) == close(expected["ci_high"], tolerance)
    if "diff" in expected:
        difference = compare_proportions(*given(case)).difference
        assert float(difference) == close(expected["diff"], tolerance)


@pytest.mark.parametrize("case", cases("prop_rel_lift"))
def test_intervals_of_the_relative_lift_match_the_reference(case):
    expected, tolerance = case["expected"], case["tolerance"]
    lift = float(compare_proportions(*given(case)).relative_lift)
    if expected["lift"] is None:
        assert math.isnan(lift)
    else:
        assert lift == close(expected["lift"], tolerance)
    if "published" in case["id"]:  # the lift alone was printed
        return
    for name, interval in LIFTS.items():
        for end, limit in zip(("low", "high"), interval(*given(case)), strict=True):
            wanted = expected.get(f"{name}_ci_{end}")
            if wanted is None:
                assert np.isnan(limit)
            else:
                assert float(limit) == close(wanted, tolerance)


def test_every_kind_has_its_cases():
    kinds = [case.values[0]["kind"] for case in cases(*DIFFERENCES, "prop_rel_lift")]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "prop_diff_ci_wald": 73, "prop_diff_ci_newcombe": 72, "prop_diff_ci_mn": 72,
        "prop_rel_lift": 72,
    }  # fmt: skip


def wilson(x, n, z):
    """Wilson's limits as printed: the rate of a score test that just does not reject."""
    x, n = mpf(int(x)), mpf(int(n))
    centre, spread = x + z * z / 2, z * mp.sqrt(x * (n - x) / n + z * z / 4)
    return (centre - spread) / (n + z * z), (centre + spread) / (n + z * z)


def test_newcombe_keeps_its_digits_where_the_printed_formula_loses_them():
    """A handful of events in a billion users: 40 digits of the formula as it is printed."""
    x_c, n_c, x_t, n_t, _ = random_tables(400, seed=4)
    x_c[:3], n_c[:3] = (0, 2, BILLION - 1), BILLION
    x_t[:3], n_t[:3] = (7, 0, BILLION), BILLION
    low, high = newcombe_interval(x_c, n_c, x_t, n_t, 0.05)
    with mp.workdps(40):
        z = mpf(2) ** 0.5 * mp.erfinv(mpf("0.95"))
        for row in range(x_c.size):
            rates = [mpf(int(x[row])) / int(n[row]) for x, n in ((x_c, n_c), (x_t, n_t))]
            (low_c, high_c), (low_t, high_t) = (
                wilson(x[row], n[row], z) for x, n in ((x_c, n_c), (x_t, n_t))
            )
            difference = rates[1] - rates[0]
            down = mp.hypot(rates[1] - low_t, high_c - rates[0])
            up = mp.hypot(high_t - rates[1], rates[0] - low_c)
            size = max(abs(difference), down, up)
            assert abs(low[row] - (difference - down)) <= 1e-14 * size
            assert abs(high[row] - (difference + up)) <= 1e-14 * size


def test_miettinen_nurminen_limits_are_where_their_statistic_is_critical():
    x_c, n_c, x_t, n_t, _ = random_tables(20_000, seed=8)
    interval = miettinen_nurminen_interval(x_c, n_c, x_t, n_t, 0.05)
    users = n_c + n_t
    difference = compare_proportions(x_c, n_c, x_t, n_t, 0.05).difference
    for limit, side in zip(interval, (1, -1), strict=True):
        # A limit this near to the estimate, or at the end of all differences, has no digits left.
        apart = np.abs(limit - difference) > 1e-6 * np.abs(difference)
        apart &= (np.abs(limit) < 1 - 1e-6) & (n_c < 1e6) & (n_t < 1e6)
        assert apart.mean() > 0.2
        columns = (column[apart] for column in (x_c, n_c, x_t, n_t))
        statistic = score_z(*columns, limit[apart])
        statistic *= np.sqrt((users[apart] - 1) / users[apart])
        np.testing.assert_allclose(statistic, side * 1.959963984540054, rtol=1e-6)


def test_miettinen_nurminen_is_wider_than_mee_and_the_same_for_many_users():
    x_c, n_c, x_t, n_t, alpha = random_tables(20_000, seed=6)
    wider = miettinen_nurminen_interval(x_c, n_c, x_t, n_t, alpha)
    own = difference_interval(x_c, n_c, x_t, n_t, alpha)
    width, own_width = wider.high - wider.low, own.high - own.low
    np.testing.assert_array_less(own_width * (1 - 1e-12), width)
    few = n_c + n_t < 100
    assert np.mean((width > own_width * 1.0001)[few]) > 0.9
    many = n_c + n_t > 1e8
    np.testing.assert_allclose(width[many], own_width[many], rtol=1e-7)


@pytest.mark.parametrize("interval", DIFFERENCES.values())
def test_exchanging_the_arms_mirrors_the_difference_to_the_bit(interval):
    x_c, n_c, x_t, n_t, alpha = random_tables(100_000, seed=2)
    there = interval(x_c, n_c, x_t, n_t, alpha)
    back = interval(x_t, n_t, x_c, n_c, alpha)
    np.testing.assert_array_equal(there.low, -back.high)
    np.testing.assert_array_equal(there.high, -back.low)


def test_exchanging_the_arms_inverts_the_ratio_of_the_log_interval():
    x_c, n_c, x_t, n_t, alpha = random_tables(100_000, seed=2)
    there = log_lift_interval(x_c, n_c, x_t, n_t, alpha)
    back = log_lift_interval(x_t, n_t, x_c, n_c, alpha)
    known = (x_c > 0) & (x_t > 0)
    np.testing.assert_array_equal(np.isnan(there.low), ~known)
    known &= (there.low > -0.999) & (back.high > -0.999)  # nearer to -1 the ratio has no digits
    np.testing.assert_allclose(((1 + there.low) * (1 + back.high))[known], 1, rtol=1e-9)


@pytest.mark.parametrize("interval", ALL)
def test_every_interval_holds_the_estimate_and_stays_in_its_range(interval):
    x_c, n_c, x_t, n_t, alpha = random_tables(100_000, seed=9)
    low, high = interval(x_c, n_c, x_t, n_t, alpha)
    result = compare_proportions(x_c, n_c, x_t, n_t, alpha)
    estimate = result.difference if interval in DIFFERENCES.values() else result.relative_lift
    known = ~np.isnan(low)
    np.testing.assert_array_equal(known, ~np.isnan(high))
    slack = 1e-12 * np.abs(estimate[known])  # log and back again
    assert (low[known] <= estimate[known] + slack).all()
    assert (high[known] >= estimate[known] - slack).all()
    if interval in {newcombe_interval, miettinen_nurminen_interval}:
        assert low.min() >= -1
        assert high.max() <= 1
    if interval is log_lift_interval:
        assert low[known].min() >= -1


def test_these_intervals_contradict_the_test_and_so_decide_nothing():
    """The reason for the product's own: here 0 is outside and the p-value above 0.05."""
    table = (0, 29, 5, 56)
    assert pooled_z_test(*table).p_value > 0.05
    assert wald_interval(*table, 0.05).low > 0
    assert difference_interval(*table, 0.05).low < 0


def test_only_the_verification_imports_them():
    package = Path(experimentos_core.__file__).parent
    importers = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and "comparison_intervals" in (node.module or ""):
                importers.add(path.relative_to(package).parts[0])
    assert importers == {"verification"}


@pytest.mark.parametrize("interval", ALL)
def test_arguments_broadcast_like_a_ufunc(interval):
    low, high = interval(np.array([[3], [5]]), 50, np.array([4, 6, 8]), 60, 0.05)
    assert low.shape == high.shape == (2, 3)
    alone = interval(5, 50, 6, 60, 0.05)
    assert (alone.low, alone.high) == (low[1, 1], high[1, 1])
    assert interval(5, 50, 6, 60, [[0.1], [0.01]]).low.shape == (2, 1)
    assert interval([], 50, 6, 60, 0.05).low.shape == (0,)


@pytest.mark.parametrize("interval", ALL)
def test_impossible_input_is_refused(interval):
    with pytest.raises(ValueError, match="more successes"):
        interval(11, 10, 3, 10, 0.05)
    with pytest.raises(ValueError, match="alpha"):
        interval(1, 10, 3, 10, 1.0)
