"""Every metric of the plan read from its columns: users, the primary, guardrails, means."""

from dataclasses import dataclass, replace

from experimentos_core.charter import Charter
from experimentos_core.dataset import CountMetric, Dataset, MeanMetric, Metric
from experimentos_core.foundation.values import MetricKind
from experimentos_core.healthcheck.counts import (
    Counts,
    check_users,
    check_within_users,
    read_counts,
)
from experimentos_core.healthcheck.findings import (
    Finding,
    FindingCode,
    Place,
    blocked,
    warning,
)
from experimentos_core.healthcheck.measures import MeasureCells, read_measures
from experimentos_core.healthcheck.variants import VariantRow
from experimentos_core.reading.columns.measures import (
    MeasureColumns,
    find_measure,
    find_measures,
)
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.table import Table, column_key


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMetrics:
    """Which metrics of the table the plan is about.

    Attributes:
        measures: Every continuous metric of the table.
        primary: The continuous metric that decides; None where the conversions do.
        guardrails: Names as planned, each with its continuous metric or, for a count, None.
    """

    measures: tuple[MeasureColumns, ...]
    primary: MeasureColumns | None
    guardrails: tuple[tuple[str, MeasureColumns | None], ...]

    @property
    def counted(self) -> tuple[str, ...]:
        """The guardrails that are columns of counts."""
        return tuple(name for name, measure in self.guardrails if measure is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMetrics:
    """The cells of every metric, one per variant; None where a cell could not be read.

    Attributes:
        users: Users of each variant.
        conversions: The count that decides; empty where a mean does.
        counts: Guardrails that are counts, by name.
        measures: Continuous metrics with values.
    """

    users: Counts
    conversions: Counts
    counts: dict[str, Counts]
    measures: tuple[MeasureCells, ...]


def plan_metrics(table: Table, roles: ColumnRoles, charter: Charter) -> PlannedMetrics:
    """Tell the means from the rates among what the charter names."""
    measures = find_measures(table, roles)
    plan = charter.primary
    primary = None if plan.kind is MetricKind.RATE else find_measure(table, measures, plan.metric)
    return PlannedMetrics(
        measures=measures,
        primary=primary,
        guardrails=tuple(
            (guardrail.name, find_measure(table, measures, guardrail.name))
            for guardrail in charter.guardrails or ()
        ),
    )


def read_metrics(
    table: Table, roles: ColumnRoles, planned: PlannedMetrics, variants: list[VariantRow]
) -> tuple[ReadMetrics, list[Finding]]:
    """Read every cell that is used, and find those that no count or sum could be."""
    users, findings = read_counts(table, roles.users, variants)
    findings += check_users(roles.users, variants, users)
    conversions: Counts = ()
    if planned.primary is None:
        conversions, bad_cells = read_counts(table, roles.conversions, variants)
        findings += bad_cells
        code = FindingCode.CONVERSIONS_EXCEED_USERS
        findings += check_within_users(code, roles.conversions, variants, users, conversions)
    counts: dict[str, Counts] = {}
    for name, measure in planned.guardrails:
        unusable = _check_guardrail(table, roles, planned, name)
        if unusable is not None:
            findings.append(unusable)
        elif measure is None:
            counts[name], bad_cells = read_counts(table, name, variants)
            findings += bad_cells
            code = FindingCode.GUARDRAIL_EXCEEDS_USERS
            findings += check_within_users(code, name, variants, users, counts[name])
    measures, bad_sums = read_measures(table, planned.measures, variants, roles.users, users)
    findings += bad_sums
    if planned.primary is not None and not _is_read(planned.primary, measures):
        findings.append(_no_values(planned.primary))
    read = ReadMetrics(users=users, conversions=conversions, counts=counts, measures=measures)
    return read, findings


def build_dataset(
    variants: list[VariantRow],
    control: VariantRow,
    planned: PlannedMetrics,
    read: ReadMetrics,
    conversions_name: str,
) -> Dataset:
    """Put what was read in order, the control first; nothing in it may have been found to block."""
    order = sorted(range(len(variants)), key=lambda i: variants[i] is not control)

    def arrange[T](values: tuple[T | None, ...]) -> tuple[T, ...]:
        return tuple(value for value in (values[i] for i in order) if value is not None)

    means = {
        cells.columns.metric: MeanMetric(
            name=cells.columns.metric,
            per=cells.columns.size,
            sizes=arrange(cells.sizes),
            sums=arrange(cells.sums),
            squares=arrange(cells.squares),
        )
        for cells in read.measures
    }
    primary: Metric = (
        means.pop(planned.primary.metric)
        if planned.primary is not None
        else CountMetric(name=conversions_name, counts=arrange(read.conversions))
    )
    guardrails: list[Metric] = []
    for name, measure in planned.guardrails:
        if measure is not None and measure.metric in means:
            guardrails.append(replace(means[measure.metric], name=name))
        elif name in read.counts:
            guardrails.append(CountMetric(name=name, counts=arrange(read.counts[name])))
    return Dataset(
        variants=tuple(variants[i].label for i in order),
        users=arrange(read.users),
        primary=primary,
        guardrails=tuple(guardrails),
        means=tuple(means.values()),
    )


def _check_guardrail(
    table: Table, roles: ColumnRoles, planned: PlannedMetrics, name: str
) -> Finding | None:
    measure = find_measure(table, planned.measures, name)
    required = roles.required if planned.primary is None else roles.required[:2]
    is_role = column_key(name) in {column_key(column) for column in required}
    if measure is None and is_role:
        message = f"The guardrail {name!r} is the same column as a required one."
        hint = "Choose another column, or take it out of the guardrails."
        return blocked(FindingCode.GUARDRAIL_IS_PRIMARY, message, hint, Place(column=name))
    if measure is not None and measure == planned.primary:
        message = f"The guardrail {name!r} is the primary metric itself."
        hint = "Choose another column, or take it out of the guardrails."
        return blocked(FindingCode.GUARDRAIL_IS_PRIMARY, message, hint, Place(column=name))
    if measure is None and not table.positions(name):
        message = f"The planned guardrail {name!r} is not in the data; it counts as worsened."
        hint = "Add the column to the export."
        return warning(FindingCode.GUARDRAIL_MISSING, message, hint, Place(column=name))
    return None


def _is_read(measure: MeasureColumns, measures: tuple[MeasureCells, ...]) -> bool:
    return any(cells.columns == measure for cells in measures)


def _no_values(measure: MeasureColumns) -> Finding:
    message = f"The primary metric {measure.metric!r} has no values: its columns are blank."
    hint = f"Fill in {measure.total!r} and {measure.squares!r}, or plan another primary metric."
    return blocked(FindingCode.PRIMARY_MISSING, message, hint, Place(column=measure.total))
