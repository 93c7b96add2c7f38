"""What must hold for every plan: directions, round trips, whole users, and refusals in words."""

import math
import re

import numpy as np
import pytest

from experimentos_core.stats.power import (
    DetectableChange,
    NotDetectable,
    ProportionMethod,
    Tails,
    UsersNeeded,
    cohens_h,
    days_needed,
    mean_mde,
    mean_power,
    mean_size,
    mean_users_needed,
    proportion_detectable_change,
    proportion_mde,
    proportion_power,
    proportion_size,
    proportion_users_needed,
)

METHODS = list(ProportionMethod)
POOLED = ProportionMethod.POOLED
COUNT = 400


@pytest.fixture
def dice():
    return np.random.default_rng(20_250_311)


@pytest.fixture
def plans(dice):
    """Rates from rare to nearly sure, rises and falls, splits up to 20 to 1."""
    baseline = np.where(
        dice.random(COUNT) < 0.5, 10 ** dice.uniform(-4, -0.5, COUNT), dice.random(COUNT)
    )
    room = np.where(dice.random(COUNT) < 0.5, 1 - baseline, -baseline)
    return {
        "baseline": baseline,
        "change": room * 10 ** dice.uniform(-3, -0.6, COUNT),
        "power": dice.uniform(0.35, 0.99, COUNT),
        "alpha": dice.choice([0.1, 0.05, 0.01, 0.001], COUNT),
        "ratio": 20 ** dice.uniform(-1, 1, COUNT),
    }


def common(plans):
    return {name: plans[name] for name in ("alpha", "ratio")}


@pytest.mark.parametrize("tails", list(Tails))
@pytest.mark.parametrize("method", METHODS)
def test_solving_for_users_and_then_for_power_returns_the_power(plans, method, tails):
    rates, options = (plans["baseline"], plans["change"]), {"method": method, "tails": tails}
    users = proportion_size(*rates, power=plans["power"], **common(plans), **options)
    power = proportion_power(*rates, users, **common(plans), **options)
    fewest = np.maximum(2, 2 / plans["ratio"])
    larger = users > fewest
    assert larger.mean() > 0.9
    np.testing.assert_allclose(power[larger], plans["power"][larger], rtol=1e-12)
    assert np.all(power[~larger] >= plans["power"][~larger])


@pytest.mark.parametrize("method", METHODS)
def test_solving_for_users_and_then_for_the_change_returns_the_change(plans, method):
    rates = (plans["baseline"], plans["change"])
    users = proportion_size(*rates, power=plans["power"], **common(plans), method=method)
    larger = users > 1000  # in small groups a smaller change may be found as often
    assert larger.mean() > 0.4
    for upward in (True, False):
        asked = larger & ((plans["change"] > 0) == upward)
        options = {name: plans[name][asked] for name in ("power", "alpha", "ratio")}
        found = proportion_mde(
            plans["baseline"][asked], users[asked], **options, upward=upward, method=method
        )
        np.testing.assert_allclose(found, plans["change"][asked], rtol=1e-9)


@pytest.mark.parametrize("tails", list(Tails))
def test_means_go_round_as_well(plans, tails):
    effect, options = np.abs(plans["change"]) * 20, {**common(plans), "tails": tails}
    users = mean_size(effect * 12.5, 12.5, power=plans["power"], **options)
    larger = users > np.maximum(2, 2 / plans["ratio"])
    assert larger.mean() > 0.8
    power = mean_power(effect * 12.5, 12.5, users, **options)
    np.testing.assert_allclose(power[larger], plans["power"][larger], rtol=1e-11)
    assert np.all(power[~larger] >= plans["power"][~larger])
    change = mean_mde(12.5, users, power=plans["power"], **options)
    np.testing.assert_allclose(change[larger], 12.5 * effect[larger], rtol=1e-9)
    assert np.all(change[~larger] <= 12.5 * effect[~larger])


