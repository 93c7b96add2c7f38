"""Every simulated verdict is the product's on the same numbers."""

import os
from dataclasses import dataclass
from decimal import Context, Decimal

import numpy as np
import pytest

from experimentos_core.analysis import analyse
from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.decision import make_decision
from experimentos_core.decision.rules import RULES
from experimentos_core.experiment import run_experiment
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    MarginScale,
    MetricKind,
    RuleCode,
)
from experimentos_core.healthcheck import run_health_check
from experimentos_core.operating_characteristics.block import changes_in, draw_block
from experimentos_core.operating_characteristics.drawing import (
    Sample,
    Users,
    draw_metric,
    draw_users,
    guardrail_dice,
    primary_dice,
    users_dice,
)
from experimentos_core.operating_characteristics.judging import correct
from experimentos_core.operating_characteristics.plan import Baseline, PlannedDecision
from experimentos_core.operating_characteristics.scenarios import (
    Effect,
    Scenario,
    level_under,
    scenarios_of,
)
from experimentos_core.operating_characteristics.simulation import decide
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.table import Table
from tests.helpers.experiments import csv_of, table_of
from tests.helpers.planned_decisions import guardrail, plan_of

EXPERIMENTS = int(os.environ.get("CHARACTERISTICS_EXPERIMENTS", "10"))  # 1,800 make 100,000
FINE = Context(prec=60)  # far sharper than what was drawn, and still a number a file may hold
RELATIVE, DOWN = MarginScale.RELATIVE, Direction.DOWN
CANCEL = guardrail("cancel", 0.05, margins=(0.01, 0.03))
READS = guardrail("reads", 0.4, margins=(0.02, 0.07), direction=DOWN)
OPENS = guardrail("opens", 0.2, margins=(0.05, 0.3), scale=RELATIVE)
CLICKS = guardrail("clicks", 0.2, margins=(0.05, 0.3), scale=RELATIVE, direction=DOWN)
SPEND = guardrail("spend", 20.0, sd=30.0, margins=(0.05, 0.2), scale=RELATIVE, direction=DOWN)
DELAY = guardrail("delay", 5.0, sd=9.0, margins=(0.2, 1.0))
PLANS = {
    "two arms": plan_of(0.2, 0.06, (700, 500), guardrails=(CANCEL, READS)),
    "no guardrails": plan_of(0.2, 0.06, (500, 500), direction=DOWN),
    "split broken": plan_of(
        0.3, 0.1, (500, 380), split=(1.0, 1.0), guardrails=(guardrail("cancel", 0.1),)
    ),
    "relative": plan_of(0.2, 0.08, (500, 400), guardrails=(OPENS, CLICKS), alpha=0.2),
    "holm": plan_of(0.2, 0.08, (500, 400, 300), guardrails=(CANCEL,), correction=Correction.HOLM),
    "benjamini": plan_of(
        0.2, 0.08, (400, 400, 400, 300), guardrails=(READS,), correction=Correction.FDR_BH
    ),
    "means": plan_of(10.0, 2.0, (300, 260), sd=9.0, guardrails=(SPEND, DELAY, CANCEL)),
    "several means": plan_of(10.0, 2.0, (300, 260, 200), sd=9.0, guardrails=(DELAY,)),
    "hardly anyone": plan_of(0.4, 0.3, (2, 2), guardrails=(CANCEL, OPENS, SPEND)),
    "an empty arm": plan_of(0.4, 0.3, (2, 1), guardrails=(CANCEL,)),
    "hardly any values": plan_of(10.0, 9.0, (2, 2), sd=4.0, guardrails=(DELAY,)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The numbers behind a block, drawn once more with the same dice."""

    users: Users
    primary: tuple[Sample, dict[Effect, Sample | None]]
    guardrails: list[tuple[Sample, list[Sample | None]]]


def drawn_again(plan: PlannedDecision, seed: int, experiments: int) -> Drawn:
    users = draw_users(plan, users_dice(seed, 0), experiments)
    levels = [level_under(effect, plan) for effect in Effect]
    control, treated = draw_metric(plan.baseline, levels, users, primary_dice(seed, 0))
    return Drawn(
        users=users,
        primary=(control, dict(zip(Effect, treated, strict=True))),
        guardrails=[
            draw_metric(
                each.baseline,
                [each.baseline.level, each.severe_level],
                users,
                guardrail_dice(seed, 0, i),
            )
            for i, each in enumerate(plan.guardrails)
        ],
    )


def cells(baseline: Baseline, sample: Sample, row: int, column: int, users: int) -> list[str]:
    """One arm's cells of one metric: a count, or sums that say what was drawn."""
    value = float(sample.values[row, column])
    if baseline.kind is MetricKind.RATE:
        return [str(round(value) if users else 0)]
    mean, n = Decimal(value), Decimal(users)
    squares = FINE.multiply(n, FINE.multiply(mean, mean))
    if users > 1:
        variance = Decimal(float(sample.variances[row, column]))
        squares = FINE.add(squares, FINE.multiply(variance, n - 1))
    return [f"{FINE.multiply(n, mean):f}", f"{squares:f}"]


def columns(name: str, baseline: Baseline) -> list[str]:
    if baseline.kind is MetricKind.RATE:
        return [name]
    return [f"{name}_sum", f"{name}_sum_sq"]


def table_of_one(plan: PlannedDecision, drawn: Drawn, scenario: Scenario, row: int) -> Table:
    primary = "conversions" if plan.baseline.kind is MetricKind.RATE else "revenue"
    header = ["variant", "users", *columns(primary, plan.baseline)]
    for each in plan.guardrails:
        header += columns(each.name, each.baseline)
    rows = []
    for arm, users in enumerate(drawn.users.arrived[row].tolist()):
        sample, at = drawn.primary[0], 0
        if arm:
            effect_sample = drawn.primary[1][scenario.effects[arm - 1]]
            assert effect_sample is not None
            sample, at = effect_sample, arm - 1
        line = ["control" if not arm else f"treatment {arm}", str(users)]
        line += cells(plan.baseline, sample, row, at, users)
        for i, each in enumerate(plan.guardrails):
            control, treated = drawn.guardrails[i]
            chosen = treated[1 if scenario.harmed[i] else 0] if arm else control
            assert chosen is not None
            line += cells(each.baseline, chosen, row, max(arm - 1, 0), users)
        rows.append(tuple(line))
    return table_of(csv_of(*rows, header=",".join(header)))


def charter_of(plan: PlannedDecision, rule: GuardrailRule) -> Charter:
    is_mean = plan.baseline.kind is MetricKind.MEAN
    names = ["control", *(f"treatment {i + 1}" for i in range(plan.treatments))]
    return Charter(
        primary=PrimaryPlan(
            metric="revenue" if is_mean else "", direction=plan.direction, kind=plan.baseline.kind
        ),
        split=dict(zip(names, plan.shares, strict=True)),
        guardrails=tuple(
            GuardrailPlan(
                name=each.name,
                direction=each.direction,
                worsened_margin=each.margins.worsened,
                severe_margin=each.margins.severe,
                scale=each.margins.scale,
            )
            for each in plan.guardrails
        ),
        alpha=plan.alpha,
        guardrail_rule=rule,
        correction=plan.correction,
    )


def products_rule(table: Table, charter: Charter) -> RuleCode:
    """Check, analyse and decide as `run_experiment` does, without what decides nothing."""
    checkup = run_health_check(table, charter, ColumnRoles())
    analysis = None if checkup.dataset is None else analyse(checkup.dataset, charter)
    return make_decision(checkup.health, analysis, charter).rule


@pytest.mark.parametrize("name", PLANS)
def test_every_simulated_verdict_is_the_products(name: str) -> None:
    plan, seed = PLANS[name], 11
    block = draw_block(plan, DEFAULT_THRESHOLDS, seed, 0, EXPERIMENTS)
    drawn = drawn_again(plan, seed, EXPERIMENTS)
    rules, seen = list(GuardrailRule), set()
    for scenario in scenarios_of(plan):
        outcome = correct(plan, changes_in(block, scenario.effects))
        decided = {rule: decide(block, outcome, scenario, rule) for rule in rules}
        for row in range(EXPERIMENTS):
            rule = rules[row % len(rules)]
            table = table_of_one(plan, drawn, scenario, row)
            code = RULES[decided[rule][row]].code
            seen.add(code)
            assert products_rule(table, charter_of(plan, rule)) is code, (scenario.name, rule, row)
    assert len(seen) >= 2


def test_the_whole_program_says_the_same() -> None:
    for name in ("two arms", "several means", "split broken"):
        plan, seed = PLANS[name], 5
        block = draw_block(plan, DEFAULT_THRESHOLDS, seed, 0, 1)
        drawn = drawn_again(plan, seed, 1)
        for scenario in scenarios_of(plan):
            outcome = correct(plan, changes_in(block, scenario.effects))
            decided = decide(block, outcome, scenario, plan.guardrail_rule)
            for row, match in enumerate(decided):
                table = table_of_one(plan, drawn, scenario, row)
                report = run_experiment(table, charter_of(plan, plan.guardrail_rule))
                assert report.decision.rule is RULES[match].code
                assert report.decision.decision is RULES[match].verdict


def test_all_rules_are_met_by_the_plans_compared() -> None:
    met = set()
    for plan in PLANS.values():
        block = draw_block(plan, DEFAULT_THRESHOLDS, 11, 0, 300)
        for scenario in scenarios_of(plan):
            outcome = correct(plan, changes_in(block, scenario.effects))
            met |= {
                int(i) for i in np.unique(decide(block, outcome, scenario, GuardrailRule.STRICT))
            }
    assert {RULES[i].code for i in met} == set(RuleCode) - {RuleCode.NOT_FINAL}
