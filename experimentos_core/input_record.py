"""The data of an experiment inside its report, and the table it came from, either way."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from experimentos_core.charter.chain import canonical
from experimentos_core.foundation.codec import to_plain
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Note
from experimentos_core.reading.table import DailyRows, Source, Table

_DIGEST: Final = "table_sha256"
_JOINT: Final = " \u00b7 "


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCell:
    """A cell that did not stand in the file as the plain number it was read as.

    Attributes:
        row: Number of its row in the file.
        column: Key of its column, as `column_key` returns it.
        plain: The plain number.
        written: The text that stood there.
    """

    row: int
    column: str
    plain: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRecord:
    """The data itself, so that a report can be recomputed anywhere.

    Attributes:
        name: File name without folders.
        sha256: Digest of the file's bytes.
        dialect: How it was read, in words.
        roles: Which column played which part.
        header: Column names.
        rows: Cells as text.
        row_numbers: Row of the file each data row stood in.
        choices: What a person chose about the reading, as written after `--map`.
        notes: What the reading did to get from the file to these rows.
        confirmed_rows: Rows a person wants used although they read like totals.
        days: The rows by day that were added up; None where the file had no days.
        written: Cells that did not stand as plain numbers.
        is_turned: Whether each row stood in a column of the file.
        margin: Blank columns of the file before the first one of the table.
        table_sha256: Digest of all of the above, so that the data vouches for itself.
    """

    name: str
    sha256: str
    dialect: str
    roles: ColumnRoles
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    choices: tuple[str, ...]
    notes: tuple[Note, ...]
    confirmed_rows: tuple[int, ...]
    days: DailyRows | None
    written: tuple[WrittenCell, ...]
    is_turned: bool
    margin: int
    table_sha256: str


def record_input(table: Table, roles: ColumnRoles) -> InputRecord:
    """Return the record of a table, its digest included."""
    record = InputRecord(
        name=table.source.name,
        sha256=table.source.sha256,
        dialect=table.source.dialect,
        roles=roles,
        header=table.header,
        rows=table.rows,
        row_numbers=table.row_numbers,
        choices=table.choices,
        notes=table.notes,
        confirmed_rows=table.confirmed_rows,
        days=table.days,
        written=tuple(
            WrittenCell(row=row, column=column, plain=plain, written=written)
            for (row, column), (plain, written) in sorted(table.rewritten.items())
        ),
        is_turned=table.source.is_turned,
        margin=table.source.margin,
        table_sha256="",
    )
    return replace(record, table_sha256=digest_of(record))


def table_of(record: InputRecord) -> Table:
    """Return the table a record was made of; recording it again gives the same record."""
    encoding, *rest = record.dialect.split(_JOINT)
    return Table(
        header=record.header,
        rows=record.rows,
        row_numbers=record.row_numbers,
        source=Source(
            name=record.name,
            sha256=record.sha256,
            encoding=encoding,
            separator=rest[0] if rest else "",
            details=tuple(rest[1:]),
            is_turned=record.is_turned,
            margin=record.margin,
        ),
        choices=record.choices,
        notes=record.notes,
        confirmed_rows=record.confirmed_rows,
        days=record.days,
        rewritten={(cell.row, cell.column): (cell.plain, cell.written) for cell in record.written},
    )


def digest_of(record: InputRecord) -> str:
    """Return the digest a record should carry."""
    return plain_digest(to_plain(record))


def plain_digest(record: Mapping[str, object]) -> str:
    """Return the SHA-256, in hexadecimal, of a record as JSON values without its own digest."""
    content = {key: value for key, value in record.items() if key != _DIGEST}
    return hashlib.sha256(canonical(content)).hexdigest()
