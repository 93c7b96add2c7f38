"""Where in the table a finding points: cells, a whole row, a column head, or nowhere; no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.table import Table, column_key
from experimentos_gui.models.variants import Variant, find_variants

if TYPE_CHECKING:
    from experimentos_core.healthcheck import Finding, Place

_WEIGHT = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.BLOCKED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in the table.

    Attributes:
        row: Index among the table's rows; None for a column head.
        column: Place in the header; None for a whole row.
    """

    row: int | None
    column: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What stands at a spot.

    Attributes:
        severity: The worst of what was found there.
        sentences: What was found there.
    """

    severity: Severity
    sentences: tuple[str, ...]


class Pinboard:
    """Finds the places of one table, each looked up once."""

    def __init__(
        self,
        shown: Table,
        roles: ColumnRoles,
        checked: Table | None = None,
        variants: tuple[Variant, ...] | None = None,
    ) -> None:
        """Learn where rows, columns and variants stand.

        Args:
            shown: The rows as they are shown.
            roles: Which column plays which part.
            checked: The table that was made of them, whose rows bear the same numbers; the shown
                one where there is no other.
            variants: Its variants, where they are known already.
        """
        checked = checked or shown
        self._rows = {number: row for row, number in enumerate(shown.row_numbers)}
        self._columns: dict[str, list[int]] = {}
        for position, name in enumerate(shown.header):
            self._columns.setdefault(column_key(name), []).append(position)
        self._variants: dict[str, list[int]] = {}
        for variant in find_variants(checked, roles) if variants is None else variants:
            row = self._rows.get(checked.row_numbers[variant.row])
            if row is not None:
                self._variants.setdefault(label_key(variant.label), []).append(row)
        self._variant_columns = self._columns.get(column_key(roles.variant), [])

    def spots_of(self, place: "Place") -> tuple[Spot, ...]:
        """Return where a finding points; empty for the table as a whole, or a place it lacks.

        A variant without a column stands at the cell with its name.
        """
        rows = self._rows_of(place)
        if place.column is not None:
            columns = self._columns.get(column_key(place.column), [])
        else:
            columns = self._variant_columns if place.variant is not None and rows else []
        if rows and columns:
            return tuple(Spot(row=row, column=column) for row in rows for column in columns)
        if rows:
            return tuple(Spot(row=row, column=None) for row in rows)
        return tuple(Spot(row=None, column=column) for column in columns)

    def spots_at(self, row: int | None, column: str | None) -> tuple[Spot, ...]:
        """Return the places of a row of the file and a column name, either may be left open."""
        rows = [self._rows[row]] if row is not None and row in self._rows else []
        columns = self._columns.get(column_key(column), []) if column is not None else []
        if rows and columns:
            return tuple(Spot(row=rows[0], column=position) for position in columns)
        if rows:
            return (Spot(row=rows[0], column=None),)
        return tuple(Spot(row=None, column=position) for position in columns)

    def mark(self, findings: Iterable["Finding"]) -> dict[Spot, Mark]:
        """Return every spot something was found at."""
        marks: dict[Spot, Mark] = {}
        for finding in findings:
            for spot in self.spots_of(finding.place):
                marks[spot] = _joined(marks.get(spot), finding)
        return marks

    def _rows_of(self, place: "Place") -> list[int]:
        if place.row is not None:
            return [self._rows[place.row]] if place.row in self._rows else []
        if place.variant is None or place.column is not None:
            return []
        return self._variants.get(label_key(place.variant), [])


def _joined(mark: Mark | None, finding: "Finding") -> Mark:
    if mark is None:
        return Mark(severity=finding.severity, sentences=(finding.message,))
    worst = max(mark.severity, finding.severity, key=_WEIGHT.__getitem__)
    return Mark(severity=worst, sentences=(*mark.sentences, finding.message))
