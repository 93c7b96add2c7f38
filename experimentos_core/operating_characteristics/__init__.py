"""What the decision rule itself will do at a planned size, before any data."""

from experimentos_core.operating_characteristics.plan import (
    Baseline,
    MeanBaseline,
    PlannedDecision,
    PlannedGuardrail,
    RateBaseline,
)
from experimentos_core.operating_characteristics.results import (
    Characteristics,
    RuleOutcomes,
    ScenarioOutcome,
)
from experimentos_core.operating_characteristics.safety import (
    SafetyNeed,
    in_words,
    what_it_would_take,
)
from experimentos_core.operating_characteristics.simulation import simulate

__all__ = [
    "Baseline",
    "Characteristics",
    "MeanBaseline",
    "PlannedDecision",
    "PlannedGuardrail",
    "RateBaseline",
    "RuleOutcomes",
    "SafetyNeed",
    "ScenarioOutcome",
    "in_words",
    "simulate",
    "what_it_would_take",
]
