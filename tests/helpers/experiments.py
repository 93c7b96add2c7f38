"""Experiments in one line, for tests that ask what the product makes of them."""

from pathlib import Path

from experimentos_core.charter import Charter
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.reading.delimited import read_delimited
from experimentos_core.reading.roles import ColumnRoles
from experimentos_core.reading.table import Table


def table_of(text: str | bytes, name: str = "experiment.csv") -> Table:
    """Read CSV text the way a file is read."""
    content = text.encode() if isinstance(text, str) else text
    return read_delimited(content, name, DEFAULT_THRESHOLDS)


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
