"""Table and charter to a HealthReport, and to a Dataset when the data is usable."""

from experimentos_core.healthcheck.checkup import Checkup, HealthReport, run_health_check
from experimentos_core.healthcheck.findings import Finding, FindingCode, Place
from experimentos_core.healthcheck.metrics import PlannedMetrics, plan_metrics
from experimentos_core.healthcheck.split import SampleRatio

__all__ = [
    "Checkup",
    "Finding",
    "FindingCode",
    "HealthReport",
    "Place",
    "PlannedMetrics",
    "SampleRatio",
    "plan_metrics",
    "run_health_check",
]