@pytest.mark.parametrize("method", METHODS)
def test_a_larger_effect_needs_fewer_users_a_stricter_promise_more(method):
    baseline, change = 0.1, np.linspace(0.005, 0.8, 60)
    asked = {"power": 0.8, "method": method}
    assert np.all(np.diff(proportion_size(baseline, change, **asked)) < 0)
    powers = np.linspace(0.06, 0.999, 60)
    assert np.all(np.diff(proportion_size(0.1, 0.01, power=powers, method=method)) > 0)
    levels = np.geomspace(1e-6, 0.7, 60)
    assert np.all(np.diff(proportion_size(0.1, 0.01, alpha=levels, **asked)) < 0)
    users = np.geomspace(100, 1e7, 60)
    assert np.all(np.diff(proportion_power(0.1, 0.001, users, method=method)) > 0)
    assert np.all(np.diff(proportion_mde(0.1, users, **asked)) < 0)


def test_the_same_holds_for_means():
    changes = np.linspace(0.01, 2, 60)
    assert np.all(np.diff(mean_size(changes, 1, power=0.8)) < 0)
    assert np.all(np.diff(mean_size(0.1, np.linspace(0.2, 9, 60), power=0.8)) > 0)
    assert np.all(np.diff(mean_size(0.1, 1, power=np.linspace(0.06, 0.999, 60))) > 0)
    assert np.all(np.diff(mean_size(0.1, 1, power=0.8, alpha=np.geomspace(1e-6, 0.7, 60))) < 0)
    users = np.geomspace(2, 1e6, 60)
    assert np.all(np.diff(mean_power(0.005, 1, users)) > 0)
    assert np.all(np.diff(mean_mde(1, users, power=0.8)) < 0)


def test_direction_does_not_matter_for_means_and_at_one_half():
    np.testing.assert_array_equal(
        mean_size([2, -2], 10, power=0.9), [mean_size(2, 10, power=0.9)] * 2
    )
    np.testing.assert_array_equal(mean_power([2, -2], 10, 50), [mean_power(2, 10, 50)] * 2)
    for method in METHODS:
        up, down = proportion_size(0.5, [0.03, -0.03], power=0.9, method=method)
        assert up == pytest.approx(down, rel=1e-12, abs=0)


@pytest.mark.parametrize("ratio", [0.1, 0.5, 2, 9])
def test_unequal_arms_need_more_users_in_total(ratio):
    """By h and for means exactly (1 + r)^2 / 4r times as many, but for a user of the t test."""
    times = (1 + ratio) ** 2 / (4 * ratio)
    equal = 2 * proportion_size(0.1, 0.01, power=0.8)
    total = (1 + ratio) * proportion_size(0.1, 0.01, power=0.8, ratio=ratio)
    assert float(total / equal) == pytest.approx(times, rel=1e-12, abs=0)
    equal = 2 * mean_size(0.1, 1, power=0.8)
    total = (1 + ratio) * mean_size(0.1, 1, power=0.8, ratio=ratio)
    assert float(total) == pytest.approx(float(equal) * times, abs=6)
    assert float(total) > 1.1 * float(equal)


def test_the_pooled_formula_knows_that_variance_differs():
    """More users belong where the rate is nearer to one half; Cohen's h sees no difference."""
    pooled = [
        proportion_size(0.02, 0.03, power=0.8, ratio=r, method=POOLED) * (1 + r) for r in (0.5, 2)
    ]
    by_h = [proportion_size(0.02, 0.03, power=0.8, ratio=r) * (1 + r) for r in (0.5, 2)]
    assert by_h[0] == pytest.approx(by_h[1], rel=1e-12, abs=0)
    assert abs(pooled[0] / pooled[1] - 1) > 0.05


def test_without_an_effect_power_is_alpha():
    assert float(proportion_power(0.2, 0, 700, ratio=3)) == pytest.approx(0.05, abs=1e-15)
    both = proportion_power(0.2, 0, 700, ratio=3, alpha=0.01, method=POOLED, tails=Tails.BOTH)
    assert float(both) == pytest.approx(0.01, abs=1e-15)
    assert float(proportion_power(0.2, 0, 700, method=POOLED)) == pytest.approx(0.025, abs=1e-15)
    assert float(mean_power(0, 3, 5, ratio=3, alpha=0.01)) == pytest.approx(0.01, abs=1e-14)
    assert float(mean_power(0, 3, 5, tails=Tails.PLANNED)) == pytest.approx(0.025, abs=1e-14)


