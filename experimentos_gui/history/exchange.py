"""What the worker threads do with files: take an experiment in, write one out, write the list."""

from pathlib import Path

from experimentos_core.experiment import Report
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import with_decision
from experimentos_core.history.export import write_experiment
from experimentos_core.history.finding import Query, find, row_of
from experimentos_core.history.importing import import_experiment
from experimentos_core.history.list_export import write_list
from experimentos_core.history.opening import read_experiment, read_report
from experimentos_core.history.travel import LARGEST_FILE


def take_in(history: Database, path: Path) -> str:
    """Take an exported experiment in as a copy; return its name.

    Raises:
        HistoryError: When it cannot be read, or is none; nothing has changed then.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            message = f"{path.name} has {size:,} bytes, more than any experiment."
            raise HistoryError(message, "Choose a file that was made with Export.")
        data = path.read_bytes()
    except OSError as error:
        message = f"{path} could not be read: {error.strerror or error}."
        raise HistoryError(message, "Check that the file is there and may be read.") from error
    row = row_of(history, import_experiment(history, data))
    return row.name if row is not None else ""


def write_out(history: Database, uid: str, path: Path) -> Path:
    """Write an experiment to a file."""
    write_experiment(history, uid, path)
    return path


def write_out_list(history: Database, query: Query, path: Path) -> tuple[Path, int]:
    """Write what is listed to a file; return it with how many there are."""
    keys = find(history, query)
    write_list(history, keys, path)
    return path, len(keys)


def stored_report(history: Database, uid: str, number: int) -> Report:
    """Return a report as it was made, with the decision that was taken on it."""
    report = read_report(history, uid, number)
    return with_decision(report, number, read_experiment(history, uid).events)
