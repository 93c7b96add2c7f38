"""Means and their spread, given with n, turned into the sums they were made of."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from typing import Final

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.names.measure_names import (
    SPREADS,
    MeasurePart,
    metric_name,
    split_measure_name,
)
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_core.reading.numbers.cells import exact_number, plain_text
from experimentos_core.reading.numbers.counts import parse_count
from experimentos_core.reading.table import Table

_EXACT: Final = Context(prec=1000)
_MOST_MOVED: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanColumns:
    """The columns of one continuous metric.

    Attributes:
        metric: Its name, as the column of the mean spells it.
        mean: Position of the mean.
        spread: Position of its spread.
        kind: What the spread is.
        size: Position of its n.
    """

    metric: str
    mean: int
    spread: int
    kind: MeasurePart
    size: int


def find_means(table: Table, roles: ColumnRoles) -> tuple[MeanColumns, ...]:
    """Return every metric given by its mean and spread that has no sums of its own yet.

    Its n is the column `X_n`, else the users; without either there is none.
    """
    parts = [split_measure_name(name) for name in table.header]
    spreads = {words: (i, part) for i, (words, part) in _reversed(parts, SPREADS)}
    sizes = {words: i for i, (words, _) in _reversed(parts, {MeasurePart.SIZE})}
    users = table.positions(roles.users)
    sums = {words for _, (words, _) in _reversed(parts, {MeasurePart.SUM, MeasurePart.SQUARES})}
    found: list[MeanColumns] = []
    seen: set[tuple[str, ...]] = set()
    for position, (words, part) in enumerate(parts):
        size = sizes.get(words, users[0] if len(users) == 1 else None)
        is_mean = part is MeasurePart.MEAN and words not in seen
        if not is_mean or words not in spreads or words in sums or size is None:
            continue
        seen.add(words)
        spread, kind = spreads[words]
        metric = metric_name(table.header[position], words)
        if not table.positions(f"{metric}_sum") and not table.positions(f"{metric}_sum_sq"):
            found.append(
                MeanColumns(metric=metric, mean=position, spread=spread, kind=kind, size=size)
            )
    return tuple(found)


def append_sums(table: Table, columns: MeanColumns) -> tuple[Table, tuple[Note, ...]]:
    """Append the sum and the sum of squares of a metric, exactly as its mean and spread say.

    sum = n mean; sum of squares = (n - 1) variance + n mean squared. A row whose cells are no
    numbers gets the first of them as it stands in both.
    """
    cells = [_sums_of_row(table, columns, row) for row in range(len(table.rows))]
    header = (*table.header, f"{columns.metric}_sum", f"{columns.metric}_sum_sq")
    rows = tuple((*row, *more) for row, more in zip(table.rows, cells, strict=True))
    notes = (_note(table, columns), *_too_rough(table, columns))
    return replace(table, header=header, rows=rows), notes


def _reversed(
    parts: list[tuple[tuple[str, ...], MeasurePart]], wanted: Collection[MeasurePart]
) -> list[tuple[int, tuple[tuple[str, ...], MeasurePart]]]:
    """Return the parts wanted from right to left, so that in a table of them the left one wins."""
    found = [(i, part) for i, part in enumerate(parts) if part[1] in wanted and part[0]]
    return found[::-1]


def _numbers(table: Table, columns: MeanColumns, row: int) -> tuple[int, Decimal, Decimal] | str:
    """Return n, mean and spread of a row, or the first of their cells that is none."""
    n = parse_count(table.cell(row, columns.size))
    mean = exact_number(table.cell(row, columns.mean))
    spread = exact_number(table.cell(row, columns.spread))
    if mean is None:
        return table.cell(row, columns.mean)
    if spread is None or spread < 0:
        return table.cell(row, columns.spread)
    return (n, mean, spread) if isinstance(n, int) else table.cell(row, columns.size)


def _sums_of_row(table: Table, columns: MeanColumns, row: int) -> tuple[str, str]:
    numbers = _numbers(table, columns, row)
    if isinstance(numbers, str):
        return numbers, numbers
    n, mean, spread = numbers
    with localcontext(_EXACT):
        variance = _variance(columns.kind, spread, n)
        total = n * mean
        squares = max(n - 1, 0) * variance + n * mean * mean
        return plain_text(total), plain_text(squares)


def _variance(kind: MeasurePart, spread: Decimal, n: int) -> Decimal:
    if kind is MeasurePart.VARIANCE:
        return spread
    return spread * spread * (n if kind is MeasurePart.ERROR else 1)


def _note(table: Table, columns: MeanColumns) -> Note:
    mean, spread, size = (table.header[p] for p in (columns.mean, columns.spread, columns.size))
    message = (
        f"The sums of {columns.metric!r} were worked out from {mean!r}, {spread!r} and {size!r}."
    )
    return Note(code=NoteCode.SUMS_FROM_MEAN, message=message, column=mean)


def _too_rough(table: Table, columns: MeanColumns) -> tuple[Note, ...]:
    """Warn of the first row whose digits leave its variance, or its mean, too open."""
    for row, number in enumerate(table.row_numbers):
        numbers = _numbers(table, columns, row)
        if isinstance(numbers, str):
            continue
        position = _rough_position(columns, *numbers)
        if position is None:
            continue
        name, cell = table.header[position], table.as_written(row, position)
        message = (
            f"{name} {cell} in {table.source.line(number)} has too few digits: what its "
            f"rounding leaves open may change the result for {columns.metric!r}."
        )
        return (
            Note(
                code=NoteCode.MEAN_TOO_ROUGH,
                severity=Severity.WARNING,
                message=message,
                hint="Export the mean and its spread with more digits, or the sums themselves.",
                row=number,
                column=name,
                value=cell,
            ),
        )
    return ()


def _rough_position(columns: MeanColumns, n: int, mean: Decimal, spread: Decimal) -> int | None:
    """Return the position of the cell that is too rough.

    A spread is, when half a unit of its last digit moves the variance by more than 1 %; a mean,
    when half a unit is more than a tenth of its standard error.
    """
    if spread == 0 or n == 0:
        return None
    half = _half_unit(spread)
    with localcontext(_EXACT):
        if columns.kind is MeasurePart.VARIANCE:
            is_rough = half > _MOST_MOVED * spread
        else:
            is_rough = (spread + half) ** 2 - spread**2 > _MOST_MOVED * spread**2
        if is_rough:
            return columns.spread
        variance = _variance(columns.kind, spread, n)
        # half unit > standard error / 10, squared so that nothing is rounded
        is_rough = 100 * _half_unit(mean) ** 2 * n > variance
    return columns.mean if is_rough else None


def _half_unit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
