"""What `history` does: list, show, export, import and rerun, in the same store as the window."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.errors import UsageError
from experimentos_core.foundation.files import write_atomically
from experimentos_core.foundation.paths import user_paths
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.history.database import Database
from experimentos_core.history.export import write_experiment
from experimentos_core.history.finding import Order, Query, Standing, find, rows_of, uid_like
from experimentos_core.history.importing import import_experiment, import_report
from experimentos_core.history.list_export import write_list
from experimentos_core.history.opening import read_experiment, read_report
from experimentos_core.history.place import history_of
from experimentos_core.history.records import ExperimentRow, StoredExperiment
from experimentos_core.history.rerun import rerun
from experimentos_core.history.travel import LARGEST_FILE
from experimentos_core.history_words import listed, rerun_words, shown
from experimentos_core.memo.memo import generate_memo
from experimentos_core.memo_check import check_memo_file, looks_like_memo
from experimentos_core.reading.formats.files import read_bytes

SCHEMA_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDocument:
    """The answer of `history list` as JSON.

    Attributes:
        schema_version: Version of this record's shape.
        found: How many there are, those beyond the limit among them.
        experiments: What the list says of each.
    """

    schema_version: int
    found: int
    experiments: tuple[ExperimentRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDocument:
    """The answer of `history show` as JSON.

    Attributes:
        schema_version: Version of this record's shape.
        experiment: Everything but the content of files and earlier reports.
        report: The latest report; None before there is one.
    """

    schema_version: int
    experiment: StoredExperiment
    report: Report | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDocument:
    """The answer of `history export` and `history import` as JSON.

    Attributes:
        schema_version: Version of this record's shape.
        uid: The experiment in this history.
        file: The file it was written to or taken from.
    """

    schema_version: int
    uid: str
    file: str


def history(options: argparse.Namespace) -> tuple[str, bool]:
    """Do what is asked of the history.

    Returns:
        The text for standard output, and whether all is as it was: False for a rerun that differs.

    Raises:
        ExperimentError: When the history, a file or the command line cannot be used.
    """
    database = history_of(user_paths())
    document, text, is_as_it_was = _COMMANDS[options.what](database, options)
    answer = to_json(document) + "\n"
    if options.json == "-":
        return answer, is_as_it_was
    if options.json is not None:
        write_atomically(Path(options.json), answer.encode("utf-8", "replace"))
    return text, is_as_it_was


type Answer = tuple[object, str, bool]


def _list(database: Database, options: argparse.Namespace) -> Answer:
    if options.limit is not None and options.limit < 0:
        raise UsageError(f"--limit must not be negative, but is {options.limit}.", "Leave it out.")
    if options.trash and options.verdict is not None:
        raise UsageError("--trash and --verdict cannot be asked together.", "Leave one out.")
    standing = Standing.TRASH if options.trash else Standing(options.verdict or "all")
    query = Query(
        text=options.search, standing=standing, tag=options.tag, order=Order(options.order)
    )
    keys = find(database, query)
    wanted = keys if options.limit is None else keys[: options.limit]
    if options.csv is not None:
        write_list(database, wanted, options.csv)
    rows = rows_of(database, wanted)
    document = ListDocument(schema_version=SCHEMA_VERSION, found=len(keys), experiments=rows)
    return document, listed(rows, len(keys)), True


def _show(database: Database, options: argparse.Namespace) -> Answer:
    found = read_experiment(database, resolve(database, options.id))
    last = found.analyses[-1].number if found.analyses else 0
    report = read_report(database, found.row.uid, last) if last else None
    document = ShowDocument(schema_version=SCHEMA_VERSION, experiment=found, report=report)
    return document, shown(found, report), True


def _export(database: Database, options: argparse.Namespace) -> Answer:
    uid = resolve(database, options.id)
    write_experiment(database, uid, options.file)
    document = MovedDocument(schema_version=SCHEMA_VERSION, uid=uid, file=str(options.file))
    return document, f"{uid[:8]} was written to {make_visible(str(options.file))}.\n", True


def _import(database: Database, options: argparse.Namespace) -> Answer:
    uid = _taken_in(database, options.file)
    document = MovedDocument(schema_version=SCHEMA_VERSION, uid=uid, file=str(options.file))
    return document, f"Taken in as {uid[:8]}.\n", True


def _taken_in(database: Database, path: Path) -> str:
    """Take a file in; a memo only where it proves itself, in words that were compared."""
    if not looks_like_memo(path):
        return import_experiment(database, read_bytes(path, LARGEST_FILE, "an experiment"))
    check = check_memo_file(path)
    if not check.passed:
        message = f"{path.name} does not prove itself: {check.differences[0].sentence}"
        raise UsageError(message, "Nothing was taken from it; `verify` lists all that differs.")
    report = check.recomputed if check.is_worded_elsewhere else check.report
    report = report or check.report
    return import_report(database, report, generate_memo(report).markdown)


def _rerun(database: Database, options: argparse.Namespace) -> Answer:
    found = rerun(database, resolve(database, options.id), options.analysis)
    return found, rerun_words(found), found.is_equal


_COMMANDS: Final[dict[str, Callable[[Database, argparse.Namespace], Answer]]] = {
    "list": _list,
    "show": _show,
    "export": _export,
    "import": _import,
    "rerun": _rerun,
}


def resolve(database: Database, start: str) -> str:
    """Return the experiment whose id begins so.

    Raises:
        UsageError: Where there is none, or more than one.
    """
    found = uid_like(database, start.strip().lower()) if start.strip() else ()
    if start.strip().lower() in found or len(found) == 1:
        return start.strip().lower() if start.strip().lower() in found else found[0]
    if not found:
        message = f"There is no experiment {start!r} in the history."
        raise UsageError(message, "List them: history list.")
    message = f"{start!r} is the start of {len(found)} experiments: {', '.join(found)}."
    raise UsageError(message, "Write more of it.")
