"""What the session's worker threads do; importing this module loads the statistics."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from experimentos_core.charter import Charter
from experimentos_core.experiment import Report, propose_guardrails, run_experiment
from experimentos_core.foundation.errors import ExperimentError, ReadingError
from experimentos_core.healthcheck import Checkup, run_health_check
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.roles import ColumnRoles, ColumnUse, propose_columns
from experimentos_core.reading.content import Content
from experimentos_core.reading.formats.opening import clipboard_content, read_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.table import Table, column_key
from experimentos_core.samples import sample_at
from experimentos_gui.models.variants import Variant, find_variants

type Checkpoint = Callable[[], None]
type Remembered = Mapping[str, tuple[str, ...]]

# What holds for one file only, not for the next export of the same columns.
_OF_ONE_FILE: Final = frozenset({ChoiceKey.ROW, ChoiceKey.HEADER})
_NAMING_A_COLUMN: Final = frozenset(
    {ChoiceKey.VARIANT, ChoiceKey.USERS, ChoiceKey.CONVERSIONS, ChoiceKey.RATE}
)
_ABOUT_A_COLUMN: Final = frozenset({ChoiceKey.DECIMAL, ChoiceKey.COLUMN, ChoiceKey.SEGMENT})
_NO_ROLES: Final = ColumnRoles(variant="", users="", conversions="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading, and what the wizard needs to know of every cell.

    Attributes:
        interpretation: The reading.
        uses: What each column of its table would be taken for; of the rows as they stood where
            there is no table yet.
        variants: The rows of that table that are variants.
    """

    interpretation: Interpretation
    uses: tuple[ColumnUse, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening an export yields.

    Attributes:
        content: Its bytes, to be read otherwise.
        reading: The reading.
        charter: The plan of the sample it is; an empty one for anything else.
        header_key: What the columns are remembered by; empty for a sample.
        remembered: The choices of last time that were taken over.
    """

    content: Content
    reading: Reading
    charter: Charter
    header_key: str
    remembered: tuple[Choice, ...]


def read_file(path: Path, remembered: Remembered, checkpoint: Checkpoint) -> Opened:
    """Read a file, as its columns were read last time.

    Raises:
        ReadingError: When it holds no table.
        ReadingCancelled: When `checkpoint` says so.
    """
    content = read_content(path, checkpoint=checkpoint)
    sample = sample_at(path)
    if sample is None:
        return _open(content, remembered, checkpoint)
    return replace(_open(content, {}, checkpoint), charter=sample.charter, header_key="")


def read_clipboard(text: str, remembered: Remembered, checkpoint: Checkpoint) -> Opened:
    """Read copied text, as its columns were read last time.

    Raises:
        ReadingError: When it holds no table; a single column of words is none.
        ReadingCancelled: When `checkpoint` says so.
    """
    opened = _open(clipboard_content(text), remembered, checkpoint)
    if len(opened.reading.interpretation.raw.header) < _FEWEST_COLUMNS:
        message = "The clipboard holds no table, only a single column."
        raise ReadingError(message, "Copy the cells with their heads, then paste again.")
    return opened


def interpret(content: Content, choices: Choices, checkpoint: Checkpoint) -> Reading:
    """Read an export by these choices.

    Raises:
        ExperimentError: When they do not fit it.
        ReadingCancelled: When `checkpoint` says so.
    """
    made = interpret_content(content, choices, checkpoint=checkpoint)
    checkpoint()
    table = made.table or made.raw
    uses = propose_columns(table, _NO_ROLES)
    checkpoint()
    return Reading(interpretation=made, uses=uses, variants=find_variants(table, made.roles))


def lasting(choices: Choices) -> tuple[str, ...]:
    """Return, as options, the choices that may hold for the next export of these columns too."""
    return tuple(choice.option for choice in choices.chosen if choice.key not in _OF_ONE_FILE)


def header_key(header: tuple[str, ...]) -> str:
    """Return what a header is remembered by; it does not reveal the names."""
    names = "\x1f".join(column_key(name) for name in header)
    return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()


def check_table(table: Table, charter: Charter, roles: ColumnRoles) -> Checkup:
    """Run the health check with the guardrails the analysis would take."""
    if charter.guardrails is None:
        charter = charter.with_guardrails(propose_guardrails(table, roles))
    return run_health_check(table, charter, roles)


def analyse_table(table: Table, charter: Charter, roles: ColumnRoles) -> Report:
    """Check, analyse and decide."""
    return run_experiment(table, charter, roles)


def _open(content: Content, remembered: Remembered, checkpoint: Checkpoint) -> Opened:
    reading = interpret(content, Choices(), checkpoint)
    header = reading.interpretation.raw.header
    key = header_key(header)
    fitting = _fitting(remembered.get(key, ()), header)
    choices = Choices()
    if fitting.chosen:
        choices, reading = _read_as_before(content, fitting, reading, checkpoint)
    return Opened(
        content=content,
        reading=reading,
        charter=Charter(),
        header_key=key,
        remembered=choices.chosen,
    )


def _fitting(options: tuple[str, ...], header: tuple[str, ...]) -> Choices:
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


def _read_as_before(
    content: Content, fitting: Choices, plain: Reading, checkpoint: Checkpoint
) -> tuple[Choices, Reading]:
    """Take as many choices over as the file bears; none of them is ever an error."""
    try:
        return fitting, interpret(content, fitting, checkpoint)
    except ExperimentError:
        pass
    choices, reading = Choices(), plain
    for choice in fitting.chosen:
        try:
            reading = interpret(content, choices.with_choice(choice), checkpoint)
        except ExperimentError:
            continue
        choices = choices.with_choice(choice)
    return choices, reading


_FEWEST_COLUMNS: Final = 2
