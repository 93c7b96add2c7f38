"""How a header was read and guarded last time, as options, and what of it still fits."""

from typing import Final

from experimentos_core.charter import Charter, GuardrailPlan, propose_guardrail
from experimentos_core.foundation.codec import CodecError, from_json, to_json
from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.reading.choices import ChoiceKey, Choices
from experimentos_core.reading.columns.roles import ColumnRoles, ColumnUse
from experimentos_core.reading.table import column_key

# What holds for one file only, not for the next export of the same columns.
_OF_ONE_FILE: Final = frozenset({ChoiceKey.ROW, ChoiceKey.HEADER})
_NAMING_A_COLUMN: Final = frozenset(
    {ChoiceKey.VARIANT, ChoiceKey.USERS, ChoiceKey.CONVERSIONS, ChoiceKey.RATE}
)
_ABOUT_A_COLUMN: Final = frozenset(
    {ChoiceKey.SCALE, ChoiceKey.DECIMAL, ChoiceKey.COLUMN, ChoiceKey.SEGMENT}
)
_GUARDRAILS: Final = "guardrails="  # no choice about the reading, so no key of its own
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


def lasting_guardrails(
    charter: Charter, roles: ColumnRoles, uses: tuple[ColumnUse, ...]
) -> tuple[str, ...]:
    """Return the guardrails as an option; nothing where they are those that are proposed anyway.

    All of them are kept, so that a column that was declined stays declined.
    """
    taken = charter.guardrails
    required = {column_key(name) for name in roles.required}
    names = (use.name for use in uses if use.is_guardrail and column_key(use.name) not in required)
    proposed = {column_key(name): propose_guardrail(name) for name in names}
    if taken is None or {column_key(plan.name): plan for plan in taken} == proposed:
        return ()
    return (_GUARDRAILS + to_json(taken, indent=None),) if len(taken) <= _MOST_GUARDRAILS else ()


def fitting_guardrails(
    options: tuple[str, ...], header: tuple[str, ...]
) -> tuple[GuardrailPlan, ...] | None:
    """Return the guardrails of last time whose columns there are; None where none were kept."""
    kept = next((option for option in options if option.startswith(_GUARDRAILS)), None)
    if kept is None:
        return None
    keys = {column_key(name) for name in header}
    try:
        plans = from_json(tuple[GuardrailPlan, ...], kept.removeprefix(_GUARDRAILS))
        fitting = tuple(plan for plan in plans if column_key(plan.name) in keys)
        return Charter(guardrails=fitting).guardrails  # a charter takes no column twice
    except (CodecError, ExperimentError):
        return None
