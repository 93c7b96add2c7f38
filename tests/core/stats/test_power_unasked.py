"""What a plan of a rate assumes unless it is told otherwise, and the names of its answers."""

import math

import pytest

from experimentos_core.stats.power import (
    DetectableChange,
    NotDetectable,
    ProportionMethod,
    Tails,
    proportion_detectable_change,
)

Z, Z_POWER = 1.959963984540054, 0.8416212335729143
"""Quantiles of the normal distribution at 97.5 % and 80 %."""


def test_a_detectable_change_is_cohens_in_equal_arms_at_five_percent() -> None:
    """ES.h of pwr.2p.test, solved for the second rate: sin(asin(sqrt(p)) + h / 2)**2."""
    h = (Z + Z_POWER) * math.sqrt(2.0 / 1500.0)
    for upward, sign in ((True, 1.0), (False, -1.0)):
        reached = math.sin(math.asin(math.sqrt(0.2)) + sign * h / 2.0) ** 2
        found = proportion_detectable_change(0.2, 1500, power=0.8, upward=upward)
        assert found.reason is None
        assert found.change == pytest.approx(reached - 0.2, rel=1e-5)


def test_a_detectable_change_counts_what_it_is_told_to() -> None:
    """At a power of 6 % both tails find three quarters of the change that one needs."""
    h = (Z - 1.5547735945968535) * math.sqrt(2.0 / 1500.0)
    reached = math.sin(math.asin(math.sqrt(0.2)) + h / 2.0) ** 2
    one = proportion_detectable_change(0.2, 1500, power=0.06, tails=Tails.PLANNED)
    assert one.change == pytest.approx(reached - 0.2, rel=1e-12)
    both = proportion_detectable_change(0.2, 1500, power=0.06)
    assert one.change is not None
    assert both.change is not None
    assert both.change < 0.8 * one.change
    pooled = proportion_detectable_change(0.2, 1500, power=0.06, method=ProportionMethod.POOLED)
    assert pooled.change == pytest.approx(one.change, rel=0.01)


def test_the_reason_for_no_change_has_a_stable_name() -> None:
    nothing = proportion_detectable_change(0.95, 20, power=0.8)
    assert nothing == DetectableChange(change=None, reason=NotDetectable.TOO_FEW_USERS)
    assert str(nothing.reason) == "NOT_DETECTABLE_TOO_FEW_USERS"
