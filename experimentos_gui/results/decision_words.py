"""What a card says of the decision that was recommended, and of the one that was taken."""

from datetime import date
from typing import TYPE_CHECKING, Final

from experimentos_core.foundation.days import (
    day_words,
    distance_words,
    local_words,
    read_day,
)
from experimentos_core.foundation.values import Verdict
from experimentos_gui.messages import symbol
from experimentos_gui.widgets.labels import shortened

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_core.taken import DecisionTaken

LONGEST_NAME: Final = 80


def treatments_of(report: "Report") -> tuple[str, ...]:
    """Return what can be launched; empty where the data is Blocked and nobody knows."""
    comparisons = report.primary.comparisons if report.primary is not None else ()
    return tuple(comparison.variant for comparison in comparisons)


def verdict_words(verdict: Verdict, variant: str | None) -> str:
    """Return 'Hold' or 'Launch b'."""
    return f"{verdict.value} {shortened(variant, LONGEST_NAME)}" if variant else verdict.value


def recommended_words(report: "Report") -> str:
    """Return '▲ Launch b'."""
    decision = report.decision
    return f"{symbol(decision.decision)} {verdict_words(decision.decision, decision.variant)}"


def taken_words(taken: "DecisionTaken") -> str:
    """Return '■ Hold instead of Launch b', or '▲ Launch b, as recommended'."""
    words = f"{symbol(taken.decision)} {verdict_words(taken.decision, taken.variant)}"
    if not taken.is_override:
        return f"{words}, as recommended"
    return f"{words} instead of {verdict_words(taken.recommended, taken.recommended_variant)}"


def byline(taken: "DecisionTaken") -> str:
    """Return by whom and when, by the clock of this machine."""
    return f"by {shortened(taken.by, LONGEST_NAME)}, {local_words(taken.at)}"


def entry_words(taken: "DecisionTaken") -> str:
    """Return a whole entry of the log in a line."""
    reason = f": {taken.reason}" if taken.reason else ""
    return f"{taken_words(taken)}, {byline(taken)}{reason}"


def follow_up_words(day: str, today: date) -> str:
    """Return 'Follow-up on 14 December 2026, in 14 days', or that it is due."""
    found = read_day(day)
    if found is None:
        return ""
    distance = distance_words(found, today)
    if found > today:
        return f"Follow-up on {day_words(found)}, {distance}"
    return f"Follow-up due since {day_words(found)}, {distance}"


def is_due(day: str, today: date) -> bool:
    """Whether the day of a follow-up has come."""
    found = read_day(day)
    return found is not None and found <= today
