"""What `history` prints, a line each; names cannot steer the terminal."""

from collections.abc import Iterable

from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import count
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.history.decisions import decisions_in, realised_in
from experimentos_core.history.records import ExperimentRow, StoredExperiment
from experimentos_core.history.rerun_records import Rerun

_SHORT = 8
_DAY = 10
_NAME = 60
_NO_NAME = "(no name)"


def listed(rows: tuple[ExperimentRow, ...], found: int) -> str:
    """Return the list, the latest first where nothing else was asked, and how many there are."""
    lines = [
        f"{row.uid[:_SHORT]}  {_standing(row):<8}  {row.changed_at[:_DAY]}  "
        + make_visible(_told(row))
        for row in rows
    ]
    many = f"{count(found)} experiment{'' if found == 1 else 's'}"
    more = "" if len(rows) == found else f", the first {count(len(rows))} listed"
    return "".join(f"{line}\n" for line in (*lines, f"{many}{more}."))


def shown(found: StoredExperiment, report: Report | None) -> str:
    """Return all that is kept of an experiment but the content of its reports."""
    row = found.row
    head = [
        _name(row),
        f"Id: {row.uid}",
        *(f"{what}: {text}" for what, text in _facts(row) if text),
    ]
    if report is not None:
        head.append(f"Reason: {report.decision.reason}")
    reports = [
        f"Report {entry.number}: look {entry.look}, {entry.made_at}, {entry.file_name}, "
        f"ExperimentOS {entry.app_version}"
        for entry in found.analyses
    ]
    events = [f"- {event.at}: {event.kind.value}" for event in found.events]
    return _lines([*head, *reports, *_decided(found), "What happened (UTC):", *events])


def rerun_words(found: Rerun) -> str:
    """Return equal, or every difference with what it may come from, and what changed since."""
    what = f"Report {found.number} of {found.file_name}, made {found.made_at}"
    if found.is_equal:
        head = f"Equal: {what}. {count(found.figures)} figures recomputed, all agree."
    else:
        number = len(found.differences)
        head = f"{count(number)} difference{'' if number == 1 else 's'}: {what}."
    return _lines(
        [
            head,
            *(
                f"DIFFERS: {one.sentence} Cause: {', '.join(cause.value for cause in one.causes)}."
                for one in found.differences
            ),
            *(
                f"Changed since: {cause.name}, then {cause.then or '-'}, now {cause.now or '-'}."
                for cause in found.changed
            ),
            *found.remarks,
        ]
    )


def _facts(row: ExperimentRow) -> tuple[tuple[str, str], ...]:
    return (
        ("Owner", row.owner),
        ("Verdict", row.verdict.value if row.verdict is not None else ""),
        ("Finding", row.line),
        ("Decision taken", row.taken.value if row.taken is not None else ""),
        ("Follow up", row.follow_up),
        ("Tags", ", ".join(row.tags)),
        ("Note", row.note),
        ("Locked versions of the plan", str(row.versions) if row.versions else ""),
        ("In the trash", "yes" if row.is_trashed else ""),
    )


def _decided(found: StoredExperiment) -> list[str]:
    lines = [
        f"Decided {taken.at} by {taken.by}: {taken.decision.value} where {taken.recommended.value} "
        f"was recommended{f', because {taken.reason}' if taken.reason else ''}"
        for taken in (logged.taken for logged in decisions_in(found.events))
    ]
    realised = realised_in(found.events)
    if realised is not None:
        lines.append(f"Realised {realised.at} by {realised.by}: {realised.effect:+g}")
    return lines


def _standing(row: ExperimentRow) -> str:
    return row.verdict.value if row.verdict is not None else "-"


def _told(row: ExperimentRow) -> str:
    owner = f" ({make_visible(row.owner, _NAME)})" if row.owner else ""
    return f"{_name(row)}{owner}{f': {row.line}' if row.line else ''}"


def _name(row: ExperimentRow) -> str:
    return make_visible(row.name, _NAME) or _NO_NAME


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{make_visible(line)}\n" for line in lines)
