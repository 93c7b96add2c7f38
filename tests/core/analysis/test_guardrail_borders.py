"""Guardrails on the very border of their margins, and rates whose exact test is shown."""

import math
from dataclasses import replace

import pytest

from experimentos_core.analysis.guardrail_changes import changes_of
from experimentos_core.analysis.guardrail_rules import (
    StatusLevel,
    judge_guardrails,
    margin_noise,
    toward_harm,
)
from experimentos_core.analysis.guardrails import users_to_settle
from experimentos_core.charter import Charter
from experimentos_core.dataset import CountMetric, Dataset
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS as USUAL
from experimentos_core.foundation.values import (
    Direction,
    GuardrailRule,
    GuardrailStatus,
)
from experimentos_core.stats.exact import fisher_p

EVIDENCE, POINT = GuardrailRule.EVIDENCE, GuardrailRule.POINT
OK, INCONCLUSIVE = StatusLevel.OK, StatusLevel.INCONCLUSIVE
WORSENED, SEVERE = StatusLevel.WORSENED, StatusLevel.SEVERE


def test_levels_are_statuses_best_to_worst() -> None:
    assert [level.status for level in sorted(StatusLevel)] == list(GuardrailStatus)


def test_harm_points_up_and_its_interval_with_it() -> None:
    assert toward_harm(0.25, -0.5, 1.5, Direction.UP) == (0.25, -0.5, 1.5)
    assert toward_harm(0.25, -0.5, 1.5, Direction.DOWN) == (-0.25, -1.5, 0.5)
    assert toward_harm(0.25, -math.inf, 1.5, Direction.DOWN) == (-0.25, -1.5, math.inf)


@pytest.mark.parametrize(
    ("severe", "noise"), [(0.003, 1.0), (0.7, 1.0), (1.0, 1.0), (1.5, 1.5), (1e6, 1e6)]
)
def test_the_noise_of_a_margin_is_that_of_numbers_of_its_size(severe: float, noise: float) -> None:
    assert margin_noise(severe, USUAL) == USUAL.margin_tolerance * noise


@pytest.mark.parametrize(
    ("harm", "low", "high", "rule", "level"),
    [
        (2.0, 0.5, 9.0, EVIDENCE, WORSENED),
        (2.0, 0.0, 9.0, EVIDENCE, INCONCLUSIVE),
        (1.9, 0.5, 9.0, EVIDENCE, INCONCLUSIVE),
        (1.9, 0.5, 3.9, EVIDENCE, OK),
        (1.9, 0.5, 4.0, EVIDENCE, INCONCLUSIVE),
        (4.0, 0.5, 9.0, EVIDENCE, SEVERE),
        (4.0, 0.0, 9.0, EVIDENCE, WORSENED),
        (2.0, -1.0, 9.0, POINT, WORSENED),
        (1.9, -1.0, 9.0, POINT, OK),
        (4.0, -1.0, 9.0, POINT, SEVERE),
        (3.9, -1.0, 9.0, POINT, WORSENED),
        (1.0, -math.inf, math.inf, EVIDENCE, INCONCLUSIVE),
        (math.nan, 0.0, 1.0, POINT, WORSENED),
        (1.0, math.nan, 1.0, POINT, WORSENED),
        (1.0, 0.0, math.nan, EVIDENCE, WORSENED),
    ],
)
def test_a_margin_that_is_reached_is_passed(harm, low, high, rule, level) -> None:
    judged = judge_guardrails(
        harm, low, high, worsened_margin=2.0, severe_margin=4.0, rule=rule, tolerance=0.0
    )
    assert StatusLevel(int(judged)) is level


def test_the_tolerance_gives_way_towards_harm() -> None:
    nearly = {"worsened_margin": 2.0, "severe_margin": 4.0, "rule": EVIDENCE, "tolerance": 0.25}
    assert judge_guardrails(1.75, 0.5, 3.0, **nearly) == WORSENED
    assert judge_guardrails(3.75, 0.5, 5.0, **nearly) == SEVERE
    assert judge_guardrails(1.0, 0.5, 3.75, **nearly) == INCONCLUSIVE
    assert judge_guardrails(1.0, 0.5, 3.5, **nearly) == OK


def test_whether_a_table_is_sparse_depends_on_both_its_arms() -> None:
    users, counts = (40, 1200, 900), (1, 70, 45)
    metric = CountMetric(name="refunds", counts=counts)
    data = Dataset(variants=("control", "b", "c"), users=users, primary=metric)
    for given, most_users, is_sparse in (
        (counts, users, True),
        ((45, *counts[1:]), (900, *users[1:]), False),
        ((400, *counts[1:]), (900, 80, 80), False),
        ((30, 70, 45), (40, 1200, 900), True),
    ):
        of_these = replace(data, users=most_users)
        arms = (given[0], most_users[0])
        for arm, found in enumerate(
            changes_of(of_these, replace(metric, counts=given), Charter(), USUAL)[-1:], start=2
        ):
            exact = fisher_p(*arms, given[arm], most_users[arm])
            assert found.fisher_p == (exact if is_sparse else None)


@pytest.mark.parametrize("upper", [math.inf, -math.inf])
def test_no_number_of_users_settles_what_has_no_limit(upper: float) -> None:
    assert users_to_settle(0.0, upper, 0.02, 1000) is None
