"""The health check itself: every part in order, all findings at once."""

from dataclasses import dataclass, replace

from experimentos_core.charter import Charter
from experimentos_core.dataset import Dataset
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.values import HealthStatus, MetricKind
from experimentos_core.healthcheck.counts import Counts
from experimentos_core.healthcheck.findings import Finding, FindingCode, is_blocked, overall_status
from experimentos_core.healthcheck.metrics import (
    PlannedMetrics,
    ReadMetrics,
    build_dataset,
    plan_metrics,
    read_metrics,
)
from experimentos_core.healthcheck.plausibility import check_plausibility
from experimentos_core.healthcheck.reading_notes import repeat_notes
from experimentos_core.healthcheck.split import SampleRatio, check_split
from experimentos_core.healthcheck.structure import (
    check_columns,
    check_primary_name,
    check_rows,
    note_missing_secondary,
    note_unused_columns,
    primary_missing,
)
from experimentos_core.healthcheck.variants import VariantRow, choose_control, find_variants
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.names.measure_names import (
    SPREADS,
    MeasurePart,
    split_measure_name,
)
from experimentos_core.reading.notes import NoteCode
from experimentos_core.reading.table import Table, column_key


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """Everything found, worst first.

    Attributes:
        overall_status: The worst of all findings.
        issues: The findings, worst first, otherwise in the order they were found.
        srm: The sample-ratio test; None where users could not be read.
    """

    overall_status: HealthStatus
    issues: tuple[Finding, ...]
    srm: SampleRatio | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """A health report and, unless it is Blocked, the dataset it lets through.

    Attributes:
        health: What was found.
        dataset: Arms and counts; None exactly when the health is Blocked.
    """

    health: HealthReport
    dataset: Dataset | None


def run_health_check(
    table: Table,
    charter: Charter,
    roles: ColumnRoles | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> Checkup:
    """Check a table against the plan; guardrails are those of the charter.

    All findings are reported at once. Effects are looked at only when nothing blocks.
    """
    roles = roles or ColumnRoles()
    planned = plan_metrics(table, roles, charter)
    variants, label_findings = find_variants(table, roles)
    control, control_findings = choose_control(variants, charter.control)
    read, cell_findings = read_metrics(table, roles, planned, variants)
    findings = [
        *_notes_of_reading(table, roles, planned),
        *_check_structure(table, roles, charter, planned),
        *label_findings,
        *control_findings,
        *cell_findings,
    ]
    srm, split_findings = _check_split(variants, read.users, charter, thresholds)
    findings += split_findings
    dataset = None
    if control is not None and not is_blocked(findings):
        metric = charter.primary.metric or roles.conversions
        dataset = build_dataset(variants, control, planned, read, metric)
        findings += check_plausibility(dataset, thresholds)
    asked = roles if planned.primary is None else replace(roles, conversions="")
    findings += note_unused_columns(table, asked, _used_columns(table, planned, read))
    return Checkup(health=_report(findings, srm), dataset=dataset)


def _notes_of_reading(table: Table, roles: ColumnRoles, planned: PlannedMetrics) -> list[Finding]:
    """Repeat what the reading did; what was taken as conversions, only where they decide."""
    conversions = column_key(roles.conversions)
    return [
        finding
        for finding in repeat_notes(table)
        if planned.primary is None
        or finding.code is not FindingCode.COLUMN_RECOGNISED
        or column_key(finding.place.column or "") != conversions
    ]


def _check_structure(
    table: Table, roles: ColumnRoles, charter: Charter, planned: PlannedMetrics
) -> list[Finding]:
    plan = charter.primary
    is_rate = planned.primary is None
    is_missing = is_rate and plan.kind is MetricKind.MEAN
    if is_missing:
        about_primary = [primary_missing(plan.metric, planned.measures)]
    else:
        about_primary = check_primary_name(table, roles, plan, planned.measures) if is_rate else []
    return [
        *note_missing_secondary(table, planned.measures, charter.secondary),
        *check_columns(
            table,
            roles,
            planned.counted,
            planned.measures,
            needs_conversions=is_rate and not is_missing,
        ),
        *about_primary,
        *check_rows(table),
    ]


def _used_columns(table: Table, planned: PlannedMetrics, read: ReadMetrics) -> list[str]:
    """Columns beyond those with a role, of which nothing is noted anyway."""
    of_measures = (name for cells in read.measures for name in cells.columns.columns)
    halves = (measure.total or measure.squares for measure in planned.measures)
    return [*planned.counted, *of_measures, *halves, *_sources(table, read)]


def _sources(table: Table, read: ReadMetrics) -> list[str]:
    """Return the means and spreads from which sums were worked out."""
    metrics = {split_measure_name(cells.columns.total)[0] for cells in read.measures}
    parts = (*SPREADS, MeasurePart.MEAN)
    is_derived = any(made.code is NoteCode.SUMS_FROM_MEAN for made in table.notes)
    named = ((name, *split_measure_name(name)) for name in table.header if is_derived)
    return [name for name, words, part in named if words in metrics and part in parts]


def _check_split(
    variants: list[VariantRow], users: Counts, charter: Charter, thresholds: Thresholds
) -> tuple[SampleRatio | None, list[Finding]]:
    observed = {
        variant.label: n for variant, n in zip(variants, users, strict=True) if n is not None
    }
    distinct = len({column_key(label) for label in observed}) == len(variants)
    if not distinct or len(observed) < 2 or sum(observed.values()) == 0:  # noqa: PLR2004 - two sides
        return None, []
    return check_split(observed, charter.split, thresholds)


def _report(findings: list[Finding], srm: SampleRatio | None) -> HealthReport:
    rank = {"Blocked": 0, "Warning": 1, "Note": 2}
    ordered = sorted(findings, key=lambda finding: rank[finding.severity])
    return HealthReport(overall_status=overall_status(findings), issues=tuple(ordered), srm=srm)
