"""Chances in words: as sure as the simulation is, and never certain."""

import pytest

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.experiment import Report
from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.memo.bayesian_words import (
    chance,
    chance_to_be_best,
    chance_to_be_better,
    error_of_chance,
    expected_loss,
    lift_interval,
    relative_lift_interval,
)
from tests.helpers.experiments import report_of

CLEAR = "variant,users,conversions\ncontrol,10000,1000\nb,10000,1300\nc,10000,1010\n"
EQUAL = (
    "variant,users,conversions,x_sum,x_sum_sq\n"
    "control,10000,1000,20000,40000\nb,10000,1010,20000,40000\n"
)


def report() -> Report:
    return report_of(CLEAR)


@pytest.mark.parametrize(
    ("share", "error", "words"),
    [
        (0.973, 0.0005, "97.3%"),
        (0.5, 0.0016, "50.0%"),
        (0.9986, 0.00012, "99.86%"),
        (0.9998, 0.00005, "99.98%"),
        (0.0004, 0.00006, "0.040%"),
        (0.99993, 0.000033, "over 99.9%"),
        (1.0, 0.00002, "over 99.99%"),
        (0.0, 0.00002, "under 0.01%"),
        (1.0, 0.0002, "over 99.9%"),
        (0.0, 0.003, "under 1%"),
        (1.0, 0.04, "over 90%"),
    ],
)
def test_a_chance_says_no_more_than_its_error_allows(share, error, words) -> None:
    assert chance(share, error) == words


@pytest.mark.parametrize("error", [1e-5, 1e-4, 1e-3, 1e-2])
def test_no_chance_is_certain_and_each_mirrors_its_opposite(error) -> None:
    opposite = {"over": "under", "under": "over"}
    for step in range(401):
        share = step / 400 if step % 2 else (step / 400) ** 8
        text, mirror = chance(share, error), chance(1.0 - share, error)
        for words in (text, mirror):
            is_bound = words.startswith(("over ", "under "))
            assert is_bound or 0.0 < float(words.removesuffix("%")) < 100.0
        if share != 0.5:
            assert opposite.get(text.split()[0]) == (mirror.split()[0] if " " in mirror else None)


def test_an_error_stands_beside_figures_only() -> None:
    b, c = report().bayesian.conversion
    assert chance_to_be_better(b) == "over 99.99%"
    assert error_of_chance(b) == ""
    assert error_of_chance(c).startswith("\u00b1 0.1")
    assert error_of_chance(c).endswith(" pp")


def test_a_loss_too_small_to_be_simulated_is_no_zero() -> None:
    b, c = report().bayesian.conversion
    assert b.expected_loss < 1e-6
    assert expected_loss(b, ChangeUnit.POINTS).startswith("under 0.00")
    assert float(expected_loss(c, ChangeUnit.POINTS).removesuffix(" pp")) == pytest.approx(
        100 * c.expected_loss, rel=0.05
    )


def test_who_is_best_is_said_of_every_arm() -> None:
    view = report().bayesian
    words = [chance_to_be_best(view, arm.variant) for arm in view.beliefs[0].arms]
    assert words == ["under 0.01%", "over 99.99%", "under 0.01%"]
    assert chance_to_be_best(view, "nobody") == "N/A"


def test_without_all_arms_nobody_is_called_the_best() -> None:
    lines = "variant,users,conversions,x_sum,x_sum_sq\ncontrol,100,10,200,400\nb,100,10,210,470\n"
    view = report_of(lines, Charter(primary=PrimaryPlan(metric="x"))).bayesian
    assert view.prob_best == {}
    assert chance_to_be_best(view, "b") == "N/A"


def test_what_is_not_known_says_so() -> None:
    (told,) = report_of(EQUAL).bayesian.continuous
    assert chance_to_be_better(told) == "N/A"
    assert error_of_chance(told) == ""
    assert expected_loss(told, ChangeUnit.AMOUNT) == "N/A"
    assert lift_interval(told, ChangeUnit.AMOUNT) == "N/A"
    assert relative_lift_interval(told) == "N/A"
