"""What the session's worker threads do; importing this module loads the statistics."""

from dataclasses import dataclass
from pathlib import Path

from experimentos_core.charter import Charter
from experimentos_core.experiment import Report, propose_guardrails, run_experiment
from experimentos_core.healthcheck import Checkup, run_health_check
from experimentos_core.reading.files import read_table
from experimentos_core.reading.role_guess import guess_roles
from experimentos_core.reading.roles import ColumnRoles
from experimentos_core.reading.table import Table
from experimentos_core.samples import sample_at


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """What reading a file yields.

    Attributes:
        table: Its cells.
        roles: A first guess at the required columns.
        charter: The plan of the sample it is; an empty one for any other file.
    """

    table: Table
    roles: ColumnRoles
    charter: Charter


def read_file(path: Path) -> OpenedFile:
    """Read a file as a table.

    Raises:
        ReadingError: When it holds none.
    """
    table = read_table(path)
    sample = sample_at(path)
    charter = sample.charter if sample is not None else Charter()
    return OpenedFile(table=table, roles=guess_roles(table), charter=charter)


def check_table(table: Table, charter: Charter, roles: ColumnRoles) -> Checkup:
    """Run the health check with the guardrails the analysis would take."""
    if charter.guardrails is None:
        charter = charter.with_guardrails(propose_guardrails(table, roles))
    return run_health_check(table, charter, roles)


def analyse_table(table: Table, charter: Charter, roles: ColumnRoles) -> Report:
    """Check, analyse and decide."""
    return run_experiment(table, charter, roles)
