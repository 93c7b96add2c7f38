"""What of a plan still speaks of the data after another reading of the file; no Qt."""

from dataclasses import dataclass, replace

from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.reading.columns.labels import find_label, label_key
from experimentos_core.reading.table import Table
from experimentos_gui.models.continuous import ContinuousMetrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a reading knows by name.

    Attributes:
        table: Its columns.
        continuous: Its continuous metrics.
    """

    table: Table
    continuous: ContinuousMetrics

    def has(self, metric: str) -> bool:
        """Whether there is a column or a continuous metric of this name."""
        return bool(self.table.positions(metric)) or self.continuous.find(metric) is not None


def for_metrics(charter: Charter, before: Known, after: Known) -> Charter:
    """Forget metrics the reading no longer has; those it never had stay.

    Where it no longer has the mean that decided, the conversions decide.
    """
    had_mean = before.continuous.deciding(charter.primary) is not None
    if had_mean and after.continuous.deciding(charter.primary) is None:
        charter = replace(charter, primary=PrimaryPlan(direction=charter.primary.direction))
    if charter.guardrails is None:
        return charter
    kept = tuple(
        plan for plan in charter.guardrails if after.has(plan.name) or not before.has(plan.name)
    )
    return charter if kept == charter.guardrails else replace(charter, guardrails=kept)


def for_variants(charter: Charter, names: tuple[str, ...]) -> Charter:
    """Forget a control and a split that speak of other variants; without any names, keep both."""
    if not names:
        return charter
    if charter.control is not None and find_label(charter.control, names) is None:
        charter = replace(charter, control=None)
    keys = {label_key(name) for name in names}
    if charter.split is not None and {label_key(name) for name in charter.split} != keys:
        charter = replace(charter, split=None)
    return charter
