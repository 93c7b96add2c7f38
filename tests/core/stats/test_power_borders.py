"""Every border of what can be planned for: the value on it passes, the next one is refused."""

import math
import re
from collections.abc import Callable

import numpy as np
import pytest
from mpmath import asin, mp, mpf, sqrt

from experimentos_core.stats.power import (
    cohens_h,
    days_needed,
    mean_mde,
    mean_power,
    mean_size,
    proportion_mde,
    proportion_power,
    proportion_size,
    proportion_users_needed,
)
from experimentos_core.stats.power.whole_users import _whole

EPS = 2.0**-52
MOST = 2.0**53


def up(value: float) -> float:
    return math.nextafter(value, math.inf)


def down(value: float) -> float:
    return math.nextafter(value, -math.inf)


BORDERS: dict[str, tuple[Callable[[float], object], float, float, str]] = {
    "least level": (
        lambda alpha: proportion_power(0.1, 0.02, 9, alpha=alpha),
        1e-7,
        down(1e-7),
        "The significance level must lie between 0.0000001 and 1, but is 1e-07.",
    ),
    "largest level": (
        lambda alpha: proportion_power(0.1, 0.02, 9, alpha=alpha),
        down(1.0),
        1.0,
        "The significance level must lie between 0.0000001 and 1, but is 1.",
    ),
    "least power": (
        lambda power: mean_size(1, 3, power=power, alpha=0.25),
        up(0.25 * (1.0 + 1e-9)),
        0.25 * (1.0 + 1e-9),
        "The power must be above the significance level (0.25) and below 1, but is 0.25000000025.",
    ),
    "largest power": (
        lambda power: proportion_mde(0.1, 900, power=power),
        down(1.0),
        1.0,
        "The power must be above the significance level (0.05) and below 1, but is 1.",
    ),
    "fewest treated to one": (
        lambda ratio: proportion_power(0.1, 0.02, 4e6, ratio=ratio),
        1e-6,
        down(1e-6),
        "A ratio of 1e-06 treatment users to one control user is too far from 1.",
    ),
    "most treated to one": (
        lambda ratio: proportion_power(0.1, 0.02, 9, ratio=ratio),
        1e6,
        up(1e6),
        "A ratio of 1000000 treatment users to one control user is too far from 1.",
    ),
    "any treated": (
        lambda ratio: proportion_power(0.1, 0.02, 4e6, ratio=ratio),
        1e-6,
        0.0,
        "The ratio of treatment to control users must be above 0, but is 0.",
    ),
    "fewest in the control": (
        lambda users: proportion_power(0.1, 0.02, users),
        2.0,
        down(2.0),
        "The control needs 2 to 2**53 users, but has 2.",
    ),
    "most in the control": (
        lambda users: proportion_power(0.1, 0.02, users, ratio=0.5),
        MOST,
        up(MOST),
        "The control needs 2 to 2**53 users, but has 9.00719925474e+15.",
    ),
    "fewest treated": (
        lambda users: proportion_power(0.1, 0.02, users, ratio=0.5),
        4.0 * (1.0 - 1e-12),
        down(4.0 * (1.0 - 1e-12)),
        "A treatment needs 2 to 2**53 users, but has 2.",
    ),
    "most treated": (
        lambda users: proportion_power(0.1, 0.02, users, ratio=2.0),
        MOST / 2.0,
        up(MOST / 2.0),
        "A treatment needs 2 to 2**53 users, but has 9.00719925474e+15.",
    ),
    "lowest baseline": (
        lambda rate: proportion_power(rate, 0.1, 9),
        5e-324,
        0.0,
        "The baseline rate must lie between 0 and 1, but is 0.",
    ),
    "highest baseline": (
        lambda rate: proportion_power(rate, -0.1, 9),
        down(1.0 - 4.0 * EPS),
        1.0 - 4.0 * EPS,
        "The baseline rate must lie between 0 and 1, but is 1.",
    ),
    "lowest rate reached": (
        lambda change: proportion_power(0.5, change, 9),
        up(2.0 * EPS - 0.5),
        2.0 * EPS - 0.5,
        "A change of -0.5 takes the baseline rate 0.5 out of the range between 0 and 1.",
    ),
    "highest rate reached": (
        lambda change: proportion_power(0.5, change, 9),
        0.5 - 4.5 * EPS,
        0.5 - 4.0 * EPS,
        "A change of 0.5 takes the baseline rate 0.5 out of the range between 0 and 1.",
    ),
    "least spread": (
        lambda sd: mean_mde(sd, 9, power=0.8),
        1e-100,
        down(1e-100),
        "The standard deviation must be above 0 and finite, but is 1e-100.",
    ),
    "any spread": (
        lambda sd: mean_mde(sd, 9, power=0.8),
        1e-100,
        0.0,
        "The standard deviation must be above 0 and finite, but is 0.",
    ),
    "largest spread": (
        lambda sd: mean_mde(sd, 9, power=0.8),
        1e100,
        up(1e100),
        "The standard deviation must be above 0 and finite, but is 1e+100.",
    ),
    "largest rise of a mean": (
        lambda change: mean_power(change, 8.0, 9),
        8e6,
        up(8e6),
        "A change of 8000000 is more than a million standard deviations of 8.",
    ),
    "largest fall of a mean": (
        lambda change: mean_power(change, 0.125, 9),
        -0.125e6,
        down(-0.125e6),
        "A change of -125000 is more than a million standard deviations of 0.125.",
    ),
    "any finite mean": (
        lambda change: mean_power(change, 1e100, 9),
        9e105,
        math.inf,
        "The change of the mean must be a finite number, but is inf.",
    ),
    "least change of a mean": (
        lambda change: mean_size(change, 8.0, power=0.8),
        8e-12,
        down(8e-12),
        "A change of 8e-12 is too small to be planned for.",
    ),
    "least fall of a mean": (
        lambda change: mean_size(change, 0.125, power=0.8),
        -0.125e-12,
        up(-0.125e-12),
        "A change of -1.25e-13 is too small to be planned for.",
    ),
    "least change of a rate": (
        lambda change: proportion_size(0.5, change, power=0.8),
        -1e-12,
        up(-1e-12),
        "A change of -1e-12 is too small to be planned for.",
    ),
    "whole share of the traffic": (
        lambda share: days_needed(100, 10, share),
        1.0,
        up(1.0),
        "The share exposed must be above 0 and at most 1, but is 1.",
    ),
    "most users of a plan": (
        lambda users: _whole(users, 0.5),
        MOST,
        up(MOST),
        "This plan needs 9e+15 users in an arm: more than there can be.",
    ),
    "most treated of a plan": (
        lambda users: _whole(users, 2.0),
        MOST / 2.0,
        up(MOST / 2.0),
        "This plan needs 9e+15 users in an arm: more than there can be.",
    ),
}


