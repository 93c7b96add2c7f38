"""Published tables and R's answers, case by case."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experimentos_core.stats.multiplicity import adjust_p_values
from experimentos_core.stats.proportions import (
    compare_proportions,
    difference_interval,
    overall_chi_square,
    pooled_z_test,
    relative_interval,
)
from experimentos_core.stats.srm import srm_test

DATA = Path(__file__).parents[2] / "data"
LN10 = math.log(10)


def cases(file: str, kind: str) -> list[Any]:
    rows = json.loads((DATA / f"reference_{file}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["id"]) for row in rows if row["kind"] == kind]


def close(expected: float, tolerance: dict[str, float]):
    return pytest.approx(expected, rel=tolerance.get("rel", 0.0), abs=tolerance.get("abs", 0.0))


def close_tail(p_value: float, log10_p: float, tolerance: dict[str, float]) -> bool:
    """The digits of a p-value down to 1e-300, not only that it is small."""
    if log10_p < -300:
        return 0.0 <= p_value < 1e-299
    return abs(math.log10(p_value) - log10_p) <= tolerance.get("log10_p_abs", 1e-5)


def table(case: dict[str, Any]) -> tuple[int, int, int, int]:
    given = case["input"]
    return given["x_c"], given["n_c"], given["x_t"], given["n_t"]


@pytest.mark.parametrize("case", cases("proportions", "prop_ztest"))
def test_pooled_z_matches_the_reference(case):
    expected, tolerance = case["expected"], case["tolerance"]
    test = pooled_z_test(*table(case))
    if expected["z"] is None:  # 0 / 0: no outcome varies
        assert (float(test.z), float(test.p_value)) == (0, 1)
        return
    assert float(test.z) == close(expected["z"], tolerance)
    assert float(test.p_value) == close(expected["p_value"], tolerance)
    if "log10_p" in expected:
        assert close_tail(float(test.p_value), expected["log10_p"], tolerance)
    if "diff" in expected:
        result = compare_proportions(*table(case), 0.05)
        assert float(result.difference) == close(expected["diff"], tolerance)
        assert float(result.rate_c) == close(expected["p_c"], tolerance)
        assert float(result.rate_t) == close(expected["p_t"], tolerance)


@pytest.mark.parametrize("case", cases("proportions", "prop_diff_ci_mee"))
def test_difference_interval_matches_the_reference(case):
    interval = difference_interval(*table(case), 1 - case["input"]["conf_level"])
    assert float(interval.low) == close(case["expected"]["ci_low"], case["tolerance"])
    assert float(interval.high) == close(case["expected"]["ci_high"], case["tolerance"])


@pytest.mark.parametrize("case", cases("proportions", "prop_rel_ci_koopman"))
def test_relative_interval_matches_the_reference(case):
    low, high = relative_interval(*table(case), 1 - case["input"]["conf_level"])
    expected_low, expected_high = case["expected"]["rel_ci_low"], case["expected"]["rel_ci_high"]
    if expected_low is None:
        assert np.isnan(low)
        assert np.isnan(high)
        return
    assert float(low) == close(expected_low, case["tolerance"])
    if expected_high is None:
        assert float(high) == math.inf
    else:
        assert float(high) == close(expected_high, case["tolerance"])


@pytest.mark.parametrize("case", cases("proportions", "prop_invalid"))
def test_impossible_counts_are_refused(case):
    with pytest.raises(ValueError, match="users"):
        compare_proportions(*table(case), 0.05)


@pytest.mark.parametrize("case", cases("srm", "srm"))
def test_sample_ratio_test_matches_the_reference(case):
    expected, tolerance = case["expected"], case["tolerance"]
    test = srm_test(case["input"]["users"], case["input"]["expected"])
    assert float(test.p_value) == close(expected["p_value"], tolerance)
    if "chi2" in expected:
        assert float(test.chi2) == close(expected["chi2"], tolerance)
        assert int(test.df) == expected["df"]
        assert close_tail(float(test.p_value), expected["log10_p"], tolerance)


@pytest.mark.parametrize("case", cases("multi_arm", "multi_arm"))
def test_several_arms_match_the_reference(case):
    expected, tolerance = case["expected"], case["tolerance"]
    x, n = np.array(case["input"]["conversions"]), np.array(case["input"]["users"])
    overall = overall_chi_square(x, n)
    assert float(overall.chi2) == close(expected["chi2"], tolerance)
    assert int(overall.df) == expected["df"]
    assert float(overall.p_value) == close(expected["p_omnibus"], tolerance)
    p_values = pooled_z_test(x[0], n[0], x[1:], n[1:]).p_value
    assert_tails(p_values, expected["p_pairwise_vs_control"])
    assert_tails(adjust_p_values(p_values, "bonferroni"), expected["p_bonferroni"])
    assert_tails(adjust_p_values(p_values, "holm"), expected["p_holm"])
    assert_tails(adjust_p_values(p_values, "fdr_bh"), expected["p_bh"])


def assert_tails(p_values, expected):
    """Relative, so that a p-value of 1e-44 is compared by its digits and not as 'about 0'."""
    np.testing.assert_allclose(p_values, expected, rtol=1e-6, atol=0)
