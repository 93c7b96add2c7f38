"""The tables of an experiment's details: its reports and what happened, the latest first."""

from dataclasses import dataclass
from typing import Final

from experimentos_core.foundation.days import local_words
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.records import AnalysisEntry, EventKind, StoredExperiment
from experimentos_gui.history.event_words import event_words
from experimentos_gui.messages import PRODUCT, tone, with_symbol
from experimentos_gui.models.record_table import Column
from experimentos_gui.theme import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report that was made.

    Attributes:
        number: Its number.
        look: The upload it is of.
        verdict: What it said; None where the record does not tell.
        made: When, by the clock of this machine.
        data: The export it is of.
        program: What made it.
    """

    number: int
    look: int
    verdict: Verdict | None
    made: str
    data: str
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """Something that happened, in words."""

    when: str
    what: str
    more: str


def report_lines(stored: StoredExperiment) -> tuple[ReportLine, ...]:
    """Return every report, the latest first."""
    verdicts = {
        event.detail.get("number", ""): event.detail.get("verdict", "")
        for event in stored.events
        if event.kind is EventKind.ANALYSED
    }
    return tuple(_line(entry, verdicts) for entry in reversed(stored.analyses))


def event_lines(stored: StoredExperiment) -> tuple[EventLine, ...]:
    """Return what happened, the latest first."""
    lines = []
    for event in reversed(stored.events):
        what, more = event_words(event)
        lines.append(EventLine(when=local_words(event.at), what=what, more=more))
    return tuple(lines)


def _line(entry: AnalysisEntry, verdicts: dict[str, str]) -> ReportLine:
    said = verdicts.get(str(entry.number), "")
    return ReportLine(
        number=entry.number,
        look=entry.look,
        verdict=Verdict(said) if said in set(Verdict) else None,
        made=local_words(entry.made_at),
        data=entry.file_name,
        program=entry.app_version,
    )


def _verdict(line: ReportLine) -> str:
    return with_symbol(line.verdict) if line.verdict is not None else "Not told"


def _tone(line: ReportLine) -> Tone | None:
    return tone(line.verdict) if line.verdict is not None else None


REPORT_COLUMNS: Final = (
    Column[ReportLine](
        title="Report", text=lambda line: str(line.number), detail=lambda line: f"look {line.look}"
    ),
    Column[ReportLine](title="Verdict", text=_verdict, tone=_tone),
    Column[ReportLine](title="Data", text=lambda line: line.data),
    Column[ReportLine](
        title="Made",
        text=lambda line: line.made,
        detail=lambda line: f"by {PRODUCT} {line.program}",
    ),
)
EVENT_COLUMNS: Final = (
    Column[EventLine](title="When", text=lambda line: line.when),
    Column[EventLine](title="What", text=lambda line: line.what, detail=lambda line: line.more),
)
