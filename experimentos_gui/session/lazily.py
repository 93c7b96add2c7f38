"""What the session needs of the core, imported when first needed: the window opens without it."""

from copy import replace
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from experimentos_core.charter import Charter
    from experimentos_core.charter.chain import CharterChain
    from experimentos_core.charter.changes import Change
    from experimentos_core.charter.likeness import FileNames
    from experimentos_core.experiment import Report
    from experimentos_core.history.records import Draft
    from experimentos_core.reading.choices import Choice, Choices
    from experimentos_core.reading.columns.roles import ColumnRoles
    from experimentos_core.taken import DecisionTaken
    from experimentos_gui.session.state import SessionState


def choose_columns(choices: "Choices", before: "ColumnRoles", after: "ColumnRoles") -> "Choices":
    """Return the choices with the columns of `after` where they are others than before.

    Conversions that are chosen are no longer worked out from a rate.
    """
    from experimentos_core.reading.choices import (  # noqa: PLC0415 - the window opens without it
        Choice,
        ChoiceKey,
    )

    pairs = (
        (ChoiceKey.VARIANT, before.variant, after.variant),
        (ChoiceKey.USERS, before.users, after.users),
        (ChoiceKey.CONVERSIONS, before.conversions, after.conversions),
    )
    for key, old, new in pairs:
        if old != new:
            choices = choices.with_choice(Choice(key=key, value=new))
    if before.conversions != after.conversions:
        choices = choices.without(Choice(key=ChoiceKey.RATE, value=""))
    return choices


def staying(chosen: "tuple[Choice, ...]") -> "tuple[Choice, ...]":
    """Return what was chosen about a reading without what a plan has a say in."""
    from experimentos_core.reading.choices import ChoiceKey  # noqa: PLC0415 - opens without it

    planned = (ChoiceKey.CONVERSIONS, ChoiceKey.RATE)
    return tuple(choice for choice in chosen if choice.key not in planned)


def work_module() -> ModuleType:
    """Return what the worker threads do."""
    from experimentos_gui.session import work  # noqa: PLC0415 - statistics load on the worker thread

    return work


def memo_reading(path: "Path") -> "Callable[[Callable[[], None]], object]":
    """Return what a worker thread does to open a memo; nothing loads before it runs there."""

    def read(checkpoint: "Callable[[], None]") -> object:
        from experimentos_gui.session.memo_opening import (  # noqa: PLC0415 - on the thread only
            open_memo_file,
        )

        return open_memo_file(path, checkpoint)

    return read


def no_choices() -> "Choices":
    """Return that nothing was chosen."""
    from experimentos_core.reading.choices import Choices  # noqa: PLC0415 - opens without it

    return Choices()


def usual_roles() -> "ColumnRoles":
    """Return the columns as they are usually called."""
    from experimentos_core.reading.columns.roles import (  # noqa: PLC0415 - the window opens without it
        ColumnRoles,
    )

    return ColumnRoles()


def empty_charter() -> "Charter":
    """Return a plan in which nothing is said."""
    from experimentos_core.charter import Charter  # noqa: PLC0415 - the window opens without it

    return Charter()


def says_nothing(charter: "Charter") -> bool:
    """Whether a plan says no more than the data it is of, and how they are read."""
    empty = empty_charter()
    of_data = {name: getattr(empty, name) for name in ("control", "split", "primary", "guardrails")}
    return replace(charter, **of_data) == empty


def file_names(state: "SessionState") -> "FileNames":
    """Return what the open file calls its columns, metrics and variants."""
    from experimentos_core.charter.likeness import FileNames  # noqa: PLC0415 - opens without it
    from experimentos_core.reading.columns.labels import label_key  # noqa: PLC0415 - the same
    from experimentos_core.reading.table import column_key  # noqa: PLC0415 - the same

    reading, continuous = state.interpretation, state.continuous
    if reading is None:
        return FileNames()
    names = {*reading.raw.header, *(reading.table.header if reading.table is not None else ())}
    metrics = continuous.named if continuous is not None else ()
    return FileNames(
        columns=frozenset({*map(column_key, names), *metrics}),
        variants=frozenset(label_key(variant.label) for variant in state.variants),
    )


def changes_of(chain: "CharterChain", charter: "Charter") -> "tuple[Change, ...]":
    """Return what a plan says otherwise than its latest locked version."""
    from experimentos_core.charter.changes import (  # noqa: PLC0415 - the window opens without it
        changes_between,
        filled_in,
    )

    return changes_between(filled_in(chain.latest.charter, charter), charter)


def charter_as_locked(chain: "CharterChain", charter: "Charter") -> "Charter":
    """Return the latest locked version, with what it left open as the plan says it now."""
    from experimentos_core.charter.changes import filled_in  # noqa: PLC0415 - opens without it

    return filled_in(chain.latest.charter, charter)


def plan_module() -> ModuleType:
    """Return what the worker threads do for locked plans."""
    from experimentos_gui.session import plan_work  # noqa: PLC0415 - opens without it

    return plan_work


def history_module() -> ModuleType:
    """Return what the worker threads do for the history."""
    from experimentos_gui.session import history_work  # noqa: PLC0415 - opens without it

    return history_work


def new_name() -> str:
    """Return a name for the history that nothing else has."""
    import uuid  # noqa: PLC0415 - the window opens without it

    return uuid.uuid4().hex


def draft_of(state: "SessionState", page: str, analysis: int) -> "Draft":
    """Return the work of a session as it is kept."""
    from experimentos_core.history.records import Draft  # noqa: PLC0415 - opens without it

    return Draft(
        file_name=state.source_name,
        options=state.choices.options,
        charter=state.charter,
        is_planning=state.is_planning,
        typed=state.typed,
        page=page,
        analysis=analysis,
    )


def with_taken(report: "Report", taken: "DecisionTaken | None") -> "Report":
    """Return a report with the decision that was taken on it, if one was."""
    return replace(report, taken=taken)
