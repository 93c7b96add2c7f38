"""What the window says of a memo that was checked."""

from typing import TYPE_CHECKING, Final

from experimentos_core.foundation.formatting import count
from experimentos_gui.messages import counted
from experimentos_gui.widgets.labels import shortened, visible

if TYPE_CHECKING:
    from experimentos_core.memo_check import MemoCheck
    from experimentos_gui.session.memo_opening import OpenedMemo

_VERIFIED: Final = "Verified: every number was recomputed from the data in this memo"
_FIGURES_ONLY: Final = "Figures and verdict agree; the words of the memo were not compared"
_OTHER_THRESHOLDS: Final = "Figures agree, but under thresholds that are not this program's"
_OWN_WORDS: Final = (
    "It says another version wrote it, so the results below are in the words of this one."
)
_ORIGIN: Final = "Whether this is the data that was exported, only the exported file can show."
_RECOMPUTED: Final = (
    "The results below were recomputed from the data in the memo; they are not what it says."
)
_SAME: Final = "The results below were recomputed from the data in the memo."
_NOTHING: Final = "Nothing could be recomputed from it, so no results are shown."
_NOT_KEPT: Final = "It cannot be taken into the history."
_LONGEST_NAME: Final = 60


def headline_of(memo: "OpenedMemo") -> str:
    """Return whether the memo proved itself."""
    if memo.check.passed:
        return _headline_of_passed(memo.check)
    return f"{counted(len(memo.check.differences), 'difference')}: do not rely on this memo"


def _headline_of_passed(check: "MemoCheck") -> str:
    """Return the same, and no more than was compared."""
    if check.has_other_thresholds:
        return _OTHER_THRESHOLDS
    return _FIGURES_ONLY if check.is_worded_elsewhere else _VERIFIED


def details_of(memo: "OpenedMemo") -> str:
    """Return what was checked, and what the results below are."""
    name, check = visible(shortened(memo.name, _LONGEST_NAME)), memo.check
    if check.passed:
        figures = f"{count(check.figures)} figures and everything the memo shows agree."
        if check.is_worded_elsewhere:
            figures = f"{count(check.figures)} figures agree. {_OWN_WORDS}"
        return " ".join((f"{name}: {figures}", *check.remarks, _ORIGIN))
    if memo.shown is None:
        return f"{name}: {_NOTHING}"
    shown = _RECOMPUTED if memo.shown != check.report else _SAME
    return f"{name}: {shown} {_NOT_KEPT}"


def listing_of(memo: "OpenedMemo") -> str:
    """Return every difference, every remark and everything that was checked, a line each."""
    check = memo.check
    parts = [f"{part.name}: {part.outcome}." for part in check.parts]
    found = [one.sentence for one in check.differences]
    lines = [*found, *([""] if found else []), *parts, *check.remarks]
    return "\n".join(visible(line) for line in lines)
