"""What the session's worker threads do; the statistics load with the first check, not before.

A file that is opened right after the start is thereby read and shown while they still load.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.errors import ExperimentError, ReadingError
from experimentos_core.reading.choices import Choice, Choices
from experimentos_core.reading.columns.roles import ColumnRoles, ColumnUse, propose_columns
from experimentos_core.reading.content import Content
from experimentos_core.reading.formats.opening import clipboard_content, read_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.table import Table, column_key
from experimentos_core.samples import sample_at
from experimentos_gui.models.continuous import ContinuousMetrics, find_continuous
from experimentos_gui.models.variants import Variant, find_variants
from experimentos_gui.session.pasted import is_table
from experimentos_gui.session.remembering import (
    fitting_choices,
    fitting_guardrails,
    fitting_primary,
    lasting_choices,
    lasting_guardrails,
    lasting_primary,
)

if TYPE_CHECKING:
    from experimentos_core.charter.chain import CharterChain
    from experimentos_core.experiment import Report
    from experimentos_core.healthcheck import Checkup

type Checkpoint = Callable[[], None]
type Remembered = Mapping[str, tuple[str, ...]]

_NO_ROLES: Final = ColumnRoles(variant="", users="", conversions="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading, and what the wizard needs to know of every cell.

    Attributes:
        interpretation: The reading.
        uses: What each column of its table would be taken for; of the rows as they stood where
            there is no table yet.
        variants: The rows of that table that are variants.
        continuous: Its continuous metrics.
    """

    interpretation: Interpretation
    uses: tuple[ColumnUse, ...]
    variants: tuple[Variant, ...]
    continuous: ContinuousMetrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening an export yields.

    Attributes:
        content: Its bytes, to be read otherwise.
        reading: The reading.
        charter: The plan of the sample it is; an empty one for anything else.
        header_key: What the columns are remembered by; empty for a sample.
        remembered: The choices of last time that were taken over.
        guardrails: The guardrails of last time that were taken over; None where none were kept.
        primary: The mean that decided last time and was taken over; None where none was kept.
        is_original: Whether `content` holds the very bytes of the export; rows of a memo stand in
            for them otherwise.
    """

    content: Content
    reading: Reading
    charter: Charter
    header_key: str
    remembered: tuple[Choice, ...]
    guardrails: tuple[GuardrailPlan, ...] | None
    primary: PrimaryPlan | None
    is_original: bool = True


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
        ReadingError: When it holds no table of variants; words with commas in them are none.
        ReadingCancelled: When `checkpoint` says so.
    """
    opened = _open(clipboard_content(text), remembered, checkpoint)
    if not is_table(opened.reading.interpretation):
        message = "The clipboard holds no table of variants and their users."
        raise ReadingError(message, "Copy the cells with their heads, then paste again.")
    return opened


def opened_again(content: Content, reading: Reading, key: str) -> Opened:
    """Return an export that was kept with how it was read, as if it had just been opened."""
    return Opened(
        content=content,
        reading=reading,
        charter=Charter(),
        header_key=key,
        remembered=(),
        guardrails=None,
        primary=None,
    )


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
    return Reading(
        interpretation=made,
        uses=uses,
        variants=find_variants(table, made.roles),
        continuous=find_continuous(made),
    )


def lasting(reading: Reading, charter: Charter) -> tuple[str, ...]:
    """Return, as options, what may hold for the next export of these columns too."""
    made = reading.interpretation
    primary = lasting_primary(charter, reading.continuous)
    guardrails = lasting_guardrails(charter, made.roles, reading.uses, reading.continuous)
    return (*lasting_choices(made.choices), *primary, *guardrails)


def header_key(header: tuple[str, ...]) -> str:
    """Return what a header is remembered by; it does not reveal the names."""
    names = "\x1f".join(column_key(name) for name in header)
    return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()


def check_table(table: Table, charter: Charter, roles: ColumnRoles) -> "Checkup":
    """Run the health check with the guardrails the analysis would take.

    Raises:
        CharterError: For a guardrail whose margins no change could reach, or that is listed twice.
    """
    from experimentos_core.experiment import (  # noqa: PLC0415 - see above
        propose_guardrails,
        settle_guardrails,
    )
    from experimentos_core.healthcheck import run_health_check  # noqa: PLC0415 - see above

    if charter.guardrails is None:
        charter = charter.with_guardrails(propose_guardrails(table, roles, charter))
    return run_health_check(table, settle_guardrails(table, roles, charter), roles)


def analyse_table(
    table: Table, charter: Charter, roles: ColumnRoles, chain: "CharterChain | None" = None
) -> "Report":
    """Check, analyse and decide; hold the result to the locked plan, where there is one."""
    from experimentos_core.experiment import run_experiment  # noqa: PLC0415 - see above

    return run_experiment(table, charter, roles, chain=chain)


def _open(content: Content, remembered: Remembered, checkpoint: Checkpoint) -> Opened:
    reading = interpret(content, Choices(), checkpoint)
    header = reading.interpretation.raw.header
    key = header_key(header)
    options = remembered.get(key, ())
    fitting = fitting_choices(options, header)
    choices = Choices()
    if fitting.chosen:
        choices, reading = _read_as_before(content, fitting, reading, checkpoint)
    table = reading.interpretation.table or reading.interpretation.raw
    primary = fitting_primary(options, reading.continuous)
    guardrails = fitting_guardrails(options, (*header, *table.header), reading.continuous)
    return Opened(
        content=content,
        reading=reading,
        charter=Charter(primary=primary or PrimaryPlan(), guardrails=guardrails),
        header_key=key,
        remembered=choices.chosen,
        guardrails=guardrails,
        primary=primary,
    )


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
