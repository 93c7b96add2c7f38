"""One call from a dataset to all its numbers."""

from dataclasses import dataclass

from experimentos_core.analysis.guardrail_result import GuardrailResult
from experimentos_core.analysis.guardrails import analyse_guardrails
from experimentos_core.analysis.means import analyse_continuous
from experimentos_core.analysis.primary import analyse_primary
from experimentos_core.analysis.results import ContinuousResult, PrimaryResult
from experimentos_core.charter import Charter
from experimentos_core.dataset import Dataset
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The numbers the decision rests on, and the continuous metrics beside them.

    Attributes:
        primary: The metric that decides, each treatment against the control.
        guardrails: Every guardrail for every treatment, treatments in the order of the data.
        continuous: Every continuous metric but the primary one; those that are no guardrails
            decide nothing.
    """

    primary: PrimaryResult
    guardrails: tuple[GuardrailResult, ...]
    continuous: tuple[ContinuousResult, ...]


def analyse(
    dataset: Dataset, charter: Charter, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> Analysis:
    """Compare every treatment with the control on every metric."""
    return Analysis(
        primary=analyse_primary(dataset, charter, thresholds),
        guardrails=analyse_guardrails(dataset, charter, thresholds),
        continuous=analyse_continuous(dataset, charter, thresholds),
    )
