"""Which columns tell the rows of one variant apart."""

from collections.abc import Callable, Sequence

from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.table import Table


def compared(table: Table, position: int, rows: Sequence[int]) -> list[str]:
    """Return the cells of a column as labels are compared; each spelling is looked at once."""
    cells = [table.cell(row, position) for row in rows]
    keys = {cell: label_key(cell) for cell in set(cells)}
    return [keys[cell] for cell in cells]


def tell_apart(
    table: Table,
    columns: Sequence[int],
    told: Sequence[int],
    rows: Sequence[int],
    checkpoint: Callable[[], None],
) -> tuple[int, ...] | None:
    """Return the fewest of the columns that make every row unique, the left one first.

    Args:
        table: The rows.
        columns: The columns that may be taken.
        told: For each row, the number of the group it is told apart to so far.
        rows: The rows that count.
        checkpoint: Called now and then.
    """
    if groups(told) == len(rows):
        return ()
    parts: dict[int, list[str]] = {}
    for column in columns:
        checkpoint()
        parts[column] = compared(table, column, rows)
        if groups(joined(told, parts[column])) == len(rows):
            return (column,)
    chosen: list[int] = []
    for column, cells in parts.items():
        checkpoint()
        finer = joined(told, cells)
        if groups(finer) > groups(told):
            chosen.append(column)
            told = finer
        if groups(told) == len(rows):
            return tuple(chosen)
    return None


def recurs(cells: Sequence[str], variants: Sequence[str]) -> bool:
    """Whether most rows hold a value that stands beside two variants or more.

    A key of its own for every row tells them apart as well, but breaks nothing down.
    """
    first: dict[str, str] = {}
    shared: set[str] = set()
    for cell, variant in zip(cells, variants, strict=True):
        if first.setdefault(cell, variant) != variant:
            shared.add(cell)
    return 2 * sum(cell in shared for cell in cells) >= len(cells)


def joined(told: Sequence[int], cells: Sequence[str]) -> list[int]:
    """Return the finer groups that come of parting each group by the cells of a column."""
    numbers: dict[tuple[int, str], int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in zip(told, cells, strict=True)]


def groups(told: Sequence[int]) -> int:
    """Return how many groups there are."""
    return len(set(told))
