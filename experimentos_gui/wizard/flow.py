"""The steps of the wizard, which of them may be left and, where not, why; no Qt.

A step may be left as soon as the next one has something to work with. The data step asks for a
table, one column for each required part, two variants and a confirmed control. Data that is
Blocked for another reason may go on: the results then say why there is no verdict to read.
The charter step asks only that nothing impossible is typed; everything may stay empty. It may be
left without any file, to plan; the power step, which may be skipped otherwise, then ends with the
lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from experimentos_core.foundation.values import HealthStatus
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.table import Table
from experimentos_gui.models.variants import ControlChoice
from experimentos_gui.wizard.assignments import Part, missing_parts
from experimentos_gui.wizard.size_draft import SizeField
from experimentos_gui.wizard.troubles import FieldKey

_TWO = 2


class Step(IntEnum):
    """The pages of the wizard, in order."""

    DATA = 0
    CHARTER = 1
    POWER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether a step may be left.

    Attributes:
        may_go_on: Whether it may.
        reason: Why not; or, where it may, what to know before. Empty where there is nothing to say.
    """

    may_go_on: bool
    reason: str = ""


def open_in_words(
    reading: Interpretation | None,
    roles: ColumnRoles,
    *,
    is_mean: bool = False,
    may_be_mean: bool = False,
) -> str:
    """Say what keeps a reading from being used: no file, a question, a part; empty: nothing.

    Args:
        reading: How the file is read; None where there is none.
        roles: The required columns.
        is_mean: Whether a mean decides; it needs no conversions.
        may_be_mean: Whether there is a continuous metric that could decide instead of them.
    """
    if reading is None:
        return "Choose a file first."
    if reading.questions:
        return "Answer the question above the table first."
    if reading.table is None:
        return "No table of one row per variant could be made of this file."
    return lacking_in_words(reading.table, roles, is_mean=is_mean, may_be_mean=may_be_mean)


def lacking_in_words(
    table: Table, roles: ColumnRoles, *, is_mean: bool = False, may_be_mean: bool = False
) -> str:
    """Say which needed part no single column plays; empty where each is played."""
    lacking = missing_parts(table, roles, is_mean=is_mean)
    if not lacking:
        return ""
    if lacking == (Part.CONVERSIONS,) and may_be_mean and not table.positions(roles.conversions):
        return "Say what decides: choose the conversions in the heads, or a continuous metric."
    names = {Part.VARIANT: roles.variant, Part.USERS: roles.users}
    words = {Part.VARIANT: "the variant names", Part.USERS: "the users"}
    twice = [part for part in lacking if table.positions(names.get(part, roles.conversions))]
    if twice:
        return f"Two columns have the name that was chosen for {words.get(twice[0], _CONVERSIONS)}."
    listed = [words.get(part, _CONVERSIONS) for part in lacking]
    if len(listed) == 1:
        return f"Choose the column that holds {listed[0]}, in the heads of the table."
    joined = ", ".join(listed[:-1]) + " and " + listed[-1]
    return f"Choose the columns that hold {joined}, in the heads of the table."


def data_readiness(
    lacking: str,
    names: tuple[str, ...],
    control: ControlChoice,
    status: HealthStatus | None,
) -> Readiness:
    """Say whether the data step may be left.

    Args:
        lacking: What `open_in_words` says of file and columns.
        names: The variants.
        control: Which of them is taken as the control.
        status: Overall health; None while it is not known.
    """
    obstacle = lacking or _obstacle(names, control)
    if obstacle:
        return _not_yet(obstacle)
    if status is HealthStatus.BLOCKED:
        reason = "This data is blocked: the results will say why, and show no effects."
        return Readiness(may_go_on=True, reason=reason)
    return Readiness(may_go_on=True)


def _obstacle(names: tuple[str, ...], control: ControlChoice) -> str:
    if len(names) < _TWO:
        return "A comparison needs at least two variants, one of them the control."
    if control.label is None:
        return "Choose the variant that is the control."
    return "" if control.is_confirmed else "Confirm which variant is the control."


def charter_readiness(
    data: Readiness, troubles: Mapping[FieldKey, str], *, has_data: bool = True
) -> Readiness:
    """Say whether the plan may be followed: the data step holds and nothing typed is impossible.

    Without a file only the second counts: the plan is made before the data.
    """
    if has_data and not data.may_go_on:
        return _not_yet(f"Go back to the data first. {data.reason}")
    if len(troubles) == 1:
        return _not_yet("One entry above cannot be used yet; the reason stands beside it.")
    if troubles:
        return _not_yet(f"{len(troubles)} entries above cannot be used yet; see beside them.")
    return data if has_data else Readiness(may_go_on=True)


def power_readiness(
    charter: Readiness, troubles: Mapping[SizeField, str], *, has_data: bool
) -> Readiness:
    """Say whether the analysis may begin; without a file, whether the plan may be locked.

    Args:
        charter: Whether the charter step may be left.
        troubles: What is impossible in the planned size.
        has_data: Whether a file is open.
    """
    if troubles:
        return _not_yet("Some of the size cannot be used yet; the reason stands beside it.")
    if not charter.may_go_on:
        return charter if has_data else _not_yet(f"Go back to the plan first. {charter.reason}")
    return charter


def _not_yet(reason: str) -> Readiness:
    return Readiness(may_go_on=False, reason=reason)


_CONVERSIONS = "the conversions"
