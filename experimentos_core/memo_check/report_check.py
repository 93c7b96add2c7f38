"""The report in a memo: its data's digest, its locked plan, and every number computed anew."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Final

from experimentos_core import __version__
from experimentos_core.charter.chain import CharterChain, faults_of
from experimentos_core.experiment import Report
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import ExperimentError, ReadingError
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.input_record import digest_of
from experimentos_core.memo_check.findings import Finding
from experimentos_core.memo_check.places import value_words
from experimentos_core.memo_check.records import Difference, DifferenceKind
from experimentos_core.memo_check.reports import Comparison, compare_reports, is_same_program
from experimentos_core.reading.notes import NoteCode
from experimentos_core.report_files import StoredReport
from experimentos_core.report_migrations import without_later
from experimentos_core.taken import faults_of_taken

_DIGEST: Final = "Data"
_FIRST_WITH_DIGEST: Final = 2
_REMEMBERS_CELLS: Final = 2  # formats before did not keep how a cell was written
_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """What recomputing came to, before it is known whether the file was touched.

    Attributes:
        report: The report the data gives; None where nothing can be computed.
        figures: How many figures were recomputed.
        differences: Everything that differs.
        last_digits: What differs in its last digits only.
        remarks: What must be known beside them.
    """

    report: Report | None
    figures: int
    differences: tuple[Difference, ...]
    last_digits: tuple[Difference, ...]
    remarks: tuple[str, ...]

    def finding(self, *, is_untouched: bool) -> Finding:
        """Judge the last digits: processors round them; in a file that was touched, a hand may."""
        differences, remarks = self.differences, self.remarks
        if is_untouched and self.last_digits:
            rounded = (
                f"{len(self.last_digits):,} figures differ in their last digits only, as they do "
                "between processors; the file itself is as it was written."
            )
            remarks = (*remarks, rounded)
        else:
            differences = (*differences, *self.last_digits)
        outcome = f"{self.figures:,} figures recomputed from the data in the memo"
        if self.report is None:
            outcome = "could not be recomputed"
        elif not differences:
            outcome = f"{outcome}, all agree"
        return Finding(name="Numbers", outcome=outcome, differences=differences, remarks=remarks)


def check_digest(stored: StoredReport) -> Finding:
    """Compare the rows in the memo with their digest."""
    data = stored.report.input
    if stored.stored_version < _FIRST_WITH_DIGEST:
        outcome = "memos of this format carry no digest of their data"
        return Finding(name=_DIGEST, outcome=outcome)
    digest = digest_of(data)
    if digest == data.table_sha256:
        return Finding(name=_DIGEST, outcome=f"{len(data.rows):,} rows match their digest")
    difference = Difference(
        kind=DifferenceKind.DATA_DIGEST,
        where=_DIGEST,
        told=data.table_sha256,
        computed=digest,
        sentence=(
            "Data: the rows in the memo do not match their SHA-256, so a cell, a name, a choice "
            "or the digest itself was changed: the memo says "
            f"{make_visible(data.table_sha256, 64)}, the rows give {digest}."
        ),
    )
    return Finding(
        name=_DIGEST, outcome="the rows do not match their digest", differences=(difference,)
    )


def check_chain(report: Report) -> Finding:
    """Compare every version of the locked plan with its seal."""
    name = "Locked plan"
    if not report.lock:
        return Finding(name=name, outcome="the plan was not locked")
    faults = faults_of(CharterChain(versions=report.lock))
    differences = tuple(
        Difference(
            kind=DifferenceKind.CHARTER_CHAIN,
            where=name,
            told="",
            computed="",
            sentence=f"{name}: {fault}",
        )
        for fault in faults
    )
    count = len(report.lock)
    whole = "the version of the plan matches its seal"
    if count > 1:
        whole = f"{count:,} versions of the plan match their seals"
    return Finding(
        name=name, outcome="a seal is broken" if faults else whole, differences=differences
    )


def check_taken(report: Report) -> Finding:
    """See whether the decision that was taken can be, and an override has its reason."""
    name, taken = "Decision taken", report.taken
    if taken is None:
        return Finding(name=name, outcome="none is recorded")
    faults = [message for message, _ in faults_of_taken(taken)]
    decision = report.decision
    if taken.recommended is not decision.decision:
        faults.append(
            f"It says {taken.recommended.value} was recommended, but the rules recommend "
            f"{decision.decision.value}."
        )
    if taken.recommended_variant not in (None, decision.variant):
        faults.append(
            f"It says {taken.recommended_variant} was recommended, but the rules recommend "
            f"{decision.variant or 'no treatment'}."
        )
    arms = {arm.variant for arm in decision.arms}
    if taken.variant is not None and arms and taken.variant not in arms:
        faults.append(f"It launches {taken.variant}, which is no treatment of this experiment.")
    differences = tuple(
        Difference(
            kind=DifferenceKind.DECISION_TAKEN,
            where=name,
            told=taken.decision.value,
            computed="",
            sentence=make_visible(f"{name}: {fault}"),
        )
        for fault in faults
    )
    outcome = "does not fit" if faults else f"{taken.decision.value}, complete"
    return Finding(name=name, outcome=outcome, differences=differences)


def check_thresholds(report: Report) -> Finding:
    """Compare the thresholds with the program's own; another version may have had others."""
    is_same = report.app_version == __version__
    found: list[Difference] = []
    for field in fields(report.thresholds):
        told, usual = (getattr(one, field.name) for one in (report.thresholds, DEFAULT_THRESHOLDS))
        if told != usual:
            words, others = value_words(told, usual)
            where = f"Thresholds, {field.name.replace('_', ' ')}"
            sentence = f"{where}: the memo uses {words}, the program {others}."
            found.append(
                Difference(
                    kind=DifferenceKind.THRESHOLDS,
                    where=where,
                    told=words,
                    computed=others,
                    sentence=sentence,
                )
            )
    outcome = "those of the program" if not found else f"{len(found)} are not the program's"
    return Finding(
        name="Thresholds",
        outcome=outcome,
        differences=tuple(found) if is_same else (),
        remarks=() if is_same else tuple(one.sentence for one in found),
    )


