"""Users and changes solved for where a first guess is far off, and where digits run out.

Power of the t test is held to its integral over the standard deviation, of rates to closed forms.
"""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from mpmath import erfinv, mp, mpf
from scipy.integrate import quad
from scipy.special import ndtr
from scipy.stats import t

from experimentos_core.stats.counts import Floats
from experimentos_core.stats.power import (
    ProportionMethod,
    Tails,
    mean_mde,
    mean_power,
    mean_size,
    mean_users_needed,
    proportion_mde,
    proportion_power,
    proportion_size,
)
from experimentos_core.stats.power.solving import solve_between

POOLED = ProportionMethod.POOLED
Z_SUM = 1.959963984540054 + 0.8416212335729143
"""Quantiles of the normal distribution at 97.5 % and 80 %."""


def t_power(effect: float, n: float, ratio: float, alpha: float, tails: Tails) -> float:
    """The normal power at each standard deviation that may be estimated, weighed by its density."""
    df, shift = n * (1.0 + ratio) - 2.0, effect * math.sqrt(n * ratio / (1.0 + ratio))
    critical = float(t.isf(alpha / 2.0, df))
    scale = math.log(2.0) + df / 2.0 * math.log(df / 2.0) - math.lgamma(df / 2.0)

    def weighed(s: float) -> float:
        beyond = ndtr(shift - critical * s)
        other = ndtr(-shift - critical * s) if tails is Tails.BOTH else 0.0
        return float(
            (beyond + other) * math.exp(scale + (df - 1.0) * math.log(s) - df * s * s / 2.0)
        )

    ends = (0.0, 1e-6, 1e-3, 0.1, 1.0, 3.0, 12.0)
    parts = (quad(weighed, *span, epsrel=1e-11)[0] for span in pairwise(ends))
    return float(sum(parts))


FAR = {
    # effect, alpha, power, ratio: as many users as the normal gives, or up to three times as many
    "strict level": (5.0, 1e-7, 0.8, 1.0),
    "strict level, more treated": (4.0, 1e-6, 0.9, 3.0),
    "strict level, fewer treated": (6.0, 1e-7, 0.5, 0.25),
    "usual": (0.5, 0.05, 0.8, 2.0),
}


@pytest.mark.parametrize("tails", list(Tails))
@pytest.mark.parametrize("plan", FAR.values(), ids=list(FAR))
def test_users_for_a_mean_have_the_power_however_far_the_normal_is_off(
    plan: tuple[float, float, float, float], tails: Tails
) -> None:
    effect, alpha, power, ratio = plan
    users = float(mean_size(effect, 1, power=power, ratio=ratio, alpha=alpha, tails=tails))
    assert t_power(effect, users, ratio, alpha, tails) == pytest.approx(power, abs=1e-8)
    fall = mean_size(-effect, 1, power=power, ratio=ratio, alpha=alpha, tails=tails)
    assert float(fall) == users


def test_plans_far_from_and_near_the_normal_are_solved_side_by_side() -> None:
    effects = [5.0, 0.01, 1.0, 3.0]
    together = mean_size(effects, 1, power=0.8, alpha=1e-7)
    alone = [float(mean_size(effect, 1, power=0.8, alpha=1e-7)) for effect in effects]
    np.testing.assert_allclose(together, alone, rtol=1e-13)


