"""The plan: what was promised before the data, and how it is locked."""

from experimentos_core.charter.charter import Charter, read_charter
from experimentos_core.charter.guardrail_plan import GuardrailPlan, Margins, propose_guardrail
from experimentos_core.charter.metric_plans import PrimaryPlan, SecondaryPlan
from experimentos_core.charter.size_plan import SizePlan

__all__ = [
    "Charter",
    "GuardrailPlan",
    "Margins",
    "PrimaryPlan",
    "SecondaryPlan",
    "SizePlan",
    "propose_guardrail",
    "read_charter",
]
