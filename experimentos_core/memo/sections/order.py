"""The parts of a memo in the order in which a reader needs them."""

from experimentos_core.experiment import Report
from experimentos_core.memo.blocks import Section
from experimentos_core.memo.sections.bayesian import bayesian_section
from experimentos_core.memo.sections.continuous import continuous_section
from experimentos_core.memo.sections.guardrails import guardrails_section
from experimentos_core.memo.sections.health import health_section
from experimentos_core.memo.sections.method import method_section
from experimentos_core.memo.sections.next_actions import next_section
from experimentos_core.memo.sections.plan import plan_section
from experimentos_core.memo.sections.primary import primary_section
from experimentos_core.memo.sections.provenance import provenance_section
from experimentos_core.memo.sections.taken import is_overridden, taken_section
from experimentos_core.memo.sections.verdict import verdict_section
from experimentos_core.memo.sections.why import why_section
from experimentos_core.memo.wording import name


def memo_sections(report: Report) -> tuple[Section, ...]:
    """Return the whole memo; where the data is unusable, its findings come first and no effect.

    A decision against the recommendation follows the verdict at once.
    """
    plan, health = plan_section(report), health_section(report)
    body: tuple[Section, ...]
    aside: list[Section] = []
    if report.primary is None:
        body = (health, plan)
    else:
        body = (plan, primary_section(report), guardrails_section(report), health)
        if report.continuous:
            aside.append(continuous_section(report))
        if report.bayesian is not None:
            aside.append(bayesian_section(report))
    taken = (taken_section(report),) if report.taken is not None else ()
    goes_first = is_overridden(report)
    return (
        verdict_section(report),
        *(taken if goes_first else ()),
        *body,
        why_section(report),
        *(() if goes_first else taken),
        next_section(report),
        *aside,
        method_section(report),
        provenance_section(report),
    )


def memo_title(report: Report) -> str:
    """Return the title of the document: the experiment and its verdict."""
    experiment = report.charter.name.strip() or report.input.name
    return f"{name(experiment)}: {report.decision.decision.value}"
