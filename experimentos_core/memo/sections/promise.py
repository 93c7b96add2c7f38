"""What became of the promise: the lock, its amendments, and everything that deviates from it."""

from experimentos_core.achieved import counting_version
from experimentos_core.charter.chain import LockedCharter
from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import count
from experimentos_core.memo.blocks import Block, Bullets, Line, Paragraph, Span, Strong
from experimentos_core.memo.wording import MOST_ROWS
from experimentos_core.promise import Deviation, Promise, Standing, Subject

_SEAL_DIGITS = 12
_MOST_AMENDMENTS = 5
_LONGEST = 400
_MINUTE = len("2026-03-01T09:30")
_CONFIRMED = "planned before the data, nothing deviates."
_NOTHING_DEVIATES = "Nothing deviates from it."


def short_standing(report: Report) -> tuple[Block, ...]:
    """Return one line on what the result may be called; nothing where no promise was held."""
    promise = report.promise
    if promise is None:
        return ()
    is_plain = promise.standing is Standing.CONFIRMATORY and not promise.is_same_day
    return (Paragraph((_name(promise), _CONFIRMED if is_plain else promise.reason)),)


def standing(report: Report) -> tuple[Span, ...]:
    """Return what the result may be called, and why."""
    promise = report.promise
    if promise is not None:
        kept = "" if promise.deviations else _NOTHING_DEVIATES
        return (_name(promise), promise.reason, kept)
    if report.lock:
        return ("The plan was locked, but unusable data gives no result to hold to it.",)
    if report.primary is None:
        return ("The plan was not locked.",)
    return ("The plan was not locked, so the result is exploratory.",)


def lock_rows(report: Report) -> tuple[tuple[Line, ...], ...]:
    """Return version, time and seal, and each amendment with its reason; nothing without a lock."""
    locked = counting_version(report)
    if locked is None:
        return ()
    of_all = f" of {count(len(report.lock))}" if len(report.lock) > 1 else ""
    seal = f"seal {locked.sha256[:_SEAL_DIGITS]}"
    version = f"version {count(locked.version)}{of_all}, {_time(locked)}, {seal}"
    amendments = report.lock[1:]
    earlier = len(amendments) - _MOST_AMENDMENTS
    rows: list[tuple[Line, ...]] = [(Strong("Locked"), version)]
    if earlier > 0:
        rows.append((Strong("Amended"), f"{count(earlier)} more times; see the report's data"))
    rows += [
        (Strong("Amended"), _amendment(report, amendment))
        for amendment in amendments[-_MOST_AMENDMENTS:]
    ]
    return tuple(rows)


def deviations(report: Report) -> tuple[Block, ...]:
    """Return everything that is not as promised; nothing where all is."""
    found = report.promise.deviations if report.promise is not None else ()
    if not found:
        return ()
    lines: list[Line] = [
        (
            Strong(f"{deviation.subject.value}:"),
            f"{_shortened(deviation.promised)} \u2192 {_shortened(_happened(deviation))}",
        )
        for deviation in found[:MOST_ROWS]
    ]
    left_out = len(found) - MOST_ROWS
    if left_out > 0:
        lines.append(f"{count(left_out)} more deviations are in the report's data.")
    lead = Paragraph((Strong("Deviations"), "(promised \u2192 happened):"))
    return (lead, Bullets(tuple(lines)))


def _happened(deviation: Deviation) -> str:
    """What happened, without the name that stands before what was promised already."""
    name, colon, _ = deviation.promised.rpartition(": ")
    is_named = deviation.subject in (Subject.GUARDRAIL, Subject.SIZE)
    return deviation.happened.removeprefix(f"{name}{colon}") if is_named else deviation.happened


def _name(promise: Promise) -> Strong:
    return Strong(f"{promise.standing.value.capitalize()}:")


def _amendment(report: Report, locked: LockedCharter) -> str:
    promise = report.promise
    is_late = promise is not None and locked.version > promise.version
    late = " (after the data began, so it does not count)" if is_late else ""
    return f"version {count(locked.version)}, {_time(locked)}{late}: {_shortened(locked.reason)}"


def _time(locked: LockedCharter) -> str:
    return f"{locked.locked_at[:_MINUTE].replace('T', ' ')} UTC"


def _shortened(text: str) -> str:
    """Keep beginning and end of a long text: a name stands first, what deviates last."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]}\u2026{text[-half:]}"
