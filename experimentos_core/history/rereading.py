"""The stored bytes of an export read again, by what was chosen then."""

from dataclasses import dataclass, fields
from typing import Final

from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.history.database import Database
from experimentos_core.history.opening import stored_file
from experimentos_core.history.rerun_records import FileOutcome
from experimentos_core.input_record import InputRecord, record_input
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.report_files import StoredReport

_NOT_IN_FORMAT_1: Final = frozenset({"written", "is_turned", "margin"})
_ASIDE: Final = frozenset({"name", "table_sha256"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What came of it.

    Attributes:
        outcome: In one word.
        differences: Where, what stood in the report, and what is read now.
        remarks: What must be known beside them.
    """

    outcome: FileOutcome
    differences: tuple[tuple[str, str, str], ...] = ()
    remarks: tuple[str, ...] = ()


def reread(database: Database, stored: StoredReport, name: str) -> Reread:
    """Read the bytes of an export again, and compare the table with that in the report.

    Raises:
        HistoryError: When the stored bytes are damaged.
    """
    data = stored.report.input
    with database.reading() as connection:
        query = "SELECT 1 FROM files WHERE sha256 = ?"
        if connection.execute(query, (data.sha256,)).fetchone() is None:
            remark = f"The bytes of {make_visible(name, 80)} were not kept; its table was."
            return Reread(outcome=FileOutcome.NOT_KEPT, remarks=(remark,))
        file = stored_file(connection, data.sha256, name)
    content = Content(
        name=data.name, kind=ContentKind(file.kind), data=file.data, sha256=file.sha256
    )
    try:
        reading = interpret_content(content, Choices.parse(data.choices))
    except ExperimentError as error:
        return _unreadable(error.message)
    if reading.table is None or reading.questions:
        return _unreadable("the file leaves open what was decided then")
    found = _differences(stored, record_input(reading.table, reading.roles))
    outcome = FileOutcome.DIFFERENT if found else FileOutcome.EQUAL
    return Reread(outcome=outcome, differences=found)


def _unreadable(why: str) -> Reread:
    difference = ("File", "read as the table in the report", f"cannot be read: {why}")
    return Reread(outcome=FileOutcome.UNREADABLE, differences=(difference,))


def _differences(stored: StoredReport, now: InputRecord) -> tuple[tuple[str, str, str], ...]:
    """Name what is read otherwise; what an older format did not keep is not compared."""
    aside = _ASIDE | _NOT_IN_FORMAT_1 if stored.is_migrated else _ASIDE
    then = stored.report.input
    return tuple(
        (f"File, {field.name.replace('_', ' ')}", *_shown(before, after))
        for field in fields(then)
        if field.name not in aside
        and (before := getattr(then, field.name)) != (after := getattr(now, field.name))
    )


def _shown(then: object, now: object) -> tuple[str, str]:
    """Return the two in words; of long lists the first entry that differs."""
    if isinstance(then, tuple) and isinstance(now, tuple):
        for index, (one, other) in enumerate(zip(then, now, strict=False), start=1):
            if one != other:
                return f"{index}: {_word(one)}", f"{index}: {_word(other)}"
        return f"{len(then)} entries", f"{len(now)} entries"
    return _word(then), _word(now)


def _word(value: object) -> str:
    return make_visible(str(value), 120)
