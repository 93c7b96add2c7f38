"""What the record says in sentences, so that nobody is fooled by a count."""

from typing import TYPE_CHECKING, Final

from experimentos_core.foundation.formatting import count, level, percent
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.outcomes import expected_inside
from experimentos_core.history.track_record import FEWEST_WINNERS
from experimentos_gui.messages import counted, with_symbol
from experimentos_gui.widgets.labels import shortened

if TYPE_CHECKING:
    from experimentos_core.history.track_record import TrackRecord

_MOST_NAMED: Final = 3
_LONGEST_NAME: Final = 60


def verdict_words(record: "TrackRecord") -> str:
    """Return what the latest reports recommend, each verdict with its number."""
    said = [f"{with_symbol(verdict)} {count(record.verdicts[verdict])}" for verdict in Verdict]
    return f"The reports recommend: {' \u00b7 '.join(said)}"


def override_words(record: "TrackRecord") -> str:
    """Say how many decisions went against the recommendation, and what came of them."""
    number = record.override_count
    if not number:
        every = "The one decision" if record.decided == 1 else f"All {count(record.decided)}"
        return f"{every} followed the recommendation."
    said = f"{count(number)} of {counted(record.decided, 'decision')} went against it."
    judged = [case.is_better for case in record.overrides if case.is_better is not None]
    if not judged:
        return f"{said} What came of them is not known yet."
    good = sum(judged)
    known = counted(len(judged), "realised effect")
    went = "goes" if good == 1 else "go"
    return (
        f"{said} Of {known} known so far, {good} {went} the good way; what the recommended "
        "decision would have brought, nobody knows."
    )


def inside_words(record: "TrackRecord") -> tuple[str, ...]:
    """Say how many realised effects lie inside, and how many one may expect to."""
    compared = record.compared
    if not compared:
        return ("No realised effect can be held against a predicted interval yet.",)
    lie = "lies" if record.inside == 1 else "lie"
    first = (
        f"{record.inside} of {counted(len(compared), 'realised effect')} {lie} inside the "
        "predicted interval."
    )
    levels = [case.prediction.confidence for case in compared if case.prediction is not None]
    expected = sum(expected_inside(one) for one in levels) / len(levels)
    lowest, highest = level(min(levels)), level(max(levels))
    name = f"A {lowest} interval" if lowest == highest else "An interval"
    second = (
        f"{name} speaks of the true effect; a realised effect is a second measurement, with an "
        f"error of its own. Were both equally precise, about {percent(expected, 0)} would lie "
        "inside; fewer where the second one is noisier, and fewer among launches, which were "
        "chosen for a large estimate."
    )
    return first, second


def shrinkage_words(record: "TrackRecord") -> str:
    """Say how large winners came out, with enough of them; that selection makes them shrink."""
    found = record.shrinkage
    if found.mean is None or found.lowest is None or found.highest is None:
        if not found.winners:
            return ""
        return (
            f"How much winners shrink cannot be told from {counted(found.winners, 'launch')}: it "
            f"takes {FEWEST_WINNERS} launches as recommended with both effects."
        ).replace("launchs", "launches")
    return (
        f"Of {found.winners} launches as recommended, the realised effect was on average "
        f"{found.mean:.2f} times the predicted one (from {_times(found.lowest)} to "
        f"{_times(found.highest)}). Less than 1 is to be expected: what is launched was chosen for "
        "a large estimate, and part of any large estimate is luck."
    )


def left_out_words(record: "TrackRecord") -> str:
    """Say what is not told here; empty where everything is."""
    said: list[str] = []
    if record.realised_count > len(record.realised) + len(record.unreadable):
        total = count(record.realised_count)
        said.append(f"The latest {len(record.realised)} of {total} realised effects are told.")
    if record.unreadable:
        names = [
            shortened(name, _LONGEST_NAME) or "one without a name" for name in record.unreadable
        ]
        more = len(names) - _MOST_NAMED
        shown = ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        said.append(
            f"Left out, because what the history holds of them was changed or is damaged: {shown}. "
            "Restore a backup: File > Restore a backup."
        )
    return " ".join(said)


def _times(ratio: float) -> str:
    return f"{ratio:.2f}".replace("-", "\u2212")
