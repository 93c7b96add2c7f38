"""Two experiments beside each other: a row for everything either of them says."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from experimentos_gui.messages import counted
from experimentos_gui.models.record_table import Column
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.labels import shortened, visible

if TYPE_CHECKING:
    from experimentos_gui.history.compare_facts import Fact, Side

_LONGEST: Final = 600
_ABSENT: Final = "\u2013"
_DIFFERS: Final = "\u2260 differs"
_EQUAL: Final = "= same"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRow:
    """One thing about both.

    Attributes:
        group: The part it belongs to; only the first row of a part has one.
        title: What it is.
        left: What the first one says.
        right: What the second one says.
        differs: Whether the two say different things, also where what is shown of them is cut.
        left_small: What stands below `left` in small letters.
        right_small: What stands below `right`.
    """

    group: str
    title: str
    left: str
    right: str
    differs: bool
    left_small: str = ""
    right_small: str = ""


def compare(left: "Side", right: "Side") -> tuple[CompareRow, ...]:
    """Return a row for each thing that either says, in the order of both."""
    groups = tuple(dict.fromkeys(fact.group for side in (left, right) for fact in side.facts))
    rows: list[CompareRow] = []
    for group in groups:
        mine, other = _by_key(left, group), _by_key(right, group)
        for place, key in enumerate(dict.fromkeys((*mine, *other))):
            one, two = mine.get(key), other.get(key)
            row = CompareRow(
                group=group if place == 0 else "",
                title=key.title,
                left=_shown(one),
                right=_shown(two),
                differs=_text(one) != _text(two),
                left_small=_small(one),
                right_small=_small(two),
            )
            rows.append(row)
    return tuple(rows)


class _Key(NamedTuple):
    """What sets a fact beside its like: a finding beside that of the same code and place."""

    title: str
    kind: str
    number: int


def _by_key(side: "Side", group: str) -> dict[_Key, "Fact"]:
    found: dict[_Key, Fact] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for fact in side.facts:
        if fact.group == group:
            like = fact.title, fact.kind
            found[_Key(*like, seen[like])] = fact
            seen[like] += 1
    return found


def only_different(rows: tuple[CompareRow, ...]) -> tuple[CompareRow, ...]:
    """Return the rows that differ, each with the part it belongs to."""
    found: list[CompareRow] = []
    group = last = ""
    for row in rows:
        group = row.group or group
        if row.differs:
            found.append(replace(row, group=group if group != last else ""))
            last = group
    return tuple(found)


def summary_words(rows: tuple[CompareRow, ...]) -> str:
    """Say how many things differ."""
    differing = sum(row.differs for row in rows)
    if not differing:
        return f"Nothing differs in {counted(len(rows), 'line')}."
    verb = "differs" if differing == 1 else "differ"
    return f"{differing} of {counted(len(rows), 'line')} {verb}, marked \u2260."


def columns_for(left: str, right: str) -> tuple[Column[CompareRow], ...]:
    """Return the columns, headed by the names of the two."""
    return (
        Column(
            title="",
            text=lambda row: row.title,
            detail=lambda row: row.group,
        ),
        Column(
            title=visible(shortened(left, 60)),
            text=lambda row: row.left,
            detail=lambda row: row.left_small,
        ),
        Column(
            title=visible(shortened(right, 60)),
            text=lambda row: row.right,
            detail=lambda row: row.right_small,
        ),
        Column(
            title="Same?",
            text=lambda row: _DIFFERS if row.differs else _EQUAL,
            tone=_tone,
        ),
    )


def _tone(row: CompareRow) -> Tone | None:
    return Tone.CAUTION if row.differs else None


def _text(fact: "Fact | None") -> str:
    return _ABSENT if fact is None else " ".join(fact.text.split())


def _shown(fact: "Fact | None") -> str:
    return visible(shortened(_text(fact), _LONGEST))


def _small(fact: "Fact | None") -> str:
    return fact.small if fact is not None else ""
