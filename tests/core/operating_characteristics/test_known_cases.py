"""Cases whose answer is known without a simulation."""

import math

import numpy as np
import pytest
from scipy.special import ndtr, ndtri
from scipy.stats import binom

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import Correction, GuardrailRule
from experimentos_core.operating_characteristics import simulate
from experimentos_core.stats.power import ProportionMethod, mean_power, proportion_power
from tests.helpers.planned_decisions import guardrail, plan_of, scenario, within

N = 100_000
SRM = DEFAULT_THRESHOLDS.srm_warning_p


@pytest.mark.parametrize("alpha", [0.05, 0.2])
@pytest.mark.parametrize("sd", [None, 0.7])
def test_without_an_effect_launch_and_rollback_each_have_half_of_alpha(alpha, sd):
    found = simulate(plan_of(0.3, 0.02, (20_000, 20_000), sd=sd, alpha=alpha), experiments=N)
    outcome = scenario(found, "no effect")
    half = alpha / 2 * (1 - SRM)
    assert within(outcome.launch, half, N)
    assert within(outcome.rollback, half, N)
    assert within(outcome.hold, 1 - 2 * half, N)


def test_the_split_gate_holds_one_healthy_experiment_in_a_thousand():
    found = simulate(plan_of(0.3, 0.02, (5000, 2500, 2500)), experiments=N)
    by_rule = scenario(found, "no effect").by_rule
    blocked = DEFAULT_THRESHOLDS.srm_blocked_p
    assert within(by_rule["SRM"], SRM - blocked, N)
    assert by_rule["HEALTH_BLOCKED"] < 1e-4


@pytest.mark.parametrize("share_of_power", [0.3, 0.8])
def test_a_rate_is_launched_at_its_mde_with_the_planned_power(share_of_power):
    level, users = 0.2, (6000, 9000)
    shift = ndtri(share_of_power) + ndtri(0.975)
    mde = shift * math.sqrt(level * (1 - level) * (1 / users[0] + 1 / users[1]))
    found = simulate(plan_of(level, mde, users), experiments=N)
    power = float(proportion_power(level, mde, users[0], ratio=1.5, method=ProportionMethod.POOLED))
    assert scenario(found, "MDE").launch == pytest.approx(power * (1 - SRM), abs=0.006)
    assert scenario(found, "minus MDE").rollback == pytest.approx(power, abs=0.03)


def test_a_mean_is_launched_at_its_mde_with_the_planned_power():
    found = simulate(plan_of(20.0, 1.0, (300, 300), sd=8.0), experiments=N)
    power = float(mean_power(1.0, 8.0, 300))
    assert scenario(found, "MDE").launch == pytest.approx(power * (1 - SRM), abs=0.006)


@pytest.mark.parametrize(
    ("correction", "alone"), [(Correction.BONFERRONI, 3), (Correction.NONE, 1)]
)
def test_false_launches_of_three_treatments_are_those_of_the_correction(correction, alone):
    """Dunnett's (1955) correlation of one half: all treatments meet the same control."""
    plan = plan_of(0.3, 0.02, (20_000,) * 4, correction=correction)
    found = simulate(plan, experiments=N)
    critical = -ndtri(0.025 / alone)
    points, weights = np.polynomial.hermite_e.hermegauss(80)
    none_launched = ndtr(critical * math.sqrt(2) + points) ** 3 @ weights / weights.sum()
    launch = scenario(found, "no effect").launch
    assert within(launch, (1 - none_launched) * (1 - SRM), N, errors=5)


def rolled_back_by_three(rate: float, users: int) -> float:
    """Exactly, for arms of fixed size: one of three guardrails seen 0.3 points worse or more."""
    k = np.arange(users + 1)
    control = binom.pmf(k, users, rate)
    worse = control @ binom.sf(k + math.ceil(0.003 * users - 1e-9) - 1, users, rate)
    return float(1 - (1 - worse) ** 3)


def test_the_point_rule_rolls_58_percent_of_true_winners_back():
    """Three harmless guardrails at 5 %, 5,000 users an arm, and a winner nobody could miss."""
    assert rolled_back_by_three(0.05, 5000) == pytest.approx(0.58, abs=0.005)
    guardrails = tuple(guardrail(name, 0.05) for name in ("cancel", "refund", "error"))
    plan = plan_of(
        0.1, 0.05, (5000, 5000), guardrails=guardrails, guardrail_rule=GuardrailRule.POINT
    )
    found = simulate(plan, experiments=N)
    winner = scenario(found, "MDE")
    error = math.sqrt(2 * 0.05 * 0.95 / 5000)  # no lattice: the users of an arm vary too
    expected = 1 - ndtr(0.003 / error) ** 3
    assert winner.rollback == pytest.approx(expected * (1 - SRM), abs=0.006)
    assert winner.rollback == pytest.approx(0.58, abs=0.015)
    evidence = next(each for each in found.by_guardrail_rule if each.rule == "evidence")
    assert evidence.scenarios[1].rollback < 0.08
    assert evidence.scenarios[1].launch < 1 - winner.rollback  # those suspected are held


def test_a_rate_at_its_severe_margin_is_seen_severe_as_often_as_the_normal_law_says():
    watched = guardrail("cancel", 0.2, margins=(0.01, 0.02))
    found = simulate(plan_of(0.1, 0.03, (20_000, 20_000), guardrails=(watched,)), experiments=N)
    harmed = scenario(found, "MDE, cancel severe")
    assert harmed.by_rule["GUARDRAIL_SEVERE"] == pytest.approx(0.5, abs=0.01)
    assert harmed.by_rule["LAUNCH"] < 0.01
    assert scenario(found, "MDE").by_rule["GUARDRAIL_SEVERE"] < 0.001


def test_the_strict_rule_launches_when_the_guardrail_is_shown_safe():
    watched = guardrail("cancel", 0.1, margins=(0.01, 0.01))
    plan = plan_of(
        0.5, 0.2, (9000, 9000), guardrails=(watched,), guardrail_rule=GuardrailRule.STRICT
    )
    launch = scenario(simulate(plan, experiments=N), "MDE").launch
    error = math.sqrt(2 * 0.09 / 9000)
    assert launch == pytest.approx(ndtr(0.01 / error - ndtri(0.975)), abs=0.01)
