"""Which variants a table holds and which is the control, before any check has run; no Qt.

The health check decides the same with more to say, but loads the statistics. That both name the
same variants is kept by a test.
"""

from dataclasses import dataclass

from experimentos_core.reading.columns.labels import (
    CONTROL_NAMES,
    find_label,
    guess_control,
    is_total_name,
    label_key,
    mend_label,
)
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.numbers.counts import parse_count
from experimentos_core.reading.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One row that is a variant.

    Attributes:
        label: Its mended name.
        row: Its index among the table's rows.
        users: Its users; None where the cell is no count, or no column holds users.
    """

    label: str
    row: int
    users: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChoice:
    """Which variant is taken as the control, and how surely.

    Attributes:
        label: The variant; None where none is chosen and none is recognised.
        is_confirmed: Whether the person chose it, or it is literally called control.
    """

    label: str | None
    is_confirmed: bool


def find_variants(table: Table, roles: ColumnRoles) -> tuple[Variant, ...]:
    """Return the variants in file order, without blank names and rows of totals.

    A name that occurs twice is returned twice; without exactly one variant column there are none.
    """
    positions = table.positions(roles.variant)
    if len(positions) != 1:
        return ()
    users = _counts(table, roles.users)
    has_users = len(table.positions(roles.users)) == 1
    confirmed = frozenset(table.confirmed_rows)
    mended: dict[str, tuple[str, bool]] = {}
    variants: list[Variant] = []
    for row, cell in enumerate(table.column(positions[0])):
        if cell not in mended:
            label = mend_label(cell)
            mended[cell] = (label, is_total_name(label))
        label, is_total = mended[cell]
        # A row called total is either left out or, where its users are no sum, asked about.
        if label and not (has_users and is_total and table.row_numbers[row] not in confirmed):
            variants.append(Variant(label=label, row=row, users=users[row]))
    return tuple(variants)


def variant_names(variants: tuple[Variant, ...]) -> tuple[str, ...]:
    """Return each name once, in file order, as it is first written."""
    names: dict[str, str] = {}
    for variant in variants:
        names.setdefault(label_key(variant.label), variant.label)
    return tuple(names.values())


def choose_control(names: tuple[str, ...], planned: str | None) -> ControlChoice:
    """Return the planned control, else the one recognised by its name.

    A planned control that is not among the variants counts as not chosen.
    """
    if planned is not None:
        found = find_label(planned, names)
        return ControlChoice(label=found, is_confirmed=found is not None)
    guess = guess_control(names)
    is_certain = guess is not None and label_key(guess) == CONTROL_NAMES[0]
    return ControlChoice(label=guess, is_confirmed=is_certain)


def _counts(table: Table, column: str) -> tuple[int | None, ...]:
    positions = table.positions(column)
    if len(positions) != 1:
        return (None,) * len(table.rows)
    parsed = (parse_count(cell) for cell in table.column(positions[0]))
    return tuple(value if isinstance(value, int) else None for value in parsed)
