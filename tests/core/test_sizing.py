"""Sizes, changes and power answer each other, and what cannot be is said."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Correction
from experimentos_core.sizing import SizeRequest, mde_by_week, power_curve, size_experiment

RATE = SizeRequest(baseline=0.1, mde=0.02)
MEAN = SizeRequest(sd=10.0, mde=1.0)


# pwr.2p.test(h = ES.h(0.12, 0.10), power = 0.8): 3834.6; pwr.t.test(d = 0.1, power = 0.8): 1570.7
@pytest.mark.parametrize(("request_", "n"), [(RATE, 3835), (MEAN, 1571)])
def test_users_for_a_change_are_those_of_r(request_: SizeRequest, n: int) -> None:
    answer = size_experiment(request_)
    assert (answer.n_control, answer.n_treatment, answer.total) == (n, n, 2 * n)
    assert 0.8 <= answer.power < 0.8005


@settings(max_examples=60, deadline=None)
@given(
    baseline=st.floats(0.02, 0.9),
    share=st.floats(0.02, 0.9),
    ratio=st.floats(0.2, 4),
    arms=st.integers(2, 4),
    power=st.floats(0.5, 0.95),
)
def test_the_three_answers_fit_together(baseline, share, ratio, arms, power) -> None:
    mde = share * (1 - baseline)
    asked = SizeRequest(baseline=baseline, mde=mde, ratio=ratio, arms=arms, power=power)
    users = size_experiment(asked)
    assert users.power >= power
    back = size_experiment(replace(asked, n_control=users.n_control, mde=None))
    assert back.mde <= mde * (1 + 1e-9)
    again = size_experiment(replace(asked, n_control=users.n_control))
    assert again.n_treatment >= users.n_treatment
    assert again.power >= users.power - 1e-9
    larger = size_experiment(replace(asked, mde=mde * 0.5))
    assert larger.n_control >= users.n_control
    stricter = size_experiment(replace(asked, alpha=0.01))
    assert stricter.n_control >= users.n_control


def test_several_treatments_pay_for_their_number() -> None:
    three = size_experiment(replace(RATE, arms=3))
    assert three.alpha == pytest.approx(0.025)
    assert three.total == 3 * three.n_control
    free = size_experiment(replace(RATE, arms=3, correction=Correction.NONE))
    assert free.n_control == size_experiment(RATE).n_control


def test_days_are_users_over_traffic() -> None:
    answer = size_experiment(replace(RATE, daily_traffic=1000.0, share_exposed=0.5))
    assert answer.days == 16  # 7,670 users at 500 a day


def test_longer_finds_less() -> None:
    weeks = mde_by_week(replace(RATE, daily_traffic=1000.0), 6)
    assert [week.days for week in weeks] == [7, 14, 21, 28, 35, 42]
    found = [week.mde for week in weeks]
    assert found == sorted(found, reverse=True)
    assert mde_by_week(SizeRequest(baseline=0.1, daily_traffic=0.2), 2) == ()


@pytest.mark.parametrize("request_", [RATE, MEAN, replace(RATE, mde=-0.02)])
def test_the_curve_rises_from_alpha_through_the_power(request_: SizeRequest) -> None:
    n = size_experiment(request_).n_control
    curve = power_curve(request_, n)
    assert curve[0] == (0.0, 0.05)
    powers = [power for _, power in curve]
    assert powers == sorted(powers)
    assert powers[-1] > 0.99
    assert all(change * request_.mde >= 0 for change, _ in curve)


def test_a_curve_stays_within_what_a_rate_can_be() -> None:
    curve = power_curve(SizeRequest(baseline=0.9, mde=0.05), 20)
    assert 0.9 + curve[-1][0] < 1


def test_no_change_at_all_may_be_found_and_is_said() -> None:
    answer = size_experiment(SizeRequest(baseline=0.5, n_control=2))
    assert (answer.mde, answer.power, answer.n_control) == (None, None, 2)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"baseline": 1.2, "mde": 0.1}, "between 0 and 1"),
        ({"baseline": 0.95, "mde": 0.1}, "out of the range"),
        ({"baseline": 0.1, "mde": 0.0}, "change of 0"),
        ({"baseline": 0.1, "mde": 0.1, "power": 0.04}, "power"),
        ({"baseline": 0.1, "mde": 0.1, "power": 1.0}, "power"),
        ({"baseline": 0.1}, "Neither"),
        ({"mde": 0.1}, "rate expected"),
        ({"baseline": 0.1, "mde": 0.1, "arms": 1}, "two arms"),
        ({"baseline": 0.1, "mde": 0.1, "ratio": 0.0}, "ratio"),
        ({"sd": -1.0, "mde": 0.1}, "deviation"),
        ({"baseline": 0.1, "mde": 0.01, "daily_traffic": -5.0}, "eligible"),
        ({"baseline": 0.1, "mde": 0.01, "daily_traffic": 5.0, "share_exposed": 2.0}, "share"),
    ],
)
def test_what_cannot_be_planned_is_a_sentence(asked, words: str) -> None:
    with pytest.raises(CharterError, match=words):
        size_experiment(SizeRequest(**asked))


def test_weeks_need_traffic() -> None:
    with pytest.raises(CharterError, match="traffic"):
        mde_by_week(RATE)
