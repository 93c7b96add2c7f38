"""Margins at the ends of what can be asked for: hardly any users, no margin at all, mixed input."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtri

from experimentos_core.stats.margin_power import MarginPlan, chance_of_safety, margin_for_safety
from experimentos_core.stats.margin_side import proportion_margin_side

FEW = MarginPlan(
    level=0.05,
    sd=None,
    n_control=4,
    n_treatment=4,
    alpha=0.05,
    harm_is_up=True,
    is_relative=False,
)


def restricted_error(plan: MarginPlan, margin: float) -> float:
    """Farrington & Manning's error, from a likelihood that is searched, not solved."""
    rate = plan.level

    def unlikelihood(control: float) -> float:
        treated = control + margin
        return -(
            plan.n_control * (rate * math.log(control) + (1 - rate) * math.log1p(-control))
            + plan.n_treatment * (rate * math.log(treated) + (1 - rate) * math.log1p(-treated))
        )

    found = minimize_scalar(
        unlikelihood, bounds=(1e-12, 1 - margin - 1e-12), method="bounded", options={"xatol": 1e-12}
    )
    control, treated = found.x, found.x + margin
    return math.sqrt(
        control * (1 - control) / plan.n_control + treated * (1 - treated) / plan.n_treatment
    )


@pytest.mark.parametrize("users", [1, 2, 4, 40, 4000])
def test_the_margin_for_a_rate_is_that_of_farrington_and_manning(users) -> None:
    plan = replace(FEW, n_control=users, n_treatment=users)
    in_truth = math.sqrt(0.05 * 0.95 * 2 / users)

    def lacking(margin: float) -> float:
        return margin + ndtri(0.025) * restricted_error(plan, margin) - float(ndtri(0.8)) * in_truth

    expected = brentq(lacking, 1e-4, 1 - 1e-6)
    assert margin_for_safety(plan, 0.8) == pytest.approx(expected, rel=1e-6)


def test_where_not_even_the_largest_margin_would_do_there_is_none() -> None:
    # 1 is 3.24 standard errors of a single user each: Phi of that is 0.9994.
    alone = replace(FEW, n_control=1, n_treatment=1, alpha=1e-6)
    assert margin_for_safety(alone, 0.9999) is None


@pytest.mark.parametrize(("needed", "is_found"), [(0.9e6, True), (1.5e6, False)])
def test_a_relative_margin_is_looked_for_up_to_a_millionfold(needed, is_found) -> None:
    # With k = z + z_b the margin m solves m * level = k * spread * hypot(1 + m, 1) / sqrt(n):
    # the spread that needs it follows.
    k = float(ndtri(0.975) + ndtri(0.8))
    spread = needed * 20.0 * math.sqrt(100.0) / k / math.hypot(1.0 + needed, 1.0)
    plan = MarginPlan(
        level=20.0,
        sd=spread,
        n_control=100,
        n_treatment=100,
        alpha=0.05,
        harm_is_up=True,
        is_relative=True,
    )
    found = margin_for_safety(plan, 0.8)
    assert chance_of_safety(plan, needed) == pytest.approx(0.8, abs=1e-6)
    assert (found is not None) is is_found
    assert found is None or found == pytest.approx(needed, rel=1e-3)


@pytest.mark.parametrize("wrong", [0.0, -0.1, math.nan, math.inf])
def test_one_margin_that_is_none_spoils_a_whole_column(wrong) -> None:
    with pytest.raises(ValueError, match="margin"):
        proportion_margin_side(1, 9, 2, 9, alpha=0.05, margin=np.array([0.1, wrong]))
