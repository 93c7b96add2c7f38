"""A memo opened on a thread: checked against its own data, and made into what the window shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from experimentos_core.charter.chain import CharterChain, faults_of
from experimentos_core.experiment import Report
from experimentos_core.input_record import table_of
from experimentos_core.memo_check import MemoCheck, check_memo_file
from experimentos_core.memo_verifying import memo_check_text
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.columns.roles import ColumnRoles, propose_columns
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.interpretation import Interpretation, Shape
from experimentos_core.reading.table import Table
from experimentos_gui.models.continuous import find_continuous
from experimentos_gui.models.variants import find_variants
from experimentos_gui.session.work import Opened, Reading

_NO_ROLES: Final = ColumnRoles(variant="", users="", conversions="")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMemo:
    """What opening a memo yields.

    Attributes:
        name: The name of its file.
        check: What came of checking it.
        text: The same in words, as the command line prints it.
        shown: The report to be shown: that of a memo which proved itself word for word, else the
            one its data gives; None where it gives none.
        opened: Its data, to be shown and analysed again; None likewise.
        chain: Its locked plan; None where the plan was not locked, or its seals are broken.
    """

    name: str
    check: MemoCheck
    text: str
    shown: Report | None
    opened: Opened | None
    chain: CharterChain | None


def open_memo_file(path: Path, checkpoint: Callable[[], None]) -> OpenedMemo:
    """Check a memo and make its data ready to be shown.

    What a changed memo says is never shown as a result: its data gives what is shown. So it does
    where the sentences of a memo were not compared, because another version wrote it.

    Raises:
        ReadingError: When it cannot be read, or is no whole memo.
        ReadingCancelled: When `checkpoint` says so.
    """
    check = check_memo_file(path, lambda _: checkpoint())
    checkpoint()
    is_proved = check.passed and not check.is_worded_elsewhere
    shown = check.report if is_proved else check.recomputed
    chain = CharterChain(versions=shown.lock) if shown is not None and shown.lock else None
    return OpenedMemo(
        name=path.name,
        check=check,
        text=memo_check_text(check, path.name),
        shown=shown,
        opened=opened_of(shown) if shown is not None else None,
        chain=chain if chain is not None and not faults_of(chain) else None,
    )


def opened_of(report: Report) -> Opened:
    """Return the data of a report as if its file had just been opened.

    The file itself is not in the report. Its rows stand in for it as plain CSV, so that they can
    be read otherwise; until then table, notes and columns are the very ones of the report.
    """
    table = table_of(report.input)
    made = Interpretation(
        raw=table,
        table=table,
        roles=report.input.roles,
        choices=Choices(),
        shape=Shape.VARIANTS,
        chips=(),
        # Without a way back: it would lead through the file, which is not here.
        notes=tuple(replace(note, undo=None) for note in table.notes),
        questions=(),
    )
    reading = Reading(
        interpretation=made,
        uses=propose_columns(table, _NO_ROLES),
        variants=find_variants(table, made.roles),
        continuous=find_continuous(made),
    )
    charter = report.charter
    return Opened(
        content=Content(
            name=report.input.name,
            kind=ContentKind.TEXT,
            data=csv_of(table),
            sha256=report.input.sha256,
        ),
        reading=reading,
        charter=replace(charter, guardrails=None) if report.guardrails_proposed else charter,
        header_key="",  # nothing is remembered for the next export: this is none
        remembered=(),
        guardrails=None,
        primary=None,
        is_original=False,
    )


def csv_of(table: Table) -> bytes:
    """Return the rows of a table as CSV in UTF-8, every cell in quotes."""
    lines = (",".join(map(_quoted, cells)) for cells in (table.header, *table.rows))
    return "".join(f"{line}\n" for line in lines).encode(errors="replace")


def _quoted(cell: str) -> str:
    return f'"{cell.replace('"', '""')}"'