def test_a_curve_is_one_call_and_equals_its_points():
    users = np.geomspace(20, 1e8, 50)
    for function in (
        lambda n: proportion_power(0.1, 0.01, n, ratio=2),
        lambda n: proportion_mde(0.1, n, power=0.8, ratio=2),
        lambda n: proportion_mde(0.1, n, power=0.8, ratio=2, method=POOLED),
        lambda n: mean_power(0.1, 2, n, ratio=2),
        lambda n: mean_mde(2, n, power=0.8, ratio=2),
    ):
        curve = function(users)
        assert curve.shape == (50,)
        np.testing.assert_allclose(curve, [function(n) for n in users], rtol=1e-13)
    table = proportion_size([[0.1], [0.2]], [0.01, 0.02, 0.05], power=0.8)
    assert table.shape == (2, 3)
    assert table[1, 2] == proportion_size(0.2, 0.05, power=0.8)


def test_nothing_is_lost_of_a_tiny_change():
    """In the limit h = change / sqrt(p q), and n = 2 ((z + z_power) / h)^2."""
    h = float(cohens_h(0.1, 1e-12))
    assert h == pytest.approx(1e-12 / 0.3, rel=1e-11, abs=0)
    z_sum = 1.959963984540054 + 0.8416212335729143
    assert float(proportion_size(0.1, 1e-12, power=0.8)) == pytest.approx(
        2 * (z_sum / h) ** 2, rel=1e-5
    )
    assert float(cohens_h(0.25, 0.5)) == pytest.approx(math.pi / 3, rel=1e-15, abs=0)


def test_a_mean_of_very_many_users_meets_the_normal_approximation():
    for n in (1e9, 1e13, 2.0**52):
        limit = proportion_power(0.5, 0.5 * math.sin(2.8 / math.sqrt(n / 2)), n)
        assert float(mean_power(2.8 / math.sqrt(n / 2), 1, n)) == pytest.approx(
            float(limit), abs=1e-8
        )


@pytest.mark.parametrize("n", [2, 2.5, 3, 10, 1e3, 1e9])
@pytest.mark.parametrize("alpha", [1e-7, 1e-5, 1e-3, 0.05, 0.5, 0.9])
def test_power_of_means_rises_to_one_whatever_the_effect(n, alpha):
    """SciPy's noncentral t is noise, or nan, in the tail opposite to a large effect."""
    effect = np.geomspace(1e-6, 1e6, 500)
    power = mean_power(effect, 1, n, alpha=alpha)
    assert np.all(np.diff(power) >= -1e-13)
    assert power[0] == pytest.approx(alpha, rel=0.05, abs=0)
    assert np.all((power >= 0) & (power <= 1 + 1e-12))
    assert power[-1] == pytest.approx(1, abs=1e-3)


def test_two_users_an_arm_are_the_fewest():
    assert mean_users_needed(100, 1, power=0.8) == UsersNeeded(
        control=2, treatment=2, total=4, power=pytest.approx(1)
    )
    assert float(mean_size(100, 1, power=0.8, ratio=0.25)) == 8
    assert float(proportion_size(0.01, 0.98, power=0.5, ratio=4)) == 2


def test_whole_users_are_rounded_up_in_each_arm_and_have_the_power():
    needed = proportion_users_needed(0.1, 0.02, power=0.8, ratio=0.5, treatments=3)
    assert (needed.control, needed.treatment) == (5752, 2876)
    assert needed.total == 5752 + 3 * 2876
    power = proportion_power(0.1, 0.02, 5752, ratio=0.5)
    assert needed.power == pytest.approx(float(power), abs=1e-12)
    assert 0.8 <= needed.power < 0.8001


