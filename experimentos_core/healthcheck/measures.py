"""The sums of every continuous metric read exactly; what no values could have is named."""

import re
from dataclasses import dataclass
from decimal import Decimal

from experimentos_core.healthcheck.counts import Counts, read_counts
from experimentos_core.healthcheck.findings import Finding, FindingCode, Place, blocked
from experimentos_core.healthcheck.variants import VariantRow
from experimentos_core.reading.columns.measures import MeasureColumns
from experimentos_core.reading.numbers.cells import exact_number
from experimentos_core.reading.table import Table, column_key
from experimentos_core.stats.exact_variance import VarianceState, variance_of_sums

type Sums = tuple[Decimal | None, ...]

_INFINITE = re.compile(r"[+-]?(inf|infinity|\u221e|1\.#inf|#div/0!)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureCells:
    """The cells of one continuous metric, one per variant; None where a cell is no number.

    Attributes:
        columns: Where they stand.
        sizes: Number of values.
        sums: Sums of the values.
        squares: Sums of their squares.
    """

    columns: MeasureColumns
    sizes: Counts
    sums: Sums
    squares: Sums


def read_measures(
    table: Table,
    measures: tuple[MeasureColumns, ...],
    variants: list[VariantRow],
    users_column: str,
    users: Counts,
) -> tuple[tuple[MeasureCells, ...], list[Finding]]:
    """Read every continuous metric that has values.

    One without its other half blocks, as does a cell that is blank or no number; a pair of columns
    without any value is no metric. The same column of n is read, and its trouble said, once.
    """
    read: list[MeasureCells] = []
    findings: list[Finding] = []
    sizes: dict[str, Counts] = {column_key(users_column): users}
    for measure in measures:
        if not measure.is_complete:
            findings.append(_incomplete(measure))
            continue
        if _is_empty(table, measure, variants):
            continue
        key = column_key(measure.size)
        if key not in sizes:
            sizes[key], trouble = _read_sizes(table, measure, variants)
            findings += trouble
        sums, bad_sums = _read_sums(table, measure.total, variants)
        squares, bad_squares = _read_sums(table, measure.squares, variants, is_square=True)
        findings += [*_repeated(table, measure), *bad_sums, *bad_squares]
        cells = MeasureCells(columns=measure, sizes=sizes[key], sums=sums, squares=squares)
        findings += _check_consistency(cells, variants)
        read.append(cells)
    return tuple(read), findings


def _incomplete(measure: MeasureColumns) -> Finding:
    there = measure.total or measure.squares
    lacking = "the sum of the squared values" if measure.total else "the sum of the values"
    name = f"{measure.metric}_sum_sq" if measure.total else f"{measure.metric}_sum"
    message = (
        f"The column {there!r} has no {name!r} beside it, {lacking}: without it nobody can tell "
        "how sure a change of the mean is."
    )
    hint = f"Add {name!r} to the export, or leave {there!r} out."
    return blocked(FindingCode.MEASURE_INCOMPLETE, message, hint, Place(column=there))


def _is_empty(table: Table, measure: MeasureColumns, variants: list[VariantRow]) -> bool:
    positions = [p for name in (measure.total, measure.squares) for p in table.positions(name)]
    return not any(table.cell(variant.row, p) for variant in variants for p in positions)


def _repeated(table: Table, measure: MeasureColumns) -> list[Finding]:
    return [
        blocked(
            FindingCode.COLUMN_DUPLICATE,
            f"The column {name!r} occurs {len(table.positions(name))} times.",
            "Rename or remove the column that is not meant.",
            Place(column=name),
        )
        for name in (measure.total, measure.squares)
        if len(table.positions(name)) > 1
    ]


def _read_sizes(
    table: Table, measure: MeasureColumns, variants: list[VariantRow]
) -> tuple[Counts, list[Finding]]:
    count = len(table.positions(measure.size))
    if count == 1:
        return read_counts(table, measure.size, variants)
    message = f"There is no column {measure.size!r} for the n of {measure.metric!r}."
    code = FindingCode.COLUMN_MISSING
    if count > 1:
        message = f"The column {measure.size!r} occurs {count} times."
        code = FindingCode.COLUMN_DUPLICATE
    hint = f"Choose which column counts the values of {measure.metric!r}."
    found = blocked(code, message, hint, Place(column=measure.size))
    return (None,) * len(variants), [found]


def _read_sums(
    table: Table, column: str, variants: list[VariantRow], *, is_square: bool = False
) -> tuple[Sums, list[Finding]]:
    positions = table.positions(column)
    if len(positions) != 1:
        return (None,) * len(variants), []
    values: list[Decimal | None] = []
    findings: list[Finding] = []
    for variant in variants:
        cell = table.cell(variant.row, positions[0])
        value = exact_number(cell)
        written = table.as_written(variant.row, positions[0])
        if value is None:
            findings.append(_bad_cell(column, variant, cell, written))
        elif is_square and value < 0:
            findings.append(_negative(column, variant, written))
            value = None
        values.append(value)
    return tuple(values), findings


def _bad_cell(column: str, variant: VariantRow, cell: str, written: str) -> Finding:
    code, words = FindingCode.CELL_NOT_A_NUMBER, "is not a plain number"
    hint = "Write the sum in digits only, without separators or units."
    if not cell:
        code, words = FindingCode.CELL_BLANK, "is blank"
        hint = "Fill in the sum, 0 if there were no values; every variant needs one."
    elif _INFINITE.fullmatch(cell):
        code, words = FindingCode.CELL_INFINITE, "is not a finite number"
        hint = "Look for a division by zero in the export and write the sum itself."
    shown = f" {written[:40]!r}" if written else ""
    message = f"{column}{shown} {words} ({variant.where}, variant {variant.label!r})."
    return blocked(code, message, hint, variant.place(column, written[:200]))


def _negative(column: str, variant: VariantRow, written: str) -> Finding:
    message = (
        f"{column} {written[:40]!r} is negative ({variant.where}, variant {variant.label!r}): a "
        "sum of squares cannot be."
    )
    hint = "Square every value first, then add them up."
    place = variant.place(column, written[:200])
    return blocked(FindingCode.CELL_NEGATIVE, message, hint, place)


def _check_consistency(cells: MeasureCells, variants: list[VariantRow]) -> list[Finding]:
    """Find sums no values could have."""
    findings: list[Finding] = []
    rows = zip(variants, cells.sizes, cells.sums, cells.squares, strict=True)
    for variant, n, total, squares in rows:
        if n is None or total is None or squares is None:
            continue
        if variance_of_sums(n, total, squares).state is not VarianceState.INCONSISTENT:
            continue
        own = cells.columns
        message = (
            f"No {n:,} values can have the {own.total} and {own.squares} of {variant.label!r} "
            f"({variant.where}): the sum of squares is at least the squared sum divided by n."
        )
        hint = (
            f"Check that {own.squares!r} adds up squared single values, and that {own.size!r} "
            "counts the same values."
        )
        place = variant.place(own.squares, str(squares)[:200])
        findings.append(blocked(FindingCode.SUMS_INCONSISTENT, message, hint, place))
    return findings
