"""What `plan` does: size an experiment, try the decision rule on it, and write the charter."""

import argparse
import math
import re
from dataclasses import dataclass, replace
from pathlib import Path

from experimentos_core.charter import (
    Charter,
    GuardrailPlan,
    PrimaryPlan,
    SizePlan,
    propose_guardrail,
)
from experimentos_core.foundation.amounts import amount
from experimentos_core.foundation.changes import ChangeUnit, change_size
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import CharterError, UsageError
from experimentos_core.foundation.files import write_atomically
from experimentos_core.foundation.formatting import count, percent
from experimentos_core.foundation.values import Correction, Direction, GuardrailRule, MetricKind
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.operating_characteristics import (
    Characteristics,
    MeanBaseline,
    PlannedDecision,
    PlannedGuardrail,
    RateBaseline,
    RuleOutcomes,
    ScenarioOutcome,
    in_words,
    simulate,
    what_it_would_take,
)
from experimentos_core.options import read_split
from experimentos_core.sizing import SizeAnswer, SizeRequest, control_users_in, size_experiment

_EXPERIMENTS = 100_000
_GUARDRAIL = re.compile(r"(?P<name>.+)=(?P<rate>[0-9.eE+-]+):(?P<margin>[0-9.eE+-]+)")
_FORM = "Write it as --guardrail cancel=0.05:0.003, its rate and its severe margin."
_FEWEST_ARMS = 2
_NAMELESS = (
    "The charter names no arms, so the health check will expect equal ones: plan with "
    "--split control=1,treatment={ratio:g} and the arms' own names."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """The answer of `plan` as JSON.

    Attributes:
        n_control: Users of the control.
        n_treatment: Users of each treatment.
        total: All arms together.
        days: Until they have come; None where no traffic was given.
        power: Chance of finding the change; None where none can be found at this size.
        mde: Smallest change that is found; None where none can be found at this size.
        alpha: Level of one comparison.
        method: How it was computed.
        characteristics: What the decision rule will do, scenario by scenario; empty unless asked.
        by_guardrail_rule: The same under each of the three guardrail rules.
        guardrails: What it would take to show each guardrail safe, a sentence each.
        notes: What else has to be known about the plan, a sentence each.
    """

    n_control: int
    n_treatment: int
    total: int
    days: int | None
    power: float | None
    mde: float | None
    alpha: float
    method: str
    characteristics: tuple[ScenarioOutcome, ...]
    by_guardrail_rule: tuple[RuleOutcomes, ...]
    guardrails: tuple[str, ...]
    notes: tuple[str, ...]


def plan(options: argparse.Namespace) -> str:
    """Answer what the options leave open and return the text for standard output.

    Raises:
        ExperimentError: For a plan no experiment could follow, options that do not fit together,
            and files that cannot be written.
    """
    split = None if options.split is None else _split(options)
    request = _request(options, split)
    answer = size_experiment(request)
    guardrails = tuple(_guardrail(text) for text in options.guardrail)
    decided = _planned(request, answer, guardrails, options)
    found: Characteristics | None = None
    if options.characteristics:
        if decided is None:
            message = "What the rule will do cannot be tried: no change can be found at this size."
            raise CharterError(message, "Plan for more users.")
        found = simulate(decided, experiments=_EXPERIMENTS)
    document = PlanDocument(
        n_control=answer.n_control,
        n_treatment=answer.n_treatment,
        total=answer.total,
        days=answer.days if options.days is None else options.days,
        power=answer.power,
        mde=answer.mde,
        alpha=answer.alpha,
        method=answer.method.value,
        characteristics=found.scenarios if found else (),
        by_guardrail_rule=found.by_guardrail_rule if found else (),
        guardrails=tuple(in_words(need) for need in what_it_would_take(decided)) if decided else (),
        notes=_notes(request, split, options),
    )
    charter = replace(
        _charter(request, answer, guardrails, options),
        split=split,
        control=None if split is None else next(iter(split)),
    )
    _write_files(options, document, charter)
    if options.json == "-":
        return to_json(document) + "\n"
    return "".join(f"{make_visible(line)}\n" for line in _lines(request, document))


def _split(options: argparse.Namespace) -> dict[str, float]:
    """Shares by name, the control's first; the treatments' are alike."""
    if options.ratio is not None or options.arms is not None:
        message = "--split says how many arms there are and how large."
        raise UsageError(message, "Leave --ratio and --arms out.")
    split = read_split(options.split)
    _, *treatments = split.values()
    if not treatments or not all(0 < share < math.inf for share in split.values()):
        message = f"The split {options.split!r} does not plan a control and a treatment."
        raise UsageError(message, "Write it as --split control=50,treatment=50.")
    if len(set(treatments)) > 1:
        message = f"The split {options.split!r} plans treatments of different sizes."
        raise UsageError(message, "Plan them in the window, or give all treatments one share.")
    return split


def _sizes(options: argparse.Namespace, split: dict[str, float] | None) -> tuple[float, int]:
    """Users of a treatment over the control's, and arms."""
    if split is not None:
        control, treatment, *_ = split.values()
        return treatment / control, len(split)
    arms = _FEWEST_ARMS if options.arms is None else options.arms
    return 1.0 if options.ratio is None else options.ratio, arms


def _notes(
    request: SizeRequest, split: dict[str, float] | None, options: argparse.Namespace
) -> tuple[str, ...]:
    if options.charter is None or split is not None or request.ratio == 1:
        return ()
    return (_NAMELESS.format(ratio=request.ratio),)


def _request(options: argparse.Namespace, split: dict[str, float] | None) -> SizeRequest:
    ratio, arms = _sizes(options, split)
    mde = options.mde
    if options.relative:
        if mde is None or options.baseline is None:
            message = "--relative needs a baseline and a change."
            raise UsageError(message, "Give --baseline and --mde, or leave --relative out.")
        mde *= options.baseline
    if options.share is not None and options.traffic is None:
        raise UsageError("--share was given without --traffic.", "Give the users a day too.")
    if options.n is not None and options.n < 1:
        raise UsageError(f"--n must be at least 1, but is {options.n}.", "Leave it out to ask.")
    request = SizeRequest(
        baseline=options.baseline,
        sd=options.sd,
        mde=mde,
        alpha=options.alpha,
        power=options.power,
        ratio=ratio,
        arms=arms,
        correction=Correction(options.correction or Correction.BONFERRONI),
        n_control=options.n,
        daily_traffic=options.traffic,
        share_exposed=1.0 if options.share is None else options.share,
    )
    return request if options.days is None else _with_users_of_days(request, options)


def _with_users_of_days(request: SizeRequest, options: argparse.Namespace) -> SizeRequest:
    """The same, for the users that come in the days asked for."""
    if options.n is not None:
        message = "--days says how many users there are, and so does --n."
        raise UsageError(message, "Leave one of them out.")
    if options.traffic is None:
        raise UsageError("--days was given without --traffic.", "Give the users a day too.")
    return replace(request, n_control=control_users_in(options.days, request))


def _guardrail(text: str) -> PlannedGuardrail:
    found = _GUARDRAIL.fullmatch(text)
    try:
        rate, margin = (float(found[key]) for key in ("rate", "margin")) if found else (None, None)
    except ValueError:
        found, rate, margin = None, None, None
    if found is None or rate is None or margin is None:
        raise UsageError(f"--guardrail {text} could not be read.", _FORM)
    plan = propose_guardrail(found["name"].strip())
    plan = GuardrailPlan(
        name=plan.name,
        direction=plan.direction,
        worsened_margin=margin
        * DEFAULT_THRESHOLDS.worsened_margin
        / DEFAULT_THRESHOLDS.severe_margin,
        severe_margin=margin,
    )
    return PlannedGuardrail(
        name=plan.name,
        baseline=RateBaseline(rate=rate),
        margins=plan.margins(MetricKind.RATE),
        direction=plan.direction,
    )


def _planned(
    request: SizeRequest,
    answer: SizeAnswer,
    guardrails: tuple[PlannedGuardrail, ...],
    options: argparse.Namespace,
) -> PlannedDecision | None:
    """Return what the rule is tried on; None where no change can be found at this size."""
    if answer.mde is None:
        return None
    baseline = (
        RateBaseline(rate=request.baseline or 0.0)
        if request.sd is None
        else MeanBaseline(mean=request.baseline or 0.0, sd=request.sd)
    )
    return PlannedDecision(
        baseline=baseline,
        mde=abs(answer.mde),
        users=(answer.n_control, *(answer.n_treatment,) * (request.arms - 1)),
        direction=_direction(answer.mde),
        alpha=request.alpha,
        correction=request.correction,
        guardrail_rule=GuardrailRule(options.guardrail_rule or GuardrailRule.EVIDENCE),
        guardrails=guardrails,
    )


def _direction(mde: float) -> Direction:
    """Planning for a fall means that less is better."""
    return Direction.DOWN if mde < 0 else Direction.UP


def _charter(
    request: SizeRequest,
    answer: SizeAnswer,
    guardrails: tuple[PlannedGuardrail, ...],
    options: argparse.Namespace,
) -> Charter:
    metric = options.primary.strip()
    return Charter(
        primary=PrimaryPlan(
            metric=metric,
            direction=_direction(answer.mde or 0.0),
            kind=(MetricKind.MEAN if request.is_mean else MetricKind.RATE) if metric else None,
        ),
        guardrails=tuple(
            GuardrailPlan(
                name=guardrail.name,
                direction=guardrail.direction,
                worsened_margin=guardrail.margins.worsened,
                severe_margin=guardrail.margins.severe,
                scale=guardrail.margins.scale,
            )
            for guardrail in guardrails
        )
        or None,
        alpha=request.alpha,
        guardrail_rule=GuardrailRule(options.guardrail_rule or GuardrailRule.EVIDENCE),
        correction=request.correction,
        size=SizePlan(
            baseline=request.baseline,
            sd=request.sd,
            mde=None if answer.mde is None else abs(answer.mde),
            power=request.power,
            n_control=answer.n_control,
            n_treatment=answer.n_treatment,
            daily_traffic=request.daily_traffic,
            share_exposed=None if request.daily_traffic is None else request.share_exposed,
        ),
    )


def _write_files(options: argparse.Namespace, document: PlanDocument, charter: Charter) -> None:
    if options.json not in (None, "-"):
        write_atomically(Path(options.json), (to_json(document) + "\n").encode())
    if options.charter is not None:
        write_atomically(options.charter, (to_json(charter) + "\n").encode())


def _lines(request: SizeRequest, document: PlanDocument) -> list[str]:
    each = count(document.n_control)
    if document.n_treatment != document.n_control:
        each = f"{each} in the control, {count(document.n_treatment)} in each treatment"
    else:
        each = f"{each} in each arm"
    days = "" if document.days is None else f", {count(document.days)} days"
    lines = [f"{count(document.total)} users ({each}){days}"]
    if document.mde is None or document.power is None:
        lines.append("No change of the rate can be found at this size with the power asked for.")
    else:
        unit = ChangeUnit.AMOUNT if request.is_mean else ChangeUnit.POINTS
        way = "fall" if document.mde < 0 else "rise"
        lines.append(
            f"A {way} of {change_size(document.mde, unit)}{_from(request)} is found with a "
            f"probability of {percent(document.power, 1)}."
        )
    lines.append(f"Level of one comparison {document.alpha:g}; {document.method}.")
    lines += [*document.guardrails, *document.notes]
    if document.characteristics:
        lines += ["", "What the decision rule will do (simulated):"]
    lines += [
        f"  {one.scenario}: Launch {percent(one.launch, 1)}, Hold {percent(one.hold, 1)}, "
        f"Rollback {percent(one.rollback, 1)}"
        for one in document.characteristics
    ]
    return lines


def _from(request: SizeRequest) -> str:
    if request.baseline is None:
        return ""
    level = amount(request.baseline) if request.is_mean else percent(request.baseline)
    return f" from {level}"
