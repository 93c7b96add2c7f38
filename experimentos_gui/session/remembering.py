"""How a header was read, decided and guarded last time, as options, and what of it still fits."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, propose_guardrail
from experimentos_core.foundation.codec import CodecError, from_json, to_json
from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.foundation.values import MetricKind
from experimentos_core.reading.choices import ChoiceKey, Choices
from experimentos_core.reading.columns.roles import ColumnRoles, ColumnUse
from experimentos_core.reading.table import column_key
from experimentos_gui.models.continuous import ContinuousMetrics

# What holds for one file only, not for the next export of the same columns.
_OF_ONE_FILE: Final = frozenset({ChoiceKey.ROW, ChoiceKey.HEADER})
_NAMING_A_COLUMN: Final = frozenset(
    {ChoiceKey.VARIANT, ChoiceKey.USERS, ChoiceKey.CONVERSIONS, ChoiceKey.RATE, ChoiceKey.SIZE}
)
_ABOUT_A_COLUMN: Final = frozenset(
    {ChoiceKey.SCALE, ChoiceKey.DECIMAL, ChoiceKey.COLUMN, ChoiceKey.SEGMENT}
)
# No choices about the reading, so no keys of its own.
_GUARDRAILS: Final = "guardrails="
_PRIMARY: Final = "primary="
_MOST_GUARDRAILS: Final = 100


def lasting_choices(choices: Choices) -> tuple[str, ...]:
    """Return, as options, the choices that may hold for the next export of these columns too."""
    return tuple(choice.option for choice in choices.chosen if choice.key not in _OF_ONE_FILE)


def fitting_choices(options: tuple[str, ...], header: tuple[str, ...]) -> Choices:
    """Return what can still be understood and speaks of columns there are."""
    keys = {column_key(name) for name in header}
    choices = Choices()
    for option in options:
        try:
            (choice,) = Choices.parse((option,)).chosen
        except ExperimentError:
            continue
        column = choice.value if choice.key in _NAMING_A_COLUMN else choice.subject
        is_about_column = choice.key in _NAMING_A_COLUMN | _ABOUT_A_COLUMN
        if choice.key not in _OF_ONE_FILE and (not is_about_column or column_key(column) in keys):
            choices = choices.with_choice(choice)
    return choices


def lasting_primary(charter: Charter, continuous: ContinuousMetrics) -> tuple[str, ...]:
    """Return the mean that decides as an option; nothing where the conversions do."""
    measure = continuous.deciding(charter.primary)
    if measure is None:
        return ()
    plan = replace(charter.primary, metric=measure.metric, kind=MetricKind.MEAN)
    return (_PRIMARY + to_json(plan, indent=None),)


def fitting_primary(options: tuple[str, ...], continuous: ContinuousMetrics) -> PrimaryPlan | None:
    """Return the mean that decided last time, if there still is one of that name."""
    kept = _kept(options, _PRIMARY)
    if kept is None:
        return None
    try:
        plan = from_json(PrimaryPlan, kept)
        is_sound = Charter(primary=plan).primary.kind is MetricKind.MEAN
    except (CodecError, ExperimentError):
        return None
    measure = continuous.find(plan.metric) if is_sound else None
    return replace(plan, metric=measure.metric) if measure is not None else None


def lasting_guardrails(
    charter: Charter,
    roles: ColumnRoles,
    uses: tuple[ColumnUse, ...],
    continuous: ContinuousMetrics,
) -> tuple[str, ...]:
    """Return the guardrails as an option; nothing where they are those that are proposed anyway.

    All of them are kept, so that a column that was declined stays declined.
    """
    taken = charter.guardrails
    is_mean = continuous.deciding(charter.primary) is not None
    required = {column_key(name) for name in (roles.required[:2] if is_mean else roles.required)}
    names = (use.name for use in uses if use.is_guardrail and column_key(use.name) not in required)
    proposed = {column_key(name): propose_guardrail(name) for name in names}
    if taken is None or _settled(taken, continuous) == _settled(proposed.values(), continuous):
        return ()
    return (_GUARDRAILS + to_json(taken, indent=None),) if len(taken) <= _MOST_GUARDRAILS else ()


def fitting_guardrails(
    options: tuple[str, ...], header: tuple[str, ...], continuous: ContinuousMetrics
) -> tuple[GuardrailPlan, ...] | None:
    """Return the guardrails of last time that are still in the data; None where none were kept.

    Guardrails that could not be analysed, one of which is listed twice, count as none.
    """
    kept = _kept(options, _GUARDRAILS)
    if kept is None:
        return None
    keys = {column_key(name) for name in header}
    try:
        plans = from_json(tuple[GuardrailPlan, ...], kept)
        fitting = []
        for plan in plans:
            measure = continuous.find(plan.name)
            if measure is not None:
                fitting.append(replace(plan, name=measure.metric))
            elif column_key(plan.name) in keys:
                fitting.append(plan)
        _settled(fitting, continuous)
        return Charter(guardrails=tuple(fitting)).guardrails
    except (CodecError, ExperimentError):
        return None


def _kept(options: tuple[str, ...], prefix: str) -> str | None:
    found = (option for option in options if option.startswith(prefix))
    return next((option.removeprefix(prefix) for option in found), None)


def _settled(
    plans: Iterable[GuardrailPlan], continuous: ContinuousMetrics
) -> dict[str, GuardrailPlan]:
    """Return the guardrails with their margins written out, by `column_key` of their name."""
    return {column_key(plan.name): plan.settled(continuous.kind_of(plan)) for plan in plans}
