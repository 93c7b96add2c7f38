"""What happened to an experiment, an entry at a time, in plain words."""

import json
from typing import Final

from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.decisions import LoggedDecision, decisions_in, realised_in
from experimentos_core.history.packing import damaged
from experimentos_core.history.records import Event, EventKind
from experimentos_gui.messages import with_symbol
from experimentos_gui.widgets.labels import shortened, visible

_LONGEST: Final = 400
_PLAIN: Final = {
    EventKind.BEGUN: "Begun",
    EventKind.LOCKED: "Plan locked",
    EventKind.TRASHED: "Moved to the trash",
    EventKind.RESTORED: "Brought back from the trash",
    EventKind.IMPORTED: "Taken in from a file, as a copy",
}


def event_words(event: Event) -> tuple[str, str]:
    """Return what happened, and more about it where there is more to say.

    An entry that says less than it should is told by its kind alone.
    """
    try:
        what, more = _words(event)
    except (HistoryError, KeyError, ValueError):
        what, more = event.kind.value.capitalize(), ""
    return visible(what), visible(shortened(" ".join(more.split()), _LONGEST))


def decision_words(logged: LoggedDecision) -> tuple[str, str]:
    """Return what was decided by whom, and why where it is not what was recommended."""
    taken = logged.taken
    what = f"Decided: {_named(taken.decision, taken.variant)}, by {taken.by}"
    if taken.is_override:
        recommended = _named(taken.recommended, taken.recommended_variant)
        what = f"{what}, although {recommended} was recommended"
    approvers = f"Approved by {', '.join(taken.approvers)}." if taken.approvers else ""
    return what, " ".join(part for part in (taken.reason, approvers, taken.note) if part)


def _words(event: Event) -> tuple[str, str]:
    if event.kind in _PLAIN:
        return _PLAIN[event.kind], ""
    return _TELLING[event.kind](event)


def _analysed(event: Event) -> tuple[str, str]:
    detail = event.detail
    verdict = with_symbol(Verdict(detail["verdict"]))
    what = f"Report {detail['number']} made, look {detail['look']}: {verdict}"
    return what, detail.get("file_name", "")


def _amended(event: Event) -> tuple[str, str]:
    return f"Plan amended, version {event.detail['version']}", event.detail["reason"]


def _decided(event: Event) -> tuple[str, str]:
    return decision_words(decisions_in((event,))[0])


def _realised(event: Event) -> tuple[str, str]:
    found = realised_in((event,))
    by = f", by {found.by}" if found is not None else ""
    return f"What came of it was recorded{by}", found.note if found is not None else ""


def _noted(event: Event) -> tuple[str, str]:
    note = event.detail["note"]
    return ("Note written", note) if note else ("Note removed", "")


def _tagged(event: Event) -> tuple[str, str]:
    found = json.loads(event.detail["tags"])
    if not isinstance(found, list):
        raise damaged()
    tags = ", ".join(map(str, found))
    return (f"Tags: {tags}" if tags else "Tags removed"), ""


_TELLING: Final = {
    EventKind.ANALYSED: _analysed,
    EventKind.AMENDED: _amended,
    EventKind.DECIDED: _decided,
    EventKind.REALISED: _realised,
    EventKind.NOTED: _noted,
    EventKind.TAGGED: _tagged,
}


def _named(verdict: Verdict, variant: str | None) -> str:
    return f"{verdict.value} {variant}" if variant else verdict.value
