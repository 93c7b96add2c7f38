"""The result held against what was promised: the lock, every deviation, confirmatory or not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.charter.chain import CharterChain, LockedCharter
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.formatting import count, percent, threshold
from experimentos_core.foundation.values import MarginScale
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.table import Table, column_key

_DAY = len("2026-03-01")
NOTHING = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a plan comes to for one dataset.

    Attributes:
        charter: The plan, margins written out and guardrails called by their metrics.
        primary: What its primary metric is there, in words: 'mean per orders'; empty for a rate.
    """

    charter: Charter
    primary: str = ""


class Standing(StrEnum):
    """What a result may be called."""

    CONFIRMATORY = "confirmatory"
    """The plan was locked before the first data, and nothing deviates from it."""
    EXPLORATORY = "exploratory"
    """Anything else: worth knowing, and to be confirmed by a planned experiment."""


class Subject(StrEnum):
    """What deviates."""

    PRIMARY = "primary metric"
    DIRECTION = "good direction"
    ALPHA = "significance level"
    CONTROL = "control"
    SPLIT = "planned split"
    CORRECTION = "correction"
    GUARDRAIL_RULE = "guardrail rule"
    GUARDRAIL = "guardrail"
    SIZE = "size"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One thing that is not as it was promised.

    Attributes:
        subject: What it is about.
        promised: What was promised, in words.
        happened: What was done instead, in words.
    """

    subject: Subject
    promised: str
    happened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A locked charter, and how far the result keeps to it.

    Attributes:
        version: The version that counts: the last one locked before the first data.
        locked_at: When it was locked, UTC.
        sha256: Its seal.
        amendments: How many versions were locked after the first.
        standing: Confirmatory or exploratory.
        reason: Why, in a sentence.
        deviations: Everything that is not as promised.
    """

    version: int
    locked_at: str
    sha256: str
    amendments: int
    standing: Standing
    reason: str
    deviations: tuple[Deviation, ...]


def hold_to_promise(
    chain: CharterChain,
    used: Charter,
    table: Table,
    sizes: Mapping[str, int],
    *,
    thresholds: Thresholds,
    settle: Callable[[Charter], Settled],
) -> Promise:
    """Compare the plan that was followed with the one that was locked.

    The first day of the data, else the planned start, says what came before the data. Guardrails
    are compared by name; what nobody had planned deviates too. `sizes` are the users of each arm
    by name, or the values of a primary mean; the control first. `settle` makes of a plan what it
    comes to for this data, so that both are compared in the same words.
    """
    days = table.days.days if table.days is not None else ()
    first_day = min(days) if days else chain.first.charter.size.start
    promised, is_before = _promise_before(chain, first_day)
    deviations = (
        *_plan_deviations(settle(promised.charter), settle(used)),
        *_size_deviations(promised.charter, sizes, thresholds),
        *_day_deviations(promised.charter, days),
    )
    standing = Standing.CONFIRMATORY
    reason = f"The plan was locked on {promised.locked_at[:_DAY]}, before the first data."
    if not first_day:
        standing = Standing.EXPLORATORY
        reason = "Nothing says when the data began, so nobody can tell that the plan came first."
    elif not is_before:
        standing = Standing.EXPLORATORY
        reason = (
            f"The plan was locked on {promised.locked_at[:_DAY]}, after the data began on "
            f"{first_day}."
        )
    elif deviations:
        standing = Standing.EXPLORATORY
        reason = "The plan was locked before the first data, but the result does not keep to it."
    return Promise(
        version=promised.version,
        locked_at=promised.locked_at,
        sha256=promised.sha256,
        amendments=len(chain.versions) - 1,
        standing=standing,
        reason=reason,
        deviations=deviations,
    )


def _promise_before(chain: CharterChain, first_day: str) -> tuple[LockedCharter, bool]:
    """Return the last version locked by the first day of data; the first one where none was."""
    before = [v for v in chain.versions if first_day and v.locked_at[:_DAY] <= first_day]
    if not first_day:
        return chain.latest, False
    return (before[-1], True) if before else (chain.first, False)


