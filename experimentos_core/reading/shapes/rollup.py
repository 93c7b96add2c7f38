"""Values of a breakdown that stand for all the others, whatever they are called: rollups."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from experimentos_core.reading.columns.labels import label_key, reads_like_total
from experimentos_core.reading.numbers.cells import exact_number
from experimentos_core.reading.table import Table

type _Key = tuple[str, ...]
type _Sums = dict[_Key, tuple[Decimal | None, ...]]

_FEWEST_PARTS: Final = 2  # one value that equals one other proves nothing, unless it has no name
_FEWEST_METRICS: Final = 2
_NAMELESS: Final = frozenset(
    {"", "null", "none", "nan", "na", "n/a", "(blank)", "(null)", "(none)", "-", "--", "\\n"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowParts:
    """Which columns tell what a row is, and what it counts.

    Attributes:
        must: Positions of the variant and of the days: a total has a row for each of them.
        segments: Positions of every column that breaks the rows down.
        metrics: Positions of the users and the conversions, those there are, users first.
    """

    must: tuple[int, ...]
    segments: tuple[int, ...]
    metrics: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSums:
    """What the rows of each value of a column come to.

    Attributes:
        sums: For each value's key, the sums of the metrics in every place it has rows; None for
            a metric of which some cell is no number.
        must_length: How many parts of a place every total must cover.
    """

    sums: dict[str, _Sums]
    must_length: int

    @property
    def whole(self) -> _Sums:
        """What all values come to, place by place."""
        return _added(self.sums)

    def totals(self) -> tuple[str, ...]:
        """Return the values that are the sum of the others in every place they have rows.

        One called a total needs only its users to add up; any other needs both metrics.
        """
        plain = {value: sums for value, sums in self.sums.items() if not reads_like_total(value)}
        proven = _proven(plain, self._places(), self.must_length)
        parts = {value: sums for value, sums in plain.items() if value not in proven}
        whole = _added(parts)
        named = [v for v in self.sums if v not in plain and self._is_users_sum(v, whole)]
        return (*named, *proven)

    def repeats_users(self) -> bool:
        """Whether every value holds the same users, place by place, with other conversions.

        Those are metrics, not segments. Where the conversions are the same as well, nothing tells.
        """
        plain = [sums for value, sums in self.sums.items() if not reads_like_total(value)]
        users = [{place: metrics[:1] for place, metrics in sums.items()} for sums in plain]
        if len(plain) < _FEWEST_PARTS or all(sums == plain[0] for sums in plain):
            return False
        return all(one == users[0] for one in users) and all(
            count for (count,) in users[0].values()
        )

    def _places(self) -> set[_Key]:
        return {place[: self.must_length] for sums in self.sums.values() for place in sums}

    def _is_users_sum(self, value: str, whole: _Sums) -> bool:
        own = self.sums[value]
        covered = {place[: self.must_length] for place in own}
        return covered == self._places() and all(
            sums[0] is not None and place in whole and whole[place][0] == sums[0]
            for place, sums in own.items()
        )


def value_sums(table: Table, position: int, rows: Sequence[int], parts: RowParts) -> ValueSums:
    """Add up the rows of each value of a column, place by place.

    Args:
        table: The rows, as plain numbers.
        position: The column.
        rows: The rows that count.
        parts: What tells the places apart; the column itself is no part of a place.
    """
    others = (*parts.must, *(p for p in parts.segments if p != position))
    sums: dict[str, _Sums] = defaultdict(dict)
    for row in rows:
        place = tuple(label_key(table.cell(row, other)) for other in others)
        own = tuple(exact_number(table.cell(row, metric)) for metric in parts.metrics)
        places = sums[label_key(table.cell(row, position))]
        places[place] = _plus(places[place], own) if place in places else own
    return ValueSums(sums=dict(sums), must_length=len(parts.must))


def _proven(values: dict[str, _Sums], places: set[_Key], must_length: int) -> tuple[str, ...]:
    """Return the values without a total's name that equal the sum of the others.

    Several that are all the same may each be the total: `k` of them and their parts come to
    `k + 1` times each.
    """
    whole = _added(values)
    alike: dict[frozenset[tuple[_Key, tuple[Decimal | None, ...]]], list[str]] = defaultdict(list)
    for value, sums in values.items():
        alike[frozenset(sums.items())].append(value)
    proven: list[str] = []
    for same in alike.values():
        parts = len(values) - len(same)
        needed = 1 if all(value in _NAMELESS for value in same) else _FEWEST_PARTS
        sums = values[same[0]]
        if parts < needed or {place[:must_length] for place in sums} != places:
            continue
        if all(_is_share(own, whole[place], len(same) + 1) for place, own in sums.items()):
            proven += same
    return tuple(proven)


def _is_share(own: Sequence[Decimal | None], whole: Sequence[Decimal | None], times: int) -> bool:
    """Whether every metric is exactly the whole over `times`, and the users are more than none."""
    if len(own) < _FEWEST_METRICS or not own[0]:
        return False
    return all(
        one is not None and all_of_them is not None and one * times == all_of_them
        for one, all_of_them in zip(own, whole, strict=True)
    )


def _added(values: dict[str, _Sums]) -> _Sums:
    whole: _Sums = {}
    for sums in values.values():
        for place, own in sums.items():
            whole[place] = _plus(whole[place], own) if place in whole else own
    return whole


def _plus(
    one: tuple[Decimal | None, ...], other: tuple[Decimal | None, ...]
) -> tuple[Decimal | None, ...]:
    return tuple(None if a is None or b is None else a + b for a, b in zip(one, other, strict=True))
