"""Experiments in one line, for tests that ask what the product makes of them."""

from pathlib import Path

from experimentos_core.charter import Charter
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.content import Content, ContentKind
from experimentos_core.reading.formats.delimited import read_delimited
from experimentos_core.reading.formats.files import sha256
from experimentos_core.reading.formats.header import find_header
from experimentos_core.reading.formats.opening import read_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.table import Table


def content_of(text: str | bytes, name: str = "experiment.csv") -> Content:
    """Return text as the content of a file."""
    data = text.encode() if isinstance(text, str) else text
    return Content(name=name, kind=ContentKind.TEXT, data=data, sha256=sha256(data))


def table_of(text: str | bytes, name: str = "experiment.csv") -> Table:
    """Return the cells of CSV text as they stand, nothing made of them."""
    return find_header(read_delimited(content_of(text, name))).table


def table_at(path: Path) -> Table:
    """Read a tidy file the way the program does."""
    reading = interpret_content(read_content(path))
    assert reading.is_ready
    assert reading.table is not None
    return reading.table


def csv_of(*rows: tuple[object, ...], header: str = "variant,users,conversions") -> str:
    """Write rows as CSV text; the first row is the control."""
    return "\n".join([header, *(",".join(str(cell) for cell in row) for row in rows)]) + "\n"


def two_arms(
    users: tuple[int, int],
    conversions: tuple[int, int],
    **guardrails: tuple[int, int],
) -> Table:
    """Return a control and a treatment with guardrail counts by name."""
    header = ",".join(["variant", "users", "conversions", *guardrails])
    columns = [("control", "treatment"), users, conversions, *guardrails.values()]
    return table_of(csv_of(*zip(*columns, strict=True), header=header))


def report_of(
    table: Table | str, charter: Charter | None = None, roles: ColumnRoles | None = None
) -> Report:
    """Run the whole main job on a table."""
    table = table_of(table) if isinstance(table, str) else table
    return run_experiment(table, charter or Charter(), roles)


def codes_of(report: Report) -> list[str]:
    """Return the finding codes of a report."""
    return [issue.code.value for issue in report.health.issues]


def write(path: Path, text: str) -> Path:
    """Write text as UTF-8 and return the path."""
    path.write_text(text, encoding="utf-8")
    return path
