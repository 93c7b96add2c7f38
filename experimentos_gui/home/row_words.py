"""What a row of the list says, in words: the same for the eye, the tooltip and a screen reader."""

from datetime import date, datetime
from typing import Final

from experimentos_core.foundation.days import day_words, read_day
from experimentos_core.foundation.local_time import full_moment, moment_words
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.records import ExperimentRow
from experimentos_gui.messages import counted, tone, with_symbol
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.labels import shortened, visible

NAMELESS: Final = "An experiment without a name"
_PLAN: Final = "\u25cf Plan"
_DRAFT: Final = "\u25cc Draft"
_NOT_ANALYSED: Final = "Not analysed yet"
_NO_DATA: Final = "The plan is locked; there is no data yet"
_LONGEST: Final = 240
_LONGEST_NOTE: Final = 400
_TAKEN: Final = {
    Verdict.LAUNCH: "was launched",
    Verdict.HOLD: "was held",
    Verdict.ROLLBACK: "was rolled back",
}


def chip_of(row: ExperimentRow) -> tuple[str, Tone]:
    """Return the verdict as symbol and word, or where the work stands, and its tone."""
    if row.verdict is not None:
        return with_symbol(row.verdict), tone(row.verdict)
    return (_PLAN if row.versions else _DRAFT), Tone.NEUTRAL


def below_chip(row: ExperimentRow) -> tuple[str, Tone]:
    """Return what was decided in fact, loud where it is not what the latest report recommends.

    The decision may be older than that report: it is said what was done, not that it was against
    better knowledge.
    """
    if row.taken is None or row.verdict is None:
        return "", Tone.NEUTRAL
    if row.taken is row.verdict:
        return "\u2713 decided so", Tone.NEUTRAL
    return _TAKEN[row.taken], Tone.CAUTION


def name_of(row: ExperimentRow) -> str:
    """Return the name on one line."""
    return visible(shortened(" ".join(row.name.split()), _LONGEST)) or NAMELESS


def line_of(row: ExperimentRow) -> str:
    """Return what was found, or why nothing was so far."""
    if row.line:
        return visible(shortened(" ".join(row.line.split()), _LONGEST))
    return _NO_DATA if row.versions and row.verdict is None else _NOT_ANALYSED


def owner_of(row: ExperimentRow) -> str:
    """Return who answers for it."""
    return visible(shortened(" ".join(row.owner.split()), _LONGEST))


def tags_of(row: ExperimentRow) -> tuple[str, ...]:
    """Return its tags, each on one line."""
    return tuple(visible(" ".join(tag.split())) for tag in row.tags)


def when_of(row: ExperimentRow, now: datetime) -> str:
    """Return when it changed last, or that its decision is due to be looked at again."""
    if is_due(row, now.astimezone().date()):
        return "Follow-up due"
    return moment_words(row.changed_at, now)


def is_due(row: ExperimentRow, today: date) -> bool:
    """Whether its decision is to be looked at again by today."""
    return bool(row.follow_up) and not row.is_trashed and row.follow_up <= today.isoformat()


def accessible_text(row: ExperimentRow, now: datetime) -> str:
    """Return everything the row shows, in the order it is looked at."""
    verdict = row.verdict.value if row.verdict is not None else ""
    taken, _ = below_chip(row)
    parts = [
        ", ".join(part for part in (verdict, taken.lstrip("\u2713 ")) if part),
        name_of(row),
        line_of(row),
        f"Owner {owner_of(row)}" if row.owner else "",
        when_of(row, now),
        f"Plan locked, {counted(row.versions, 'version')}" if row.versions else "",
        f"Tags {', '.join(tags_of(row))}" if row.tags else "",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part)


def tooltip_text(row: ExperimentRow) -> str:
    """Return what the row has no room for: whole name and line, exact times, the note."""
    facts = [name_of(row), line_of(row), f"Changed {full_moment(row.changed_at)}"]
    facts.append(f"Begun {full_moment(row.created_at)}")
    if row.versions:
        facts.append(f"Plan locked: {counted(row.versions, 'version')}")
    if row.looks > 1:
        facts.append(f"Looked at {row.looks} times")
    day = read_day(row.follow_up)
    if day is not None:
        facts.append(f"To be looked at again on {day_words(day)}")
    if row.note.strip():
        facts.append(f"Note: {shortened(row.note.strip(), _LONGEST_NOTE)}")
    return "\n".join(facts)
