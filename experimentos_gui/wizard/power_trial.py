"""What the decision rule will do, tried on many simulated experiments; runs on a thread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from experimentos_core.foundation.changes import ChangeUnit, change_size
from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.foundation.formatting import count, percent
from experimentos_core.foundation.rule_words import RULE_NAMES
from experimentos_core.foundation.values import GuardrailRule, RuleCode
from experimentos_gui.wizard.power_question import RuleQuestion

if TYPE_CHECKING:
    from experimentos_core.operating_characteristics import (
        Baseline,
        PlannedDecision,
        PlannedGuardrail,
        ScenarioOutcome,
    )
    from experimentos_gui.wizard.power_question import GuardrailToday

EXPERIMENTS: Final = 100_000
_RARE: Final = 0.0005  # below that a share reads as 0.0%
_RULE_NAMES: Final = {
    GuardrailRule.EVIDENCE: "Evidence",
    GuardrailRule.POINT: "Point",
    GuardrailRule.STRICT: "Strict",
}
_IN_WORDS: Final = {
    "no effect": "The change does nothing",
    "MDE": "It helps as much as planned for",
    "minus MDE": "It harms as much as planned for",
    "MDE in the first treatment only": "Only the first treatment helps",
    "MDE, all guardrails severe": "It helps, and harms every guardrail severely",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRow:
    """How often each verdict is reached where the change really does this.

    Attributes:
        scenario: What it does, in words.
        launch, hold, rollback: Shares of experiments, in words.
        error: The largest Monte Carlo standard error among them, in words.
        deciding: Which rule decided how often, in words, the most frequent first.
        codes: The same by the codes that memos carry.
        by_rule: Under each guardrail rule: Launch, and Hold and Rollback beside it.
    """

    scenario: str
    launch: str
    hold: str
    rollback: str
    error: str
    deciding: str
    codes: str
    by_rule: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the rule did.

    Attributes:
        rows: Scenario by scenario.
        rules: The guardrail rules that `by_rule` compares; empty without guardrails.
        sentences: What it would take to show each guardrail safe, and what was left out.
        method: How it was found.
    """

    rows: tuple[ScenarioRow, ...]
    rules: tuple[str, ...]
    sentences: tuple[str, ...]
    method: str


def try_rule(question: RuleQuestion, checkpoint: Callable[[int, int], None]) -> Trial:
    """Try the rule on as many experiments as are enough for a table.

    Args:
        question: What is planned.
        checkpoint: Called with the experiments done and all of them; what it raises ends this.

    Raises:
        ExperimentError: For a plan no data could follow.
    """
    from experimentos_core.operating_characteristics import (  # noqa: PLC0415 - loads on the thread
        in_words,
        simulate,
        what_it_would_take,
    )

    plan, refused = _planned(question)
    found = simulate(plan, experiments=EXPERIMENTS, checkpoint=checkpoint)
    under = [outcomes.scenarios for outcomes in found.by_guardrail_rule]
    rows = tuple(
        _row(outcome, [scenarios[place] for scenarios in under])
        for place, outcome in enumerate(found.scenarios)
    )
    return Trial(
        rows=rows,
        rules=tuple(_RULE_NAMES[outcomes.rule] for outcomes in found.by_guardrail_rule),
        sentences=(
            *(in_words(need) for need in what_it_would_take(plan)),
            *found.left_out,
            *refused,
            *(_without_level(name) for name in question.left_out),
        ),
        method=(
            f"Each line: {count(found.experiments)} simulated experiments of "
            f"{count(sum(question.users))} {question.size.what}, decided by the same rules as real "
            f"data (guardrail rule: {_RULE_NAMES[question.rule]}). The split is drawn by chance; "
            f"metrics do not depend on each other.{_found_in_words(question)}"
        ),
    )


def _planned(question: RuleQuestion) -> "tuple[PlannedDecision, tuple[str, ...]]":
    """Return the plan, and why guardrails are not in it."""
    from experimentos_core.operating_characteristics import (  # noqa: PLC0415 - loads on the thread
        PlannedDecision,
    )

    size = question.size
    guardrails: list[PlannedGuardrail] = []
    refused: list[str] = []
    for today in question.guardrails:
        try:
            guardrails.append(_guardrail(today))
        except ExperimentError as error:
            refused.append(f"Left out: {error.message}")
    plan = PlannedDecision(
        baseline=_baseline(size.baseline, size.sd),
        mde=size.mde or 0.0,
        users=question.users,
        split=size.shares,
        direction=size.direction,
        alpha=size.alpha,
        correction=size.correction,
        guardrail_rule=question.rule,
        guardrails=tuple(guardrails),
    )
    return plan, tuple(refused)


def _guardrail(today: "GuardrailToday") -> "PlannedGuardrail":
    from experimentos_core.operating_characteristics import (  # noqa: PLC0415 - loads on the thread
        PlannedGuardrail,
    )

    return PlannedGuardrail(
        name=today.name,
        baseline=_baseline(today.level, today.sd),
        margins=today.margins,
        direction=today.direction,
    )


def _baseline(level: float | None, sd: float | None) -> "Baseline":
    from experimentos_core.operating_characteristics import (  # noqa: PLC0415 - loads on the thread
        MeanBaseline,
        RateBaseline,
    )

    if sd is None:
        return RateBaseline(rate=level or 0.0)
    return MeanBaseline(mean=level or 0.0, sd=sd)


def _found_in_words(question: RuleQuestion) -> str:
    """Say which change is planned for where nobody said what is worth finding."""
    size = question.size
    if not question.is_found or size.mde is None:
        return ""
    unit = ChangeUnit.AMOUNT if size.is_mean else ChangeUnit.POINTS
    change = change_size(size.mde, unit)
    return f" What is planned for is the smallest change this size finds: {change}."


def _row(outcome: "ScenarioOutcome", under: "list[ScenarioOutcome]") -> ScenarioRow:
    return ScenarioRow(
        scenario=_scenario(outcome.scenario),
        launch=percent(outcome.launch, 1),
        hold=percent(outcome.hold, 1),
        rollback=percent(outcome.rollback, 1),
        error=f"\u00b1{percent(outcome.mc_error, 2)}",
        deciding=_shares(outcome.by_rule, lambda code: RULE_NAMES[RuleCode(code)], "; "),
        codes=_shares(outcome.by_rule, str, ", "),
        by_rule=tuple(
            (
                f"Launch {percent(one.launch, 1)}",
                f"Hold {percent(one.hold, 1)}, Rollback {percent(one.rollback, 1)}",
            )
            for one in under
        ),
    )


def _shares(by_rule: dict[str, float], named: Callable[[str], str], between: str) -> str:
    ordered = sorted(by_rule.items(), key=lambda pair: -pair[1])
    told = [f"{named(code)} {percent(share, 1)}" for code, share in ordered if share >= _RARE]
    rare = [code for code, share in ordered if 0 < share < _RARE]
    return between.join([*told, *(f"{named(code)} under 0.1%" for code in rare)])


def _scenario(name: str) -> str:
    """Say a scenario in words; that of one guardrail keeps the guardrail's name as it is."""
    if name in _IN_WORDS:
        return _IN_WORDS[name]
    guardrail = name.removeprefix("MDE, ").removesuffix(" severe")
    return f"It helps, but harms {guardrail} severely"


def _without_level(name: str) -> str:
    return f"The guardrail {name} is left out: where it stands today is not said above."
