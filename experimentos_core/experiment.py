"""The one place that calls everything in order: table and charter to a Report."""

from dataclasses import dataclass, replace

import numpy
import scipy

from experimentos_core import __version__
from experimentos_core.analysis import (
    ContinuousResult,
    GuardrailResult,
    PrimaryResult,
    analyse,
)
from experimentos_core.bayesian import BayesianView, view_bayesian
from experimentos_core.charter import Charter, GuardrailPlan, propose_guardrail
from experimentos_core.charter.chain import CharterChain, LockedCharter, as_stored
from experimentos_core.dataset import CountMetric, Dataset
from experimentos_core.decision import Decision, make_decision
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS, Thresholds
from experimentos_core.foundation.values import MetricKind
from experimentos_core.healthcheck import HealthReport, plan_metrics, run_health_check
from experimentos_core.input_record import InputRecord, record_input
from experimentos_core.promise import Promise, Settled, hold_to_promise
from experimentos_core.reading.columns.measures import (
    MeasureColumns,
    find_measure,
    without_sizes,
)
from experimentos_core.reading.columns.roles import ColumnRoles, propose_columns
from experimentos_core.reading.table import Table, column_key
from experimentos_core.taken import DecisionTaken

SCHEMA_VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything about one experiment; turns into JSON and back without loss.

    Attributes:
        schema_version: Version of this record's shape.
        app_version: Version of the program that made it.
        libraries: Versions of the libraries the numbers come from, by name.
        input: The data.
        charter: The plan that was followed, guardrails listed.
        lock: Every version of the locked charter, the first one first; empty without a lock.
        promise: How far the result keeps to that charter; None without a lock, and where Blocked.
        guardrails_proposed: Whether the guardrails were taken from the table, not from the plan.
        overrides: What was changed against the plan that was given, a phrase each.
        thresholds: The thresholds that were compared against.
        health: The health report.
        primary: The primary metric; None where the health is Blocked.
        guardrails: Every guardrail of every treatment; empty where Blocked.
        continuous: Continuous metrics but the primary one, each treatment; empty where Blocked.
        bayesian: What is believed besides; informational. None where the health is Blocked.
        decision: The verdict and its reasons.
        taken: What a person decided then; None before that.
    """

    schema_version: int
    app_version: str
    libraries: dict[str, str]
    input: InputRecord
    charter: Charter
    lock: tuple[LockedCharter, ...]
    promise: Promise | None
    guardrails_proposed: bool
    overrides: tuple[str, ...]
    thresholds: Thresholds
    health: HealthReport
    primary: PrimaryResult | None
    guardrails: tuple[GuardrailResult, ...]
    continuous: tuple[ContinuousResult, ...]
    bayesian: BayesianView | None
    decision: Decision
    taken: DecisionTaken | None


def run_experiment(
    table: Table,
    charter: Charter,
    roles: ColumnRoles | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    *,
    overrides: tuple[str, ...] = (),
    chain: CharterChain | None = None,
) -> Report:
    """Check, analyse and decide one experiment.

    Guardrails the charter leaves open are proposed from the table and listed in the report. Where
    the charter was locked, `chain` holds its versions, and the result is held to them.
    """
    roles = roles or ColumnRoles()
    charter = as_stored(charter)
    guardrails_proposed = charter.guardrails is None
    if guardrails_proposed:
        charter = charter.with_guardrails(propose_guardrails(table, roles, charter))
    charter = settle_guardrails(table, roles, charter)
    checkup = run_health_check(table, charter, roles, thresholds)
    dataset = checkup.dataset
    analysis = analyse(dataset, charter, thresholds) if dataset is not None else None
    promise = None
    if chain is not None and dataset is not None:
        promise = hold_to_promise(
            chain,
            charter,
            table,
            _sizes(dataset),
            thresholds=thresholds,
            settle=lambda plan: _settled(table, roles, plan),
            settle_promised=lambda plan: _settled(without_sizes(table), roles, plan),
            srm=checkup.health.srm,
        )
    return Report(
        schema_version=SCHEMA_VERSION,
        app_version=__version__,
        libraries={"numpy": numpy.__version__, "scipy": scipy.__version__},
        input=record_input(table, roles),
        charter=charter,
        lock=chain.versions if chain is not None else (),
        promise=promise,
        guardrails_proposed=guardrails_proposed,
        overrides=overrides,
        thresholds=thresholds,
        health=checkup.health,
        primary=analysis.primary if analysis else None,
        guardrails=analysis.guardrails if analysis else (),
        continuous=analysis.continuous if analysis else (),
        bayesian=view_bayesian(dataset, charter, thresholds) if dataset is not None else None,
        decision=make_decision(checkup.health, analysis, charter),
        taken=None,
    )


def propose_guardrails(
    table: Table, roles: ColumnRoles, charter: Charter
) -> tuple[GuardrailPlan, ...]:
    """Return a plan with the usual margins for every column that reads like a guardrail.

    The direction of harm is guessed from the name, and said wherever the guardrail is shown. Where
    a mean decides, the conversions are such a column too.
    """
    if plan_metrics(table, roles, charter).primary is not None:
        roles = replace(roles, conversions="")
    uses = [use for use in propose_columns(table, roles) if use.is_guardrail]
    names = {column_key(use.name): use.name for use in reversed(uses)}  # the first of each name
    return tuple(propose_guardrail(name) for name in reversed(names.values()))


def settle_guardrails(table: Table, roles: ColumnRoles, charter: Charter) -> Charter:
    """Return the plan with every guardrail's margins written out, as its kind makes usual.

    A continuous metric gets its own name, whichever of its columns the plan called it by, unless
    another column has that name.

    Raises:
        CharterError: For margins no change can reach, or a guardrail that is then listed twice.
    """
    if charter.guardrails is None:
        return charter
    planned = plan_metrics(table, roles, charter)
    measures, found = planned.measures, dict(planned.guardrails)
    settled: list[GuardrailPlan] = []
    for plan in charter.guardrails:
        measure = found[plan.name]
        if measure is not None:
            is_clear = find_measure(table, measures, measure.metric) == measure
            name = measure.metric if is_clear else plan.name
            settled.append(replace(plan.settled(MetricKind.MEAN), name=name))
        else:
            is_there = bool(table.positions(plan.name))
            settled.append(plan.settled(MetricKind.RATE if is_there else plan.likely_kind))
    return charter.with_guardrails(tuple(settled))


def _settled(table: Table, roles: ColumnRoles, charter: Charter) -> Settled:
    settled = settle_guardrails(table, roles, charter)
    planned = plan_metrics(table, roles, settled)
    if planned.primary is not None:  # 'revenue per user' and 'revenue_sum' promise the same
        primary = replace(settled.primary, metric=planned.primary.metric)
        settled = replace(settled, primary=primary)
    return Settled(
        charter=settled,
        primary=_mean_of(planned.primary),
        guardrails=tuple(_mean_of(measure) for _, measure in planned.guardrails),
    )


def _mean_of(measure: MeasureColumns | None) -> str:
    return "" if measure is None else f"mean per {measure.size}"


def _sizes(dataset: Dataset) -> dict[str, int]:
    """Users of each arm, or values of a primary mean, the control first."""
    primary = dataset.primary
    sizes = dataset.users if isinstance(primary, CountMetric) else primary.sizes
    return dict(zip(dataset.variants, sizes, strict=True))
