"""One call from a dataset to all its numbers."""

from dataclasses import dataclass

from experimentos_core.analysis.guardrails import GuardrailResult, analyse_guardrails
from experimentos_core.analysis.primary import PrimaryResult, analyse_primary
from experimentos_core.charter import Charter
from experimentos_core.dataset import Dataset
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The numbers the decision rests on.

    Attributes:
        primary: The metric that decides, each treatment against the control.
        guardrails: Every guardrail for every treatment, treatments in the order of the data.
    """

    primary: PrimaryResult
    guardrails: tuple[GuardrailResult, ...]


def analyse(
    dataset: Dataset, charter: Charter, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> Analysis:
    """Compare every treatment with the control on the primary metric and all guardrails."""
    return Analysis(
        primary=analyse_primary(dataset, charter),
        guardrails=analyse_guardrails(dataset, charter, thresholds),
    )