@pytest.mark.parametrize(
    ("plan", "allowed", "refused", "sentence"), BORDERS.values(), ids=list(BORDERS)
)
def test_the_value_on_the_border_passes_and_the_next_is_refused(
    plan: Callable[[float], object], allowed: float, refused: float, sentence: str
) -> None:
    assert np.all(np.isfinite(np.asarray(plan(allowed), dtype=np.float64)))
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        plan(refused)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (lambda: proportion_power(0.1, 0.02, 9, alpha=1.5), "significance level .* but is 1.5"),
        (lambda: proportion_size(0.1, 0.02, power=1.5), "power .* but is 1.5"),
        (lambda: proportion_power(0.1, 0.02, 9, ratio=-0.5), "ratio .* above 0, but is -0.5"),
        (lambda: proportion_power(-0.1, 0.2, 9), "baseline rate .* but is -0.1"),
        (lambda: mean_power(1, -2, 9), "standard deviation must be above 0 .* but is -2"),
        (lambda: mean_power(math.nan, 2, 9), "finite number, but is nan"),
        (lambda: days_needed(100, 10, 1.5), "share exposed .* but is 1.5"),
    ],
)
def test_values_well_beyond_are_refused_in_the_same_words(
    plan: Callable[[], object], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        plan()


def test_of_several_values_the_first_that_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match=r"but is 12\.$"):
        proportion_power([0.1, 12.0, 0.2, 15.0], 0.01, 100)
    with pytest.raises(ValueError, match=r"A change of 0.3 takes the baseline rate 0.8 out"):
        proportion_power([0.1, 0.8, 0.9], [0.1, 0.3, 0.2], 100)


def test_a_change_is_large_or_small_beside_the_standard_deviation() -> None:
    assert mean_power(1e4, 1e4, 9) == mean_power(1, 1, 9)
    assert mean_power(1e-4, 1e-4, 9) == mean_power(1, 1, 9)
    with pytest.raises(ValueError, match="too small"):
        mean_size(5e-12, 10.0, power=0.8)


def exact_h(rate: float, reached: float) -> float:
    with mp.workdps(40):
        return float(2 * asin(sqrt(mpf(reached))) - 2 * asin(sqrt(mpf(rate))))


@pytest.mark.parametrize(
    ("rate", "reached"),
    [
        (1.0 - 4.5 * EPS, 0.75),
        (0.5, 1.0 - 4.5 * EPS),
        (0.5, 2.25 * EPS),
        (2.0**-33, 2.0**-34),
        (2.0**-33, 2.0**-80),
    ],
)
def test_rates_next_to_the_border_have_the_effect_they_should(rate: float, reached: float) -> None:
    """A rare rate may be halved: only what rounding leaves of it counts as 0."""
    change = reached - rate
    assert rate + change == reached
    assert float(cohens_h(rate, change)) == pytest.approx(exact_h(rate, reached), rel=1e-14, abs=0)


def test_a_power_just_above_alpha_is_planned_for_with_the_digits_there_are() -> None:
    """Near 0 power is alpha + z phi(z) shift**2, and the users of an arm are 2 (shift / h)**2."""
    z, surplus = 1.959963984540054, 0.05 * 1.5e-9
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    square = surplus / (z * density)
    users = proportion_size(0.5, 1e-6, power=0.05 * (1.0 + 1.5e-9))
    assert float(users) == pytest.approx(2.0 * square / (2e-6) ** 2, rel=1e-5)
    with pytest.raises(ValueError, match="above the significance level"):
        proportion_size(0.5, 1e-6, power=0.05 * (1.0 + 0.75e-9))


def test_too_many_users_in_the_larger_arm_alone_are_too_many() -> None:
    """8e15 treated of half as many: the control has 1.6e16, beyond 2**53."""
    with pytest.raises(ValueError, match=r"needs 1.6e\+16 users in an arm: more than there can be"):
        proportion_users_needed(0.5, 1.917e-8, power=0.8, ratio=0.5)
