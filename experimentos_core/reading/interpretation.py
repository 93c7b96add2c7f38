"""What a reading came to: what stood in the file, what was made of it, and what is still open."""

from dataclasses import dataclass
from enum import StrEnum

from experimentos_core.reading.choices import Choices
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Chip, Note, Question
from experimentos_core.reading.table import Table


class Shape(StrEnum):
    """What one row of the file is."""

    VARIANTS = "variants"
    DAYS = "days"
    SEGMENTS = "segments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """One reading of one file.

    Attributes:
        raw: Every row below the header as it stood, those left out included; a table that was
            turned stands here turned.
        table: The same as plain numbers, one row per variant: what is checked and analysed. While
            a question is open it follows the default answers; None where there is no default.
        roles: Which column of `table` plays which part.
        choices: What the person chose to get here.
        shape: What one row of the file is.
        chips: What was decided, in reading order.
        notes: What was done or left out, those of a row or column naming it.
        questions: What is still open; the table is not used before they are answered.
    """

    raw: Table
    table: Table | None
    roles: ColumnRoles
    choices: Choices
    shape: Shape
    chips: tuple[Chip, ...]
    notes: tuple[Note, ...]
    questions: tuple[Question, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is open and there is a table."""
        return self.table is not None and not self.questions