def test_one_user_less_would_be_too_few(plans):
    asked = zip(*(plans[name][:25] for name in plans), strict=True)
    for baseline, change, power, alpha, ratio in asked:
        needed = proportion_users_needed(baseline, change, power=power, alpha=alpha, ratio=ratio)
        assert needed.power >= power - 1e-12
        if min(needed.control, needed.treatment) > 3:
            fewer = proportion_power(
                baseline,
                change,
                needed.control - 1,
                ratio=(needed.treatment - 1) / (needed.control - 1),
                alpha=alpha,
            )
            assert float(fewer) < power


def test_the_smallest_change_is_found_where_a_larger_one_would_be_found_less_often():
    """The pooled formula in tiny, unequal groups at a strict level: power rises and falls."""
    options = {"ratio": 0.12, "alpha": 0.001, "method": POOLED}
    change = float(proportion_mde(0.143, 18, power=0.1, **options))
    assert float(proportion_power(0.143, change, 18, **options)) == pytest.approx(0.1, abs=1e-12)
    assert float(proportion_power(0.143, 0.856, 18, **options)) < 0.05


def test_noise_in_the_wrong_tail_does_not_count():
    """T < -critical needs a normal below -shift; SciPy's sum leaves 7e-9 there, or nan."""
    effect = np.geomspace(8, 1e6, 120)
    both, planned = (mean_power(effect, 1, 2, alpha=1e-7, tails=tails) for tails in Tails)
    assert np.all(both - planned < 1e-14)


def test_a_change_that_cannot_be_found_is_said_not_clipped():
    nothing = DetectableChange(change=None, reason=NotDetectable.TOO_FEW_USERS)
    for method in METHODS:
        assert proportion_detectable_change(0.95, 20, power=0.8, method=method) == nothing
        down = proportion_detectable_change(0.95, 20, power=0.8, upward=False, method=method)
        assert down.reason is None
        assert -0.5 < down.change < -0.2
        assert (
            proportion_detectable_change(0.03, 50, power=0.9, upward=False, method=method)
            == nothing
        )
        found = proportion_mde(0.95, [20, 2000], power=0.8, method=method)
        assert list(np.isnan(found)) == [True, False]
    assert np.isnan(proportion_mde(0.01, 2, power=0.8, alpha=0.01, method=POOLED))


@pytest.mark.parametrize("method", METHODS)
def test_no_smaller_change_is_found_and_none_is_missed(dice, method):
    """Against a fine walk from the baseline; small, unequal groups, where power may fall first."""
    for _ in range(60):
        baseline, ratio = dice.uniform(0.01, 0.99), 20 ** dice.uniform(-1, 1)
        n, power = max(2, 2 / ratio) * 10 ** dice.uniform(0, 2), dice.uniform(0.1, 0.95)
        upward = bool(dice.random() < 0.5)
        options = {"ratio": ratio, "method": method}
        found = proportion_mde(baseline, n, power=power, upward=upward, **options)
        room = 1 - baseline if upward else -baseline
        walk = room * np.linspace(1e-5, 1 - 1e-5, 5000)
        reaching = walk[proportion_power(baseline, walk, n, **options) >= power]
        if reaching.size:
            assert float(found) == pytest.approx(reaching[0], abs=2.1e-4 * abs(room))
        else:
            assert np.isnan(found) or abs(found - room) < 1e-3


