"""The rows as they stood, with what was read in each cell and why a row was left out; no Qt."""

import re
from typing import Final

from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.interpretation import Interpretation, Shape
from experimentos_core.reading.notes import NoteCode
from experimentos_core.reading.table import Table, column_key

_LEFT_OUT: Final = frozenset({NoteCode.TOTALS_ROW, NoteCode.ROW_SKIPPED, NoteCode.HEADER_REPEATED})
_PLAIN: Final = re.compile(r"(-?)([0-9]+)(\.[0-9]+)?")
_ONLY: Final = "only "
_WITHOUT_REASON: Final = "This row was left out."


class ShownRows:
    """One reading as the preview shows it; nothing is looked at before it is asked for."""

    def __init__(self, reading: Interpretation) -> None:
        """Show this reading."""
        self._raw = reading.raw
        self._is_turned = any(note.code is NoteCode.TABLE_TURNED for note in reading.notes)
        self._reasons = {
            note.row: note.message
            for note in reversed(reading.notes)
            if note.row is not None and note.code in _LEFT_OUT
        }
        self._used = _used_rows(reading)
        self._segments = _chosen_segments(reading)
        has_values = reading.shape is Shape.VARIANTS and reading.table is not None
        self._table = reading.table if has_values else None
        self._rows = _by_number(self._table)
        self._columns = _matched_columns(self._raw, self._table)

    @property
    def raw(self) -> Table:
        """Every row below the header, as it stood."""
        return self._raw

    def number(self, row: int) -> int:
        """Return the number a row has in the file."""
        return self._raw.row_numbers[row]

    def place(self, row: int) -> str:
        """Return where a row stood, in words; one of a turned table stood in a column."""
        return f"{'Column' if self._is_turned else 'Row'} {self.number(row)} of the file"

    def text(self, row: int, column: int) -> str:
        """Return a cell as it stood; blank where the row is too short to have it."""
        cells = self._raw.rows[row]
        return cells[column] if column < len(cells) else ""

    def value(self, row: int, column: int) -> str:
        """Return what was read, with thousands set apart; empty where that is what stands there."""
        if self._table is None or column >= len(self._columns):
            return ""
        position, found = self._columns[column], self._rows.get(self.number(row))
        if position is None or found is None:
            return ""
        value = self._table.cell(found, position)
        return "" if value == self.text(row, column).strip() else in_groups(value)

    def left_out(self, row: int) -> str:
        """Return why a row was left out; empty where it is used."""
        number = self.number(row)
        if number in self._reasons and (self._used is None or number not in self._used):
            return self._reasons[number]
        for column, wanted, reason in self._segments:
            if label_key(self.text(row, column)) != wanted:
                return reason
        return _WITHOUT_REASON if self._used is not None and number not in self._used else ""


def in_groups(value: str) -> str:
    """Return a plain number with its thousands set apart; any other text as it is."""
    match = _PLAIN.fullmatch(value)
    if match is None or len(match[2]) > _MOST_DIGITS:
        return value
    return f"{match[1]}{int(match[2]):,}{match[3] or ''}"


def _by_number(table: Table | None) -> dict[int, int]:
    numbers = table.row_numbers if table is not None else ()
    return {number: row for row, number in enumerate(numbers)}


def _matched_columns(raw: Table, table: Table | None) -> tuple[int | None, ...]:
    """Return where each column stands in the table that was made; None where it is not in it."""
    free: dict[str, list[int]] = {}
    for position, name in enumerate(table.header if table is not None else ()):
        free.setdefault(column_key(name), []).append(position)
    return tuple(
        free[key].pop(0) if free.get(key := column_key(name)) else None for name in raw.header
    )


def _used_rows(reading: Interpretation) -> frozenset[int] | None:
    """Return the rows the table was made of; None where that is not known of every row."""
    if reading.table is None:
        return None
    if reading.shape is Shape.VARIANTS:
        return frozenset(reading.table.row_numbers)
    days = reading.table.days
    return frozenset(days.row_numbers) if days is not None else None


def _chosen_segments(reading: Interpretation) -> tuple[tuple[int, str, str], ...]:
    """Return column, wanted segment and reason of every segment that alone is analysed."""
    chosen = []
    for choice in reading.choices.about(ChoiceKey.SEGMENT):
        positions = reading.raw.positions(choice.subject)
        if choice.value.startswith(_ONLY) and positions:
            wanted = choice.value.removeprefix(_ONLY)
            chosen.append((positions[0], label_key(wanted), _other_segment(choice, wanted)))
    return tuple(chosen)


def _other_segment(choice: Choice, wanted: str) -> str:
    return f"Only {choice.subject} = {wanted} is analysed."


_MOST_DIGITS: Final = 300