@pytest.mark.parametrize("ratio", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("effect", [1e-9, 1e-10, 1e-12])
def test_more_users_than_can_be_counted_are_those_of_the_normal(
    effect: float, ratio: float
) -> None:
    users = float(mean_size(effect, 1, power=0.8, ratio=ratio, tails=Tails.PLANNED))
    assert users == pytest.approx((Z_SUM / effect) ** 2 * (1.0 + 1.0 / ratio), rel=1e-12)


@pytest.mark.parametrize("power", [0.0501, 0.06, 0.1, 0.9])
@pytest.mark.parametrize(("n", "ratio"), [(2, 1.0), (8, 0.5), (5, 4.0)])
def test_the_smallest_change_of_a_mean_has_the_power(n: int, ratio: float, power: float) -> None:
    """Both tails count unless told otherwise: at 6 % the planned one alone needs a third more."""
    change = float(mean_mde(2.0, n, power=power, ratio=ratio))
    assert t_power(change / 2.0, n, ratio, 0.05, Tails.BOTH) == pytest.approx(power, abs=1e-8)


def missing_to_1(shift: float, critical: float) -> float:
    """Of power with two degrees of freedom: exp(-((shift + Z) / critical)**2), averaged over Z."""
    square = critical * critical
    return math.exp(-shift * shift / (square + 2.0)) / math.sqrt(1.0 + 2.0 / square)


def test_power_in_the_smallest_groups_at_a_strict_level_comes_near_to_1() -> None:
    critical = float(t.isf(0.5e-7, 2))
    for times in (2.0, 4.0, 5.0):
        missing = 1.0 - float(mean_power(times * critical, 1, 2, alpha=1e-7))
        assert missing == pytest.approx(missing_to_1(times * critical, critical), rel=1e-5)
    for effect in (1e5, 1e6):
        assert float(mean_power(effect, 1, 2, alpha=1e-7)) == pytest.approx(1.0, abs=1e-13)


@pytest.mark.parametrize("n", [3, 4, 6, 10])
def test_of_the_other_tail_no_more_counts_than_a_normal_that_far_out_leaves(n: int) -> None:
    """T < -critical needs a normal below -9, 1e-19; SciPy's sum leaves up to 7e-14 there."""
    effect = np.linspace(9.0, 27.0, 73) / math.sqrt(n / 2.0)
    both, planned = (mean_power(effect, 1, n, alpha=1e-7, tails=tails) for tails in Tails)
    np.testing.assert_allclose(both, planned, rtol=0, atol=2e-19)


def test_the_smallest_change_in_the_smallest_groups_is_found_almost_surely() -> None:
    critical = float(t.isf(0.5e-5, 2))
    change = float(mean_mde(1, 2, power=1.0 - 1e-9, alpha=1e-5))
    assert missing_to_1(change, critical) == pytest.approx(1e-9, rel=1e-5)


def test_whole_users_of_unequal_arms_for_a_mean() -> None:
    """Rounded up in each arm: a little more power than asked for, and less with one user less."""
    needed = mean_users_needed(1, 4, power=0.8, ratio=2.5, treatments=2)
    assert (needed.control, needed.treatment) == (177, 441)
    powers = [
        t_power(0.25, 177 - less, (441 - less) / (177 - less), 0.05, Tails.BOTH) for less in (0, 1)
    ]
    assert needed.power == pytest.approx(powers[0], abs=1e-9)
    assert powers[1] < 0.8 <= powers[0]
    assert needed.total == 177 + 2 * 441


def test_whole_users_for_a_mean_count_both_tails() -> None:
    """At a power of 10 % the planned tail alone would need 94 users instead of 87."""
    needed = mean_users_needed(0.1, 1, power=0.1)
    both, planned = (
        t_power(0.1, needed.control, 1.0, 0.05, tails) for tails in (Tails.BOTH, Tails.PLANNED)
    )
    assert needed.power == pytest.approx(both, abs=1e-9)
    assert planned < 0.1 <= both
    assert (needed.control, needed.treatment, needed.total) == (87, 87, 174)
    assert t_power(0.1, 86, 1.0, 0.05, Tails.BOTH) < 0.1
    assert mean_users_needed(0.1, 1, power=0.1, tails=Tails.PLANNED).control == 94


@pytest.mark.parametrize("short", [1e-3, 1e-9, 1e-12, 1e-14])
def test_the_pooled_formula_is_closed_also_next_to_certainty(short: float) -> None:
    """Fleiss (1981): ((z sqrt(2 p q) + z_power sqrt(p1 q1 + p2 q2)) / (p2 - p1))**2, by mpmath."""
    power = 1.0 - short
    with mp.workdps(40):
        p_1, p_2 = mpf(0.25), mpf(0.375)
        z, z_power = (mp.sqrt(2) * erfinv(2 * mpf(at) - 1) for at in (0.975, power))
        pooled = (p_1 + p_2) / 2
        without, with_it = 2 * pooled * (1 - pooled), p_1 * (1 - p_1) + p_2 * (1 - p_2)
        users = ((z * mp.sqrt(without) + z_power * mp.sqrt(with_it)) / (p_2 - p_1)) ** 2
    found = proportion_size(0.25, 0.125, power=power, method=POOLED)
    assert float(found) == pytest.approx(float(users), rel=1e-11)


def test_where_the_pooled_formula_finds_nothing_too_often_two_users_are_enough() -> None:
    """A small control that varies more: without any change 5.34 % would be significant."""
    asked: dict[str, Any] = {"ratio": 9.0, "method": POOLED, "tails": Tails.BOTH}
    found = proportion_size(0.5, 0.1, power=[0.052, 0.3], **asked)
    assert found[0] == 2.0
    assert found[1] > 2.0
    power = proportion_power(0.5, 0.1, found, **asked)
    assert power[0] > 0.052
    assert power[1] == pytest.approx(0.3, abs=1e-12)


@pytest.mark.parametrize("upward", [True, False])
@pytest.mark.parametrize("method", list(ProportionMethod))
@pytest.mark.parametrize("tails", list(Tails))
def test_the_smallest_change_of_a_rate_counts_the_tails_asked_for(
    tails: Tails, method: ProportionMethod, upward: bool
) -> None:
    """At 6 % the planned tail alone needs a third more than both."""
    n, power = 500, 0.06
    asked: dict[str, Any] = {"method": method, "tails": tails, "power": power, "upward": upward}
    change = float(proportion_mde(0.3, n, **asked))
    reached, pooled = 0.3 + change, 0.3 + 0.5 * change
    if method is POOLED:
        unit = math.sqrt(0.3 * 0.7 + reached * (1.0 - reached))
        stretch = math.sqrt(2.0 * pooled * (1.0 - pooled)) / unit
        shift = math.sqrt(n) * abs(change) / unit
    else:
        h = 2.0 * math.asin(math.sqrt(reached)) - 2.0 * math.asin(math.sqrt(0.3))
        shift, stretch = abs(h) * math.sqrt(n / 2.0), 1.0
    limit = 1.959963984540054 * stretch
    found = ndtr(shift - limit) + (ndtr(-shift - limit) if tails is Tails.BOTH else 0.0)
    assert found == pytest.approx(power, abs=1e-12)


def test_a_change_that_only_the_last_step_before_certainty_reaches() -> None:
    """From 90 % to just below 1 the statistic is sqrt(n) 0.1 / sqrt(p1 q1 + p2 q2)."""
    reached = 1.0 - 1e-9
    change, pooled = reached - 0.9, 0.95
    unit, n = math.sqrt(0.09 + 1e-9), 60
    shift = math.sqrt(n) * change / unit
    power = float(ndtr(shift - 1.959963984540054 * math.sqrt(2 * pooled * (1 - pooled)) / unit))
    found = float(proportion_mde(0.9, n, power=power, method=POOLED))
    assert found == pytest.approx(change, rel=1e-8)


def ends(low: float, high: float) -> tuple[Floats, Floats]:
    return np.array([low]), np.array([high])


def test_roots_of_rising_and_falling_functions_are_found_to_the_last_digit() -> None:
    roots = np.array([1e-30, 1e-9, 0.3, 1.0, 7.0, 9e5])
    low, high = np.zeros(6), np.full(6, 1e6)
    for sign in (1.0, -1.0, 1e-3, -1e-3):
        found = solve_between(lambda x, root, s=sign: s * (x - root), low, high, (roots,))
        np.testing.assert_allclose(found, roots, rtol=3e-16)


@pytest.mark.parametrize(
    ("function", "root"),
    [
        (lambda x: x, 0.0),
        (lambda x: -x, 0.0),
        (lambda x: 1.0 - x, 1.0),
        (lambda x: x - 1.0, 1.0),
    ],
)
def test_an_end_may_be_the_root(function: Callable[[Floats], Floats], root: float) -> None:
    assert solve_between(function, *ends(0.0, 1.0), ())[0] == pytest.approx(root, abs=1e-15)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x + 0.01,
        lambda x: -x - 0.01,
        lambda x: np.where(x > 0, np.nan, -1.0),
        lambda x: np.where(x > 0, 1.0, np.nan),
        lambda x: np.full_like(x, np.nan),
    ],
)
def test_without_a_change_of_sign_there_is_no_answer(
    function: Callable[[Floats], Floats],
) -> None:
    with pytest.raises(ArithmeticError, match=r"^A power calculation did not converge\.$"):
        solve_between(function, *ends(0.0, 1.0), ())
