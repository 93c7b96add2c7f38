"""The one place that calls everything in order: table and charter to a Report."""

from dataclasses import dataclass

import numpy
import scipy

from experimentos_core import __version__
from experimentos_core.analysis import GuardrailResult, PrimaryResult, analyse
from experimentos_core.charter import Charter, GuardrailPlan, propose_guardrail
from experimentos_core.decision import Decision, make_decision
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.healthcheck import HealthReport, run_health_check
from experimentos_core.reading.columns.roles import ColumnRoles, propose_columns
from experimentos_core.reading.notes import Note
from experimentos_core.reading.table import DailyRows, Table, column_key

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRecord:
    """The data itself, so that a report can be recomputed anywhere.

    Attributes:
        name: File name without folders.
        sha256: Digest of the file's bytes.
        dialect: How it was read, in words.
        roles: Which column played which part.
        header: Column names.
        rows: Cells as text.
        row_numbers: Row of the file each data row stood in.
        choices: What a person chose about the reading, as written after `--map`.
        notes: What the reading did to get from the file to these rows.
        confirmed_rows: Rows a person wants used although they read like totals.
        days: The rows by day that were added up; None where the file had no days.
    """

    name: str
    sha256: str
    dialect: str
    roles: ColumnRoles
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    choices: tuple[str, ...]
    notes: tuple[Note, ...]
    confirmed_rows: tuple[int, ...]
    days: DailyRows | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything about one experiment; turns into JSON and back without loss.

    Attributes:
        schema_version: Version of this record's shape.
        app_version: Version of the program that made it.
        libraries: Versions of the libraries the numbers come from, by name.
        input: The data.
        charter: The plan that was followed, guardrails listed.
        guardrails_proposed: Whether the guardrails were taken from the table, not from the plan.
        overrides: What was changed against the plan that was given, a phrase each.
        thresholds: The thresholds that were compared against.
        health: The health report.
        primary: The primary metric; None where the health is Blocked.
        guardrails: Every guardrail of every treatment; empty where Blocked.
        continuous: Continuous metrics; none are analysed in this version.
        bayesian: Informational posterior; none is computed in this version.
        decision: The verdict and its reasons.
    """

    schema_version: int
    app_version: str
    libraries: dict[str, str]
    input: InputRecord
    charter: Charter
    guardrails_proposed: bool
    overrides: tuple[str, ...]
    thresholds: Thresholds
    health: HealthReport
    primary: PrimaryResult | None
    guardrails: tuple[GuardrailResult, ...]
    continuous: tuple[None, ...]
    bayesian: None
    decision: Decision


def run_experiment(
    table: Table,
    charter: Charter,
    roles: ColumnRoles | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    *,
    overrides: tuple[str, ...] = (),
) -> Report:
    """Check, analyse and decide one experiment.

    Guardrails the charter leaves open are proposed from the table and listed in the report.
    """
    roles = roles or ColumnRoles()
    guardrails_proposed = charter.guardrails is None
    if guardrails_proposed:
        charter = charter.with_guardrails(propose_guardrails(table, roles))
    checkup = run_health_check(table, charter, roles, thresholds)
    analysis = None
    if checkup.dataset is not None:
        analysis = analyse(checkup.dataset, charter, thresholds)
    return Report(
        schema_version=SCHEMA_VERSION,
        app_version=__version__,
        libraries={"numpy": numpy.__version__, "scipy": scipy.__version__},
        input=_record_input(table, roles),
        charter=charter,
        guardrails_proposed=guardrails_proposed,
        overrides=overrides,
        thresholds=thresholds,
        health=checkup.health,
        primary=analysis.primary if analysis else None,
        guardrails=analysis.guardrails if analysis else (),
        continuous=(),
        bayesian=None,
        decision=make_decision(checkup.health, analysis, charter),
    )


def propose_guardrails(table: Table, roles: ColumnRoles) -> tuple[GuardrailPlan, ...]:
    """Return a plan with the usual margins for every column that reads like a guardrail.

    The direction of harm is guessed from the name, and said wherever the guardrail is shown.
    """
    uses = [use for use in propose_columns(table, roles) if use.is_guardrail]
    names = {column_key(use.name): use.name for use in reversed(uses)}  # the first of each name
    return tuple(propose_guardrail(name) for name in reversed(names.values()))


def _record_input(table: Table, roles: ColumnRoles) -> InputRecord:
    return InputRecord(
        name=table.source.name,
        sha256=table.source.sha256,
        dialect=table.source.dialect,
        roles=roles,
        header=table.header,
        rows=table.rows,
        row_numbers=table.row_numbers,
        choices=table.choices,
        notes=table.notes,
        confirmed_rows=table.confirmed_rows,
        days=table.days,
    )
