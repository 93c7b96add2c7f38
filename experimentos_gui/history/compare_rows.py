"""Two experiments beside each other: a row for everything either of them says."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

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
        left_small: What stands below `left` in small letters.
        right_small: What stands below `right`.
    """

    group: str
    title: str
    left: str
    right: str
    left_small: str = ""
    right_small: str = ""

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.left != self.right


def compare(left: "Side", right: "Side") -> tuple[CompareRow, ...]:
    """Return a row for each thing that either says, in the order of both."""
    groups = tuple(dict.fromkeys(fact.group for side in (left, right) for fact in side.facts))
    rows: list[CompareRow] = []
    for group in groups:
        mine = {fact.title: fact for fact in left.facts if fact.group == group}
        other = {fact.title: fact for fact in right.facts if fact.group == group}
        for place, title in enumerate(dict.fromkeys((*mine, *other))):
            row = CompareRow(
                group=group if place == 0 else "",
                title=title,
                left=_shown(mine.get(title)),
                right=_shown(other.get(title)),
                left_small=_small(mine.get(title)),
                right_small=_small(other.get(title)),
            )
            rows.append(row)
    return tuple(rows)


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


def _shown(fact: "Fact | None") -> str:
    if fact is None:
        return _ABSENT
    return visible(shortened(" ".join(fact.text.split()), _LONGEST))


def _small(fact: "Fact | None") -> str:
    return fact.small if fact is not None else ""