def _plan_deviations(before: Settled, after: Settled) -> tuple[Deviation, ...]:
    promised, used = before.charter, after.charter
    pairs = (
        (Subject.PRIMARY, _primary(before), _primary(after)),
        (Subject.DIRECTION, promised.primary.direction.value, used.primary.direction.value),
        (Subject.ALPHA, threshold(promised.alpha), threshold(used.alpha)),
        (Subject.CONTROL, promised.control or "", (promised.control and used.control) or ""),
        (Subject.SPLIT, _split(promised.split), _split(used.split)),
        (Subject.CORRECTION, promised.correction.value, used.correction.value),
        (Subject.GUARDRAIL_RULE, promised.guardrail_rule.value, used.guardrail_rule.value),
    )
    found = [
        Deviation(subject=subject, promised=before or NOTHING, happened=after or NOTHING)
        for subject, before, after in pairs
        if label_key(before) != label_key(after)
    ]
    return (*found, *_guardrail_deviations(promised, used))


def _primary(settled: Settled) -> str:
    name = settled.charter.primary.metric
    return f"{name} ({settled.primary})" if settled.primary else name


def _split(split: Mapping[str, float] | None) -> str:
    """Shares in per cent by name, so that 1:1 and 50:50 are the same promise."""
    if split is None:
        return "equal shares"
    total = sum(split.values())
    if len({share for share in split.values() if share > 0}) == 1 and min(split.values()) > 0:
        return "equal shares"
    return ", ".join(f"{name} {percent(split[name] / total)}" for name in sorted(split))


def _guardrail_deviations(promised: Charter, used: Charter) -> list[Deviation]:
    if promised.guardrails is None:
        return []
    before = {column_key(plan.name): plan for plan in promised.guardrails}
    after = {column_key(plan.name): plan for plan in used.guardrails or ()}
    found: list[Deviation] = []
    for key in (*before, *(key for key in after if key not in before)):
        words = tuple(
            "not watched" if plan is None else _guardrail(plan)
            for plan in (before.get(key), after.get(key))
        )
        if words[0] != words[1]:
            name = (before.get(key) or after[key]).name
            found.append(
                Deviation(
                    subject=Subject.GUARDRAIL,
                    promised=f"{name}: {words[0]}",
                    happened=f"{name}: {words[1]}",
                )
            )
    return found


def _guardrail(plan: GuardrailPlan) -> str:
    """Harm and margins in words."""
    margins = plan.margins(plan.likely_kind)
    sign = "%" if margins.scale is MarginScale.RELATIVE else ""
    unit = 100 if sign else 1
    return (
        f"harm is {plan.direction.value}, margins {margins.worsened * unit:g}{sign} and "
        f"{margins.severe * unit:g}{sign}"
    )


def _size_deviations(
    promised: Charter, sizes: Mapping[str, int], thresholds: Thresholds
) -> list[Deviation]:
    """Arms with fewer or more users than planned, by more than the tolerance."""
    size = promised.size
    if size.n_control is None:
        return []
    found: list[Deviation] = []
    for position, (name, users) in enumerate(sizes.items()):
        of_treatment = size.n_control if size.n_treatment is None else size.n_treatment
        planned = of_treatment if position else size.n_control
        if abs(users - planned) > thresholds.size_tolerance * planned:
            found.append(
                Deviation(
                    subject=Subject.SIZE,
                    promised=f"{name}: {count(planned)}",
                    happened=f"{name}: {count(users)}",
                )
            )
    return found


def _day_deviations(promised: Charter, days: tuple[str, ...]) -> list[Deviation]:
    if not days:
        return []
    pairs = (
        (Subject.START, promised.size.start, min(days)),
        (Subject.END, promised.size.end, max(days)),
    )
    return [
        Deviation(subject=subject, promised=planned, happened=seen)
        for subject, planned, seen in pairs
        if planned and planned != seen
    ]
