"""The decimal mark of each column: from its own cells, else the file's, else by asking once.

The order, for one column:
1. what was chosen for it;
2. its own cells that allow one mark only, the more frequent where they contradict each other;
3. the same cells of all other columns of numbers: a file has one writer;
4. what was chosen for another column;
5. for the point of a measure, in a comma-separated file: a long number of the file written without
   thousands marks (elsewhere each column may be formatted on its own, as spreadsheets do);
6. the person, asked about one column; what is left follows the answer.

In a column of counts a doubtful '10.234' is never supposed to be a fraction: neither 3. nor 5. may
say so, and 4. only where the very same mark was asked about.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from experimentos_core.reading.choices import ChoiceKey, Choices
from experimentos_core.reading.numbers.evidence import ColumnEvidence, ColumnKind, NumberCell
from experimentos_core.reading.numbers.text import DecimalMark

_ASKED_FIRST: Final = {ColumnKind.COUNT: 0, ColumnKind.EXTRA: 1}

type MoreEvidence = Callable[[], Sequence[ColumnEvidence]]


class Basis(StrEnum):
    """What a decision rests on."""

    NOTHING = "nothing"
    CHOSEN = "chosen"
    OWN_CELLS = "own cells"
    OTHER_COLUMNS = "other columns"
    CHOSEN_ELSEWHERE = "chosen elsewhere"
    LONG_NUMBERS = "long numbers"
    SUPPOSED = "supposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How one column is read.

    Attributes:
        evidence: The column.
        mark: Its decimal mark; None while nothing may be supposed, so that doubtful cells stay.
        basis: What decided.
        witness: The cell that decided; None where none did.
        contradicting: The first cell that allows the other mark only, or None.
    """

    evidence: ColumnEvidence
    mark: DecimalMark | None
    basis: Basis
    witness: NumberCell | None = None
    contradicting: NumberCell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """How every used column is read.

    Attributes:
        columns: One decision for each, in the order they were given.
        asked: The one that has to be asked about, or None.
    """

    columns: tuple[Decision, ...]
    asked: Decision | None


def decide(
    columns: Sequence[ColumnEvidence],
    choices: Choices,
    others: MoreEvidence,
    *,
    trusts_long_numbers: bool,
) -> Decisions:
    """Decide the decimal mark of every used column.

    Args:
        columns: What the used columns tell.
        choices: What the person chose.
        others: Returns what the unused columns of numbers tell; called only where a doubt is left.
        trusts_long_numbers: Whether a long unmarked number speaks for the other columns too.
    """
    chosen = _chosen_marks(columns, choices)
    decisions = [_from_itself(column, chosen) for column in columns]
    if all(decision is not None for decision in decisions):
        return Decisions(columns=tuple(d for d in decisions if d is not None), asked=None)
    everything = (*columns, *others())
    settled = [
        decision
        or _from_the_file(column, columns, everything, chosen)
        or (_from_long_numbers(column, columns, everything) if trusts_long_numbers else None)
        for column, decision in zip(columns, decisions, strict=True)
    ]
    asked = _worth_asking(columns, settled)
    return Decisions(
        columns=tuple(
            decision or _suppose(column, asked)
            for column, decision in zip(columns, settled, strict=True)
        ),
        asked=asked,
    )


def _chosen_marks(columns: Sequence[ColumnEvidence], choices: Choices) -> Mapping[int, DecimalMark]:
    marks: dict[int, DecimalMark] = {}
    for column in columns:
        value = choices.get(ChoiceKey.DECIMAL, column.name)
        if value is not None:
            marks[column.position] = DecimalMark(value)
    return marks


