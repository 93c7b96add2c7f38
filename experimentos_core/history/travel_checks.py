"""Whether what an arriving experiment tells is what its own reports and rules come to.

Digests only show that nothing was changed by accident: whoever writes a file can write those too.
"""

from experimentos_core import __version__
from experimentos_core.experiment import Report
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.history.decisions import check_realised, decisions_in, realised_in
from experimentos_core.history.records import AnalysisEntry, Event
from experimentos_core.memo_check import compare_reports, recompute
from experimentos_core.taken import DecisionTaken, check_taken


def check_told(
    events: tuple[Event, ...], entries: tuple[AnalysisEntry, ...], reports: tuple[Report, ...]
) -> None:
    """Refuse numbers no history counts, decisions on what no rule recommended, other results.

    The latest report is computed anew, where this very version made it; of another one the
    figures may differ for good reasons, which a re-run names.

    Raises:
        ExperimentError: Naming the first fault.
    """
    _check_counts(entries)
    made = {entry.number: report for entry, report in zip(entries, reports, strict=True)}
    for logged in decisions_in(events):
        check_taken(logged.taken)
        if logged.analysis not in made:
            raise _fault("It decides on a report there is not.")
        if not _is_of_rules(logged.taken, made[logged.analysis]):
            raise _fault("It decides on a recommendation the rules did not give.")
    found = realised_in(events)
    if found is not None:
        check_realised(found)
    if reports:
        _check_results(reports[-1])


def _check_counts(entries: tuple[AnalysisEntry, ...]) -> None:
    """See that reports are counted from 1 on, and new data is another look."""
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        look = seen.setdefault(entry.file, len(seen) + 1)
        if (entry.number, entry.look) != (number, look):
            raise _fault("It counts its reports as no history does.")


def _is_of_rules(taken: DecisionTaken, report: Report) -> bool:
    decision = report.decision
    variants = (None, decision.variant)
    return taken.recommended is decision.decision and taken.recommended_variant in variants


def _check_results(report: Report) -> None:
    if report.app_version != __version__:
        return
    try:
        found = compare_reports(report, recompute(report)).differences
    except Exception as error:  # a report put together by hand may break anything
        raise _fault("Nothing can be computed from its latest report.") from error
    if found:
        raise _fault(f"Its latest report is not what its data gives. {found[0].sentence}")


def _fault(message: str) -> HistoryError:
    return HistoryError(message, "Have it exported once more.")
