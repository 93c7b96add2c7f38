"""A lock in words: when, which version, which seal, and what changed; no Qt."""

from typing import TYPE_CHECKING, Final

from experimentos_core.charter.changes import Change, changes_between
from experimentos_gui.messages import counted
from experimentos_gui.widgets.labels import shortened

if TYPE_CHECKING:
    from experimentos_core.charter.chain import CharterChain, LockedCharter

_SEAL_DIGITS: Final = 12
_LONGEST: Final = 160
_MOST_CHANGES: Final = 8
_MINUTE: Final = len("2026-03-01T09:30")


def locked_in_words(version: "LockedCharter") -> str:
    """Return 'Locked 2026-03-01 09:30 UTC, version 2, seal 3f2a9c01d2e4…'."""
    seal = f"seal {version.sha256[:_SEAL_DIGITS]}\u2026"
    return f"Locked {moment(version.locked_at)}, version {version.version}, {seal}"


def moment(locked_at: str) -> str:
    """Return a time of a lock to the minute: '2026-03-01 09:30 UTC'."""
    return f"{locked_at[:_MINUTE].replace('T', ' ')} UTC" if locked_at else "unknown time"


def change_in_words(change: Change) -> str:
    """Return 'Significance level: 0.05 → 0.01'; long texts are cut."""
    before, after = (
        shortened(" ".join(t.split()), _LONGEST) for t in (change.before, change.after)
    )
    return f"{change.what}: {before} \u2192 {after}"


def changes_in_words(changes: tuple[Change, ...]) -> tuple[str, ...]:
    """Return one line a change, and how many more there are beyond eight."""
    lines = tuple(change_in_words(change) for change in changes[:_MOST_CHANGES])
    hidden = len(changes) - len(lines)
    return (*lines, f"And {counted(hidden, 'more change')}.") if hidden > 0 else lines


def changes_of_version(chain: "CharterChain", number: int) -> tuple[str, ...]:
    """Return what the version at place `number` says otherwise than the one before it."""
    if number == 0:
        return ()
    before, after = chain.versions[number - 1].charter, chain.versions[number].charter
    return changes_in_words(changes_between(before, after))
