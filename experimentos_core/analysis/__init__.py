"""Dataset and charter to the numbers: the primary metric, every guardrail, continuous metrics."""

from experimentos_core.analysis.analyse import Analysis, analyse
from experimentos_core.analysis.guardrail_result import GuardrailResult
from experimentos_core.analysis.results import (
    ArmMean,
    ArmRate,
    Comparison,
    ContinuousResult,
    MeanComparison,
    OverallMeans,
    OverallTest,
    PrimaryResult,
    RateComparison,
)

__all__ = [
    "Analysis",
    "ArmMean",
    "ArmRate",
    "Comparison",
    "ContinuousResult",
    "GuardrailResult",
    "MeanComparison",
    "OverallMeans",
    "OverallTest",
    "PrimaryResult",
    "RateComparison",
    "analyse",
]