def check_figures(stored: StoredReport, recompute: Callable[[Report], Report]) -> Recomputed:
    """Compute everything anew and compare it, value by value.

    Raises:
        ReadingError: When it holds more than may be recomputed.
    """
    report = stored.report
    try:
        again = recompute(report)
    except ReadingError:
        raise
    except ExperimentError as error:
        return _not_recomputable(str(error))
    except Exception as error:  # noqa: BLE001 - a report put together by hand may break anything
        return _not_recomputable(f"They contradict each other ({type(error).__name__}).")
    made = compare_reports(report, without_later(again, stored.stored_version))
    differences, remarks = _set_cells_aside(stored, made)
    return Recomputed(
        report=again,
        figures=made.figures,
        differences=differences,
        last_digits=made.last_digits,
        remarks=(*_versions(report, again), *remarks, *_causes(made)),
    )


def _not_recomputable(why: str) -> Recomputed:
    sentence = f"Numbers: nothing can be computed from the data and plan in the memo. {why}"
    difference = Difference(
        kind=DifferenceKind.NOT_RECOMPUTABLE,
        where="Numbers",
        told="",
        computed="",
        sentence=make_visible(sentence),
    )
    return Recomputed(report=None, figures=0, differences=(difference,), last_digits=(), remarks=())


def _set_cells_aside(
    stored: StoredReport, made: Comparison
) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """Take out what an older format cannot give back: the text of a cell that was made plain."""
    notes = stored.report.input.notes
    if stored.stored_version >= _REMEMBERS_CELLS or not any(
        note.code in (NoteCode.NUMBERS_READ, NoteCode.NUMBERS_MIXED, NoteCode.TABLE_TURNED)
        for note in notes
    ):
        return made.differences, ()
    kept = tuple(
        one
        for one in made.differences
        if not (one.kind is DifferenceKind.RECOMPUTED_TEXT and one.where.startswith("Data health"))
    )
    if len(kept) == len(made.differences):
        return kept, ()
    remark = (
        "This format did not keep how each cell was written, so that the words of some findings "
        "on the data were not compared."
    )
    return kept, (remark,)


def _versions(report: Report, again: Report) -> tuple[str, ...]:
    """Say which versions differ, since that may be why figures do."""
    if is_same_program(report, again):
        return ()
    told = {"ExperimentOS": report.app_version, **report.libraries}
    here = {"ExperimentOS": again.app_version, **again.libraries}
    changed = [
        f"{name} {told.get(name, 'unknown')} (here {here.get(name, 'unknown')})"
        for name in {**told, **here}
        if told.get(name) != here.get(name)
    ]
    return (make_visible(f"The memo was made by {', '.join(changed)}."),)


def _causes(made: Comparison) -> tuple[str, ...]:
    found = []
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
