"""Why a rule fired, with the numbers that made it fire, and what would change it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from experimentos_core.analysis import Comparison, GuardrailResult, MeanComparison, PrimaryResult
from experimentos_core.analysis.comparison_words import (
    change_of,
    corrected_p_equals,
    interval_of_change,
    not_testable,
    values_apart,
)
from experimentos_core.analysis.wording import per_one
from experimentos_core.charter import Charter
from experimentos_core.foundation.formatting import p_equals, threshold
from experimentos_core.foundation.values import (
    Correction,
    GuardrailStatus,
    RuleCode,
    Severity,
    Verdict,
)
from experimentos_core.healthcheck import FindingCode, HealthReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmReasons:
    """A reason, and what would lead to another verdict."""

    reason: str
    would_change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmFacts:
    """What the reason for one treatment's verdict is written from.

    Attributes:
        comparison: Its primary result.
        stopping: Its guardrails that count as worsened or severe.
        unsettled: Its guardrails that are neither shown safe nor worsened.
        watched: All its guardrails.
        primary: The primary metric.
        health: The health report.
        charter: The plan.
    """

    comparison: Comparison
    stopping: Sequence[GuardrailResult]
    unsettled: Sequence[GuardrailResult]
    watched: Sequence[GuardrailResult]
    primary: PrimaryResult
    health: HealthReport
    charter: Charter


def explain_arm(code: RuleCode, facts: ArmFacts) -> ArmReasons:
    """Explain the rule that fired for one treatment."""
    return _EXPLANATIONS[code](facts)


def explain_health(health: HealthReport) -> ArmReasons:
    """Explain that the data is unusable, by its first blocking finding."""
    blocking = [issue for issue in health.issues if issue.severity is Severity.BLOCKED]
    more = len(blocking) - 1
    also = f" {more} more findings also block." if more > 1 else ""
    also = " One more finding also blocks." if more == 1 else also
    first = blocking[0].message if blocking else "The data could not be analysed."
    return ArmReasons(
        reason=f"The data cannot be used. {first}{also}",
        would_change=(
            "Find out why users are missing in one variant, then run the experiment again."
            if blocking and blocking[0].code is FindingCode.SRM
            else "Mend the findings of the health check and analyse again."
        ),
    )


def explain_arms(verdict: Verdict, to_stop: Sequence[str]) -> str:
    """Sum up several treatments of which none is launched; each is told by itself beside this."""
    if verdict is Verdict.ROLLBACK:
        return f"Every variant earns a rollback: {', '.join(to_stop)}."
    stop = f" Stop {', '.join(to_stop)}." if to_stop else ""
    return f"No variant earns a launch.{stop}"


def _split(facts: ArmFacts) -> ArmReasons:
    p = f" ({p_equals(facts.health.srm.p_value)})" if facts.health.srm else ""
    return ArmReasons(
        reason=f"Users did not arrive in the planned split{p}, so no effect can be trusted.",
        would_change="Find out why users are missing in one variant, then run it again.",
    )


def _severe(facts: ArmFacts) -> ArmReasons:
    severe = [g for g in facts.stopping if g.status is GuardrailStatus.SEVERE]
    return ArmReasons(
        reason=_name_guardrails(severe),
        would_change=(
            "A version of the change that does not worsen "
            f"{_names(severe)}, tested in a new experiment."
        ),
    )


def _harm(facts: ArmFacts) -> ArmReasons:
    return ArmReasons(
        reason=f"{_change(facts)}: a significant change in the harmful direction.",
        would_change="A changed design, tested in a new experiment.",
    )


def _worsened(facts: ArmFacts) -> ArmReasons:
    return ArmReasons(
        reason=f"{_change(facts)}: a significant gain. {_name_guardrails(facts.stopping)}",
        would_change=f"Evidence that {_are(facts.stopping)} not worse by the margin or more.",
    )


def _launch(facts: ArmFacts) -> ArmReasons:
    if not facts.charter.guardrails:
        return ArmReasons(
            reason=f"{_change(facts)}: a significant gain. No guardrails were set.",
            would_change="Nothing in this data; no guardrail was watched.",
        )
    within = [g for g in facts.watched if _is_worse_within(g)]
    worse = f" {_are(within)} worse, within the margin." if within else ""
    if facts.unsettled:
        return ArmReasons(
            reason=f"{_change(facts)}: a significant gain. No guardrail is shown to worsen by its "
            f"margin, but {_are(facts.unsettled)} not settled.{worse}",
            would_change=f"More users could show that {_names(facts.unsettled)} worsened.",
        )
    if within:
        return ArmReasons(
            reason=f"{_change(facts)}: a significant gain.{worse} No guardrail stands against it.",
            would_change="Nothing in this data; a guardrail found to worsen by its margin would.",
        )
    return ArmReasons(
        reason=f"{_change(facts)}: a significant gain, and no guardrail stands against it.",
        would_change="Nothing in this data; a guardrail found to worsen would.",
    )


def _is_worse_within(guardrail: GuardrailResult) -> bool:
    """Whether a guardrail that passes is shown to be worse all the same."""
    low = guardrail.harm_ci[0] if guardrail.harm_ci is not None else None
    return guardrail.status is GuardrailStatus.OK and low is not None and low > 0


def _not_significant(facts: ArmFacts) -> ArmReasons:
    if facts.comparison.p_corrected is None:
        return ArmReasons(
            reason=f"{_change(facts)}.",
            would_change="Data in which this metric can be tested; the health check says what is "
            "lacking.",
        )
    alpha = threshold(facts.charter.alpha)
    return ArmReasons(
        reason=f"{_change(facts)}: not a significant change at the {alpha} level.",
        would_change="A new, larger experiment, if an effect that fits this data would be worth "
        "having.",
    )


def _health(facts: ArmFacts) -> ArmReasons:
    return explain_health(facts.health)


def _not_final(facts: ArmFacts) -> ArmReasons:
    return ArmReasons(
        reason=f"{_change(facts)}: no bound is crossed and looks remain.",
        would_change="The next planned look.",
    )


_EXPLANATIONS: dict[RuleCode, Callable[[ArmFacts], ArmReasons]] = {
    RuleCode.HEALTH_BLOCKED: _health,
    RuleCode.SRM: _split,
    RuleCode.GUARDRAIL_SEVERE: _severe,
    RuleCode.PRIMARY_HARM: _harm,
    RuleCode.NOT_FINAL: _not_final,
    RuleCode.GUARDRAIL_WORSENED: _worsened,
    RuleCode.LAUNCH: _launch,
    RuleCode.NOT_SIGNIFICANT: _not_significant,
}


def _change(facts: ArmFacts) -> str:
    c = facts.comparison
    metric = _sentence_start(facts.primary.metric)
    if isinstance(c, MeanComparison) and c.reason is not None:
        return f"{metric} cannot be tested for {c.variant}, because {not_testable(c)}"
    several = len(facts.primary.comparisons) > 1
    is_corrected = several and facts.charter.correction is not Correction.NONE
    p = f"{corrected_p_equals(c, facts.charter.alpha)}{' corrected' if is_corrected else ''}"
    before, after = values_apart(c)
    per = f" per {per_one(facts.primary.per)}" if facts.primary.per else ""
    size = f"{change_of(c)}, interval {interval_of_change(c)}, {p}"
    return f"{metric}{per} went from {before} to {after} with {c.variant} ({size})"


def _sentence_start(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"


def _name_guardrails(guardrails: Sequence[GuardrailResult]) -> str:
    return " ".join(f"Guardrail {g.name}: {_lower(g.reason)}" for g in guardrails)


def _are(guardrails: Sequence[GuardrailResult]) -> str:
    return f"{_names(guardrails)} {'is' if len(guardrails) == 1 else 'are'}"


def _names(guardrails: Sequence[GuardrailResult]) -> str:
    return " and ".join(g.name for g in guardrails)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
