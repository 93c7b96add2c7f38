"""The health check itself: every part in order, all findings at once."""

from dataclasses import dataclass

from experimentos_core.charter import Charter
from experimentos_core.dataset import CountMetric, Dataset
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.values import HealthStatus
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
    is_blocked,
    overall_status,
    warning,
)
from experimentos_core.healthcheck.plausibility import check_plausibility
from experimentos_core.healthcheck.reading_notes import repeat_notes
from experimentos_core.healthcheck.split import SampleRatio, check_split
from experimentos_core.healthcheck.structure import (
    check_columns,
    check_primary_name,
    check_rows,
    note_unused_columns,
)
from experimentos_core.healthcheck.variants import VariantRow, choose_control, find_variants
from experimentos_core.reading.columns.roles import ColumnRoles
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
    names = tuple(plan.name for plan in charter.guardrails or ())
    variants, label_findings = find_variants(table, roles)
    control, control_findings = choose_control(variants, charter.control)
    findings = [
        *repeat_notes(table),
        *check_columns(table, roles, names),
        *check_primary_name(table, roles, charter.primary.metric),
        *check_rows(table),
        *label_findings,
        *control_findings,
    ]
    users, primary, guardrails, count_findings = _read_metrics(table, roles, names, variants)
    findings += count_findings
    srm, split_findings = _check_split(variants, users, charter, thresholds)
    findings += split_findings
    dataset = None
    if control is not None and not is_blocked(findings):
        metric = charter.primary.metric or roles.conversions
        dataset = _build_dataset(
            variants, control, metric, users=users, primary=primary, guardrails=guardrails
        )
        findings += check_plausibility(dataset, thresholds)
    findings += note_unused_columns(table, roles, names)
    return Checkup(health=_report(findings, srm), dataset=dataset)


def _read_metrics(
    table: Table, roles: ColumnRoles, guardrails: tuple[str, ...], variants: list[VariantRow]
) -> tuple[Counts, Counts, dict[str, Counts], list[Finding]]:
    users, findings = read_counts(table, roles.users, variants)
    findings += check_users(roles.users, variants, users)
    primary, bad_cells = read_counts(table, roles.conversions, variants)
    findings += bad_cells
    findings += check_within_users(
        FindingCode.CONVERSIONS_EXCEED_USERS, roles.conversions, variants, users, primary
    )
    read: dict[str, Counts] = {}
    for name in guardrails:
        unusable = _check_guardrail(table, roles, name)
        if unusable is not None:
            findings.append(unusable)
            continue
        read[name], bad_cells = read_counts(table, name, variants)
        findings += bad_cells
        findings += check_within_users(
            FindingCode.GUARDRAIL_EXCEEDS_USERS, name, variants, users, read[name]
        )
    return users, primary, read, findings


def _check_guardrail(table: Table, roles: ColumnRoles, name: str) -> Finding | None:
    if column_key(name) in {column_key(column) for column in roles.required}:
        message = f"The guardrail {name!r} is the same column as a required one."
        hint = "Choose another column, or take it out of the guardrails."
        return blocked(FindingCode.GUARDRAIL_IS_PRIMARY, message, hint, Place(column=name))
    if not table.positions(name):
        message = f"The planned guardrail {name!r} is not in the data; it counts as worsened."
        hint = "Add the column to the export."
        return warning(FindingCode.GUARDRAIL_MISSING, message, hint, Place(column=name))
    return None


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


def _build_dataset(
    variants: list[VariantRow],
    control: VariantRow,
    metric: str,
    *,
    users: Counts,
    primary: Counts,
    guardrails: dict[str, Counts],
) -> Dataset:
    order = sorted(range(len(variants)), key=lambda i: variants[i] is not control)

    def arrange(values: Counts) -> tuple[int, ...]:
        return tuple(value for value in (values[i] for i in order) if value is not None)

    return Dataset(
        variants=tuple(variants[i].label for i in order),
        users=arrange(users),
        primary=CountMetric(name=metric, counts=arrange(primary)),
        guardrails=tuple(
            CountMetric(name=name, counts=arrange(counts)) for name, counts in guardrails.items()
        ),
    )


def _report(findings: list[Finding], srm: SampleRatio | None) -> HealthReport:
    rank = {"Blocked": 0, "Warning": 1, "Note": 2}
    ordered = sorted(findings, key=lambda finding: rank[finding.severity])
    return HealthReport(overall_status=overall_status(findings), issues=tuple(ordered), srm=srm)
