"""R's pwr, power.prop.test and power.t.test, and published figures, case by case."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from experimentos_core.stats.power import (
    ProportionMethod,
    Tails,
    cohens_h,
    mean_mde,
    mean_power,
    mean_size,
    mean_users_needed,
    proportion_mde,
    proportion_power,
    proportion_size,
    proportion_users_needed,
)

DATA = Path(__file__).parents[2] / "data" / "reference_power.json"
POOLED = ProportionMethod.POOLED


def cases(*kinds: str) -> list[Any]:
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["id"]) for row in rows if row["kind"] in kinds]


def close(expected: float, tolerance: dict[str, float]):
    return pytest.approx(expected, rel=tolerance.get("rel", 0.0), abs=tolerance.get("abs", 0.0))


def sided(given: dict[str, Any]) -> dict[str, Any]:
    """A one-sided test at alpha is the planned tail of the two-sided one at twice alpha."""
    if given["sided"] == 1:
        return {"alpha": 2 * given["alpha"], "tails": Tails.PLANNED}
    return {"alpha": given["alpha"]}


def rates(given: dict[str, Any]) -> tuple[float, float]:
    return given["p1"], given["p2"] - given["p1"]


@pytest.mark.parametrize("case", cases("power_n_prop_h"))
def test_users_by_cohens_h(case):
    given, expected = case["input"], case["expected"]
    asked = {"power": given["power"], **sided(given)}
    assert abs(float(cohens_h(*rates(given)))) == pytest.approx(
        expected["cohens_h"], rel=1e-12, abs=0
    )
    assert float(proportion_size(*rates(given), **asked)) == close(
        expected["n_per_arm"], {"rel": 1e-10}
    )
    needed = proportion_users_needed(*rates(given), **asked)
    assert (needed.control, needed.treatment) == (expected["n_ceil"], expected["n_ceil"])


@pytest.mark.parametrize("case", cases("power_n_prop"))
def test_users_by_the_pooled_formula(case):
    given, expected = case["input"], case["expected"]
    asked = {"power": given["power"], "method": POOLED, **sided(given)}
    assert float(proportion_size(*rates(given), **asked)) == close(
        expected["n_per_arm"], {"rel": 1e-10}
    )
    assert proportion_users_needed(*rates(given), **asked).control == expected["n_ceil"]
    if expected["n_strict"] is not None:
        strict = proportion_size(*rates(given), **asked | {"tails": Tails.BOTH})
        assert float(strict) == close(expected["n_strict"], {"rel": 1e-10})


@pytest.mark.parametrize("case", cases("power_n_prop_h_unequal"))
def test_users_of_unequal_arms_by_cohens_h(case):
    given, expected = case["input"], case["expected"]
    ratio = given["ratio_n2_over_n1"]
    asked = {"power": given["power"], "ratio": ratio, "alpha": given["alpha"]}
    n_control = float(proportion_size(*rates(given), **asked))
    assert n_control == close(expected["n1"], {"rel": 1e-10})
    assert ratio * n_control == close(expected["n2"], {"rel": 1e-10})
    needed = proportion_users_needed(*rates(given), **asked)
    assert needed.control == math.ceil(expected["n1"])
    assert needed.treatment == math.ceil(expected["n2"])
    assert needed.total == needed.control + needed.treatment


@pytest.mark.parametrize("case", cases("power_given_n_prop_h"))
def test_power_by_cohens_h(case):
    given, expected = case["input"], case["expected"]
    power = proportion_power(
        *rates(given), given["n1"], ratio=given["n2"] / given["n1"], alpha=given["alpha"]
    )
    assert float(power) == close(expected["power"], {"abs": 1e-13})


@pytest.mark.parametrize("case", cases("power_given_n_prop"))
def test_power_by_the_pooled_formula(case):
    given, expected = case["input"], case["expected"]
    asked = {"alpha": given["alpha"], "method": POOLED}
    power = proportion_power(*rates(given), given["n"], **asked)
    strict = proportion_power(*rates(given), given["n"], **asked, tails=Tails.BOTH)
    assert float(power) == close(expected["power"], {"abs": 1e-13})
    assert float(strict) == close(expected["power_strict"], {"abs": 1e-13})


@pytest.mark.parametrize("upward", [True, False], ids=["up", "down"])
@pytest.mark.parametrize("case", cases("mde_prop"))
def test_smallest_change_of_a_rate(case, upward):
    given, expected = case["input"], case["expected"]
    asked = {"power": given["power"], "alpha": given["alpha"], "upward": upward}
    side = "up" if upward else "down"
    by_h = proportion_mde(given["p1"], given["n"], **asked)
    pooled = proportion_mde(given["p1"], given["n"], **asked, method=POOLED)
    tolerance = case["tolerance"]
    assert given["p1"] + float(by_h) == close(expected[f"p2_{side}_by_h"], tolerance)
    assert given["p1"] + float(pooled) == close(expected[f"p2_{side}"], tolerance)
    size = 1 if upward else -1
    assert float(cohens_h(given["p1"], by_h)) == close(size * expected["cohens_h"], tolerance)


@pytest.mark.parametrize("case", cases("power_n_mean"))
def test_users_for_a_mean(case):
    """R's default counts the planned tail; strict, and statsmodels, both."""
    given, expected = case["input"], case["expected"]
    asked = {"power": given["power"], "tails": Tails.PLANNED, **sided(given)}
    users = mean_size(given["delta"], given["sd"], **asked)
    assert float(users) == close(expected["n_per_arm"], {"rel": 1e-9})
    needed = mean_users_needed(given["delta"], given["sd"], **asked)
    assert needed.control == needed.treatment == expected["n_ceil"]
    assert float(mean_mde(given["sd"], users, **asked)) == close(given["delta"], {"rel": 1e-9})
    if given["sided"] == 2:
        strict = mean_size(given["delta"], given["sd"], power=given["power"], alpha=given["alpha"])
        assert float(strict) == close(expected["n_strict"], {"rel": 1e-9})


