"""The metrics that may decide, and what a plan says once one of them does; no Qt."""

from dataclasses import dataclass, replace

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.foundation.values import Direction, MetricKind
from experimentos_core.reading.columns.roles import ColumnRoles, guess_mean_harm
from experimentos_core.reading.table import Table, column_key
from experimentos_gui.models.continuous import ContinuousMetrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A metric that may decide.

    Attributes:
        metric: The name of a continuous metric; empty: the conversions.
        words: What is offered.
    """

    metric: str
    words: str


def find_candidates(
    decider: str, table: Table, roles: ColumnRoles, continuous: ContinuousMetrics
) -> tuple[Candidate, ...]:
    """Return what may decide, the conversions first; what is planned is among them in any case."""
    found: list[Candidate] = []
    if not decider or table.positions(roles.conversions):
        found.append(Candidate(metric="", words=f"{roles.conversions}: share of users"))
    found += [
        Candidate(metric=measure.metric, words=f"{measure.metric}: mean over {measure.size}")
        for measure in continuous.complete
    ]
    if decider and all(candidate.metric != decider for candidate in found):
        found.append(Candidate(metric=decider, words=f"{decider} (not in the data)"))
    return tuple(found)


def good_direction(metric: str) -> Direction:
    """Guess which way of a mean is good: the other one than that of harm."""
    return Direction.UP if guess_mean_harm(metric) is Direction.DOWN else Direction.DOWN


def let_decide(charter: Charter, metric: str) -> Charter:
    """Return the plan with this mean as its primary metric, and no longer as a guardrail."""
    primary = PrimaryPlan(metric=metric, direction=good_direction(metric), kind=MetricKind.MEAN)
    charter = replace(charter, primary=primary)
    if charter.guardrails is None:
        return charter
    key = column_key(metric)
    kept = tuple(plan for plan in charter.guardrails if column_key(plan.name) != key)
    return charter.with_guardrails(kept)
