"""What a decision rule does, in shares of simulated experiments."""

from dataclasses import dataclass

from experimentos_core.foundation.values import GuardrailRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioOutcome:
    """How often each verdict is reached in one scenario.

    Attributes:
        scenario: What the change really does.
        launch: Probability of Launch.
        hold: Probability of Hold.
        rollback: Probability of Rollback.
        by_rule: Probability of each rule being the one that decides, by its code.
        mc_error: The largest Monte Carlo standard error among the three verdicts.
    """

    scenario: str
    launch: float
    hold: float
    rollback: float
    by_rule: dict[str, float]
    mc_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcomes:
    """The same scenarios under one guardrail rule.

    Attributes:
        rule: The guardrail rule.
        scenarios: As in `Characteristics`.
    """

    rule: GuardrailRule
    scenarios: tuple[ScenarioOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristics:
    """What the decision rule itself will do at a planned size.

    Attributes:
        experiments: Simulated experiments in every scenario.
        seed: Seed of the simulation.
        scenarios: The planned rule, scenario by scenario.
        by_guardrail_rule: The three guardrail rules on the very same data; empty without
            guardrails.
        left_out: Scenarios that cannot happen, a sentence each.
    """

    experiments: int
    seed: int
    scenarios: tuple[ScenarioOutcome, ...]
    by_guardrail_rule: tuple[RuleOutcomes, ...]
    left_out: tuple[str, ...]