REFUSED = {
    "baseline 0": (
        lambda: proportion_power(0, 0.1, 100),
        "baseline rate .* between 0 and 1, but is 0",
    ),
    "baseline 1": (lambda: proportion_mde(1, 100, power=0.8), "baseline rate .* but is 1"),
    "baseline in percent": (lambda: proportion_size([0.1, 12], 1, power=0.8), "but is 12"),
    "baseline nan": (lambda: proportion_power(math.nan, 0.1, 100), "but is nan"),
    "rate above 1": (
        lambda: proportion_size(0.7, 0.5, power=0.8),
        "change of 0.5 takes the .* 0.7 out",
    ),
    "rate of 1": (lambda: proportion_power(0.93, 0.07, 100), "change of 0.07"),
    "rate of 1 but for rounding": (
        lambda: proportion_power(3 * 0.3, 0.1, 100),
        "change of 0.1 takes the baseline rate 0.9 out",
    ),
    "rate of 0 but for rounding": (
        lambda: proportion_power(0.1 + 0.2, -0.3, 100),
        "change of -0.3 takes the baseline rate 0.3 out",
    ),
    "rate of 0": (lambda: proportion_power(0.3, -(0.1 + 0.2), 100), "change of -0.3"),
    "no change": (lambda: proportion_size(0.1, 0, power=0.8), "change of 0 cannot be planned"),
    "no change of a mean": (lambda: mean_size([1, 0], 3, power=0.8), "change of 0 cannot"),
    "change too small": (lambda: mean_size(1e-13, 1, power=0.8), "change of 1e-13 is too small"),
    "change too large": (lambda: mean_power(1e8, 2, 9), "change of 100000000 is more .* of 2"),
    "change infinite": (lambda: mean_power(math.inf, 2, 9), "finite number, but is inf"),
    "power below alpha": (lambda: mean_size(1, 3, power=0.04), r"level \(0.05\) .* but is 0.04"),
    "power at alpha": (
        lambda: mean_mde(3, 9, power=0.1, alpha=0.1),
        r"level \(0.1\) .* but is 0.1",
    ),
    "power 1": (lambda: proportion_mde(0.1, 100, power=1), "below 1, but is 1"),
    "power in percent": (lambda: proportion_size(0.1, 0.02, power=80), "but is 80"),
    "alpha 0": (lambda: proportion_power(0.1, 0.02, 9, alpha=0), "significance level .* but is 0"),
    "alpha beyond the digits": (lambda: mean_power(1, 2, 9, alpha=9e-8), "but is 9e-08"),
    "alpha 1": (lambda: mean_power(0.1, 2, 9, alpha=1), "significance level .* but is 1"),
    "ratio 0": (lambda: proportion_power(0.1, 0.02, 9, ratio=0), "ratio .* above 0, but is 0"),
    "ratio negative": (lambda: mean_mde(2, 9, power=0.8, ratio=-1), "ratio .* but is -1"),
    "ratio of a billion": (lambda: mean_mde(2, 9, power=0.8, ratio=1e9), "ratio of 1000000000"),
    "one user": (lambda: proportion_power(0.1, 0.02, 1), "control needs 2 .* but has 1"),
    "one treated": (lambda: mean_power(0.1, 2, 9, ratio=0.2), "treatment needs 2 .* but has 1.8"),
    "endless users": (lambda: mean_mde(2, math.inf, power=0.8), "but has inf"),
    "sd 0": (lambda: mean_size(1, 0, power=0.8), "standard deviation .* but is 0"),
    "sd negative": (lambda: mean_power(1, -2, 9), "standard deviation .* but is -2"),
    "text": (lambda: mean_power("much", 2, 9), "must be numbers"),
    "no treatment": (lambda: mean_users_needed(1, 3, power=0.8, treatments=0), "but has 0"),
    "beyond counting": (lambda: proportion_users_needed(0.5, 1e-9, power=0.8), "3.9e[+]18 users"),
    "no users a day": (lambda: days_needed(100, 0), "eligible users a day .* but is 0"),
    "no users": (lambda: days_needed(0, 100), "number of users .* but is 0"),
    "endless days": (lambda: days_needed(math.inf, 100), "but is inf"),
    "share 0": (lambda: days_needed(100, 10, 0), "share exposed .* but is 0"),
    "share in percent": (lambda: days_needed(100, 10, 50), "share exposed .* but is 50"),
}


@pytest.mark.parametrize(("call", "words"), REFUSED.values(), ids=REFUSED)
def test_impossible_plans_are_refused_by_name(call, words):
    with pytest.raises(ValueError, match=words) as refusal:
        call()
    assert re.fullmatch(r"[A-Z][^\n]*\.", str(refusal.value))


def test_days_are_whole_and_free_of_float_noise():
    assert days_needed(62_000, 5_000) == 13
    assert days_needed(62_000, 5_000, 0.5) == 25
    assert days_needed(5_700, 100, 0.57) == 100  # 100 * 0.57 is 56.99999999999999 in floats
    assert days_needed(5_701, 100, 0.57) == 101
    assert days_needed(1, 1e6) == 1
