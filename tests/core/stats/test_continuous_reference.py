"""R's t.test and Fieller's set in 40 digits, case by case."""

import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from experimentos_core.stats.continuous_analysis import (
    NotTestable,
    RelativeReason,
    analyze_continuous_from_sufficient_stats,
)
from experimentos_core.stats.exact_variance import variance_of_sums

DATA = Path(__file__).parents[2] / "data" / "reference_continuous.json"
PRINTED = DATA.with_name("reference_printed_means.json")
FIELD_OF = {
    "mean_c": "control_mean",
    "mean_t": "treatment_mean",
    "diff": "absolute_lift",
    "t": "t",
    "df": "df",
    "p_value": "p_value",
    "ci_low": "absolute_low",
    "ci_high": "absolute_high",
    "rel_lift": "relative_lift",
    "rel_fieller_ci_low": "relative_low",
    "rel_fieller_ci_high": "relative_high",
    "rel_ci_low": "relative_low",
    "rel_ci_high": "relative_high",
}


def cases(kind: str) -> list[Any]:
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["id"]) for row in rows if row["kind"] == kind]


def analysis(case: dict[str, Any]):
    given = case["input"]
    sums = [Decimal(given[name]) for name in ("sum_c", "sum_sq_c", "sum_t", "sum_sq_t")]
    return analyze_continuous_from_sufficient_stats(
        given["n_c"], *sums[:2], given["n_t"], *sums[2:], round(1 - given["conf_level"], 12)
    )


def assert_figures(result, expected: dict[str, Any], tolerance: dict[str, float]):
    for name, field in FIELD_OF.items():
        if name not in expected:
            continue
        value, wanted = getattr(result, field), expected[name]
        if wanted is None:
            assert value is None, name
        else:
            close = pytest.approx(wanted, rel=tolerance["rel"], abs=tolerance["abs"])
            assert value == close, name


@pytest.mark.parametrize("case", cases("welch"))
def test_welch_matches_the_reference(case):
    expected, result = dict(case["expected"]), analysis(case)
    if result.relative_reason is RelativeReason.CONTROL_MEAN_NOT_POSITIVE:
        # The reference divides by a loss, and warns that the sign misleads; here it is undefined.
        assert expected["mean_c"] <= 0
        assert expected.pop("rel_lift", None) is None or expected["mean_c"] < 0
        assert result.relative_lift is None
    assert_figures(result, expected, case["tolerance"])
    if "log10_p" in expected:
        assert math.log10(result.p_value) == pytest.approx(expected["log10_p"], abs=1e-9)
    if expected.get("undefined"):
        assert (result.p_value, result.t, result.df) == (None, None, None)
        assert result.reason is NotTestable.ZERO_VARIANCE
    if expected.get("rel_fieller_unbounded"):
        assert (result.relative_low, result.relative_high) == (None, None)


@pytest.mark.parametrize("case", cases("welch"))
def test_variances_match_the_reference_to_fourteen_digits(case):
    given, expected = case["input"], case["expected"]
    for arm in ("c", "t"):
        sums = Decimal(given[f"sum_{arm}"]), Decimal(given[f"sum_sq_{arm}"])
        moments = variance_of_sums(given[f"n_{arm}"], *sums)
        assert moments.variance == pytest.approx(expected[f"var_{arm}"], rel=1e-14, abs=0)


RAW = [case for case in cases("welch") if "raw_t_test" in case.values[0]]


@pytest.mark.parametrize("case", RAW)
def test_sums_give_what_r_gives_on_the_raw_rows(case):

    assert_figures(analysis(case), case["raw_t_test"], {"rel": 1e-11, "abs": 1e-13})


@pytest.mark.parametrize("case", cases("welch_rel_fieller"))
def test_fieller_matches_the_reference(case):
    result = analysis(case)
    assert_figures(result, case["expected"], case["tolerance"])
    undefined = result.relative_reason is RelativeReason.CONTROL_MEAN_NOT_POSITIVE
    assert case["expected"]["defined"] is not undefined
    if case["expected"].get("unbounded"):
        assert result.relative_reason is RelativeReason.UNBOUNDED


@pytest.mark.parametrize("case", cases("welch_invalid"))
def test_impossible_sums_are_refused(case):
    result = analysis(case)
    assert result.reason in {NotTestable.INCONSISTENT_SUMS, NotTestable.TOO_FEW_VALUES}
    assert (result.t, result.p_value, result.absolute_lift, result.absolute_low) == (None,) * 4
    assert not result.is_significant


@pytest.mark.parametrize(
    "case", [pytest.param(row, id=row["id"]) for row in json.loads(PRINTED.read_text("utf-8"))]
)
def test_printed_examples_come_out_to_the_last_digit(case):
    """Each figure was rounded where it was printed, and has a tolerance of its own."""
    result, tolerance = analysis(case), case["tolerance"]
    for name, wanted in case["expected"].items():
        own = {"p_value": "p_abs", "ci_low": "ci_abs", "ci_high": "ci_abs"}.get(name, "abs")
        close = pytest.approx(wanted, rel=0, abs=tolerance[own])
        assert getattr(result, FIELD_OF[name]) == close, name
