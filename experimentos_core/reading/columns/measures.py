"""Continuous metrics: which columns hold the sum, the sum of squares and the n of each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.names.measure_names import (
    MeasurePart,
    metric_name,
    split_measure_name,
)
from experimentos_core.reading.table import Table, column_key

_PER_ORDER = "aov"
_ORDERS = "orders"
_PER_ORDERS = ("per order", "per orders")
_BARE = "metric"
_PER_USER = ("user", "users")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureColumns:
    """The columns of one continuous metric.

    Attributes:
        metric: Its name: X of `X_sum`.
        total: The column of its sums; empty where there is none.
        squares: The column of its sums of squares; empty where there is none.
        size: The column of its n.
        is_per_user: Whether that column holds the users.
    """

    metric: str
    total: str
    squares: str
    size: str
    is_per_user: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether both sums are there."""
        return bool(self.total and self.squares)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it is read from."""
        return tuple(name for name in (self.total, self.squares, self.size) if name)

    @property
    def names(self) -> tuple[str, ...]:
        """Its own name, and those of its sums."""
        return tuple(name for name in (self.metric, self.total, self.squares) if name)

    @property
    def spoken(self) -> tuple[str, ...]:
        """What a plan made before the data may call it: 'revenue per user', where that is its n."""
        per_user = _PER_USER if self.is_per_user else ()
        units = dict.fromkeys((self.size, self.size.removesuffix("s"), *per_user))
        return tuple(f"{self.metric} per {unit}" for unit in units if unit)


def find_measures(table: Table, roles: ColumnRoles) -> tuple[MeasureColumns, ...]:
    """Return every continuous metric of a table, in the order of its columns.

    A metric X is given by `X_sum` and `X_sum_sq`. Its n is the column a person chose
    (`--map n:X=orders`), else `X_n`, else the orders where X is the value per order (aov), else,
    for a bare `metric_sum`, a column `n`, else the users. A lone half of the pair is returned too,
    for the health check to name, unless the person left that column out.
    """
    choices = Choices.parse(table.choices)
    halves: dict[tuple[str, ...], dict[MeasurePart, str]] = {}
    sizes: dict[tuple[str, ...], str] = {}
    for name in table.header:
        words, part = split_measure_name(name)
        if part is MeasurePart.SIZE:
            sizes.setdefault(words, name)
        if words and part in _HALVES and not _is_left_out(name, roles, choices):
            halves.setdefault(words, {}).setdefault(part, name)
    found = (
        (metric, half)
        for words, half in halves.items()
        if (metric := _metric_of(words, half)) is not None
    )
    measures: list[MeasureColumns] = []
    for metric, half in found:
        size = choices.get(ChoiceKey.SIZE, metric) or _size(table, roles, sizes, metric)
        measures.append(
            MeasureColumns(
                metric=metric,
                total=half.get(MeasurePart.SUM, ""),
                squares=half.get(MeasurePart.SQUARES, ""),
                size=size,
                is_per_user=column_key(size) == column_key(roles.users),
            )
        )
    return tuple(measures)


def find_measure(
    table: Table, measures: tuple[MeasureColumns, ...], name: str
) -> MeasureColumns | None:
    """Return the complete metric of this name, or None.

    One of its own columns names it too; any other column of exactly this name goes first. What it
    may be called besides comes last.
    """
    found = measures_by_name(measures).get(column_key(name))
    if found is None or not found.is_complete:
        return None
    own = {column_key(column) for column in (found.total, found.squares)}
    return found if column_key(name) in own or not table.positions(name) else None


@lru_cache(maxsize=4)  # asked once a guardrail
def measures_by_name(measures: tuple[MeasureColumns, ...]) -> Mapping[str, MeasureColumns]:
    """Return each metric by the key of every name it has; the first of a name wins."""
    named: dict[str, MeasureColumns] = {}
    own = [(name, measure) for measure in measures for name in measure.names]
    spoken = [(name, measure) for measure in measures for name in measure.spoken]
    for name, measure in (*own, *spoken):
        named.setdefault(column_key(name), measure)
    return named


def is_per_order(metric: str) -> bool:
    """Whether a metric of this name is likely a value per order, before any data says so."""
    return column_key(metric) == _PER_ORDER or column_key(metric).endswith(_PER_ORDERS)


def choose_size(metric: str, column: str) -> Choice:
    """Return the choice of a column as the n of a metric."""
    return Choice(key=ChoiceKey.SIZE, subject=metric, value=column)


def without_sizes(table: Table) -> Table:
    """Return the table as if nobody had chosen the n of a metric: what a plan could count on."""
    choices = Choices.parse(table.choices).chosen
    kept = tuple(choice.option for choice in choices if choice.key is not ChoiceKey.SIZE)
    return replace(table, choices=kept)


_HALVES = (MeasurePart.SUM, MeasurePart.SQUARES)


def _is_left_out(name: str, roles: ColumnRoles, choices: Choices) -> bool:
    is_role = column_key(name) in {column_key(role) for role in roles.required}
    return is_role or choices.get(ChoiceKey.COLUMN, name) == "skip"


def _metric_of(words: tuple[str, ...], half: dict[MeasurePart, str]) -> str | None:
    """Return the name of a metric; None for a column alone that may mean something else."""
    names = [half[part] for part in _HALVES if part in half]
    if len(names) == 1 and not _is_surely_half(names[0]):
        return None
    return metric_name(names[0], words)


def _is_surely_half(name: str) -> bool:
    """Whether a column alone says that it is half of a pair; 'Sum of visits' does not."""
    return column_key(name).replace(" ", "_").endswith(("_sum", "_sum_sq", "_sumsq"))


def _size(table: Table, roles: ColumnRoles, sizes: dict[tuple[str, ...], str], metric: str) -> str:
    """Return the likely n; `sizes` holds the columns `X_n` by the words of X."""
    own = sizes.get(split_measure_name(f"{metric}_n")[0])
    key = column_key(metric)
    likely = (_ORDERS if key == _PER_ORDER else "", "n" if key == _BARE else "")
    other = next((name for name in likely if name and table.positions(name)), None)
    if other is not None:
        other = table.header[table.positions(other)[0]]
    return own or other or roles.users
