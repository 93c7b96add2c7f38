"""What is compared of an experiment: everything a reader would hold beside another one.

For worker threads only: the words come from the report, and with it the statistics.
"""

from dataclasses import dataclass

from experimentos_core.analysis import Comparison, GuardrailResult, PrimaryResult
from experimentos_core.analysis.comparison_words import (
    change_of,
    corrected_p_equals,
    interval_of_change,
    not_testable,
    relative_change,
    values_apart,
)
from experimentos_core.experiment import Report
from experimentos_core.foundation.changes import change_interval, signed_change
from experimentos_core.foundation.days import day_words, local_words, read_day
from experimentos_core.foundation.formatting import NOT_AVAILABLE, count, level
from experimentos_core.foundation.rule_words import rule_sentence
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import decisions_in
from experimentos_core.history.opening import read_experiment, read_report
from experimentos_core.history.records import StoredExperiment
from experimentos_core.memo.blocks import Line, Strong, Table
from experimentos_core.memo.sections.plan import plan_section
from experimentos_core.memo.wording import metric_title
from experimentos_gui.history.event_words import decision_words
from experimentos_gui.messages import counted, with_symbol

NONE_YET = "Not analysed yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that can be said of an experiment.

    Attributes:
        group: The part of the comparison it belongs to.
        title: What it is.
        text: What it is here.
        small: What stands below it in small letters, for those who look for it elsewhere.
        kind: What sets it beside its like on the other side; empty where the title does.
    """

    group: str
    title: str
    text: str
    small: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two.

    Attributes:
        uid: The experiment.
        name: Its name.
        facts: What can be said of it, in order.
    """

    uid: str
    name: str
    facts: tuple[Fact, ...]


def load_side(history: Database, uid: str) -> Side:
    """Read what is compared of an experiment; HistoryError where it is gone or damaged."""
    stored = read_experiment(history, uid)
    number = stored.analyses[-1].number if stored.analyses else 0
    report = read_report(history, uid, number) if number else None
    return Side(uid=uid, name=stored.row.name, facts=facts_of(stored, report))


def facts_of(stored: StoredExperiment, report: Report | None) -> tuple[Fact, ...]:
    """Return what can be said of an experiment and its latest report."""
    facts = _result(stored, report)
    if report is not None:
        facts += _facts("Primary metric", _primary(report))
        facts += _facts("Guardrails", _guardrails(report))
        facts += _health(report)
        facts += _facts("Plan", _plan(report))
    return (*facts, *_facts("History", _history(stored)))


def _facts(group: str, told: list[tuple[str, str]]) -> list[Fact]:
    return [Fact(group=group, title=title, text=text) for title, text in told]


def _result(stored: StoredExperiment, report: Report | None) -> list[Fact]:
    group, logged = "Result", decisions_in(stored.events)
    taken, reason = decision_words(logged[-1]) if logged else ("None recorded", "")
    named = ("Name", stored.row.name)  # in full: the heads of the table may have to cut it
    if report is None:
        return _facts(group, [named, ("Verdict", NONE_YET), ("Decision taken", taken)])
    decision = report.decision
    verdict, variant = with_symbol(decision.decision), decision.variant
    told = [
        named,
        ("Verdict", f"{verdict}: {variant}" if variant else verdict),
        ("Why", decision.reason),
    ]
    rule = Fact(
        group=group, title="Rule", text=rule_sentence(decision.rule), small=decision.rule.value
    )
    done = [("Decision taken", taken), ("Reason given", reason or NOT_AVAILABLE)]
    return [*_facts(group, told), rule, *_facts(group, done)]


def _primary(report: Report) -> list[tuple[str, str]]:
    primary = report.primary
    if primary is None:
        return [("Effect", "Not told: the data cannot be used")]
    told = [("Metric", metric_title(primary.metric, primary.per))]
    several = len(primary.comparisons) > 1
    for comparison in primary.comparisons:
        what = f"Effect of {comparison.variant}" if several else "Effect"
        told.append((what, _effect(comparison, report.charter.alpha)))
        told.append(
            (what.replace("Effect", "Values", 1), " \u2192 ".join(values_apart(comparison)))
        )
    told.append(("Users", _users(primary)))
    return told


def _effect(comparison: Comparison, alpha: float) -> str:
    reason = not_testable(comparison)
    if reason:
        return f"Cannot be tested: {reason}"
    relative = f" ({relative_change(comparison)})" if comparison.relative_lift is not None else ""
    interval = f"{level(comparison.confidence)} interval {interval_of_change(comparison)}"
    p = corrected_p_equals(comparison, alpha)
    return f"{change_of(comparison)}{relative}, {interval}, {p}"


def _users(primary: PrimaryResult) -> str:
    first = primary.comparisons[0].control
    arms = (first, *(comparison.treatment for comparison in primary.comparisons))
    sizes = [arm.users if hasattr(arm, "users") else arm.n for arm in arms]
    return " + ".join(count(size) for size in sizes)


def _guardrails(report: Report) -> list[tuple[str, str]]:
    several = report.primary is not None and len(report.primary.comparisons) > 1
    return [
        (
            f"{guardrail.name}, {guardrail.variant}" if several else guardrail.name,
            _guardrail(guardrail),
        )
        for guardrail in report.guardrails
    ]


def _guardrail(guardrail: GuardrailResult) -> str:
    told = with_symbol(guardrail.status)
    if guardrail.delta is None:
        return f"{told}, not measured"
    told = f"{told}, {signed_change(guardrail.delta, guardrail.delta_unit)}"
    if guardrail.ci is None:
        return told
    return f"{told}, interval {change_interval(guardrail.ci, guardrail.delta_unit)}"


def _health(report: Report) -> list[Fact]:
    group, health = "Health", report.health
    issues = counted(len(health.issues), "finding") if health.issues else "nothing found"
    state = f"{with_symbol(health.overall_status)}, {issues}"
    findings = (
        Fact(
            group=group,
            title="Finding",
            text=f"{with_symbol(issue.severity)}: {issue.message}",
            small=issue.code.value,
            kind=f"{issue.code.value} {issue.place.in_words()}",
        )
        for issue in health.issues
    )
    return [Fact(group=group, title="Data", text=state), *findings]


def _plan(report: Report) -> list[tuple[str, str]]:
    """Return the plan in the words of the memo."""
    tables = [block for block in plan_section(report).blocks if isinstance(block, Table)]
    return [(_plain(row[0]), _plain(row[1])) for row in tables[0].rows] if tables else []


def _plain(line: Line) -> str:
    spans = line if isinstance(line, tuple) else (line,)
    return "".join(span.text if isinstance(span, Strong) else span for span in spans)


def _history(stored: StoredExperiment) -> list[tuple[str, str]]:
    row = stored.row
    due = read_day(row.follow_up)
    data = stored.analyses[-1].file_name if stored.analyses else ""
    program = stored.analyses[-1].app_version if stored.analyses else ""
    return [
        ("Owner", row.owner or NOT_AVAILABLE),
        ("Begun", local_words(row.created_at)),
        ("Last changed", local_words(row.changed_at)),
        ("Looks at the data", str(row.looks)),
        ("Locked versions of the plan", str(row.versions)),
        ("Data", data or NOT_AVAILABLE),
        ("Program of the report", program or NOT_AVAILABLE),
        ("To be looked at again", day_words(due) if due is not None else NOT_AVAILABLE),
        ("Tags", ", ".join(row.tags) or NOT_AVAILABLE),
        ("Note", row.note or NOT_AVAILABLE),
    ]
