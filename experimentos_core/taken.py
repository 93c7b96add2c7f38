"""The decision a person took, beside the one the rules recommend."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from experimentos_core.foundation.errors import TakenError
from experimentos_core.foundation.values import Verdict

_AT: Final = "%Y-%m-%dT%H:%M:%SZ"
_LONGEST_TEXT: Final = 1000  # what the memo prints whole
_LONGEST_NAME: Final = 200
_MOST_APPROVERS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTaken:
    """What was decided, by whom, and why where it is not what the rules recommend.

    Attributes:
        recommended: The verdict of the rules when the decision was taken.
        decision: The verdict that was taken.
        variant: The treatment that is launched; None where none is, or it goes without saying.
        by: Who decided.
        at: When, as UTC in ISO 8601: '2026-11-30T18:45:00Z'.
        reason: Why it is not what was recommended; may be empty where it is.
        approvers: Who agreed.
        follow_up: The day to look at what came of it, as '2026-12-24'; empty without one.
        note: Anything else; may be empty.
        recommended_variant: The treatment the rules would launch; None where they would none.
    """

    recommended: Verdict
    decision: Verdict
    variant: str | None
    by: str
    at: str
    reason: str
    approvers: tuple[str, ...]
    follow_up: str
    note: str
    recommended_variant: str | None = None

    @property
    def is_override(self) -> bool:
        """Whether another verdict was taken than recommended, or another treatment launched."""
        if self.decision is not self.recommended:
            return True
        return None not in (self.variant, self.recommended_variant) and (
            self.variant != self.recommended_variant
        )


def decide(
    recommended: Verdict,
    decision: Verdict,
    now: Callable[[], datetime],
    *,
    by: str,
    variant: str | None = None,
    recommended_variant: str | None = None,
    reason: str = "",
    approvers: tuple[str, ...] = (),
    follow_up: str = "",
    note: str = "",
) -> DecisionTaken:
    """Record a decision as of now; outer white space of every text is left out.

    Raises:
        TakenError: When it lacks who decided, the reason of an override, or cannot be.
    """
    taken = DecisionTaken(
        recommended=recommended,
        decision=decision,
        variant=variant,
        by=by.strip(),
        at=now().astimezone(UTC).strftime(_AT),
        reason=reason.strip(),
        approvers=tuple(name for text in approvers if (name := text.strip())),
        follow_up=follow_up.strip(),
        note=note.strip(),
        recommended_variant=recommended_variant,
    )
    check_taken(taken)
    return taken


def check_taken(taken: DecisionTaken) -> None:
    """Refuse a decision that lacks something, or holds something impossible.

    Raises:
        TakenError: Naming the first fault.
    """
    faults = faults_of_taken(taken)
    if faults:
        message, hint = faults[0]
        raise TakenError(message, hint)


def faults_of_taken(taken: DecisionTaken) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with a decision and how to mend it, a pair each; empty where nothing."""
    found: list[tuple[str, str]] = []
    if not taken.by.strip():
        found.append(("The decision names nobody who took it.", "Say who decided."))
    if taken.is_override and not taken.reason.strip():
        message = (
            f"The decision is {_worded(taken.decision, taken.variant)} where "
            f"{_worded(taken.recommended, taken.recommended_variant)} was recommended, without a "
            "reason."
        )
        found.append((message, "Say why; it is printed in the memo."))
    if taken.variant is not None and taken.decision is not Verdict.LAUNCH:
        message = f"The decision is {taken.decision.value}, but names a treatment to launch."
        found.append((message, "Leave the treatment out."))
    found += _faults_of_times(taken)
    found += _faults_of_lengths(taken)
    return tuple(found)


def _worded(verdict: Verdict, variant: str | None) -> str:
    return f"{verdict.value} {variant}" if variant is not None else verdict.value


def _faults_of_times(taken: DecisionTaken) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    try:
        is_as_written = datetime.strptime(taken.at, _AT).strftime(_AT) == taken.at  # noqa: DTZ007 - ends in Z
    except ValueError:
        is_as_written = False
    if not is_as_written:
        message = f"The time of the decision, {taken.at!r}, could not be read."
        found.append((message, "It is written in UTC as 2026-11-30T18:45:00Z."))
    if taken.follow_up and not _is_day(taken.follow_up):
        message = f"The day to follow up, {taken.follow_up!r}, could not be read."
        found.append((message, "Write it as 2026-12-24, or leave it out."))
    return found


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _faults_of_lengths(taken: DecisionTaken) -> list[tuple[str, str]]:
    texts = (
        ("reason", taken.reason, _LONGEST_TEXT),
        ("note", taken.note, _LONGEST_TEXT),
        ("name of who decided", taken.by, _LONGEST_NAME),
        *(("name of an approver", name, _LONGEST_NAME) for name in taken.approvers),
    )
    found = [
        (f"The {what} has {len(text):,} characters.", f"Say it in at most {longest:,}.")
        for what, text, longest in texts
        if len(text) > longest
    ]
    if len(taken.approvers) > _MOST_APPROVERS:
        message = f"There are {len(taken.approvers):,} approvers."
        found.append((message, f"Name at most {_MOST_APPROVERS}."))
    return found
