"""A stored report computed anew: equal, or every difference by name and what it comes from.

It is computed twice where the thresholds changed since: with those it was made with, so that what
differs then comes from the program, and with those of today, so that the rest comes from them.
"""

from dataclasses import fields, replace
from typing import Final

from experimentos_core import __version__
from experimentos_core.experiment import SCHEMA_VERSION, Report
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import ExperimentError, HistoryError
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.history.database import Database
from experimentos_core.history.opening import read_experiment, read_stored_report
from experimentos_core.history.records import AnalysisEntry
from experimentos_core.history.rereading import Reread, reread
from experimentos_core.history.rerun_records import Cause, CauseKind, Rerun, RerunDifference
from experimentos_core.memo_check import Comparison, Difference, compare_reports, recompute
from experimentos_core.report_files import StoredReport
from experimentos_core.report_migrations import without_later

_THRESHOLDS: Final = "Thresholds"
_MOST_NAMED: Final = 5


def rerun(database: Database, uid: str, number: int | None = None) -> Rerun:
    """Compute a stored report anew.

    Args:
        database: The history; nothing is written to it.
        uid: The experiment.
        number: The report; None: the latest.

    Raises:
        HistoryError: When there is no such report, it was changed since, or nothing can be
            computed from it any more.
    """
    entry = _entry(database, uid, number)
    stored = read_stored_report(database, uid, entry.number)
    report = stored.report
    usual = replace(report, thresholds=DEFAULT_THRESHOLDS)
    try:
        again = recompute(report)
        today = recompute(usual) if report.thresholds != DEFAULT_THRESHOLDS else again
    except ExperimentError as error:
        message = f"This report can no longer be computed. {error.message}"
        raise HistoryError(message, error.hint) from error
    made = compare_reports(report, without_later(again, stored.stored_version))
    moved = compare_reports(again, today)
    changed = _changed(stored, again)
    kinds = tuple(dict.fromkeys(cause.kind for cause in changed)) or (CauseKind.UNKNOWN,)
    own = tuple(kind for kind in kinds if kind is not CauseKind.THRESHOLD) or (CauseKind.UNKNOWN,)
    file = reread(database, stored, entry.file_name)
    differences = (
        *(_difference(where, then, now, own) for where, then, now in file.differences),
        *(_from(one, own) for one in made.differences),
        *(
            _from(one, (CauseKind.THRESHOLD,))
            for one in moved.differences
            if not one.where.startswith(_THRESHOLDS)
        ),
    )
    return Rerun(
        uid=uid,
        number=entry.number,
        file_name=entry.file_name,
        made_at=entry.made_at,
        is_equal=not differences,
        figures=made.figures,
        file=file.outcome,
        differences=differences,
        changed=changed,
        remarks=_remarks(made, file),
    )


def _entry(database: Database, uid: str, number: int | None) -> AnalysisEntry:
    entries = read_experiment(database, uid).analyses
    if not entries:
        message = "This experiment has no report so far."
        raise HistoryError(message, "Analyse its data first.")
    if number is None:
        return entries[-1]
    found = next((entry for entry in entries if entry.number == number), None)
    if found is None:
        message = f"There is no analysis {number} of this experiment."
        raise HistoryError(message, f"It has {len(entries)}.")
    return found


def _changed(stored: StoredReport, again: Report) -> tuple[Cause, ...]:
    """Return everything known to have changed since the report was made."""
    report = stored.report
    found: list[Cause] = []
    if report.app_version != __version__:
        found.append(_cause(CauseKind.PROGRAM, "ExperimentOS", report.app_version, __version__))
    for name in {**report.libraries, **again.libraries}:
        then, now = (one.libraries.get(name, "") for one in (report, again))
        if then != now:
            found.append(_cause(CauseKind.LIBRARY, name, then, now))
    for field in fields(DEFAULT_THRESHOLDS):
        then, now = (getattr(one, field.name) for one in (report.thresholds, DEFAULT_THRESHOLDS))
        if then != now:
            name = field.name.replace("_", " ")
            found.append(_cause(CauseKind.THRESHOLD, name, f"{then:g}", f"{now:g}"))
    if stored.is_migrated:
        then, now = str(stored.stored_version), str(SCHEMA_VERSION)
        found.append(_cause(CauseKind.FORMAT, "report format", then, now))
    return tuple(found)


def _cause(kind: CauseKind, name: str, then: str, now: str) -> Cause:
    return Cause(kind=kind, name=make_visible(name, 80), then=make_visible(then, 80), now=now)


def _from(one: Difference, causes: tuple[CauseKind, ...]) -> RerunDifference:
    return _difference(one.where, one.told, one.computed, causes)


def _difference(where: str, then: str, now: str, causes: tuple[CauseKind, ...]) -> RerunDifference:
    sentence = f"{where}: then {then or 'nothing'}, now {now or 'nothing'}."
    return RerunDifference(
        where=where, then=then, now=now, causes=causes, sentence=make_visible(sentence)
    )


def _remarks(made: Comparison, file: Reread) -> tuple[str, ...]:
    found = list(file.remarks)
    if made.last_digits:
        found.append(
            f"{len(made.last_digits):,} figures differ in their last digits only, as they do "
            "between processors."
        )
    if made.close:
        found.append(
            f"Other libraries give {len(made.close):,} figures that agree closely, but not to the "
            f"last digit: {_named(made.close)}."
        )
    if made.reworded:
        found.append(
            f"This version words {len(made.reworded):,} sentences otherwise; their figures agree: "
            f"{_named(made.reworded)}."
        )
    return tuple(found)


def _named(places: tuple[str, ...]) -> str:
    more = len(places) - _MOST_NAMED
    named = "; ".join(places[:_MOST_NAMED])
    return f"{named} and {more:,} more" if more > 0 else named
