"""Dataset and charter to the numbers: the primary metric and every guardrail."""

from experimentos_core.analysis.analyse import Analysis, analyse
from experimentos_core.analysis.guardrails import GuardrailResult
from experimentos_core.analysis.primary import ArmRate, Comparison, OverallTest, PrimaryResult

__all__ = [
    "Analysis",
    "ArmRate",
    "Comparison",
    "GuardrailResult",
    "OverallTest",
    "PrimaryResult",
    "analyse",
]
