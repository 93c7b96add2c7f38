"""What to do next, for each rule that can decide."""

from collections.abc import Callable

from experimentos_core.analysis import GuardrailResult
from experimentos_core.analysis.comparison_words import interval_of_change
from experimentos_core.experiment import Report
from experimentos_core.foundation.values import GuardrailStatus, RuleCode, Verdict
from experimentos_core.healthcheck import FindingCode
from experimentos_core.memo.blocks import Bullets, Heading, Section, SectionName
from experimentos_core.memo.wording import comparison_of, deciding_arm, guardrails_of, name, names
from experimentos_core.promise import Standing

_FIND_THE_LEAK = (
    "Find out why users are missing or surplus in a variant: redirects, caching, bot filters, "
    "logging that starts after the change, a restart with another split."
)
_RUN_AGAIN = "Mend the assignment and run the experiment again; these users cannot be repaired."
_NO_PEEKING = (
    "Do not prolong this experiment until it turns significant: looking again and again turns "
    "chance into findings."
)

_CHECK_TRACKING = (
    "First check tracking and export: a change as large as this one is more often a fault in the "
    "data than an effect."
)
_CONFIRM = (
    "Say that this result is exploratory wherever it is told; to confirm it, lock a plan before "
    "the data of a new experiment and keep to it."
)


def next_section(report: Report) -> Section:
    """Return the next steps, the first one first."""
    actions = _ACTIONS[report.decision.rule](report)
    lines = (*_check_first(report), *_arms_to_stop(report), *actions, *_confirm(report))
    return Section(name=SectionName.NEXT, blocks=(Heading("Next actions"), Bullets(lines)))


def _check_first(report: Report) -> tuple[str, ...]:
    """A change too large to be likely is looked into before anything is done about it."""
    codes = {issue.code for issue in report.health.issues}
    is_surprising = FindingCode.SURPRISING_CHANGE in codes and report.primary is not None
    return (_CHECK_TRACKING,) if is_surprising else ()


def _arms_to_stop(report: Report) -> tuple[str, ...]:
    decision = report.decision
    stop = tuple(arm.variant for arm in decision.arms if arm.verdict is Verdict.ROLLBACK)
    if decision.decision is Verdict.ROLLBACK or not stop:
        return ()
    return (f"Stop {names(stop)} now: the rules roll back what harms.",)


def _confirm(report: Report) -> tuple[str, ...]:
    """Say what an exploratory result under a lock still needs; a broken split needs more."""
    promise = report.promise
    if promise is None or promise.standing is Standing.CONFIRMATORY:
        return ()
    return () if report.decision.rule is RuleCode.SRM else (_CONFIRM,)


def _blocked(report: Report) -> tuple[str, ...]:
    split_broken = any(issue.code is FindingCode.SRM for issue in report.health.issues)
    if split_broken:
        return (_FIND_THE_LEAK, _RUN_AGAIN, "Decide nothing from this data.")
    return (
        "Mend the findings above in the export; each says how.",
        "Analyse the mended export again, and decide nothing from this one.",
    )


def _split(_: Report) -> tuple[str, ...]:
    return (_FIND_THE_LEAK, _RUN_AGAIN, "Decide nothing from these numbers.")


def _severe(report: Report) -> tuple[str, ...]:
    severe = _with_status(report, GuardrailStatus.SEVERE)
    return (
        f"Turn off {_treatments(report)}.",
        f"Find out what worsened {names(severe)} before another version is tried.",
        "Test the mended version in a new experiment with the same guardrails and margins.",
    )


def _harm(report: Report) -> tuple[str, ...]:
    return (
        f"Turn off {_treatments(report)}.",
        "Write down what was learned: the change did the opposite of what was hoped.",
        "Test a changed design in a new experiment.",
    )


def _not_final(_: Report) -> tuple[str, ...]:
    return ("Keep collecting until the next planned look; change nothing before it.",)


def _worsened(report: Report) -> tuple[str, ...]:
    arm = deciding_arm(report)
    statuses = (GuardrailStatus.WORSENED, GuardrailStatus.INCONCLUSIVE)
    stopping = [
        guardrail
        for guardrail in (guardrails_of(report, arm.variant) if arm else ())
        if guardrail.status in statuses
    ]
    worse = tuple(guardrail.name for guardrail in stopping if _is_judged(guardrail))
    unknown = tuple(guardrail.name for guardrail in stopping if not _is_judged(guardrail))
    actions = ["Do not ship yet."]
    if worse:
        actions.append(
            f"Find out why {names(worse)} got worse, and mend it if the change is the cause."
        )
    if unknown:
        actions.append(
            f"Mend the export so that {names(unknown)} can be judged, and analyse it again: what "
            "cannot be judged counts as worsened."
        )
    return (
        *actions,
        "Keep the margins as promised: a margin changed after the fact proves nothing.",
    )


def _is_judged(guardrail: GuardrailResult) -> bool:
    return guardrail.p_value is not None and guardrail.harm is not None


def _launch(report: Report) -> tuple[str, ...]:
    arm = report.decision.variant or ""
    watched = tuple(guardrail.name for guardrail in guardrails_of(report, arm))
    unclear = _with_status(report, GuardrailStatus.INCONCLUSIVE)
    actions = [f"Ship {name(arm)} to everyone."]
    if unclear:
        actions.append(f"Watch {names(unclear)} closely after launch: not yet shown to be safe.")
    elif watched:
        actions.append(f"Keep watching {names(watched)} after launch.")
    else:
        actions.append("Name the metrics that must not get worse and watch them after launch.")
    return tuple(actions)


def _not_significant(report: Report) -> tuple[str, ...]:
    unclear = [
        comparison_of(report, arm.variant)
        for arm in report.decision.arms
        if arm.rule is RuleCode.NOT_SIGNIFICANT
    ]
    tested = [comparison for comparison in unclear if comparison.p_corrected is not None]
    if unclear and not tested:
        return (
            "Do not ship on this result; keep the control.",
            "Mend what keeps the primary metric from being tested; data health says how.",
            "Analyse the mended export again.",
        )
    where = "the interval of a variant that is not clear"
    if len(tested) == 1:
        where = interval_of_change(tested[0])
    return (
        "Do not ship on this result; keep the control.",
        f"Ask whether a change anywhere in {where} would be worth having.",
        "If so, plan a new, larger experiment for it; if not, stop here.",
        _NO_PEEKING,
    )


_ACTIONS: dict[RuleCode, Callable[[Report], tuple[str, ...]]] = {
    RuleCode.HEALTH_BLOCKED: _blocked,
    RuleCode.SRM: _split,
    RuleCode.GUARDRAIL_SEVERE: _severe,
    RuleCode.PRIMARY_HARM: _harm,
    RuleCode.NOT_FINAL: _not_final,
    RuleCode.GUARDRAIL_WORSENED: _worsened,
    RuleCode.LAUNCH: _launch,
    RuleCode.NOT_SIGNIFICANT: _not_significant,
}


def _treatments(report: Report) -> str:
    return names(tuple(arm.variant for arm in report.decision.arms))


def _with_status(report: Report, *statuses: GuardrailStatus) -> tuple[str, ...]:
    arm = deciding_arm(report)
    guardrails = guardrails_of(report, arm.variant) if arm else ()
    return tuple(guardrail.name for guardrail in guardrails if guardrail.status in statuses)