@pytest.mark.parametrize("case", cases("power_given_n_mean"))
def test_power_for_a_mean(case):
    given = case["input"]
    power = mean_power(
        given["cohens_d"], 1, given["n1"], ratio=given["n2"] / given["n1"], alpha=given["alpha"]
    )
    assert float(power) == close(case["expected"]["power"], case["tolerance"])


@pytest.mark.parametrize("case", cases("power_n_mean_unequal"))
def test_users_of_unequal_arms_for_a_mean(case):
    given, expected = case["input"], case["expected"]
    ratio = given["ratio_n2_over_n1"]
    users = mean_size(given["cohens_d"], 1, power=given["power"], ratio=ratio, alpha=given["alpha"])
    assert float(users) == close(expected["n1"], {"rel": 1e-9})
    assert ratio * float(users) == close(expected["n2"], {"rel": 1e-9})


@pytest.mark.parametrize("case", cases("published"))
def test_published_figures(case):
    given, expected = case["input"], case["expected"]
    match given["statistic"]:
        case "power_n_prop":
            found = proportion_size(*rates(given), power=given["power"], method=POOLED)
            assert float(found) == close(expected["n_per_arm"], case["tolerance"])
        case "power_n2_given_n1_h":
            ratio = expected["n2"] / given["n1"]
            found = proportion_power(0.5, change_of(given["cohens_h"]), given["n1"], ratio=ratio)
            assert float(found) == pytest.approx(given["power"], abs=1e-6)
        case "power_given_n_prop_h":
            found = proportion_power(0.5, change_of(given["cohens_h"]), given["n1"])
            assert float(found) == close(expected["power"], case["tolerance"])
        case other:
            pytest.fail(f"nothing is checked against {other}")


def change_of(h: float) -> float:
    """From a rate of one half, to which the arcsine gives pi / 2."""
    return 0.5 * math.sin(h)


def test_three_answers_to_one_question():
    """20 % against 25 %: 1,092 by Cohen's h, 1,094 pooled; a page that prints one says which."""
    assert proportion_users_needed(0.2, 0.05, power=0.8).control == 1092
    assert proportion_users_needed(0.2, 0.05, power=0.8, method=POOLED).control == 1094
