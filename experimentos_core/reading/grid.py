"""Everything that stands in a file or a sheet, as text cells, before anything is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from experimentos_core.reading.notes import Chip, Note
from experimentos_core.reading.table import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rows of text cells as they stood, blank rows passed over.

    Attributes:
        rows: Cells of each row, white space kept.
        row_numbers: The row of the file each stood in; the first row is 1.
        source: Where it came from.
        notes: What was done to get here.
        chips: What was decided to get here.
        stored_numbers: Positions of the cells of a row, by its number, that a workbook stores as
            numbers: they can be read in one way only. Text has none.
    """

    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    source: Source
    notes: tuple[Note, ...] = ()
    chips: tuple[Chip, ...] = ()
    stored_numbers: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def is_stored_number(self, row_number: int, position: int) -> bool:
        """Whether a cell was stored as a number."""
        return position in self.stored_numbers.get(row_number, ())
