"""The search for rows that are the sum of others."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from experimentos_core.reading.columns.labels import (
    guess_control,
    is_total_name,
    label_key,
    mend_label,
    reads_like_total,
)
from experimentos_core.reading.columns.parts import breakdown_columns, find_days, role_positions
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.names.role_words import adds_up
from experimentos_core.reading.numbers.cells import exact_number
from experimentos_core.reading.table import Table

_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 2
_MOST_NAMELESS = 3
_WORD = re.compile(r"[^\W\d_]|\u2211")  # a letter, or the sign of a sum


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsFound:
    """The rows that are sums, by their index in the table, and what each is called.

    Attributes:
        certain: Those called a total, or called nothing.
        doubtful: Those that bear a name of their own; at most one.
    """

    certain: dict[int, str]
    doubtful: dict[int, str]


def search_totals(
    table: Table,
    roles: ColumnRoles,
    rows: Sequence[int],
    confirmed: set[int],
    checkpoint: Callable[[], None] = lambda: None,
) -> TotalsFound:
    """Find the rows that sum up others.

    Args:
        table: The rows, as plain numbers.
        roles: Which column plays which part.
        rows: Indices of the rows that are looked at.
        confirmed: Those of them that are no totals, whatever they look like.
        checkpoint: Called now and then; raises ReadingCancelled when nobody waits any longer.
    """
    if len(table.positions(roles.variant)) != 1 or len(table.positions(roles.users)) != 1:
        return TotalsFound(certain={}, doubtful={})
    search = _Search(table, roles, rows, confirmed, checkpoint)
    if not search.may_hold_totals():
        return TotalsFound(
            certain={}, doubtful={row: search.label(row) for row in search.doubtful()}
        )
    certain = {row: search.shown_label(row) for row in search.totals()}
    doubtful = {} if certain else {row: search.label(row) for row in search.doubtful()}
    return TotalsFound(certain=certain, doubtful=doubtful)


class _Search:
    """One search; what is asked for row after row is worked out once."""

    def __init__(
        self,
        table: Table,
        roles: ColumnRoles,
        rows: Sequence[int],
        confirmed: set[int],
        checkpoint: Callable[[], None],
    ) -> None:
        self._table = table
        self._roles = roles
        self._rows = rows
        self._confirmed = confirmed
        self._open = [row for row in rows if row not in confirmed]
        self._variant = table.positions(roles.variant)[0]
        self._users = table.positions(roles.users)[0]
        self._checkpoint = checkpoint
        self._sums: dict[frozenset[tuple[int, str]], Decimal | None] = {}

    def may_hold_totals(self) -> bool:
        """Whether any row is called a total anywhere, or has no name; a tidy table ends here."""
        return bool(self._total_rows) or any(not _is_name(self.label(row)) for row in self._open)

    def totals(self) -> list[int]:
        """Return the rows that are totals for certain, in file order."""
        named = [row for row in self._named if self._is_sum(row)]
        nameless = [row for row in self._others if not _is_name(self.label(row))]
        # Many rows without a name are a defect of the export, not totals.
        open_ones = [row for row in nameless if row not in self._confirmed][:_MOST_NAMELESS]
        return sorted({*named, *(row for row in open_ones if self._is_whole_sum(row))})

    def doubtful(self) -> list[int]:
        """Return the first or last row where it bears a name but is the sum of the others."""
        labels = {label_key(self.label(row)) for row in self._rows}
        if len(self._rows) < _FEWEST_ROWS or len(labels) < len(self._rows):
            return []
        ends = (self._rows[-1], self._rows[0])
        return [row for row in ends if self._is_doubtful(row)][:1]

    def label(self, row: int) -> str:
        """Return the variant a row names."""
        return mend_label(self._table.cell(row, self._variant))

    def shown_label(self, row: int) -> str:
        """Return what a total is called, be it in another column than the variants'."""
        label = self.label(row)
        if reads_like_total(label):
            return label
        cells = (self._table.cell(row, position) for position in self._contexts)
        return next((cell for cell in cells if reads_like_total(cell)), label)

    @cached_property
    def _total_rows(self) -> frozenset[int]:
        """The rows with a total's name in any cell."""
        found: set[int] = set()
        for position in range(len(self._table.header)):
            column = self._table.column(position)
            totals = {cell for cell in set(column) if _WORD.search(cell) and reads_like_total(cell)}
            if totals:
                found.update(row for row in self._rows if column[row] in totals)
        return frozenset(found)

    @cached_property
    def _days(self) -> int | None:
        """Where the days stand, going by the rows without a total's name."""
        plain = [row for row in self._rows if row not in self._total_rows]
        days = find_days(self._table, self._roles, plain)
        return None if days is None else days.position

    @cached_property
    def _contexts(self) -> tuple[int, ...]:
        """The columns of texts and days beside the variants'; a total may stand for one value."""
        texts = breakdown_columns(self._table, role_positions(self._table, self._roles))
        days = () if self._days is None or self._days in texts else (self._days,)
        return (*texts, *days)

    @cached_property
    def _named(self) -> dict[int, None]:
        return dict.fromkeys(row for row in self._open if self._is_named_total(row))

    @cached_property
    def _others(self) -> list[int]:
        return [row for row in self._rows if row not in self._named]

    @cached_property
    def _whole(self) -> Decimal | None:
        return self._sum(self._others, self._users)

    @cached_property
    def _counts(self) -> list[int]:
        """The columns that add up, beside texts and days."""
        return [
            position
            for position, name in enumerate(self._table.header)
            if position not in {self._variant, *self._contexts}
            and (position == self._users or adds_up(name))
            and any(exact_number(self._table.cell(row, position)) for row in self._rows)
        ]

    @cached_property
    def _runs(self) -> dict[int, list[int]]:
        """For each row called a total, the rows right above, up to the last such row."""
        runs: dict[int, list[int]] = {}
        run: list[int] = []
        for row in self._rows:
            if row in self._named:
                runs[row], run = run, []
            else:
                run.append(row)
        return runs

    def _is_named_total(self, row: int) -> bool:
        """Whether the variant's cell names a total, or stands blank beside one that does.

        A total of one variant over all days is named in the column of days alone.
        """
        if row not in self._total_rows:
            return False
        label = self.label(row)
        if reads_like_total(label):
            return True
        if _is_name(label):
            return self._days is not None and reads_like_total(self._table.cell(row, self._days))
        return any(reads_like_total(self._table.cell(row, p)) for p in self._contexts)

    def _is_sum(self, row: int) -> bool:
        """Whether the users of a row are the sum of some rows it may sum up."""
        own = self._value(row, self._users)
        if own is None:
            return False
        self._checkpoint()
        if own in (self._whole, self._sum_of_same_context(row)):
            return True
        # Subtotals come in number; a lone one would leave out a variant that happens to be equal.
        run = self._runs[row] if len(self._named) > 1 else []
        return len(run) > 1 and own == self._sum(run, self._users)

    def _sum_of_same_context(self, row: int) -> Decimal | None:
        """Return the users of the rows that agree in every cell of this row that names something.

        Rows of one context ask for the same sum, so it is worked out once.
        """
        named = frozenset(
            (position, key)
            for position in (*self._contexts, self._variant)
            if (key := self._key(row, position)) and not reads_like_total(key)
        )
        if named not in self._sums:
            standing = [self._standing.get(part, frozenset()) for part in named]
            standing.sort(key=len)
            agreeing = standing[0].intersection(*standing[1:]) if standing else frozenset()
            self._sums[named] = self._sum(sorted(agreeing), self._users)
        return self._sums[named]

    @cached_property
    def _standing(self) -> dict[tuple[int, str], frozenset[int]]:
        """For each column and what stands in it, the rows it stands in, those of totals apart."""
        found: dict[tuple[int, str], set[int]] = defaultdict(set)
        for position in (*self._contexts, self._variant):
            self._checkpoint()
            for row in self._others:
                found[position, self._key(row, position)].add(row)
        return {part: frozenset(rows) for part, rows in found.items()}

    def _is_doubtful(self, row: int) -> bool:
        label = self.label(row)
        if row in self._confirmed or is_total_name(label) or guess_control((label,)) is not None:
            return False
        return self._is_whole_sum(row)

    def _is_whole_sum(self, row: int) -> bool:
        """Whether every count of a row is the sum of the others; at least two are needed."""
        others = [other for other in self._others if other != row]
        if len(others) + 1 < _FEWEST_ROWS:
            return False
        given = [p for p in self._counts if self._value(row, p)]
        return (
            len(given) >= _FEWEST_COLUMNS
            and self._users in given
            and all(self._value(row, p) == self._sum(others, p) for p in given)
        )

    def _key(self, row: int, position: int) -> str:
        return label_key(self._table.cell(row, position))

    def _value(self, row: int, position: int) -> Decimal | None:
        return exact_number(self._table.cell(row, position))

    def _sum(self, rows: Sequence[int], position: int) -> Decimal | None:
        """Return the sum of some cells; None where there is none, or one is no number."""
        values = [self._value(row, position) for row in rows]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(values) else None


def _is_name(label: str) -> bool:
    """Whether a label has a letter or digit; dashes and the like name nothing."""
    return any(character.isalnum() for character in label)
