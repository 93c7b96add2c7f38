"""What a list says of an experiment, found from its sealed record and from nothing else."""

from typing import Final

from experimentos_core.charter.chain import CharterChain
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import from_plain, parse_json
from experimentos_core.history.decisions import decisions_in
from experimentos_core.history.keeping import check_note, written_tags
from experimentos_core.history.lines import line_of
from experimentos_core.history.records import AnalysisEntry, Event, EventKind

_BY_DECISIONS: Final = (EventKind.DECIDED, EventKind.REALISED)


def told_by(
    events: tuple[Event, ...],
    entries: tuple[AnalysisEntry, ...],
    last: Report | None,
    chain: CharterChain | None,
) -> dict[str, str | int]:
    """Return the columns of a row but name, owner and times.

    Args:
        events: What happened.
        entries: Every report as the events tell of it.
        last: The latest report; None without one.
        chain: The locked plan; None without one.

    Raises:
        HistoryError: For a note or tags no experiment can have.
        CodecError: For tags that are none.
    """
    note = _latest(events, EventKind.NOTED, "note", "")
    check_note(note)
    tags = from_plain(tuple[str, ...], parse_json(_latest(events, EventKind.TAGGED, "tags", "[]")))
    taken, follow_up = _decided(events)
    return {
        "verdict": last.decision.decision.value if last is not None else "",
        "line": line_of(last) if last is not None else "",
        "taken": taken,
        "follow_up": follow_up,
        "versions": len(chain.versions) if chain is not None else 0,
        "looks": entries[-1].look if entries else 0,
        "tags": written_tags(tags),
        "note": note,
    }


def _latest(events: tuple[Event, ...], kind: EventKind, name: str, otherwise: str) -> str:
    found = [event.detail.get(name, otherwise) for event in events if event.kind is kind]
    return found[-1] if found else otherwise


def _decided(events: tuple[Event, ...]) -> tuple[str, str]:
    """Return the decision that holds and the day to look at it again, where that is still due."""
    logged = decisions_in(events)
    if not logged:
        return "", ""
    last = [event.kind for event in events if event.kind in _BY_DECISIONS][-1]
    taken = logged[-1].taken
    return taken.decision.value, taken.follow_up if last is EventKind.DECIDED else ""
