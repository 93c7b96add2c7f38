"""Many experiments as planned, each decided by the product's rule table; counted, not stored.

The work is done in blocks of a fixed size, each with dice of its own, so that the result depends
on plan, seed and number of experiments and on nothing else: not on threads, nor on their order.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experimentos_core.decision.evidence import weigh
from experimentos_core.decision.rules import RULES, combine_arms, first_match, verdicts_of
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import GuardrailRule, Verdict
from experimentos_core.operating_characteristics.block import (
    Block,
    changes_in,
    draw_block,
    worst_levels,
)
from experimentos_core.operating_characteristics.judging import Outcome, correct
from experimentos_core.operating_characteristics.plan import PlannedDecision
from experimentos_core.operating_characteristics.results import (
    Characteristics,
    RuleOutcomes,
    ScenarioOutcome,
)
from experimentos_core.operating_characteristics.scenarios import (
    Effect,
    Scenario,
    left_out,
    scenarios_of,
)
from experimentos_core.stats.bayesian.monte_carlo import share_estimate

type Tally = NDArray[np.int64]
type Checkpoint = Callable[[int, int], None]

_BLOCK = 16_384
"""Experiments in a block: some 20 MB, and a tenth of a second until a cancel is heard."""

_MOST_EXPERIMENTS = 100_000_000
_THREADS = 2


def simulate(
    plan: PlannedDecision,
    *,
    experiments: int = 100_000,
    seed: int = DEFAULT_THRESHOLDS.bayesian_seed,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    checkpoint: Checkpoint = lambda _done, _total: None,
    threads: int = _THREADS,
) -> Characteristics:
    """Return how often the planned rule will say Launch, Hold and Rollback in each scenario.

    Users reach their arms by chance, rates are binomial, means normal with a chi-square variance;
    the metrics of one experiment do not depend on each other. Health rules that such data can
    meet are applied: the sample-ratio test and an arm without users. Scenarios and guardrail
    rules see the same draws, so that they differ by what they are and not by luck.

    Args:
        plan: What is planned.
        experiments: Simulated experiments in every scenario.
        seed: The same plan, seed and number give the same result, whatever the threads.
        thresholds: Those of the product.
        checkpoint: Called with the experiments done and all of them, on the caller's thread; what
            it raises ends the simulation.
        threads: How many work at once.

    Raises:
        CharterError: For fewer than 1 experiment, or more than 100 million.
    """
    if not 1 <= experiments <= _MOST_EXPERIMENTS:
        message = f"Between 1 and 100 million experiments can be simulated, not {experiments}."
        raise CharterError(message, "100,000 are enough for most plans.")
    scenarios = scenarios_of(plan)
    rules = tuple(GuardrailRule) if plan.guardrails else (plan.guardrail_rule,)
    task = _Task(plan=plan, scenarios=scenarios, rules=rules, thresholds=thresholds, seed=seed)
    tally = _run(task, experiments, checkpoint, threads)
    outcomes = {
        rule: tuple(
            _outcome(scenario, counts) for scenario, counts in zip(scenarios, of_rule, strict=True)
        )
        for rule, of_rule in zip(rules, tally, strict=True)
    }
    return Characteristics(
        experiments=experiments,
        seed=seed,
        scenarios=outcomes[plan.guardrail_rule],
        by_guardrail_rule=tuple(
            RuleOutcomes(rule=rule, scenarios=outcomes[rule])
            for rule in (rules if plan.guardrails else ())
        ),
        left_out=left_out(plan),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """What is done to every block."""

    plan: PlannedDecision
    scenarios: tuple[Scenario, ...]
    rules: tuple[GuardrailRule, ...]
    thresholds: Thresholds
    seed: int

    def count(self, number: int, experiments: int) -> Tally:
        """Count the rules that decide in a block: guardrail rules by scenarios by RULES."""
        block = draw_block(self.plan, self.thresholds, self.seed, number, experiments)
        outcomes: dict[tuple[Effect, ...], Outcome] = {}
        tally = np.zeros((len(self.rules), len(self.scenarios), len(RULES)), dtype=np.int64)
        for j, scenario in enumerate(self.scenarios):
            if scenario.effects not in outcomes:
                changes = changes_in(block, scenario.effects)
                outcomes[scenario.effects] = correct(self.plan, changes)
            for i, rule in enumerate(self.rules):
                decided = decide(block, outcomes[scenario.effects], scenario, rule)
                tally[i, j] = np.bincount(decided, minlength=len(RULES))
        return tally


def _run(task: _Task, experiments: int, checkpoint: Checkpoint, threads: int) -> Tally:
    """Count every block, on threads; the sum of whole numbers knows no order."""
    total, done = np.zeros((), dtype=np.int64), 0
    checkpoint(done, experiments)
    pool = ThreadPoolExecutor(max_workers=threads)
    try:
        sizes = {
            pool.submit(task.count, number, size): size for number, size in _blocks(experiments)
        }
        for block in as_completed(sizes):
            total = total + block.result()
            done += sizes[block]
            checkpoint(done, experiments)
    finally:
        pool.shutdown(cancel_futures=True)
    return total


def _blocks(experiments: int) -> Iterator[tuple[int, int]]:
    """Number and size of every block; the last may be smaller."""
    for number, start in enumerate(range(0, experiments, _BLOCK)):
        yield number, min(_BLOCK, experiments - start)


def decide(
    block: Block, outcome: Outcome, scenario: Scenario, rule: GuardrailRule
) -> NDArray[np.int8]:
    """Decide every experiment of a block: index into RULES of the rule that decides."""
    evidence = weigh(
        health_blocked=block.health_blocked,
        split_broken=block.split_broken,
        significant=outcome.significant,
        gains=outcome.gains,
        worst_guardrail=worst_levels(block, scenario, rule),
        rule=rule,
    )
    matches = first_match(evidence)
    is_alone = matches.shape[-1] == 1  # then there is nothing to combine
    return matches[..., 0] if is_alone else combine_arms(matches, outcome.gains)[0]


def _outcome(scenario: Scenario, counts: Tally) -> ScenarioOutcome:
    experiments = int(counts.sum())
    verdicts = list(Verdict)
    of_rule = verdicts_of(np.arange(len(RULES), dtype=np.int8))
    shares = [
        share_estimate(int(counts[of_rule == i].sum()), experiments) for i in range(len(verdicts))
    ]
    by_verdict = dict(zip(verdicts, shares, strict=True))
    return ScenarioOutcome(
        scenario=scenario.name,
        launch=by_verdict[Verdict.LAUNCH][0],
        hold=by_verdict[Verdict.HOLD][0],
        rollback=by_verdict[Verdict.ROLLBACK][0],
        by_rule={
            rule.code.value: int(hits) / experiments
            for rule, hits in zip(RULES, counts, strict=True)
        },
        mc_error=max(error for _, error in shares),
    )
