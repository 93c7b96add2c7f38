"""The result held against what was promised: the lock, every deviation, confirmatory or not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from experimentos_core.charter import Charter, GuardrailPlan
from experimentos_core.charter.chain import CharterChain, LockedCharter
from experimentos_core.foundation.config import Thresholds
from experimentos_core.foundation.formatting import count, percent, threshold
from experimentos_core.foundation.values import HealthStatus, MarginScale
from experimentos_core.healthcheck import SampleRatio
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
        guardrails: The same of each guardrail, in the order of the plan.
    """

    charter: Charter
    primary: str = ""
    guardrails: tuple[str, ...] = ()


class Standing(StrEnum):
    """What a result may be called."""

    CONFIRMATORY = "confirmatory"
    """The plan was locked before the first data, and nothing deviates from it.

    A lock on the first day counts: the data names no hours, and the reason says so.
    """
    EXPLORATORY = "exploratory"
    """Anything else: worth knowing, and to be confirmed by a planned experiment.

    So is a result of which nobody can tell whether the plan came first; the reason says so.
    """


class Subject(StrEnum):
    """What deviates."""

    PRIMARY = "primary metric"
    DIRECTION = "good direction"
    ALPHA = "significance level"
    CONTROL = "control"
    SPLIT = "planned split"
    ARRIVAL = "users as they came"
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
        first_day: When the data began, by its days, else by the plan; empty where neither says so.
    """

    version: int
    locked_at: str
    sha256: str
    amendments: int
    standing: Standing
    reason: str
    deviations: tuple[Deviation, ...]
    first_day: str = ""

    @property
    def is_same_day(self) -> bool:
        """Whether the plan was locked on the very day the data began."""
        return self.locked_at[:_DAY] == self.first_day


def hold_to_promise(
    chain: CharterChain,
    used: Charter,
    table: Table,
    sizes: Mapping[str, int],
    *,
    thresholds: Thresholds,
    settle: Callable[[Charter], Settled],
    settle_promised: Callable[[Charter], Settled],
    srm: SampleRatio | None = None,
) -> Promise:
    """Compare the plan that was followed with the one that was locked.

    The first day of the data, else the planned start, says what came before the data. Guardrails
    are compared by name; what nobody had planned deviates too.

    Args:
        chain: What was locked.
        used: The plan that was followed.
        table: The data.
        sizes: Users of each arm by name, or the values of a primary mean; the control first.
        thresholds: How far users may be from those planned.
        settle: What a plan comes to for this data, so that both are compared in the same words.
        settle_promised: The same for the locked one, without what was chosen once data was there.
        srm: How users arrived. Where that is not as planned, the result confirms nothing.
    """
    days = table.days.days if table.days is not None else ()
    first_day = min(days) if days else _planned_start(chain)
    promised, is_before = _promise_before(chain, first_day)
    is_broken = srm is not None and srm.status is not HealthStatus.HEALTHY
    deviations = (
        *_plan_deviations(settle_promised(promised.charter), settle(used)),
        *(_arrival_deviations(promised.charter, srm) if srm is not None and is_broken else ()),
        *_size_deviations(promised.charter, sizes, thresholds),
        *_day_deviations(promised.charter, days),
    )
    is_kept = is_before and not deviations
    return Promise(
        version=promised.version,
        locked_at=promised.locked_at,
        sha256=promised.sha256,
        amendments=len(chain.versions) - 1,
        standing=Standing.CONFIRMATORY if is_kept else Standing.EXPLORATORY,
        reason=_BROKEN_SPLIT if is_broken else _reason(promised, first_day, is_kept=is_kept),
        deviations=deviations,
        first_day=first_day,
    )


_BROKEN_SPLIT: Final = "Users did not arrive in the planned split, so this result confirms nothing."
_UNDATED: Final = (
    "It cannot be told whether the plan was locked before the first data: neither the plan nor the "
    "data names a first day."
)


def _reason(promised: LockedCharter, first_day: str, *, is_kept: bool) -> str:
    day = promised.locked_at[:_DAY]
    if not first_day:
        return _UNDATED
    if day > first_day:
        return f"The plan was locked on {day}, after the data began on {first_day}."
    if not is_kept:
        return "The plan was locked before the first data, but the result does not keep to it."
    if day == first_day:
        return (
            f"The plan was locked on {day}, the day the data began, and nothing tells the hour: "
            "that is taken as before the data."
        )
    return f"The plan was locked on {day}, before the first data."


def _moments(chain: CharterChain) -> Iterator[tuple[LockedCharter, str]]:
    """Yield each version with the day it cannot have been locked before.

    The seals say which version came first; a clock that was set back does not change that.
    """
    latest = ""
    for version in chain.versions:
        latest = max(latest, version.locked_at[:_DAY])
        yield version, latest


def _planned_start(chain: CharterChain) -> str:
    """Return the day the data was to begin; one put off counts if it was put off by that day."""
    start = ""
    for version, day in _moments(chain):
        if not start or day <= start:
            start = version.charter.size.start or start
    return start


def _promise_before(chain: CharterChain, first_day: str) -> tuple[LockedCharter, bool]:
    """Return the last version locked by the first day of data; the first one where none was."""
    if not first_day:
        return chain.latest, False
    before = [version for version, day in _moments(chain) if day <= first_day]
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
    return (*found, *_guardrail_deviations(before, after))


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


def _arrival_deviations(promised: Charter, srm: SampleRatio) -> tuple[Deviation, ...]:
    """Users that came in other shares than planned, beyond chance."""
    came = _split({name: float(users) for name, users in srm.observed.items()})
    return (Deviation(subject=Subject.ARRIVAL, promised=_split(promised.split), happened=came),)


def _guardrail_deviations(promised: Settled, used: Settled) -> list[Deviation]:
    if promised.charter.guardrails is None:
        return []
    before, after = _guardrails(promised), _guardrails(used)
    found: list[Deviation] = []
    for key in (*before, *(key for key in after if key not in before)):
        name = (before.get(key) or after[key])[0]
        words = [pair[1] if pair else "not watched" for pair in (before.get(key), after.get(key))]
        if words[0] != words[1]:
            found.append(
                Deviation(
                    subject=Subject.GUARDRAIL,
                    promised=f"{name}: {words[0]}",
                    happened=f"{name}: {words[1]}",
                )
            )
    return found


def _guardrails(settled: Settled) -> dict[str, tuple[str, str]]:
    """Return name and words of each guardrail by its key."""
    plans = settled.charter.guardrails or ()
    whats = settled.guardrails or ("",) * len(plans)
    return {
        column_key(plan.name): (plan.name, ", ".join(filter(None, (what, _guardrail(plan)))))
        for plan, what in zip(plans, whats, strict=True)
    }


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
    found: list[Deviation] = []
    for (name, users), planned in zip(sizes.items(), _planned(promised, tuple(sizes)), strict=True):
        if planned is not None and abs(users - planned) > thresholds.size_tolerance * planned:
            found.append(
                Deviation(
                    subject=Subject.SIZE,
                    promised=f"{name}: {count(planned)}",
                    happened=f"{name}: {count(users)}",
                )
            )
    return found


def _planned(promised: Charter, names: tuple[str, ...]) -> tuple[int | None, ...]:
    """Return the planned users of each arm, the control first; None where none are planned.

    A plan holds those of the smallest treatment; larger ones get more, by the planned split.
    """
    size = promised.size
    treatments = names[1:]
    smallest = size.n_control if size.n_treatment is None else size.n_treatment
    if size.n_control is None or smallest is None:
        return (None,) * len(names)
    by_key = {label_key(name): share for name, share in (promised.split or {}).items()}
    shares = [by_key.get(label_key(name), 0.0) for name in treatments]
    if not all(shares):
        return (size.n_control, *(smallest for _ in treatments))
    return (size.n_control, *(round(smallest * share / min(shares)) for share in shares))


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
