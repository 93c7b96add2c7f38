"""Whether what was kept of an experiment agrees with the record of what happened to it.

Events are sealed one after another. What stands elsewhere, reports and locked versions, has to be
what the events say was made: nothing more, nothing less, in that order.
"""

from experimentos_core.charter.chain import CharterChain
from experimentos_core.history.packing import damaged
from experimentos_core.history.records import AnalysisEntry, Event, EventKind

_LOCKS = (EventKind.LOCKED, EventKind.AMENDED)


def check_agreement(
    events: tuple[Event, ...], analyses: tuple[AnalysisEntry, ...], chain: CharterChain | None
) -> None:
    """Refuse what the events do not vouch for.

    Raises:
        HistoryError: When a report or a version is missing, or is another one.
    """
    made = tuple(entry_of(event) for event in events if event.kind is EventKind.ANALYSED)
    versions = chain.versions if chain is not None else ()
    locked = [(str(version.version), version.sha256) for version in versions]
    told = [
        (event.detail.get("version"), event.detail.get("sha256"))
        for event in events
        if event.kind in _LOCKS
    ]
    if made != analyses or told != locked:
        raise damaged()


def entry_of(event: Event) -> AnalysisEntry:
    """Return what an event says of the report that was made; HistoryError where it says less."""
    detail = event.detail
    try:
        return AnalysisEntry(
            number=int(detail["number"]),
            look=int(detail["look"]),
            made_at=event.at,
            app_version=detail["app_version"],
            file_name=detail["file_name"],
            file=detail["file"],
            sha256=detail["sha256"],
        )
    except (KeyError, ValueError) as error:
        raise damaged() from error


def memo_digest(events: tuple[Event, ...], number: int) -> str:
    """Return the digest of the memo of a report; empty where no event tells of that report."""
    found = (
        event.detail.get("memo", "")
        for event in events
        if event.kind is EventKind.ANALYSED and event.detail.get("number") == str(number)
    )
    return next(found, "")