def _from_itself(column: ColumnEvidence, chosen: Mapping[int, DecimalMark]) -> Decision | None:
    """Decide by the choice for the column or its own cells; None where a doubt is left."""
    if column.position in chosen:
        mark = chosen[column.position]
        contradicting = column.certain.get(mark.other)
        return Decision(evidence=column, mark=mark, basis=Basis.CHOSEN, contradicting=contradicting)
    if column.certain:
        mark = max(column.certain, key=lambda m: (column.votes[m], -column.certain[m].index))
        return Decision(
            evidence=column,
            mark=mark,
            basis=Basis.OWN_CELLS,
            witness=column.certain[mark],
            contradicting=column.certain.get(mark.other),
        )
    if column.doubtful:
        return None
    return Decision(evidence=column, mark=DecimalMark.POINT, basis=Basis.NOTHING)


def _from_the_file(
    column: ColumnEvidence,
    used: Sequence[ColumnEvidence],
    everything: Sequence[ColumnEvidence],
    chosen: Mapping[int, DecimalMark],
) -> Decision | None:
    """Decide by the rest of the file; None where it says nothing or contradicts itself."""
    witnesses = [cell for other in everything for cell in other.certain.items()]
    marks = {mark for mark, _ in witnesses}
    if len(marks) == 1 and not _breaks_count(column, witnesses[0][0]):
        mark, witness = witnesses[0]
        return Decision(evidence=column, mark=mark, basis=Basis.OTHER_COLUMNS, witness=witness)
    elsewhere = _chosen_elsewhere(column, used, chosen)
    if elsewhere is None:
        return None
    return Decision(evidence=column, mark=elsewhere, basis=Basis.CHOSEN_ELSEWHERE)


def _chosen_elsewhere(
    column: ColumnEvidence, used: Sequence[ColumnEvidence], chosen: Mapping[int, DecimalMark]
) -> DecimalMark | None:
    marks = {
        chosen[other.position]
        for other in used
        if other.position in chosen
        and (
            not _breaks_count(column, chosen[other.position])
            or other.has_doubtful_fraction(chosen[other.position])
        )
    }
    return marks.pop() if len(marks) == 1 else None


def _from_long_numbers(
    column: ColumnEvidence, used: Sequence[ColumnEvidence], everything: Sequence[ColumnEvidence]
) -> Decision | None:
    """A writer who leaves '10234' without a thousands mark means a fraction by '10.234'."""
    witness = next((other.long for other in (column, *used) if other.long is not None), None)
    is_contradicted = any(other.certain for other in everything)
    if witness is None or is_contradicted or column.kind in _ASKED_FIRST:
        return None
    if set(column.doubtful) != {DecimalMark.POINT.character}:  # a quoted comma may mean anything
        return None
    mark = DecimalMark.POINT
    return Decision(evidence=column, mark=mark, basis=Basis.LONG_NUMBERS, witness=witness)


def _breaks_count(column: ColumnEvidence, mark: DecimalMark) -> bool:
    return column.kind is ColumnKind.COUNT and column.has_doubtful_fraction(mark)


def _worth_asking(
    columns: Sequence[ColumnEvidence], settled: Sequence[Decision | None]
) -> Decision | None:
    """Return the column to ask about: the first of counts, for which thousands are likelier."""
    open_columns = [c for c, decision in zip(columns, settled, strict=True) if decision is None]
    if not open_columns:
        return None
    asked = min(
        open_columns, key=lambda c: (_ASKED_FIRST.get(c.kind, len(_ASKED_FIRST)), c.position)
    )
    first = asked.first_doubtful
    if first is None or asked.kind not in _ASKED_FIRST:
        return Decision(evidence=asked, mark=None, basis=Basis.SUPPOSED)
    thousands = next(m for m in DecimalMark if m.character != first.number.doubtful_mark)
    return Decision(evidence=asked, mark=thousands, basis=Basis.SUPPOSED, witness=first)


def _suppose(column: ColumnEvidence, asked: Decision | None) -> Decision:
    """Read a column as the one asked about would be, where the same mark is in doubt."""
    shared = asked is not None and not asked.evidence.doubtful.keys().isdisjoint(column.doubtful)
    if asked is None or not shared:
        return Decision(evidence=column, mark=None, basis=Basis.SUPPOSED)
    return replace(asked, evidence=column)
